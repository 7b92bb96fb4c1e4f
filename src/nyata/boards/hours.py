"""When a day begins for each person: by their schedule where one is known, else by the standard hours.

On a day that leave or duty takes whole nobody is late; half days and hours of permission are not counted here. What a
day finally was is the attendance's to say.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from nyata.core.policy_units import WEEKDAYS
from nyata.core.worktime.columns import Kind
from nyata.leave import selectors as leave
from nyata.leave.kinds import takes_whole_days
from nyata.people.models import Person, Unit
from nyata.rules.selectors import policy_on
from nyata.schedules import selectors as schedules
from nyata.schedules.selectors import Asked

OFFICE = ZoneInfo("Asia/Jakarta")
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StandardStart:
    """When a day's work begins by the standard hours; `at` is None where the day is no working day (Ps 3(1)).

    `source` names the article of the hour.
    """

    at: dt.datetime | None
    source: str
    working_days: frozenset[int]  # ISO weekdays, 1 is Monday


def standard_start(day: dt.date) -> StandardStart:
    """The standard start of one day by the policy in force on it. Raises PolicyError where it has none."""
    rules = policy_on(day)
    standard = rules.working_time.standard
    working = frozenset(WEEKDAYS.index(name) + 1 for name in standard.working_days)
    source = rules.entry("working_time.standard.start").source
    at = dt.datetime.combine(day, standard.start, OFFICE) if day.isoweekday() in working else None
    return StandardStart(at, source, working)


@dataclass(frozen=True, slots=True)
class Start:
    """When somebody's day begins (None: nothing can be late), and whether their own schedule says so."""

    at: dt.datetime | None
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Starts:
    """The starts of a day: by unit for its full-time people, by person for those whose day is another."""

    by_unit: Mapping[int, Start] = field(default_factory=dict)
    by_person: Mapping[int, Start] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """The same as arrays for a statement."""
        found: dict[str, Any] = {}
        for name, starts in (("unit", self.by_unit), ("person", self.by_person)):
            found[f"start_{name}s"] = list(starts)
            found[f"{name}_starts"] = [start.at for start in starts.values()]
            found[f"{name}_planned"] = [start.is_planned for start in starts.values()]
        return found


def starts_of(day: dt.date, standard: StandardStart) -> Starts:
    """When the day begins for everybody. A fixed number of queries, which does not grow with the people.

    Part-time PPPK without a pattern or roster of their own are never late: no hours of a day are theirs.
    """
    units = {pk: path for pk, path in Unit.objects.values_list("pk", "path") if path}
    by_unit = {pk: start_in(spans, standard) for pk, spans in schedules.hours_of_units(units, day).items()}
    apart = schedules.apart_from_their_unit(day)
    part_time = _part_time(apart)
    hours = schedules.hours_on(apart, day) if apart else {}
    by_person = {person: start_in(spans, None if person in part_time else standard) for person, spans in hours.items()}
    return Starts(by_unit, by_person)


def start_of(person: Person, day: dt.date) -> Start:
    """When a day begins for one person; nothing can be late on a day that leave or duty takes whole."""
    away = leave.away_on([person.pk], day).get(person.pk)
    if away is not None and takes_whole_days(away.kind, away.extent):
        return Start(None, is_planned=True)
    is_part_time = person.employment == Person.Employment.PPPK_PW
    return start_in(schedules.hours_today(person.pk, day), None if is_part_time else standard_start(day))


def _part_time(people: set[int]) -> set[int]:
    if not people:
        return set()
    found = Person.objects.filter(pk__in=people, employment=Person.Employment.PPPK_PW)
    return set(found.values_list("pk", flat=True))


def start_in(spans: Sequence[Asked], standard: StandardStart | None) -> Start:
    """The start among what a day asks; the standard one where nobody has said what it asks."""
    work = [span for span in spans if span.is_work]
    if work and not work[0].weekly:
        return Start((work[0].start + work[0].slack * MINUTE).replace(tzinfo=OFFICE), is_planned=True)
    if not work and standard and any(span.kind == Kind.UNPLANNED for span in spans):
        return Start(standard.at)
    return Start(None, is_planned=not any(span.kind == Kind.UNPLANNED for span in spans))


def minutes_after(at: dt.datetime | None, counted: dt.datetime | None) -> int:
    """Whole minutes between a start and the counted time; 0 where it is not after the minute of the start."""
    if at is None or counted is None or counted < at + MINUTE:
        return 0
    return int((counted - at) / MINUTE)
