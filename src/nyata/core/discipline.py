"""Where somebody stands on the ladder of absence (PP 94/2021 Ps 9-11): a proposal to look, never a sanction.

Pure: days in, findings out. Whose ladder it is (PNS, CPNS), and that there is none (PPPK without rules of their own,
PP 49/2018 Ps 52), is the policy's matter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nyata.core.policy import Policy
from nyata.core.policy_units import Rung

AREA = "discipline.absence"


class Kind(StrEnum):
    """What is counted: the days of a calendar year, days in a row, or the days of somebody without a ladder."""

    YEARLY = "yearly"
    IN_A_ROW = "in_a_row"
    CONTRACT = "contract"


class Stage(StrEnum):
    """A rung is near, or it is reached."""

    NEAR = "near"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of a day and an employment, in order. `lead`, `lead_in_a_row`: working days before a rung at which
    people are told.
    """

    rungs: tuple[Rung, ...]
    consecutive: tuple[Rung, ...]
    lead: int
    lead_in_a_row: int
    source: str
    consecutive_source: str


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody is near a rung or on it. `days`: what was counted, in order. `since`: the first day of the counting.

    `from_days`: the rung's; `needed`: how many of the days it takes for this to be so. `rung`: None on a contract.
    """

    kind: Kind
    stage: Stage
    rung: Rung | None
    from_days: int
    needed: int
    since: date
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The absent days of somebody as they count: those of each year, and the runs without another day between."""

    years: dict[int, tuple[date, ...]]
    runs: tuple[tuple[date, ...], ...]
    is_running: bool  # the last run has not ended

    def days_of(self, kind: Kind, since: date, touching: Sequence[date] = ()) -> tuple[date, ...]:
        """What counts today towards something found: the days of its year, or what is left of its run."""
        if kind != Kind.IN_A_ROW:
            return self.years.get(since.year, ())
        kept = set(touching) | {since}
        return max((run for run in self.runs if kept & set(run)), key=len, default=())


def ladder_of(rules: Policy) -> Ladder | None:
    """The ladder of a policy; None where deliberately none exists or none is in force. Raises PolicyError for none of
    the warnings' leads.
    """
    steps, in_a_row = rules.standing(f"{AREA}.ladder").value, rules.standing(f"{AREA}.consecutive_ladder").value
    if steps is None or in_a_row is None:
        return None
    return Ladder(
        tuple(steps.value), tuple(in_a_row.value), int(rules.entry(f"{AREA}.warning_lead").value),
        int(rules.entry(f"{AREA}.consecutive_warning_lead").value), steps.source, in_a_row.source,
    )  # fmt: skip


def count(asked: Sequence[tuple[date, bool]]) -> Counted:
    """What counts. `asked`: the days on which work was asked for or nothing can be said, in order, each with whether it
    was an absence that counts. Days of rest are left out: they do not end a run; any other day does, over new year too.
    """
    years: dict[int, tuple[date, ...]] = {}
    runs: list[tuple[date, ...]] = []
    before = False
    for day, missed in asked:
        if missed:
            years[day.year] = (*years.get(day.year, ()), day)
            runs = [*runs[:-1], (*runs[-1], day)] if before else [*runs, (day,)]
        before = missed
    return Counted(years, tuple(runs), before)


def findings(counted: Counted, ladder: Ladder, today: date) -> Iterator[Found]:
    """Which rungs are near or reached, of each kind the highest. PP 94/2021 Ps 15(1): a calendar year starts at 0.

    The year before is looked at too, whose last days are known in January only; nobody is told in January of a rung
    that was near in December. A run does not end with the year: Ps 11(2) huruf d angka 4 knows no year.
    """
    for year, days in counted.years.items():
        since = date(year, 1, 1)
        lead = ladder.lead if year == today.year else 0
        yield from _on(Kind.YEARLY, ladder.rungs, days, since, lead)
    for place, run in enumerate(counted.runs, start=1):
        lead = ladder.lead_in_a_row if counted.is_running and place == len(counted.runs) else 0
        yield from _on(Kind.IN_A_ROW, ladder.consecutive, run, run[0], lead)


def talk(counted: Counted, from_days: int, today: date) -> Iterator[Found]:
    """Somebody without a ladder has unexplained days enough of this year for a talk; no rung, nothing is counted on."""
    days = counted.years.get(today.year, ())
    if len(days) >= from_days > 0:
        yield Found(Kind.CONTRACT, Stage.NEAR, None, from_days, from_days, date(today.year, 1, 1), days)


def salary_stops_from(days: Sequence[date], rung: int) -> date:
    """The first of the month after the day that reached the rung (PP 94/2021 Ps 15(2): from the next month on).

    Raises ValueError where there are fewer days than the rung has.
    """
    if len(days) < rung:
        raise ValueError(f"{len(days)} days do not reach {rung}")
    reached = days[rung - 1]
    return date(reached.year + reached.month // 12, reached.month % 12 + 1, 1)


def _on(kind: Kind, rungs: Sequence[Rung], days: tuple[date, ...], since: date, lead: int) -> Iterator[Found]:
    reached = [rung for rung in rungs if rung.from_days <= len(days)]
    if reached:
        rung = reached[-1]
        yield Found(kind, Stage.REACHED, rung, rung.from_days, rung.from_days, since, days)
    ahead = next((rung for rung in rungs if rung.from_days > len(days)), None)
    if ahead and days and ahead.from_days - len(days) <= lead:
        needed = max(1, ahead.from_days - lead)
        yield Found(kind, Stage.NEAR, ahead, ahead.from_days, needed, since, days)
