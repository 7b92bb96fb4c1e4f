"""The phone's second half: keys, selfies and a burst become a bound phone and a template, or one sentence."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nyata.accounts.services import Registration, RegistrationRefused, verify_registration
from nyata.core.policy import Policy
from nyata.enrolment.models import Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.selectors.own import accommodations_on
from nyata.enrolment.services.binding import Keys, bind_device, guard_keys, keep_face
from nyata.enrolment.services.faces import JudgedFace, judge_face, taking_turns
from nyata.enrolment.services.lookalikes import one_search_at_a_time
from nyata.enrolment.services.opening import close, is_drawn, record
from nyata.enrolment.services.phone import note_refusal
from nyata.people.models import Person
from nyata.rules.selectors import policy_on

MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Submission:
    """What the phone sends. The keys are empty where only the face is enrolled, the photographs where only the phone.

    `page_key` is the SubjectPublicKeyInfo (DER), `page_signature` raw r||s over the challenge, `times_ms` the
    offsets of the burst's frames.
    """

    registration: Mapping[str, Any] | None
    page_key: bytes
    page_signature: bytes
    selfies: Sequence[bytes]
    frames: Sequence[bytes]
    times_ms: Sequence[int]
    label: str


@dataclass(frozen=True, slots=True)
class Completed:
    """`checking`: the face resembles somebody's and an officer is asked. `tier` is None where no phone was bound."""

    tier: str | None
    checking: bool
    credential_id: bytes | None


def complete_enrolment(
    *,
    enrolment: Enrolment,
    submission: Submission,
    origin: str,
    at: dt.datetime,
    roots: Sequence[bytes] = (),
) -> Completed:
    """Finish an open enrolment whose code was typed; what is refused can be sent again within its time.

    `roots`: more PEM roots to believe in attestations. Raises Refused with one of the codes for phones.
    """
    terms = policy_on(timezone.localdate(at))
    try:
        _count_try(enrolment, at)
        keys = _check_keys(enrolment, submission, origin, roots)
        face = _check_face(enrolment, submission, terms, at)
        return _store(enrolment, keys, face, submission.label, terms, at)
    except Refused as refused:
        note_refusal(enrolment=enrolment, code=refused.code, at=at)
        raise


def _count_try(enrolment: Enrolment, at: dt.datetime) -> None:
    """Whether it may still be tried. The count stays whatever comes of it."""
    if enrolment.state != Enrolment.State.OPEN or enrolment.code_entered_at is None or enrolment.challenge is None:
        raise Refused(Code.ENROLMENT_INCOMPLETE)
    if enrolment.expires_at <= at:
        raise Refused(Code.ENROLMENT_EXPIRED)
    if enrolment.tries >= MOST_TRIES:
        with transaction.atomic():
            close(enrolment, "tries_used_up", at)
        raise Refused(Code.ENROLMENT_TRIES_USED_UP)
    Enrolment.objects.filter(pk=enrolment.pk).update(tries=F("tries") + 1)


def _check_keys(enrolment: Enrolment, submission: Submission, origin: str, roots: Sequence[bytes]) -> Keys | None:
    if enrolment.scope == Enrolment.Scope.FACE:
        return None
    challenge = bytes(enrolment.challenge or b"")
    if submission.registration is None:
        raise Refused(Code.ENROLMENT_INCOMPLETE)
    try:
        registration = verify_registration(
            submission.registration,
            challenge=challenge,
            origin=origin,
            roots=roots,
            revoked=settings.ATTESTATION_REVOKED,
        )
    except RegistrationRefused as error:
        raise Refused(Code.ATTESTATION_REFUSED) from error
    require_page_signature(submission.page_key, submission.page_signature, challenge)
    keys = Keys(registration, submission.page_key, hashlib.sha256(submission.page_key).digest())
    guard_keys(enrolment.person, keys)  # early, before a second is spent on the face; again when storing
    return keys


def require_page_signature(spki: bytes, signature: bytes, message: bytes) -> None:
    """Raise Refused(page_key_wrong) unless the P-256 key in `spki` (DER) signed the message (raw r||s, SHA-256)."""
    try:
        key = serialization.load_der_public_key(spki)
        if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1" or len(signature) != 64:
            raise Refused(Code.PAGE_KEY_WRONG)
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        # One key has one spelling, so that it has one thumbprint.
        if key.public_bytes(serialization.Encoding.DER, form) != spki:
            raise Refused(Code.PAGE_KEY_WRONG)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (ValueError, UnsupportedAlgorithm, InvalidSignature) as error:
        raise Refused(Code.PAGE_KEY_WRONG) from error


def _check_face(enrolment: Enrolment, submission: Submission, terms: Policy, at: dt.datetime) -> JudgedFace | None:
    if enrolment.scope == Enrolment.Scope.DEVICE:
        return None
    moves = "no_moves" not in accommodations_on(enrolment.person, timezone.localdate(at))
    with taking_turns():
        return judge_face(submission.selfies, submission.frames, submission.times_ms, terms=terms, moves=moves)


@transaction.atomic
def _store(
    enrolment: Enrolment, keys: Keys | None, face: JudgedFace | None, label: str, terms: Policy, at: dt.datetime
) -> Completed:
    """All or nothing: phone, template, questions, and the enrolment's end."""
    one_search_at_a_time()
    person = Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=enrolment.person_id)
    current = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if current.state != Enrolment.State.OPEN or current.challenge != enrolment.challenge:
        raise Refused(Code.ENROLMENT_UNKNOWN)
    if not person.is_active:
        raise Refused(Code.PERSON_LEFT)
    device = None if keys is None else bind_device(person=person, enrolment=current, keys=keys, label=label, at=at)
    kept = None if face is None else keep_face(person=person, enrolment=current, face=face, terms=terms, at=at)
    share = terms.enrolment.supervised.reverification_share
    current.state, current.completed_at, current.last_refusal = Enrolment.State.COMPLETE, at, ""
    current.reverify = kept is not None and (kept.changed or is_drawn(current.pk, share))
    current.save(update_fields=["state", "completed_at", "last_refusal", "reverify"])
    questions = 0 if kept is None else kept.questions
    record(current, "completed", at, questions=questions, reverify=current.reverify)
    return Completed(
        tier=None if device is None else device.tier,
        checking=questions > 0,
        credential_id=None if keys is None else _credential_id(keys.registration),
    )


def _credential_id(registration: Registration) -> bytes:
    return registration.credential_id
