"""Units of the policy: what a written value may be, and what the program gets for it. A closed list.

`UNITS[unit](written) -> value`; raises `Wrong` with the end of a sentence that begins "a value in <unit> ...".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEVELS = ("ringan", "sedang", "berat")
BASES = ("total_tpp", "discipline_component")
PERIODS = ("calendar_year", "calendar_month")
ROUNDINGS = ("down", "nearest", "up")
LEAVES = ("annual", "long", "sick", "maternity", "important", "collective", "unpaid")


class Wrong(ValueError):
    """A value does not fit its unit."""


@dataclass(frozen=True, slots=True)
class Band:
    """From so many whole minutes on, up to the next band; the last one is open. `percent` only where it costs."""

    from_minutes: int
    code: str
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """From so many working days on, up to the next rung. `level` is one of LEVELS; sanction and article in words."""

    from_days: int
    level: str
    sanction: str
    article: str


@dataclass(frozen=True, slots=True)
class Deduction:
    """A percentage (0 to 100) of a base out of BASES."""

    percent: float
    base: str


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if type(value) not in (int, float) or not low <= value <= high:
            raise Wrong(f"must be a number from {low:g} to {high:g}")
        return float(value)

    return read


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise Wrong("must be a whole number, 0 or more")
    return value


def _duration(unit: str) -> Callable[[Any], timedelta]:
    def read(value: Any) -> timedelta:
        if type(value) not in (int, float) or not 0 <= value <= 1_000_000:
            raise Wrong(f"must be a number of {unit}")
        return timedelta(**{unit: value})

    return read


def _week(value: Any) -> timedelta:
    if type(value) is not int or not 0 < value <= 7 * 24 * 60:
        raise Wrong("must be a whole number of minutes that fits into a week")
    return timedelta(minutes=value)


def _time(value: Any) -> time:
    # Unquoted, YAML would read 07.30 as the number 7.3.
    if not isinstance(value, str) or len(value) != 5 or value[2] != ".":
        raise Wrong('must be a time in quotes, such as "07.30"')
    try:
        return time(int(value[:2]), int(value[3:]))
    except ValueError as error:
        raise Wrong('must be a time in quotes, such as "07.30"') from error


def texts(among: tuple[str, ...] | None = None) -> Callable[[Any], tuple[str, ...]]:
    """A reader of lists of different words, out of `among` where it is given."""

    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or any(not isinstance(one, str) or not one for one in value):
            raise Wrong("must be a list of words")
        if len(set(value)) != len(value) or (among and not set(value) <= set(among)):
            raise Wrong("must be a list of different words" + (f" among {', '.join(among)}" if among else ""))
        return tuple(value)

    return read


def _one_of(among: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in among:
            raise Wrong(f"must be one of {', '.join(among)}")
        return str(value)

    return read


def _switch(value: Any) -> bool:
    if type(value) is not bool:
        raise Wrong("must be yes or no")
    return value


_percent = _number(0, 100)


def _percents(value: Any) -> tuple[float, ...]:
    if not isinstance(value, list) or not value:
        raise Wrong("must be a list of numbers from 0 to 100")
    return tuple(_percent(one) for one in value)


def _rows(value: Any, *fields: set[str]) -> list[dict[str, Any]]:
    """A list of records, all with the fields of one of these sets."""
    if not isinstance(value, list) or not value or any(not isinstance(row, dict) for row in value):
        raise Wrong("must be a list of records")
    if not any(all(set(row) == wanted for row in value) for wanted in fields):
        raise Wrong("must be a list of records, each with " + ", or each with ".join(map(_named, fields)))
    return value


def _named(fields: set[str]) -> str:
    return " and ".join(sorted(fields))


def _ascending(steps: list[int], what: str) -> None:
    if steps[0] < 1 or any(later <= earlier for earlier, later in zip(steps, steps[1:], strict=False)):
        raise Wrong(f"must have {what} that ascend from 1 or more")


def _words(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"must have words for {what}")
    return value.strip()


def _bands(value: Any) -> tuple[Band, ...]:
    rows = _rows(value, {"from_minutes", "code"}, {"from_minutes", "code", "percent"})
    bands = tuple(
        Band(
            _count(row["from_minutes"]),
            _words(row["code"], "code"),
            _percent(row["percent"]) if "percent" in row else None,
        )
        for row in rows
    )
    _ascending([band.from_minutes for band in bands], "from_minutes")
    if len({band.code for band in bands}) != len(bands):
        raise Wrong("must have a different code in each band")
    return bands


def _ladder(value: Any) -> tuple[Rung, ...]:
    rows = _rows(value, {"from_days", "level", "sanction", "article"})
    rungs = tuple(
        Rung(
            _count(row["from_days"]),
            _one_of(LEVELS)(row["level"]),
            _words(row["sanction"], "sanction"),
            _words(row["article"], "article"),
        )
        for row in rows
    )
    _ascending([rung.from_days for rung in rungs], "from_days")
    levels = [LEVELS.index(rung.level) for rung in rungs]
    if levels != sorted(levels):
        raise Wrong("must not step down to a lighter level")
    return rungs


def _deduction(value: Any) -> Deduction:
    (row,) = _rows([value], {"percent", "base"})
    return Deduction(_percent(row["percent"]), _one_of(BASES)(row["base"]))


# A new unit is a decision about its type: it comes with a test of what it takes and what it turns away.
UNITS: Mapping[str, Callable[[Any], Any]] = {
    "cosine": _number(-1, 1),
    "share": _number(0, 1),
    "ratio": _number(0, 100),
    "metres": _number(0, 100_000),
    "metres/second": _number(0, 1000),
    "milliseconds": _number(0, 3_600_000),
    "pixels": _number(0, 10_000),
    "grey": _number(0, 255),
    "bits": _count,
    "count": _count,
    "seconds": _duration("seconds"),
    "minutes": _duration("minutes"),
    "hours": _duration("hours"),
    "days": _duration("days"),
    "minutes/week": _week,
    "working days": _count,
    "calendar days": _count,
    "months": _number(0, 1200),
    "years": _number(0, 100),
    "time": _time,
    "switch": _switch,
    "percent": _percent,
    "percents": _percents,
    "base": _one_of(BASES),
    "period": _one_of(PERIODS),
    "rounding": _one_of(ROUNDINGS),
    "deduction": _deduction,
    "bands": _bands,
    "ladder": _ladder,
    "weekdays": texts(WEEKDAYS),
    "leave types": texts(LEAVES),
    "words": texts(),
}
