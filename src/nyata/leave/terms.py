"""What the law and the house say of leave: read from the policy, off where it waits to be switched on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from nyata.core.policy_values import Standing
from nyata.leave.kinds import BY_OFFICERS, LEAVES, NATURES, Kind
from nyata.people.models import Person
from nyata.rules.selectors import standing

# Where a kind may be taken for named grounds: the key that lists them.
GROUNDS = {Kind.IMPORTANT: "leave.important.grounds", Kind.LONG: "leave.long.exceptions"}
# The longest time of a kind, and in what the key counts.
LONGEST = {
    Kind.IMPORTANT: ("leave.important.months", 1),
    Kind.MATERNITY: ("leave.maternity.months", 1),
    Kind.LONG: ("leave.long.months", 1),
    Kind.UNPAID: ("leave.unpaid.years", 12),
}
# What is no ordinary illness, each with its own longest time; and a birth that another kind of leave is for.
MISCARRIAGE, ACCIDENT, LATER_CHILD = "gugur kandungan", "kecelakaan kerja", "anak berikutnya"
SICK_GROUNDS = {MISCARRIAGE: "leave.sick.miscarriage_months", ACCIDENT: "leave.sick.work_accident"}
MIN_SERVICE = {
    Kind.ANNUAL: "leave.annual.min_service",
    Kind.LONG: "leave.long.min_service",
    Kind.UNPAID: "leave.unpaid.min_service",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind that somebody can ask for. `is_off`: that they have it still waits for both offices."""

    kind: Kind
    is_off: bool = False


def law(key: str, day: dt.date, employment: str) -> Standing:
    """How a key stands for an employment on a day."""
    return standing(key, day, employment=employment)


def value(key: str, day: dt.date, employment: str) -> Any:
    """The value in force; None where there is none, or where it waits to be switched on."""
    found = law(key, day, employment).value
    return None if found is None else found.value


def offers(employment: str, day: dt.date) -> list[Offer]:
    """What can be asked for by somebody of that employment, leave first."""
    found = law("leave.types.open", day, employment)
    types = found.value.value if found.value else [name for one in found.waiting for name in one.value]
    leaves = [Offer(kind, found.value is None) for kind in LEAVES if kind in types]
    return leaves + [Offer(kind) for kind in Kind if not NATURES[kind].is_leave and kind not in BY_OFFICERS]


def is_off(kind: str, day: dt.date, employment: str) -> bool:
    """Whether it is a leave of which nobody has said yet that this employment has it."""
    return NATURES[Kind(kind)].is_leave and law("leave.types.open", day, employment).value is None


def grounds(kind: str, day: dt.date, employment: str) -> tuple[str, ...]:
    """The grounds that a kind may be taken for, as the policy words them."""
    if kind == Kind.SICK:
        return tuple(ground for ground, key in SICK_GROUNDS.items() if value(key, day, employment) is not None)
    if kind == Kind.MATERNITY:
        return _births(day, employment)
    key = GROUNDS.get(Kind(kind))
    return tuple(value(key, day, employment) or ()) if key else ()


def _births(day: dt.date, employment: str) -> tuple[str, ...]:
    """Which child, where the law sends later ones to another kind of leave."""
    children = value("leave.maternity.children", day, employment)
    if children is None or not value("leave.maternity.later_children", day, employment):
        return ()
    return (*(f"anak ke-{number}" for number in range(1, children + 1)), LATER_CHILD)


def is_first_year(person: Person, day: dt.date) -> bool:
    """Whether somebody has not served long enough for the whole of annual leave."""
    years = value("leave.annual.min_service", day, person.employment)
    return bool(years and person.joined_on and day < months_after(person.joined_on, 12 * years))


def grounds_for(person: Person, kind: str, day: dt.date) -> tuple[str, ...]:
    """The grounds that this person may take a kind for: annual leave has some in the first year alone (PPPK)."""
    if kind == Kind.ANNUAL:
        named = value("leave.annual.first_year_grounds", day, person.employment)
        return tuple(named) if named and is_first_year(person, day) else ()
    return grounds(kind, day, person.employment)


def travel_days(kind: str, day: dt.date, employment: str) -> int | None:
    """Calendar days that a year's annual leave may be longer where travel is hard (PP 11/2017); None where none are."""
    return value("leave.annual.hard_travel", day, employment) if kind == Kind.ANNUAL else None


def months_after(day: dt.date, months: float) -> dt.date:
    """The day so many months later (a part of a month is 30 days' part); the month's last where it has no such day."""
    whole, part = int(months), months % 1
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    landed = min(day.day, (following - dt.timedelta(days=1)).day)
    return dt.date(year, month + 1, landed) + dt.timedelta(days=round(30 * part))
