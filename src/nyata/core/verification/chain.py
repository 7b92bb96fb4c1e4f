"""Step-ups: what the phone offers next, and whose time counts once one is passed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nyata.core.reasons import Reason
from nyata.core.verification.signals import Outcome


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt of a chain: when the person acted, and the reasons of its verdict."""

    acted_at: datetime
    reasons: Collection[str]


def time_that_counts(passed_at: datetime, earlier: Sequence[Attempt], window: timedelta) -> datetime:
    """The time of the first attempt that a passed step-up completes, or the step-up's own.

    A face or a move that was not read at first never makes anybody late. An attempt that was outside every site is
    another matter: the person was not there yet, and may only have come since. So is one longer ago than `window`.
    """
    completed = [
        one.acted_at
        for one in earlier
        if passed_at - window <= one.acted_at <= passed_at and Reason.OUTSIDE_SITE not in one.reasons
    ]
    return min([*completed, passed_at])


def next_step(outcome: Outcome | None, reasons: Collection[str]) -> str | None:
    """What the page offers after a verdict: "retry", "field_duty", "witness", "wait", or None. None: not judged yet."""
    if outcome is None or outcome is Outcome.ERROR:
        return "wait"
    if outcome is Outcome.STEP_UP:
        return "field_duty" if Reason.OUTSIDE_SITE in reasons else "retry"
    if outcome is Outcome.REVIEW and Reason.FIELD_DUTY_DECLARED not in reasons:
        return "witness" if {Reason.FACE_DIFFERS, Reason.FACE_UNSURE, Reason.NO_TEMPLATE} & set(reasons) else "wait"
    return "wait" if outcome is Outcome.REVIEW else None
