"""Writing a bound phone and a template, in the transaction of the enrolment that proved them."""

import datetime as dt
from dataclasses import dataclass

from nyata.accounts.services import Registration, passkey_known, store_passkey
from nyata.core.policy import Policy
from nyata.enrolment import vault
from nyata.enrolment.engine import ENGINE
from nyata.enrolment.face_seal import PHOTO, TEMPLATE, open_face, seal_face
from nyata.enrolment.models import Device, Enrolment, FaceTemplate
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services.faces import JudgedFace
from nyata.enrolment.services.lookalikes import ask_about, resembling
from nyata.faces.template import parse, serialise, similarity
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys of a phone, verified. `thumbprint` is the SHA-256 of `page_key` (SPKI, DER)."""

    registration: Registration
    page_key: bytes
    thumbprint: bytes


@dataclass(frozen=True, slots=True)
class KeptFace:
    """`changed`: it does not look like the person's template of before, or that one ended, so the auditor looks."""

    template: FaceTemplate
    questions: int
    changed: bool


def guard_keys(person: Person, keys: Keys) -> None:
    """Keys are unique both ways for ever. Raises Refused(device_bound | device_of_another | key_used_before)."""
    if Device.objects.filter(person=person, revoked_at=None).exists():
        raise Refused(Code.DEVICE_BOUND)
    passkey = passkey_known(keys.registration.credential_id)
    device = Device.objects.filter(page_key_thumbprint=keys.thumbprint).first()
    owners = {one.person_id for one in (passkey, device) if one is not None}
    if owners - {person.pk}:
        raise Refused(Code.DEVICE_OF_ANOTHER)
    if owners:
        raise Refused(Code.KEY_USED_BEFORE)


def bind_device(*, person: Person, enrolment: Enrolment, keys: Keys, label: str, at: dt.datetime) -> Device:
    """Make this phone the person's one phone. Raises what `guard_keys` raises."""
    guard_keys(person, keys)
    vault.data_key_for(person, at)
    made = keys.registration
    passkey = store_passkey(person=person, registration=made, name=label, at=at)
    device = Device.objects.create(
        person=person,
        passkey=passkey,
        page_key=keys.page_key,
        page_key_thumbprint=keys.thumbprint,
        tier=Device.Tier.A if made.in_hardware else Device.Tier.B,
        label=label[:80],
        enrolment=enrolment,
        bound_at=at,
    )
    content = {
        "device": device.pk,
        "person": person.pk,
        "enrolment": enrolment.pk,
        "tier": device.tier,
        "page_key": keys.thumbprint.hex(),
        "attestation": made.attestation_format,
        "doubt": made.doubt,
    }
    append(Kind.DEVICE_BOUND, content, at=at)
    return device


def keep_face(*, person: Person, enrolment: Enrolment, face: JudgedFace, terms: Policy, at: dt.datetime) -> KeptFace:
    """Seal the template in place of the one before, and ask the officer about everybody it resembles."""
    key = vault.data_key_for(person, at)
    before = FaceTemplate.objects.filter(person=person, superseded_at=None).first()
    # Whose face ended (they left, or it was somebody else's) has nothing to be compared with: the auditor looks.
    changed = before is None and FaceTemplate.objects.filter(person=person).exists()
    if before is not None:
        if before.engine == ENGINE:
            old = parse(open_face(key, bytes(before.sealed), TEMPLATE, before.enrolment_id))
            changed = similarity(old, face.vector) < terms.verification.face.unsure
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
    others = resembling(face.vector, person=person, threshold=terms.enrolment.search.threshold)
    template = FaceTemplate.objects.create(
        person=person,
        enrolment=enrolment,
        sealed=seal_face(key, serialise(face.vector), TEMPLATE, enrolment.pk),
        photo_sealed=seal_face(key, face.photo, PHOTO, enrolment.pk),
        engine=ENGINE,
        made_at=at,
    )
    questions = ask_about(enrolment=enrolment, template=template, others=others, at=at)
    return KeptFace(template, questions, changed)
