"""Taking a bundle in: checked, kept whole and answered with a receipt. Judging comes later."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from nyata.accounts.services import Assertion
from nyata.checkins import keys
from nyata.checkins.models import Refusal
from nyata.checkins.refusals import Refused
from nyata.checkins.services import keeping, proof, questions
from nyata.checkins.services.keeping import Received, Sent
from nyata.checkins.services.questions import Question
from nyata.checkins.terms import Terms
from nyata.core import anchor
from nyata.core import bundle as grammar
from nyata.core.bundle import Bundle, BundleRefused
from nyata.core.encoding import b64url
from nyata.core.reasons import Reason
from nyata.core.verification.clock import ActingTime, acting_time
from nyata.enrolment.selectors.signing import SigningDevice, signing_device
from nyata.ledger import services as ledger
from nyata.ledger import statements
from nyata.ledger.kinds import Kind

__all__ = ["NotTaken", "Received", "Sent", "receive_bundle", "refuse"]

# These leave a Refusal: somebody proved to hold a question or a phone, and it did not fit.
_RECORDED = (403, 409, 410)
# Whoever holds one question can answer it wrongly without end: enough is kept for the supervisor to see that another
# phone tried, and no more, for the ledger forgets nothing. What is beyond stands in the security log only.
MOST_RECORDED, SPAN = 10, dt.timedelta(minutes=10)
# One person's refusals are counted one after another: many at one instant would each find fewer than ten.
_ONE_AFTER_ANOTHER = "SELECT pg_advisory_xact_lock(%s::int, %s::int)"
_REFUSALS = 0x6E79_7266  # "nyrf": the locks of this kind


@dataclass(slots=True)
class _Claim:
    """What is known of a bundle while it is checked: whose question, whose phone."""

    purpose: str = ""
    question: Question | None = None
    device: SigningDevice | None = None

    @property
    def person_id(self) -> int | None:
        """Whom the attempt was for: the person asked, else the phone's owner."""
        if self.question:
            return self.question.person_id
        return self.device.person_id if self.device else None


class NotTaken(Refused):
    """A bundle that was turned away, with the person it was for, as far as that is known."""

    def __init__(self, reason: Reason, person_id: int | None = None) -> None:
        super().__init__(reason)
        self.person_id = person_id


def receive_bundle(*, sent: Sent, at: dt.datetime, terms: Terms) -> Received:
    """Check a bundle, store it with its sealed frames, and give its receipt. Sent again, it gives the same receipt.

    At most eight SQL statements, whatever the number of people. Raises NotTaken; a reason with status 403, 409 or
    410 then has left a Refusal and its ledger entry, unless ten of the person's are that recent; any other has left
    nothing.
    """
    claim = _Claim()
    try:
        bundle = grammar.parse(sent.payload)
        claim.purpose = bundle.purpose
        return _receive(sent, bundle, claim, at, terms)
    except BundleRefused as error:
        raise NotTaken(error.code) from error
    except Refused as error:
        if error.status in _RECORDED and claim.person_id is not None:
            refuse(person_id=claim.person_id, reason=error.reason, purpose=claim.purpose, client=sent.client, at=at)
        raise NotTaken(error.reason, claim.person_id) from error


@transaction.atomic
def refuse(*, person_id: int, reason: Reason, purpose: str, client: str, at: dt.datetime) -> None:
    """Record an attempt that proved nothing, for the person and their supervisor to see; ten in ten minutes at most."""
    statements.run(_ONE_AFTER_ANOTHER, [_REFUSALS, person_id])
    if Refusal.objects.filter(person_id=person_id, refused_at__gt=at - SPAN).count() >= MOST_RECORDED:
        return
    Refusal.objects.create(person_id=person_id, reason=reason, purpose=purpose, refused_at=at, client=client[:200])
    ledger.append(Kind.REFUSAL, {"person": person_id, "reason": reason.value, "purpose": purpose}, at=at)


