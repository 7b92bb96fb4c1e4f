"""Vouching for somebody who is here: signed by the witness's own bound phone, counted, drawn at random."""

import datetime as dt
import hashlib
import json
import random
import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction

from nyata.checkins.models import (
    Attestation,
    AttestationCheck,
    Challenge,
    CheckIn,
    Outcome,
    Purpose,
    Verdict,
)
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors.attempts import day_of
from nyata.checkins.selectors.duties import attestations_drawn, may_witness
from nyata.checkins.services import proof, verdicts
from nyata.checkins.services.verdicts import Ruling
from nyata.checkins.terms import Terms, policy_on
from nyata.core.encoding import canonical
from nyata.core.reasons import Reason
from nyata.enrolment import selectors as enrolment
from nyata.enrolment.models import Device
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person

MOST_WORDS = 300
# A head of a school vouches for a whole class of colleagues in one morning without network; a program has no end.
MOST_ASKED, SPAN = 100, dt.timedelta(minutes=10)
_KEYS = frozenset({"v", "origin", "challenge", "person", "purpose", "checkin", "reason", "words"})
# An attempt that a witness can help: the machine could not tell, or a person is still to look.
_OPEN = frozenset({Outcome.STEP_UP, Outcome.REVIEW, Outcome.ERROR})
_chance = random.SystemRandom()


def witness_digest(nonce: bytes, payload: bytes) -> bytes:
    """What the witness's passkey signs: SHA-256("nyata-witness-v1" || nonce || SHA-256(payload)), 32 bytes."""
    return hashlib.sha256(b"nyata-witness-v1" + nonce + hashlib.sha256(payload).digest()).digest()


def ask_witness(*, witness: Person, person: Person, purpose: str, at: dt.datetime, terms: Terms) -> Challenge:
    """A one-time question to a witness about a person.

    Raises Refused: not_on_oneself, not_allowed, device_unknown, too_many_requests.
    """
    _may_vouch(witness, person, at)
    if Challenge.objects.filter(witness=witness, issued_at__gt=at - SPAN).count() >= MOST_ASKED:
        raise Refused(Reason.TOO_MANY_REQUESTS)
    if enrolment.active_device(witness) is None:
        raise Refused(Reason.DEVICE_UNKNOWN)
    return Challenge.objects.create(
        id=uuid.uuid4(),
        person=person,
        witness=witness,
        purpose=purpose,
        nonce=secrets.token_bytes(32),
        issued_at=at,
        expires_at=at + terms.challenge_life,
    )


@transaction.atomic
def attest_presence(*, witness: Person, payload: bytes, assertion: bytes, at: dt.datetime) -> Attestation:
    """Record that the witness vouches for somebody's presence, signed by the witness's bound phone.

    It accepts an open attempt of that person at its own time, or, where the attempt was outside every fence, from
    when the witness vouched; without one, and beside declared field duty, it stands for itself at the time it was
    made. Raises Refused: malformed, not_canonical, wrong_origin, challenge_unknown, challenge_foreign,
    challenge_spent, challenge_expired, wrong_purpose, not_allowed, not_on_oneself, words_missing and what
    `proof.check_assertion` raises.
    """
    says = _read(payload)
    challenge = _spend(says, witness, at)
    _may_vouch(witness, challenge.person, at)
    signed = proof.read_assertion(assertion)
    digest = witness_digest(bytes(challenge.nonce), payload)
    checked = proof.check_assertion(_own_device(witness, signed).passkey, signed, digest)
    checkin = _open_attempt(says["checkin"], challenge, day_of(at))
    proved = {"nonce": bytes(challenge.nonce).hex(), "assertion": signed, "sign_count": checked.sign_count}
    attestation = _write(says, witness, challenge, checkin, digest, proved, at)
    if checkin is not None:
        _accept(checkin, at)
    return attestation


def _write(
    says: dict[str, Any],
    witness: Person,
    challenge: Challenge,
    checkin: CheckIn | None,
    digest: bytes,
    proved: dict[str, Any],
    at: dt.datetime,
) -> Attestation:
    """The attestation with its ledger entry; the server's lot draws some of them for a question to the person."""
    sampled = _chance.random() < policy_on(day_of(at)).verification.judging.sample_share
    attestation = Attestation.objects.create(
        person=challenge.person,
        witness=witness,
        purpose=challenge.purpose,
        checkin=checkin,
        reason=says["reason"],
        words=says["words"],
        digest=digest,
        payload=says,
        proof=proved,
        made_at=at,
        day=day_of(at),
        sampled=sampled,
    )
    content = {
        "person": challenge.person_id,
        "witness": witness.pk,
        "purpose": challenge.purpose,
        "checkin": says["checkin"],
        "reason": says["reason"],
        "digest": digest.hex(),
        "sampled": sampled,
    }
    ledger.append(Kind.WITNESS, content, at=at)
    return attestation


