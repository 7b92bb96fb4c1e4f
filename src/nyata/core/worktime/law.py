"""From the dated policy to the tables of the working-time function: terms of a day, hours of a shift."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import polars as pl

from nyata.core.policy import WEEKDAYS, Policy, PolicyError
from nyata.core.worktime.columns import DAY_MINUTES, Kind
from nyata.core.worktime.planning import HOURS, TERMS_OF
from nyata.core.worktime.tables import TERMS

# Their place in this list is their number in TERMS_OF and SERVICE.
EMPLOYMENTS = ("PNS", "CPNS", "PPPK", "PPPK_PW")
BANDS = 4

# policy_of(day, season="ramadan", employment="PNS") -> Policy
PolicyOf = Callable[..., Policy]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of work in minutes from the day's midnight; beyond 1440 it ends on the next day.

    `rest_from` and `rest_to` are equal where there is no break.
    """

    start: int
    end: int
    rest_from: int = 0
    rest_to: int = 0


@dataclass(frozen=True, slots=True)
class ShiftRule:
    """The hours of a shift from one day to another (both included).

    `standard`: "five_day" or "six_day" takes the hours of the law; otherwise `parts`, in Ramadan `ramadan_parts` where
    there are any. `slack`: minutes that the start may slide. `weekly`: only the weekly total is owed.
    """

    id: int
    first: date
    last: date
    standard: str = ""
    parts: tuple[Part, ...] = ()
    ramadan_parts: tuple[Part, ...] | None = None
    slack: int = 0
    weekly: bool = False
    on_call: bool = False


def terms(
    policy_of: PolicyOf, first: date, last: date, ramadan: Collection[date] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """TERMS and TERMS_OF of every employment from `first` to `last`.

    Where no table of bands is in force (not found, switched off), its minutes are 0. Raises PolicyError where the
    windows have no value.
    """
    numbers: dict[tuple[int, ...], int] = {}
    places: list[tuple[int, date, int]] = []
    for day in days_between(first, last):
        season = "ramadan" if day in ramadan else "normal"
        for place, employment in enumerate(EMPLOYMENTS):
            rules = policy_of(day, season=season, employment=employment)
            row = (*_windows(rules), *_bands(rules))
            places.append((place, day, numbers.setdefault(row, len(numbers))))
    rows = [(number, *row) for row, number in numbers.items()]
    return pl.DataFrame(rows, schema=TERMS, orient="row"), pl.DataFrame(places, schema=TERMS_OF, orient="row")


def _windows(rules: Policy) -> tuple[int, int, int]:
    windows = rules.working_time.windows
    return minutes(windows.before_start), minutes(windows.after_end), minutes(windows.machine_gap)


def _bands(rules: Policy) -> tuple[int, ...]:
    late, early = (in_force(rules, f"discipline.lateness.{side}_bands") for side in ("late", "early"))
    no_record = in_force(rules, "discipline.lateness.no_record_band")
    return (*_limits(late), *_limits(early), int(no_record or 0) if late or early else 0)


def _limits(bands: Sequence[Any] | None) -> tuple[int, ...]:
    limits = [band.from_minutes for band in bands or ()]
    if len(limits) > BANDS:
        raise PolicyError(f"a table of {len(limits)} bands is more than a day record can hold")
    return tuple(limits + [0] * (BANDS - len(limits)))


def in_force(rules: Policy, key: str) -> Any | None:
    """The value of a key, or None where it has none on that day or is switched off."""
    try:
        return rules.entry(key).value
    except PolicyError:
        return None


def hours(
    shifts: Sequence[ShiftRule], first: date, last: date, ramadan: Collection[date], policy_of: PolicyOf
) -> pl.DataFrame:
    """HOURS of every shift from `first` to `last`. Where the law's hours are switched off, the day is UNPLANNED."""
    rows: list[tuple[Any, ...]] = []
    for day in days_between(first, last):
        season = "ramadan" if day in ramadan else "normal"
        law = {week: _standard(week, day, policy_of(day, season=season, week=week)) for week in _weeks(shifts)}
        for shift in shifts:
            if not shift.first <= day <= shift.last:
                continue
            kind, parts = law[shift.standard] if shift.standard else _own(shift, season)
            for at, part in enumerate(parts):
                times = (part.start, part.end, part.rest_from, part.rest_to)
                rows.append((shift.id, day, at, kind.value, *times, shift.slack, shift.weekly))
    return pl.DataFrame(rows, schema=HOURS, orient="row")


def _weeks(shifts: Sequence[ShiftRule]) -> set[str]:
    return {shift.standard for shift in shifts if shift.standard}


def _own(shift: ShiftRule, season: str) -> tuple[Kind, tuple[Part, ...]]:
    if shift.on_call:
        return Kind.ON_CALL, (Part(0, DAY_MINUTES),)
    if season == "ramadan" and shift.ramadan_parts is not None:
        return Kind.WORK, shift.ramadan_parts
    return Kind.WORK, shift.parts


def _standard(week: str, day: date, rules: Policy) -> tuple[Kind, tuple[Part, ...]]:
    """The hours of Perpres 21/2023 Ps 3-4 on a day: none on a day of rest, UNPLANNED where no value is in force."""
    place = "working_time.standard" if week == "five_day" else "working_time.six_day"
    days, start, end = (in_force(rules, f"{place}.{name}") for name in ("working_days", "start", "end"))
    rest, length = (in_force(rules, f"working_time.breaks.{name}") for name in ("start", "length"))
    if days is not None and WEEKDAYS[day.weekday()] not in days:
        return Kind.OFF, ()
    if days is None or start is None or end is None or rest is None or length is None:
        return Kind.UNPLANNED, (Part(0, DAY_MINUTES),)
    rest_from = of_clock(rest)
    return Kind.WORK, (Part(of_clock(start), of_clock(end), rest_from, rest_from + minutes(length)),)


def of_clock(clock: time) -> int:
    """Minutes from midnight."""
    return clock.hour * 60 + clock.minute


def minutes(span: timedelta) -> int:
    """Whole minutes of a duration."""
    return int(span / timedelta(minutes=1))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