def _receive(sent: Sent, bundle: Bundle, claim: _Claim, at: dt.datetime, terms: Terms) -> Received:
    proof.check_frames(bundle, sent.frames)
    assertion = proof.read_assertion(sent.assertion)
    found = questions.find(bundle, proof.claimed_digest(assertion))
    claim.question = question = found.question
    if bundle.origin != settings.ORIGIN:
        raise Refused(Reason.WRONG_ORIGIN)
    if found.earlier is not None and (again := keeping.sent_before(found.earlier, sent, assertion)):
        return again
    if question is None:
        raise Refused(questions.unknown(bundle))
    digest = grammar.digest(question.nonce, sent.payload)
    claim.device = device = _device(assertion, question, digest)
    checked = proof.check_assertion(device.passkey, assertion, digest)
    proof.check_page(device, bundle, digest, sent.page_signature)
    if found.earlier is not None:
        return keeping.earlier(found.earlier)
    _check_question(question, bundle, device, terms)
    time = _acting_time(bundle, question, at, terms)
    return keeping.keep(
        sent,
        bundle,
        keeping.Proved(question, device, digest, time, _proof(sent, question, assertion, checked)),
        terms,
    )


def _proof(sent: Sent, question: Question, assertion: dict[str, str], checked: Assertion) -> dict[str, Any]:
    """With the nonce the whole bundle can be verified again, years later, when its question is long deleted."""
    return {
        "nonce": b64url(question.nonce),
        "assertion": assertion,
        "page_signature": sent.page_signature,
        "sign_count": checked.sign_count,
        "count_went_back": checked.count_went_back,
    }


def _device(assertion: dict[str, str], question: Question, digest: bytes) -> SigningDevice:
    """The phone that is said to have signed, in force.

    Somebody else's phone is told of only to whoever holds it: to others it is as unknown as an id that nobody has,
    or every colleague could tell real ids from the decoys that a NIP is offered.
    """
    device = signing_device(proof.credential_id(assertion))
    if device is None:
        proof.refuse_unknown(assertion, digest)
    if device.person_id != question.person_id:
        try:
            proof.check_assertion(device.passkey, assertion, digest)
        except Refused as error:
            raise Refused(Reason.DEVICE_UNKNOWN) from error
    if device.revoked_at is not None:
        raise Refused(Reason.DEVICE_REVOKED)
    if not device.person_is_active:
        raise Refused(Reason.PERSON_INACTIVE)
    return device


def _check_question(question: Question, bundle: Bundle, device: SigningDevice, terms: Terms) -> None:
    if question.person_id != device.person_id:
        raise Refused(Reason.CHALLENGE_FOREIGN)
    if bundle.ticket and bundle.ticket.counter >= terms.ticket_uses:
        raise Refused(Reason.TICKET_SPENT)
    if question.purpose is not None and question.purpose != bundle.purpose:
        raise Refused(Reason.WRONG_PURPOSE)
    if question.step_up_of != bundle.step_up_of:
        raise Refused(Reason.STEP_UP_CHAIN_INVALID)


def _acting_time(bundle: Bundle, question: Question, at: dt.datetime, terms: Terms) -> ActingTime:
    """When the person acted. A bundle that answers a challenge too late to be live may still have been made in time.

    It is then as good as an offline one: what counts is the press, and it must lie before the question's end.
    """
    late = question.is_ticket or at > question.expires_at
    lead = dt.timedelta(0) if question.is_ticket else terms.lead
    time = acting_time(
        elapsed_ms=bundle.acted.elapsed_ms,
        wall_ms=bundle.acted.wall_ms,
        anchor_at=_anchored(bundle, question.person_id),
        issued_at=question.issued_at - lead if late else question.issued_at,
        live=not late,
        received_at=at,
        lead=lead,
    )
    if time.acted_at > question.expires_at or at > question.expires_at + terms.latest_arrival:
        raise Refused(Reason.TICKET_EXPIRED if question.is_ticket else Reason.CHALLENGE_EXPIRED)
    return time


def _anchored(bundle: Bundle, person_id: int) -> dt.datetime | None:
    try:
        return anchor.verify(keys.anchor_key(), bundle.acted.anchor, person=person_id)
    except anchor.AnchorRefused:
        return None