@transaction.atomic
def check_attestation(*, actor: Person, pk: int, agrees: bool, words: str, at: dt.datetime) -> AttestationCheck:
    """HR asked the person concerned about an attestation that was drawn. It changes nothing but the count.

    Raises Attestation.DoesNotExist for one that is not drawn, or asked about already, or not the actor's to ask.
    """
    attestation = attestations_drawn(actor, day_of(at)).get(pk=pk)
    check = AttestationCheck.objects.create(
        attestation=attestation, checked_by=actor, agrees=agrees, words=words.strip()[:MOST_WORDS], made_at=at
    )
    content = {"attestation": attestation.digest.hex(), "by": actor.pk, "agrees": agrees}
    ledger.append(Kind.WITNESS, content, at=at)
    return check


def _may_vouch(witness: Person, person: Person, at: dt.datetime) -> None:
    if witness.pk == person.pk:
        raise Refused(Reason.NOT_ON_ONESELF)
    if not person.is_active or not may_witness(witness, person, day_of(at)):
        raise Refused(Reason.NOT_ALLOWED)


def _read(payload: bytes) -> dict[str, Any]:
    try:
        says = json.loads(payload)
        again = canonical(says)
    except (ValueError, RecursionError) as error:
        raise Refused(Reason.MALFORMED) from error
    if again != payload:
        raise Refused(Reason.NOT_CANONICAL)
    if not isinstance(says, dict) or says.keys() != _KEYS or says["v"] != 1 or not _fits(says):
        raise Refused(Reason.MALFORMED)
    if says["origin"] != settings.ORIGIN:
        raise Refused(Reason.WRONG_ORIGIN)
    if says["reason"] == Attestation.Reason.OTHER and not says["words"].strip():
        raise Refused(Reason.WORDS_MISSING)
    return says


def _fits(says: dict[str, Any]) -> bool:
    try:
        uuid.UUID(says["challenge"])
        if says["checkin"] is not None:
            uuid.UUID(says["checkin"])
    except (ValueError, TypeError, AttributeError):
        return False
    words = says["words"]
    return (
        type(says["person"]) is int
        and says["purpose"] in Purpose.values
        and says["reason"] in Attestation.Reason.values
        and isinstance(words, str)
        and len(words) <= MOST_WORDS
        and "\x00" not in words
    )


def _spend(says: dict[str, Any], witness: Person, at: dt.datetime) -> Challenge:
    """The witness's challenge, used up in this transaction."""
    challenge = (
        Challenge.objects.select_for_update(of=("self",))
        .select_related("person__unit")
        .filter(pk=says["challenge"])
        .exclude(witness=None)
        .first()
    )
    if challenge is None:
        raise Refused(Reason.CHALLENGE_UNKNOWN)
    if challenge.witness_id != witness.pk or challenge.person_id != says["person"]:
        raise Refused(Reason.CHALLENGE_FOREIGN)
    if challenge.purpose != says["purpose"]:
        raise Refused(Reason.WRONG_PURPOSE)
    if challenge.consumed_at is not None:
        raise Refused(Reason.CHALLENGE_SPENT)
    if at > challenge.expires_at:
        raise Refused(Reason.CHALLENGE_EXPIRED)
    challenge.consumed_at = at
    challenge.save(update_fields=["consumed_at"])
    return challenge


def _own_device(witness: Person, signed: dict[str, str]) -> Device:
    device = enrolment.known_device(proof.credential_id(signed))
    if device is None or device.person_id != witness.pk:
        raise Refused(Reason.DEVICE_UNKNOWN)
    if device.revoked_at is not None:
        raise Refused(Reason.DEVICE_REVOKED)
    return device


def _open_attempt(public_id: str | None, challenge: Challenge, today: dt.date) -> CheckIn | None:
    """The attempt that the witness speaks for, locked; it must be that person's, of that purpose, of today, and open.

    Whoever vouches says that somebody is here, not that they were some weeks ago. None also for an attempt on declared
    field duty (docs/decisions/0010): whether there was a duty is for the supervisor, and it counts until they decide;
    the witness's word stands beside it, by itself.
    """
    if public_id is None:
        return None
    found = CheckIn.objects.filter(
        public_id=public_id, person=challenge.person, purpose=challenge.purpose, day=today
    ).first()
    if found is None:
        raise Refused(Reason.NOT_FOUND)
    checkin = verdicts.lock(found.pk)
    before = verdicts.newest(checkin)
    if before is not None and before.outcome not in _OPEN:
        raise Refused(Reason.REVIEW_CLOSED)
    return None if before is not None and Reason.FIELD_DUTY_DECLARED in before.reasons else checkin


def _accept(checkin: CheckIn, at: dt.datetime) -> None:
    before = verdicts.newest(checkin)
    signals = before.signals if before else []
    policy_hash = before.policy_hash if before else policy_on(checkin.day).hash
    ruling = Ruling(Verdict.Stage.WITNESS, Outcome.ACCEPTED, [Reason.WITNESS], signals, policy_hash)
    # The phone placed the person elsewhere then; the witness can speak only for now.
    elsewhere = before is not None and Reason.OUTSIDE_SITE in before.reasons
    verdicts.write(checkin, ruling, at, counts_from=at if elsewhere else None)
