"""Where somebody stands on the ladder of absence (PP 94/2021 Ps 9-11): a proposal to look, never a sanction.

Pure: days in, standing out. Whose ladder it is (PNS, CPNS), and that there is none (PPPK without rules of their own,
PP 49/2018 Ps 52), is the policy's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nyata.core.policy import Policy
from nyata.core.policy_units import Rung

AREA = "discipline.absence"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of a day and an employment, in order. `lead`: working days before a rung at which people are told."""

    rungs: tuple[Rung, ...]
    consecutive: tuple[Rung, ...]
    lead: int
    salary_stop: tuple[str, ...]
    source: str
    consecutive_source: str


@dataclass(frozen=True, slots=True)
class Run:
    """Absent working days without one between them on which the person was there, on leave or on duty."""

    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """`absent` days in the period and the longest run of them. `reached`, `reached_in_a_row`: the highest rungs.

    `following`: the next rung, `left` days away (of either ladder, whichever is nearer); None at the top.
    """

    absent: int
    longest: Run | None
    reached: Rung | None
    reached_in_a_row: Rung | None
    following: Rung | None
    left: int
    is_warned: bool

    @property
    def stops_salary(self) -> bool:
        """Whether the steps of Ps 15(2) begin: the salary stops from the next month."""
        return self.reached_in_a_row is not None


def ladder_of(rules: Policy) -> Ladder | None:
    """The ladder of a policy; None where deliberately none exists or none is in force. Raises PolicyError for none of
    the warning's lead.
    """
    steps, in_a_row = rules.standing(f"{AREA}.ladder").value, rules.standing(f"{AREA}.consecutive_ladder").value
    if steps is None or in_a_row is None:
        return None
    stop = rules.standing(f"{AREA}.salary_stop_steps").value
    lead = rules.entry(f"{AREA}.warning_lead").value
    return Ladder(
        tuple(steps.value), tuple(in_a_row.value), int(lead), tuple(stop.value) if stop else (), steps.source,
        in_a_row.source,
    )  # fmt: skip


def standing(asked: Sequence[tuple[date, bool]], ladder: Ladder) -> Standing:
    """Where somebody stands. `asked`: the days of the counting period on which work was asked for, in order, each with
    whether it was an absence without a reason.
    """
    absent = sum(missed for _, missed in asked)
    longest = max(_runs(asked), key=lambda run: run.days, default=None)
    current = _current(asked)
    reached, following = _rungs(ladder.rungs, absent)
    in_a_row, next_in_a_row = _rungs(ladder.consecutive, longest.days if longest else 0)
    ahead = [(rung.from_days - absent, rung) for rung in (following,) if rung]
    ahead += [(rung.from_days - current, rung) for rung in (next_in_a_row,) if rung and current]
    left, rung = min(ahead, key=lambda pair: pair[0], default=(0, None))
    return Standing(absent, longest, reached, in_a_row, rung, left, bool(rung and absent and left <= ladder.lead))


def _rungs(rungs: Sequence[Rung], days: int) -> tuple[Rung | None, Rung | None]:
    """The highest that is reached, and the next."""
    below = [rung for rung in rungs if rung.from_days <= days]
    above = [rung for rung in rungs if rung.from_days > days]
    return (below[-1] if below else None), (above[0] if above else None)


def _runs(asked: Sequence[tuple[date, bool]]) -> list[Run]:
    found: list[Run] = []
    before = False
    for day, missed in asked:
        if missed and before:
            found[-1] = Run(found[-1].first, day, found[-1].days + 1)
        elif missed:
            found.append(Run(day, day, 1))
        before = missed
    return found


def _current(asked: Sequence[tuple[date, bool]]) -> int:
    """How many of the last days asked were missed in a row."""
    count = 0
    for _, missed in reversed(asked):
        if not missed:
            break
        count += 1
    return count
