"""When a day begins for each person: by their schedule where one is known, else by the standard hours.

On a day that leave or duty takes whole nobody is late; half a day or some hours that take its beginning move the start.
What a day finally was is the attendance's to say.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from nyata.core.policy_units import WEEKDAYS
from nyata.core.worktime.columns import Kind, moment_of
from nyata.leave import selectors as leave
from nyata.leave.kinds import Extent, takes_whole_days
from nyata.leave.models import Request
from nyata.leave.timing import minutes_of
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
    """When somebody's day begins (None: nothing can be late), and whether their own schedule says so.

    `asks`: whether the day asks anything of them at all. `halfway`: when its second half begins, where that is known.
    """

    at: dt.datetime | None
    is_planned: bool = False
    asks: bool = True
    halfway: dt.datetime | None = None


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
            found[f"{name}_asks"] = [start.asks for start in starts.values()]
            found[f"{name}_halfway"] = [start.halfway for start in starts.values()]
        return found


def starts_of(day: dt.date, standard: StandardStart) -> Starts:
    """When the day begins for everybody. A fixed number of queries, which does not grow with the people.

    Part-time PPPK without a pattern or roster of their own are never late: no hours of a day are theirs.
    """
    units = {pk: path for pk, path in Unit.objects.values_list("pk", "path") if path}
    hours = schedules.hours_of_day(units, day)
    return Starts(
        {pk: start_in(spans, standard) for pk, spans in hours.by_unit.items()},
        {
            person: start_in(spans, standard, is_part_time=person in hours.part_time)
            for person, spans in hours.by_person.items()
        },
    )


def start_of(person: Person, day: dt.date) -> Start:
    """When a day begins for one person: never where leave or duty takes it whole, later where that takes its start."""
    is_part_time = person.employment == Person.Employment.PPPK_PW
    start = start_in(schedules.hours_today(person.pk, day), standard_start(day), is_part_time=is_part_time)
    away = leave.away_on([person.pk], day).get(person.pk)
    if away is None:
        return start
    if takes_whole_days(away.kind, away.extent):
        return Start(None, is_planned=True)
    return replace(start, at=_freed_until(start, away))


def _freed_until(start: Start, asked: Request) -> dt.datetime | None:
    """The start after a half day or some hours that take the beginning of the day; the same rule as FREED in SQL."""
    if start.at is None or asked.extent not in (Extent.FIRST_HALF, Extent.TIMES):
        return start.at
    first, last = minutes_of(asked.first, asked.last, asked.extent, asked.time_from, asked.time_to)
    begins, ends = (moment_of(minute).replace(tzinfo=OFFICE) for minute in (first, last))
    if asked.extent == Extent.FIRST_HALF:
        return max(start.halfway or ends, start.at)
    return ends if begins <= start.at < ends else start.at


def start_in(spans: Sequence[Asked], standard: StandardStart, *, is_part_time: bool = False) -> Start:
    """The start among what a day asks; the standard one where nobody has said what it asks of full-time people."""
    work = [span for span in spans if span.is_work]
    if work and work[0].weekly:
        return Start(None, is_planned=True)
    if work:
        first, halfway = work[0], work[0].halfway
        at = (first.start + first.slack * MINUTE).replace(tzinfo=OFFICE)
        return Start(at, is_planned=True, halfway=halfway.replace(tzinfo=OFFICE) if halfway else None)
    if any(span.kind == Kind.UNPLANNED for span in spans):
        return Start(None if is_part_time else standard.at, asks=standard.at is not None)
    return Start(None, is_planned=True, asks=False)


def minutes_after(at: dt.datetime | None, counted: dt.datetime | None) -> int:
    """Whole minutes between a start and the counted time; 0 where it is not after the minute of the start."""
    if at is None or counted is None or counted < at + MINUTE:
        return 0
    return int((counted - at) / MINUTE)
