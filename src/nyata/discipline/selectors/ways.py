"""How far a proposal has come: which steps are there, which may follow, until when."""

import datetime as dt
from dataclasses import dataclass

from nyata.core.discipline import salary_stops_from
from nyata.discipline.models import Finding, Step
from nyata.discipline.selectors.clocks import latest_day
from nyata.discipline.ways import AFTER, BY_HR, EITHER, EXAMINATION, SALARY
from nyata.rules.selectors import policy_on

Kind = Step.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a way. `step`: the newest record of it; `until`: when it should be done at the latest, where the law
    says so; `may_follow`: whether it is next.
    """

    kind: Kind
    step: Step | None
    corrected: tuple[Step, ...]
    may_follow: bool
    until: dt.date | None

    @property
    def is_hrs(self) -> bool:
        """Whether HR officers alone record it."""
        return self.kind in BY_HR


def examination(finding: Finding, today: dt.date) -> list[Line]:
    """The steps of the examination, in order."""
    return [_line(finding, kind, today) for kind in EXAMINATION]


def salary(finding: Finding, today: dt.date) -> list[Line]:
    """The steps of the salary, in order; none where the finding is not one of ten days in a row."""
    if finding.kind != Finding.Kind.IN_A_ROW or finding.stage != Finding.Stage.REACHED:
        return []
    return [_line(finding, kind, today) for kind in SALARY]


def stops_from(finding: Finding) -> dt.date | None:
    """The first month without pay as PP 94/2021 Ps 15(2) says; None where it does not come to that."""
    if finding.kind != Finding.Kind.IN_A_ROW or len(finding.days) < finding.from_days:
        return None
    return salary_stops_from(finding.days, finding.from_days)


def newest(finding: Finding, kind: Kind) -> Step | None:
    """The record of a step that holds."""
    return next((one for one in reversed(list(finding.steps.all())) if one.kind == kind), None)


def _line(finding: Finding, kind: Kind, today: dt.date) -> Line:
    records = [one for one in finding.steps.all() if one.kind == kind]
    there = {one.kind for one in finding.steps.all()}
    is_next = not AFTER[kind] or any(before in there for before in AFTER[kind])
    is_open = not hasattr(finding, "withdrawal") or kind == Kind.SALARY_RESTORED
    may = is_open and is_next and not any(other in there for other in EITHER.get(kind, ()))
    step = records[-1] if records else None
    return Line(kind, step, tuple(records[:-1]), may, None if step or not may else _until(finding, kind, today))


def _until(finding: Finding, kind: Kind, today: dt.date) -> dt.date | None:
    rules = policy_on(today, employment=finding.employment).discipline.duty
    called, decided = newest(finding, Kind.CALL_1), newest(finding, Kind.RESULT)
    if kind == Kind.CALL_2 and called and called.examination_on:
        return latest_day(called.examination_on, rules.second_call_window)
    if kind == Kind.DELIVERED and decided:
        return latest_day(decided.on, rules.delivery_window)
    if kind == Kind.SALARY_STOPPED:
        return stops_from(finding)
    return None
