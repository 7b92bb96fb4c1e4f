"""What the policy says about taking check-ins in, read once a day and a process."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nyata.core import policy
from nyata.core.policy import Book, Policy


@lru_cache(maxsize=1)
def _book(folder: Path) -> Book:
    return policy.load(folder)


@lru_cache(maxsize=64)
def policy_on(day: dt.date) -> Policy:
    """The policy in force on a day."""
    return _book(settings.POLICY_DIR).on(day)


@dataclass(frozen=True, slots=True)
class Terms:
    """The values that intake needs. `latest_arrival`: how long after its question's end a bundle may still come in."""

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


@lru_cache(maxsize=64)
def terms_on(day: dt.date) -> Terms:
    """The terms of a day."""
    rules = policy_on(day).verification
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
    )
