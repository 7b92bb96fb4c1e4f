"""When a person acted, as far as it can be known (docs/algorithms/time.md). Law counts minutes; a network does not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from nyata.core.encoding import from_ms
from nyata.core.reasons import Reason
from nyata.core.verification.limits import ClockLimits
from nyata.core.verification.signals import Finding, Severity, Signal


class TimeMark(StrEnum):
    """How well the time is known."""

    LIVE = "live"  # the server asked a question at the time
    ANCHORED = "anchored"  # server time plus the monotonic clock of one page's life
    UNPROVEN = "unproven"  # the phone's own clock, which its owner can set


@dataclass(frozen=True, slots=True)
class ActingTime:
    """The claim, the interval it must lie in (`earliest_at` to `received_at`), and what counts.

    `clamped`: the claim lay outside the interval. `claim_ahead`: by how much it lay after receipt (zero otherwise).
    """

    claimed_at: datetime
    earliest_at: datetime
    received_at: datetime
    acted_at: datetime
    mark: TimeMark
    clamped: bool
    claim_ahead: timedelta

    @property
    def gap(self) -> timedelta:
        """How long before its receipt the attempt is said to have happened."""
        return self.received_at - self.acted_at

    def as_json(self) -> dict[str, Any]:
        """For the verdict's signal."""
        return {
            "mark": str(self.mark),
            "clamped": self.clamped,
            "gap_s": round(self.gap.total_seconds(), 3),
            "ahead_s": round(self.claim_ahead.total_seconds(), 3),
        }


def acting_time(
    *,
    elapsed_ms: int | None,
    wall_ms: int,
    anchor_at: datetime | None,
    issued_at: datetime,
    live: bool,
    received_at: datetime,
    lead: timedelta,
) -> ActingTime:
    """The acting time of a bundle.

    `anchor_at`: time of the verified anchor, None where there is none. `issued_at`: of the challenge (`live`) or of
    the offline ticket. `lead`: how long before a challenge was issued the button can have been pressed.
    All times aware. A claim inside the interval counts as it is; one outside counts as the nearest end.
    """
    floor = issued_at - lead if live else issued_at
    # Server times of two machines may differ by a little: the interval is never empty.
    earliest = min(max(floor, anchor_at) if anchor_at else floor, received_at)
    proven = anchor_at is not None and elapsed_ms is not None
    if anchor_at is not None and elapsed_ms is not None:
        claimed = anchor_at + timedelta(milliseconds=elapsed_ms)
    else:
        claimed = from_ms(wall_ms)
    # A fast clock must not cost anybody the time the network took: the challenge was issued just after the press.
    latest = max(min(issued_at, received_at), earliest) if live and claimed > received_at else received_at
    acted = min(max(claimed, earliest), latest)
    mark = TimeMark.LIVE if live else TimeMark.ANCHORED if proven else TimeMark.UNPROVEN
    return ActingTime(
        claimed_at=claimed,
        earliest_at=earliest,
        received_at=received_at,
        acted_at=acted,
        mark=mark,
        clamped=acted != claimed,
        claim_ahead=max(claimed - received_at, timedelta(0)),
    )


def judge_time(time: ActingTime, limits: ClockLimits) -> Finding:
    """Never a refusal and never a new try: a time cannot be repeated. What stays open is looked at by a person."""
    # A phone's wall clock may be wrong in all honesty; server time plus a monotonic clock cannot run ahead of receipt.
    # In a live attempt nothing hangs on it: the server itself asked at the time.
    contradicts = time.mark is TimeMark.ANCHORED and time.claim_ahead > limits.contradiction
    # The phone's clock can be set by its owner, so a time that rests on it alone, and matters, is looked at.
    loose = time.mark is TimeMark.UNPROVEN and time.gap > limits.unproven_gap
    # A changed page can lie about the milliseconds since its anchor: a day without network is ordinary, what is said to
    # have happened before that is looked at, and counts meanwhile.
    borrowed = time.mark is TimeMark.ANCHORED and time.gap > limits.anchored_gap
    strength = 0.5 if contradicts or loose or borrowed else 0.0
    signal = Signal("clock", strength, time.as_json())
    if contradicts:
        return Finding(Severity.LOOK, (Reason.CLOCK_CONTRADICTS,), (signal,))
    if loose:
        return Finding(Severity.LOOK, (Reason.CLOCK_UNPROVEN,), (signal,))
    if borrowed:
        return Finding(Severity.LOOK, (Reason.SECOND_LOOK, Reason.CLOCK_ANCHORED), (signal,))
    reason = _MARKED[time.mark]
    return Finding(Severity.FINE, (reason,), (signal,))


_MARKED = {
    TimeMark.LIVE: Reason.CLOCK_LIVE,
    TimeMark.ANCHORED: Reason.CLOCK_ANCHORED,
    TimeMark.UNPROVEN: Reason.CLOCK_UNPROVEN,
}
