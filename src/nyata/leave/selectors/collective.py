"""Days that stand in for collective leave (cuti bersama) spent on duty: earned one by one, taken one by one.

Nothing is granted beyond what a schedule shows: a day of cuti bersama of the person's calendar, already past, on which
their roster or pattern asked them to work and no leave freed them from it. Each can be taken once, until it lapses.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave import terms
from nyata.leave.counting import days_between, working_days
from nyata.leave.kinds import LEAVES, Extent, Kind
from nyata.leave.models import Slot
from nyata.people.models import Person
from nyata.schedules import selectors as schedules

DAY = dt.timedelta(days=1)
# What frees somebody from a day on duty. Duty elsewhere and training are work and earn the day too.
FREEING = (*LEAVES, Kind.RELEASED)


@dataclass(frozen=True, slots=True)
class Earned:
    """A day of cuti bersama on duty. `until`: the last day on which it can be taken. `used_on`: the day it went to."""

    day: dt.date
    name: str
    until: dt.date
    used_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """What somebody earned so far and what became of it, by day. `lacking`: days asked for that nothing stands for."""

    earned: tuple[Earned, ...]
    lacking: tuple[dt.date, ...]
    source: str
    is_off: bool

    def left_on(self, day: dt.date) -> int:
        """How many can still be taken on a day."""
        return sum(one.used_on is None and one.day < day <= one.until for one in self.earned)


def replacement_of(person: Person, on: dt.date, wanted: Iterable[dt.date] = ()) -> Replacement:
    """The person's days as known on a day, with `wanted` days as if they were asked for too. At most 25 queries."""
    wish = sorted(wanted)
    law = terms.law("leave.collective.replaced", on, person.employment)
    years = int(terms.value("leave.collective.valid_years", on, person.employment) or 0)
    first = dt.date(on.year - years, 1, 1)
    found = schedules.collective_days_on_duty(person.pk, first, on - DAY)
    away = _days_of(_slots(person, FREEING, first, on))
    earned = [Earned(day, name, dt.date(day.year + years, 12, 31)) for day, name in found.items() if day not in away]
    asked = [day for slot in _slots(person, (Kind.COLLECTIVE,), first, None) for day in _taken(slot)]
    spent, lacking = spend(earned, [*asked, *wish])
    source = law.value.source if law.value else ""
    return Replacement(tuple(spent), tuple(lacking), source, law.value is None)


def spend(earned: Sequence[Earned], days: Iterable[dt.date]) -> tuple[list[Earned], list[dt.date]]:
    """Each day taken uses the earned day that lapses first; a day for which there is none is lacking.

    An earned day serves later days only, and none after it lapsed.
    """
    left = sorted(earned, key=lambda one: (one.until, one.day))
    used: list[Earned] = []
    lacking = []
    for day in sorted(days):
        one = next((one for one in left if one.day < day <= one.until), None)
        if one is None:
            lacking.append(day)
            continue
        left.remove(one)
        used.append(Earned(one.day, one.name, one.until, day))
    return sorted([*used, *left], key=lambda one: one.day), lacking


def _slots(person: Person, kinds: Iterable[str], first: dt.date, last: dt.date | None) -> list[Slot]:
    found = Slot.objects.filter(
        person=person, request__kind__in=kinds, request__extent=Extent.DAYS, end__gt=minute_of(first)
    ).select_related("request__person")
    return list(found if last is None else found.filter(start__lt=minute_of(last) + DAY_MINUTES))


def _days_of(slots: Iterable[Slot]) -> set[dt.date]:
    return {
        day
        for slot in slots
        if slot.stage == Slot.Stage.IN_FORCE
        for day in days_between(slot.request.first, slot.last)
    }


def _taken(slot: Slot) -> tuple[dt.date, ...]:
    return working_days(slot.request.person, slot.request.first, slot.last).days
