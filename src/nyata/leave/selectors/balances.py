"""Days of annual leave: what a year gives, what was brought into it, what is taken, planned and left.

Days asked for are held back until they are decided, so that two requests never spend the same day.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from nyata.leave import terms
from nyata.leave.kinds import Kind
from nyata.leave.models import CarryOver, Slot
from nyata.people.models import Person

NONE = Decimal(0)
# Beyond two unused years the law counts no further.
YEARS_BACK = 2


@dataclass(frozen=True, slots=True)
class Balance:
    """One person's annual leave of one year, in working days.

    `entitlement` None: what the year gives waits to be switched on, so nothing is enforced. `carried` None: nobody
    recorded what was brought into the year; it counts as 0. `used_up`: long leave took the year's (PerBKN 24/2017).
    """

    year: int
    entitlement: int | None
    carried: int | None
    taken: Decimal
    planned: Decimal
    asked: Decimal
    used_up: bool = False
    first_year: bool = False
    source: str = ""

    @property
    def total(self) -> int | None:
        """What the year gives in all."""
        return None if self.entitlement is None else self.entitlement + (self.carried or 0)

    @property
    def left(self) -> Decimal | None:
        """What can still be asked for; None where nothing is enforced."""
        if self.total is None:
            return None
        return NONE if self.used_up else self.total - self.taken - self.planned - self.asked


@dataclass(frozen=True, slots=True)
class _Used:
    """What a year's requests hold, by state."""

    taken: Decimal = NONE
    planned: Decimal = NONE
    asked: Decimal = NONE
    long: bool = False

    @property
    def in_all(self) -> Decimal:
        return self.taken + self.planned + self.asked


def balance_of(person: Person, year: int, on: dt.date) -> Balance:
    """The person's annual leave of a year, as known on a day. Two queries."""
    used = _used(person, year, on)
    recorded = _recorded(person, year)
    day = max(on, dt.date(year, 1, 1)) if on.year <= year else dt.date(year, 12, 31)
    found = terms.law("leave.annual.days", day, person.employment)
    entitlement = found.value.value if found.value else None
    first_year = terms.is_first_year(person, day)
    if first_year:
        entitlement = terms.value("leave.annual.first_year_days", day, person.employment) or 0
    now = used.get(year, _Used())
    return Balance(
        year=year,
        entitlement=entitlement,
        carried=0 if first_year else _carried(person, year, used, recorded),
        taken=now.taken,
        planned=now.planned,
        asked=now.asked,
        used_up=now.long and bool(terms.value("leave.long.uses_annual", day, person.employment)),
        first_year=first_year,
        source=found.value.source if found.value else "",
    )


def _used(person: Person, year: int, on: dt.date) -> dict[int, _Used]:
    """By year, this one and those before that the law looks back on. One query."""
    rows = Slot.objects.filter(
        person=person,
        request__kind__in=(Kind.ANNUAL, Kind.LONG),
        request__first__gte=dt.date(year - YEARS_BACK, 1, 1),
        request__first__lte=dt.date(year, 12, 31),
    ).values_list("request__kind", "request__first__year", "stage", "last", "days")
    found: dict[int, _Used] = {}
    for kind, its_year, stage, last, days in rows:
        so_far, more = found.get(its_year, _Used()), days or NONE
        if kind == Kind.LONG:
            so_far = _Used(so_far.taken, so_far.planned, so_far.asked, stage == Slot.Stage.IN_FORCE or so_far.long)
        elif stage != Slot.Stage.IN_FORCE:
            so_far = _Used(so_far.taken, so_far.planned, so_far.asked + more, so_far.long)
        elif last < on:
            so_far = _Used(so_far.taken + more, so_far.planned, so_far.asked, so_far.long)
        else:
            so_far = _Used(so_far.taken, so_far.planned + more, so_far.asked, so_far.long)
        found[its_year] = so_far
    return found


def _recorded(person: Person, year: int) -> dict[int, int]:
    """What HR recorded as brought into these years, the newest word of each. One query."""
    rows = CarryOver.objects.filter(person=person, year__gt=year - 1 - YEARS_BACK, year__lte=year).order_by("pk")
    return dict(rows.values_list("year", "days"))


def _carried(person: Person, year: int, used: dict[int, _Used], recorded: dict[int, int]) -> int | None:
    """Recorded, else what the year before left over, where the books reach back so far; None where they do not."""
    if year in recorded:
        return recorded[year]
    before = year - 1
    known = [one for one in recorded if one <= before]
    if not known:
        return None
    day, as_what = dt.date(year, 1, 1), person.employment
    gives = terms.value("leave.annual.days", dt.date(before, 12, 31), as_what)
    one = terms.value("leave.annual.carry_over_one", day, as_what)
    two = terms.value("leave.annual.carry_over_two", day, as_what)
    now = terms.value("leave.annual.days", day, as_what)
    if gives is None or now is None or one is None:
        return 0
    last = used.get(before, _Used())
    brought = recorded.get(before, 0)
    left = max(int(gives + brought - last.in_all), 0)
    unused_twice = min(known) < before and not last.in_all and not used.get(before - 1, _Used()).in_all
    most = two if two is not None and unused_twice else one
    return 0 if last.long else min(left, most - now)
