"""A request that is turned away: a reason from core's closed list, and what the phone may offer next."""

import datetime as dt
import logging

from django.http import HttpRequest
from django.utils.translation import gettext

from nyata.accounts.address import client_address, masked
from nyata.core.reasons import Reason
from nyata.enrolment.client import client_family

security = logging.getLogger("nyata.security")

# Trying again from the same page helps.
_RETRY = frozenset(
    {
        Reason.TRUNCATED,
        Reason.FRAME_ALTERED,
        Reason.FRAMES_MISSING,
        Reason.CHALLENGE_UNKNOWN,
        Reason.CHALLENGE_SPENT,
        Reason.CHALLENGE_EXPIRED,
        Reason.TICKET_UNKNOWN,
        Reason.TICKET_SPENT,
        Reason.TICKET_EXPIRED,
        Reason.USER_VERIFICATION_MISSING,
        Reason.CLIENT_DATA_MISMATCH,
        Reason.ASSERTION_SIGNATURE_WRONG,
        Reason.POSITION_IMPOSSIBLE,
    }
)
_WAIT = frozenset({Reason.TRIES_USED_UP, Reason.TOO_MANY_REQUESTS})


class Refused(Exception):
    """Turned away with a reason; nothing was changed, except that a Refusal may have been recorded."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return self.reason.status or 400

    def answer(self) -> dict[str, str | None]:
        """The three keys that every error of the API has."""
        return {"code": self.reason.value, "sentence": gettext(self.reason.sentence), "next": next_step(self.reason)}


def next_step(reason: Reason) -> str | None:
    """What the phone's page may offer: "retry", "wait", or None where only people help."""
    if reason in _RETRY or reason.status in (400, 413):
        return "retry"
    return "wait" if reason in _WAIT else None


def client_of(request: HttpRequest) -> str:
    """Browser family and platform, and nothing that would tell one phone from another."""
    return client_family(request.headers.get("User-Agent", ""))


def note(request: HttpRequest, reason: Reason, *, person: int | None, at: dt.datetime) -> None:
    """One line for the security log: the code, the person's number (never name or NIP), the address cut short."""
    who = "-" if person is None else str(person)
    security.warning("%s person=%s from=%s at=%s", reason.value, who, masked(client_address(request)), at.isoformat())
