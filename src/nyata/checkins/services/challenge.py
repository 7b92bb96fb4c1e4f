"""Asking: a challenge for one attempt, tickets for the hour without network, a time anchor with each."""

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from nyata.checkins import keys
from nyata.checkins.models import Challenge, CheckIn, OfflineTicket, Outcome, TicketUse, Verdict
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors.attempts import day_of, steps_used
from nyata.checkins.services.intake import refuse
from nyata.checkins.terms import Terms
from nyata.core import anchor
from nyata.core.encoding import b64url, iso_ms
from nyata.core.reasons import Reason
from nyata.core.verification import moves
from nyata.enrolment import selectors as enrolment
from nyata.enrolment.models import Device
from nyata.people import selectors as people
from nyata.people.models import Person, RolloutDecision

# A person presses a button a few times a morning; a program that collects challenges presses it without end.
MOST_CHALLENGES, MOST_TICKETS, SPAN = 30, 20, dt.timedelta(minutes=10)
# The deep look is done at once on a step-up, so the burst asks for more.
STEP_UP_MOVES = 3
_OPEN_STAGES = (RolloutDecision.Stage.TRIAL, RolloutDecision.Stage.LIVE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge with everything the phone needs to answer it."""

    challenge: Challenge
    draw: moves.Draw
    frames: int
    fixes: int
    anchor: str

    def as_json(self) -> dict[str, Any]:
        """As on the wire."""
        return {
            "id": str(self.challenge.id),
            "nonce": b64url(bytes(self.challenge.nonce)),
            "issued_at": iso_ms(self.challenge.issued_at),
            "expires_at": iso_ms(self.challenge.expires_at),
            "moves": self.draw.as_json(),
            "duration_ms": self.draw.duration_ms,
            "frames": self.frames,
            "fixes": self.fixes,
            "place_code": False,
            "anchor": self.anchor,
        }


def make_anchor(person: Person, at: dt.datetime) -> str:
    """A time anchor for a page that this person opens now."""
    return anchor.make(keys.anchor_key(), at=at, person=person.pk, salt=secrets.token_bytes(8))


def moves_for(accommodations: set[str], *, is_step_up: bool, terms: Terms) -> int:
    """How many moves are asked of a person: none with an arrangement that says so, more on a step-up."""
    if accommodations:
        return 0
    return STEP_UP_MOVES if is_step_up else terms.moves


def issue_challenge(
    *,
    person: Person,
    purpose: str,
    at: dt.datetime,
    terms: Terms,
    step_up_of: uuid.UUID | None = None,
    page_key: str | None = "",
    client: str = "",
) -> Asked:
    """A new one-time question for a person with a bound phone.

    `page_key` is the thumbprint (hex) of the page key the asking phone has, None where it has none, "" where it did
    not say. Another phone's is refused, and the supervisor sees it. Raises Refused: stage_not_started,
    notice_not_read, device_unknown, too_many_requests, step_up_chain_invalid, tries_used_up.
    """
    device = _may_ask(person, at, page_key, purpose, client)
    root = None if step_up_of is None else _root(person, step_up_of, purpose, at, terms)
    accommodations = enrolment.accommodations_on(device.person, day_of(at))
    challenge = Challenge.objects.create(
        id=uuid.uuid4(),
        person=person,
        purpose=purpose,
        nonce=secrets.token_bytes(32),
        step_up_of=root,
        issued_at=at,
        expires_at=at + terms.challenge_life,
    )
    count = moves_for(accommodations, is_step_up=root is not None, terms=terms)
    frames = 0 if "no_face" in accommodations else terms.frames
    drawn = moves.draw(bytes(challenge.nonce), count)
    return Asked(challenge, drawn, frames, terms.fixes, make_anchor(person, at))


def issue_tickets(*, person: Person, at: dt.datetime, terms: Terms) -> dict[str, Any]:
    """Fresh offline tickets for the bound phone, as on the wire.

    Raises Refused as `issue_challenge` does.
    """
    device = _may_ask(person, at, "", "", "")
    accommodations = enrolment.accommodations_on(device.person, day_of(at))
    count = moves_for(accommodations, is_step_up=False, terms=terms)
    drawn = moves.draw(bytes(32), count)
    tickets = _new_tickets(device, at, terms)
    return {
        "tickets": [
            {
                "id": str(ticket.id),
                "seed": b64url(bytes(ticket.seed)),
                "issued_at": iso_ms(ticket.issued_at),
                "expires_at": iso_ms(ticket.expires_at),
                "uses": terms.ticket_uses,
                "moves": count,
                "duration_ms": drawn.duration_ms,
                "frames": 0 if "no_face" in accommodations else terms.frames,
                "fixes": terms.fixes,
            }
            for ticket in tickets
        ],
        "anchor": make_anchor(person, at),
    }


def _may_ask(person: Person, at: dt.datetime, page_key: str | None, purpose: str, client: str) -> Device:
    if people.stage_of(person, day_of(at)) not in _OPEN_STAGES:
        raise Refused(Reason.STAGE_NOT_STARTED)
    if not enrolment.has_read_notice(person):
        raise Refused(Reason.NOTICE_NOT_READ)
    device = enrolment.active_device(person)
    if device is None:
        raise Refused(Reason.DEVICE_UNKNOWN)
    if page_key != "" and page_key != bytes(device.page_key_thumbprint).hex():
        refuse(person_id=person.pk, reason=Reason.DEVICE_UNKNOWN, purpose=purpose, client=client, at=at)
        raise Refused(Reason.DEVICE_UNKNOWN)
    # Questions to a witness about this person are the witness's: nobody can use up another's.
    asked = Challenge.objects.filter(person=person, witness=None, issued_at__gt=at - SPAN)
    if asked.count() >= MOST_CHALLENGES:
        raise Refused(Reason.TOO_MANY_REQUESTS)
    return device


def _root(person: Person, step_up_of: uuid.UUID, purpose: str, at: dt.datetime, terms: Terms) -> CheckIn:
    """The first attempt of a chain, if it may still be tried again.

    The window runs from the verdict that asked for it: a verdict that came late must not use the chances up.
    """
    root = CheckIn.objects.filter(person=person, public_id=step_up_of, purpose=purpose, step_up_of=None).first()
    if root is None:
        raise Refused(Reason.STEP_UP_CHAIN_INVALID)
    verdict = root.verdicts.order_by("-id").first()
    if verdict is None or verdict.outcome != Outcome.STEP_UP:
        raise Refused(Reason.STEP_UP_CHAIN_INVALID)
    asked = Verdict.objects.filter(Q(checkin=root) | Q(checkin__step_up_of=root), outcome=Outcome.STEP_UP)
    last = asked.order_by("-id").values_list("made_at", flat=True)[0]
    if at > last + terms.step_up_window:
        raise Refused(Reason.STEP_UP_CHAIN_INVALID)
    if steps_used([root.pk]).get(root.pk, 0) >= terms.tries:
        raise Refused(Reason.TRIES_USED_UP)
    return root


def _new_tickets(device: Device, at: dt.datetime, terms: Terms) -> list[OfflineTicket]:
    """Always new ones: a phone may have used an older one without having said so yet."""
    if OfflineTicket.objects.filter(person=device.person, issued_at__gt=at - SPAN).count() >= MOST_TICKETS:
        raise Refused(Reason.TOO_MANY_REQUESTS)
    return OfflineTicket.objects.bulk_create(
        OfflineTicket(
            id=uuid.uuid4(),
            person=device.person,
            device=device,
            seed=secrets.token_bytes(32),
            issued_at=at,
            expires_at=at + terms.ticket_life,
        )
        for _ in range(terms.ticket_count)
    )


def purge_questions(*, before: dt.datetime) -> tuple[int, int]:
    """Delete challenges and tickets whose end lies before that moment: nothing can be answered with them any more.

    An attempt keeps its question's id, and its receipt is found by its digest. Returns (challenges, tickets).
    """
    challenges = Challenge.objects.filter(expires_at__lt=before)._raw_delete("default")
    gone = OfflineTicket.objects.filter(expires_at__lt=before)
    TicketUse.objects.filter(ticket__in=gone).delete()
    return challenges, gone.delete()[0]
