"""What the policy says about taking check-ins in."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from nyata.core.policy import Policy
from nyata.rules.selectors import policy_on

__all__ = ["Terms", "policy_on", "terms_on"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The values that intake needs.

    `latest_arrival`: how long after its question's end a bundle may still come in.
    `promise`: within which time the log gives what was received its place.
    """

    challenge_life: dt.timedelta
    tries: int
    step_up_window: dt.timedelta
    review_after: dt.timedelta
    lead: dt.timedelta
    moves: int
    frames: int
    fixes: int
    ticket_life: dt.timedelta
    ticket_count: int
    ticket_uses: int
    latest_arrival: dt.timedelta
    promise: dt.timedelta


def terms_on(day: dt.date) -> Terms:
    """The terms of a day."""
    return _terms(policy_on(day))


@lru_cache(maxsize=64)
def _terms(policy: Policy) -> Terms:
    rules = policy.verification
    return Terms(
        challenge_life=rules.challenge.life,
        tries=rules.challenge.tries,
        step_up_window=rules.challenge.step_up_window,
        review_after=rules.unanswered.review_after,
        lead=rules.clock.lead,
        moves=rules.capture.moves,
        frames=rules.capture.frames,
        fixes=rules.capture.fixes,
        ticket_life=rules.ticket.life,
        ticket_count=rules.ticket.count,
        ticket_uses=rules.ticket.uses,
        # A weekend without network is bridged, whatever was being answered when it began.
        latest_arrival=rules.ticket.life,
        promise=policy.ledger.log.promise,
    )
