"""People who are already enrolled, for every room's tests: a software phone and a sealed template."""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nyata.accounts.models import Passkey
from nyata.accounts.tests.authenticator import Authenticator, PageKey
from nyata.enrolment import vault
from nyata.enrolment.engine import ENGINE
from nyata.enrolment.face_seal import PHOTO, TEMPLATE, seal_face
from nyata.enrolment.models import Device, Enrolment, FaceTemplate
from nyata.people.models import Person

THEN = dt.datetime(2026, 1, 5, 2, 0, tzinfo=dt.UTC)


@dataclass
class Phone:
    """A person's phone: `passkey.get(digest)` and `page.sign(digest)` sign a bundle."""

    device: Device | None = None
    passkey: Authenticator = field(default_factory=Authenticator)
    page: PageKey = field(default_factory=PageKey)


def bound_phone(person: Person, *, at: dt.datetime = THEN, tier: str = "B") -> Phone:
    """Bind a new software phone to the person, who must have none."""
    phone = Phone()
    vault.data_key_for(person, at)
    passkey = Passkey.objects.create(
        person=person, credential_id=phone.passkey.credential_id, public_key=phone.passkey.cose, created_at=at
    )
    phone.device = Device.objects.create(
        person=person,
        passkey=passkey,
        page_key=phone.page.spki,
        page_key_thumbprint=phone.page.thumbprint,
        tier=tier,
        label="Chrome di Android",
        bound_at=at,
    )
    return phone


def some_face(seed: int = 0) -> NDArray[np.float32]:
    """A (192,) unit vector; different seeds are strangers to each other."""
    vector = np.random.default_rng(seed).normal(size=192)
    return (vector / np.linalg.norm(vector)).astype("<f4")


def enrolled_face(
    person: Person,
    vector: NDArray[np.float32] | None = None,
    *,
    at: dt.datetime = THEN,
    photo: bytes | None = None,
    enrolment: Enrolment | None = None,
) -> FaceTemplate:
    """Seal a template for the person (`vector` (192,) of length one) and, if given, a reference photograph."""
    key = vault.data_key_for(person, at)
    plain = (some_face(person.pk) if vector is None else np.asarray(vector, "<f4")).tobytes()
    return FaceTemplate.objects.create(
        person=person,
        enrolment=enrolment,
        sealed=seal_face(key, plain, TEMPLATE, enrolment and enrolment.pk),
        photo_sealed=None if photo is None else seal_face(key, photo, PHOTO, enrolment and enrolment.pk),
        engine=ENGINE,
        made_at=at,
    )


def enrolled(person: Person, vector: NDArray[np.float32] | None = None, *, at: dt.datetime = THEN) -> Phone:
    """A person with a bound phone and a template in force."""
    enrolled_face(person, vector, at=at)
    return bound_phone(person, at=at)
