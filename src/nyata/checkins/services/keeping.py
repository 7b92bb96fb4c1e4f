"""Keeping a bundle that proved itself: question, ledger, attempt, frames and job in one transaction, or nothing."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from nyata.accounts.models import Passkey
from nyata.checkins import keys
from nyata.checkins.models import CheckIn
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors.attempts import day_of
from nyata.checkins.services import jobs, questions, store
from nyata.checkins.services.questions import Question
from nyata.checkins.terms import Terms
from nyata.core import receipt
from nyata.core.bundle import Bundle
from nyata.core.encoding import canonical, iso_ms
from nyata.core.verification.clock import ActingTime
from nyata.enrolment import vault
from nyata.enrolment.selectors.signing import SigningDevice
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle as it came: the payload's bytes, the passkey's assertion, the page's signature, the frames."""

    payload: bytes
    assertion: bytes
    page_signature: str
    frames: Sequence[bytes]
    client: str = ""  # browser family and platform, for a Refusal


@dataclass(frozen=True, slots=True)
class Received:
    """What the phone gets back. `is_new` is False where the same bundle came before."""

    id: uuid.UUID
    receipt: str
    received_at: dt.datetime
    acted_at: dt.datetime
    earliest_at: dt.datetime
    time_mark: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Proved:
    """What was found out about a bundle: its question, its phone, its digest, its time, and the proof to be kept."""

    question: Question
    device: SigningDevice
    digest: bytes
    time: ActingTime
    proof: dict[str, Any]

    @property
    def public_id(self) -> uuid.UUID:
        """The same bundle always has the same id: the first 16 bytes of its digest."""
        return uuid.UUID(bytes=self.digest[:16])


def keep(sent: Sent, bundle: Bundle, proved: Proved, terms: Terms) -> Received:
    """Spend the question, append to the ledger, store attempt and frames, ask for judging. Five statements, or six.

    Where the same bundle was kept at the same instant, its receipt. Raises Refused for a spent question and for a chain
    that takes no more step-ups.
    """
    time, device = proved.time, proved.device
    # The place that the frames are sealed for is their attempt: they open for no other.
    key = device.data_key or vault.data_key_for(Person(pk=device.person_id), time.received_at)
    sealed = vault.seal(key, b"".join(sent.frames), proved.digest) if sent.frames else None
    with transaction.atomic():
        spent = questions.spend(bundle, proved.question, terms.tries, time.received_at)
        if spent is not None:
            kept = CheckIn.objects.filter(digest=proved.digest).values_list("pk", flat=True).first()
            if kept is None:
                raise Refused(spent)
            return earlier(kept)
        token = _token(bundle, proved, terms.promise)
        primary_key = store.insert(_attempt(sent, bundle, proved, token, sealed))
        _count(device.passkey, proved.proof["sign_count"])
        jobs.judge(primary_key)
    return Received(
        proved.public_id, token, time.received_at, time.acted_at, time.earliest_at, str(time.mark), is_new=True
    )


def earlier(primary_key: int) -> Received:
    """The receipt that an attempt was answered with."""
    one = CheckIn.objects.defer("payload", "proof").get(pk=primary_key)
    return Received(
        one.public_id, one.receipt, one.received_at, one.acted_at, one.earliest_at, one.time_mark, is_new=False
    )


def sent_before(primary_key: int, sent: Sent, assertion: dict[str, str]) -> Received | None:
    """The receipt of an attempt, if this bundle is byte for byte the one that was kept then; else None.

    What was verified once need not be verified again: its question may be deleted, its phone given up by now.
    """
    kept = CheckIn.objects.get(pk=primary_key)
    signed = (kept.proof["assertion"], kept.proof["page_signature"])
    if canonical(kept.payload) != sent.payload or signed != (assertion, sent.page_signature):
        return None
    return earlier(primary_key)


def _token(bundle: Bundle, proved: Proved, promise: dt.timedelta) -> str:
    """The receipt: that the log has the leaf of this entry in its place before the promise's time is over."""
    time = proved.time
    content = {
        "id": str(proved.public_id),
        "digest": proved.digest.hex(),
        "person": proved.device.person_id,
        "purpose": bundle.purpose,
        "acted_at": iso_ms(time.acted_at),
        "earliest_at": iso_ms(time.earliest_at),
        "time_mark": str(time.mark),
    }
    leaf = ledger.append(Kind.CHECKIN, content, at=time.received_at)
    promised = receipt.Receipt(
        digest=proved.digest,
        purpose=bundle.purpose,
        acted_at=time.acted_at,
        received_at=time.received_at,
        leaf=leaf,
        origin=settings.LOG_ORIGIN,
        by=time.received_at + promise,
    )
    return receipt.make(keys.receipt_key(), promised)


def _attempt(sent: Sent, bundle: Bundle, proved: Proved, token: str, sealed: bytes | None) -> store.Attempt:
    time = proved.time
    return store.Attempt(
        public_id=proved.public_id,
        digest=proved.digest,
        person_id=proved.device.person_id,
        device_id=proved.device.device_id,
        purpose=bundle.purpose,
        challenge=bundle.challenge,
        ticket=bundle.ticket.id if bundle.ticket else None,
        ticket_counter=bundle.ticket.counter if bundle.ticket else None,
        step_up_of_id=proved.question.step_up_of_id,
        claimed_at=time.claimed_at,
        earliest_at=time.earliest_at,
        received_at=time.received_at,
        acted_at=time.acted_at,
        time_mark=str(time.mark),
        payload=bundle.payload,
        proof=proved.proof,
        day=day_of(time.acted_at),
        receipt=token,
        sealed=sealed,
        lengths=[len(frame) for frame in sent.frames],
    )


def _count(passkey: Passkey, sign_count: int) -> None:
    """Remember a passkey's counter where it has one; most phones' keys always say 0."""
    if sign_count > passkey.sign_count:
        Passkey.objects.filter(pk=passkey.pk, sign_count__lt=sign_count).update(sign_count=sign_count)
