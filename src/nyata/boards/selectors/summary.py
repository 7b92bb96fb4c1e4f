"""Figures of a day by OPD, or by the units of one OPD. They name nobody."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nyata.boards.hours import standard_start, starts_of
from nyata.boards.rows import Stage
from nyata.boards.selectors.board import PRESENT, yardstick
from nyata.boards.selectors.crowd import everybody
from nyata.boards.selectors.days import day_by_unit
from nyata.people.models import Unit
from nyata.people.selectors import Authority, stages_of_units


@dataclass(slots=True)
class Figures:
    """Counts of people of one unit and everything below it on one day."""

    unit: Unit | None
    stage: Stage | None
    stages: Counter[Stage] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    late: int = 0
    enrolled: int = 0

    def add(self, row: Mapping[str, Any], stage: Stage) -> None:
        self.states[row["state"]] += row["people"]
        self.stages[stage] += row["people"]
        self.late += row["late"]
        self.enrolled += row["enrolled"]

    @property
    def people(self) -> int:
        return self.states.total()

    @property
    def expected(self) -> int:
        """People of units in which checking in has begun, but for who is away all day or has the day off."""
        return self.people - self.states["quiet"] - self.states["away"] - self.states["off"]

    @property
    def present(self) -> int:
        return sum(self.states[state] for state in PRESENT)

    @property
    def away(self) -> int:
        """On leave or on duty elsewhere all day, and nothing came."""
        return self.states["away"]

    @property
    def review(self) -> int:
        return self.states["review"]

    @property
    def waiting(self) -> int:
        return self.states["waiting"]

    @property
    def not_yet(self) -> int:
        """Nothing counted so far: nothing sent, to be tried again, or not accepted after a look."""
        return self.states["not_yet"] + self.states["step_up"] + self.states["declined"]

    @property
    def percent(self) -> int | None:
        """Present of those expected, in whole percent; None where nobody is expected."""
        return round(100 * self.present / self.expected) if self.expected else None

    @property
    def enrolled_percent(self) -> int:
        return round(100 * self.enrolled / self.people) if self.people else 0


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole regency on one day, and its parts. `before` are the figures of the working day before."""

    day: dt.date
    whole: Figures
    parts: list[Figures]
    opd: Unit | None
    before: Figures
    before_day: dt.date
    is_working_day: bool


def summary_of(authority: Authority, day: dt.date, *, now: dt.datetime, opd: Unit | None = None) -> Summary:
    """Figures by OPD, or by unit within one OPD. A fixed number of queries, however many people."""
    units = list(Unit.objects.filter(path__startswith=str(opd.path)) if opd else Unit.objects.all())
    people = everybody(authority)
    if opd is not None:
        people = people.filter(unit__path__startswith=str(opd.path))
    whole, parts = _figures(people, day, units, opd, now)
    before_day = _working_day_before(day)
    before, _ = _figures(people, before_day, units, opd, now)
    working = standard_start(day).at is not None
    return Summary(day, whole, parts, opd, before, before_day, working)


def _figures(
    people: Any, day: dt.date, units: list[Unit], opd: Unit | None, now: dt.datetime
) -> tuple[Figures, list[Figures]]:
    stages = stages_of_units(units, day)
    rows = day_by_unit(people, day, yardstick(starts_of(day, standard_start(day)), stages), now)
    by_path = {unit.path: unit for unit in units}
    whole = Figures(opd, stages.get(opd.pk) if opd else None)
    parts: dict[str, Figures] = {}
    for row in rows:
        path = row["path"] if opd else row["path"].split(".")[0] + "."
        part = parts.get(path)
        if part is None:
            unit = by_path.get(path)
            part = parts[path] = Figures(unit, stages.get(unit.pk) if unit else None)
        stage = stages.get(row["unit_id"], Stage.NOT_STARTED)
        part.add(row, stage)
        whole.add(row, stage)
    return whole, sorted(parts.values(), key=lambda part: part.unit.name if part.unit else "")


def _working_day_before(day: dt.date) -> dt.date:
    """The nearest earlier day that is a working day by the standard hours."""
    for back in range(1, 8):
        found = day - dt.timedelta(days=back)
        if standard_start(found).at is not None:
            return found
    return day - dt.timedelta(days=1)
