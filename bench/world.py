"""The people of a measurement: the demo's regency, each with a bound phone whose keys are known here, and a face."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.utils import timezone

from nyata.accounts.models import Passkey as PasskeyRow
from nyata.enrolment import vault
from nyata.enrolment.engine import ENGINE
from nyata.enrolment.face_seal import TEMPLATE, seal_face
from nyata.enrolment.models import DataKey, Device, FaceTemplate, NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.faces.engine import get_engine
from nyata.faces.images import decode
from nyata.faces.template import make_template, serialise
from nyata.people.demo.world import LEAST_PEOPLE
from nyata.people.models import Person
from nyata.people.selectors import sites_for
from tests.client import PageKey, Passkey
from tests.portraits import selfies

BATCH = 2000
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the group of P-256
BEFORE = dt.timedelta(days=400)


@dataclass(frozen=True)
class Bound:
    """A person with their phone: primary keys, both private keys, and a place inside their fence."""

    person: int
    device: int
    passkey: Passkey
    page: PageKey
    here: tuple[float, float]


def people_world(count: int, origin: str) -> list[Bound]:
    """Make the regency (at least as large as the demo allows) and bind the phones of the first `count` people."""
    call_command("seed_demo", people=max(count, LEAST_PEOPLE), days=0)
    return bind(count, origin)


def bind(count: int, origin: str) -> list[Bound]:
    """A passkey, a phone, a data key and the face template of the test portrait for so many people with a site."""
    then = timezone.now() - BEFORE
    places = _places(timezone.localdate())
    chosen = [one for one in Person.objects.order_by("pk") if one.unit_id in places][:count]
    if len(chosen) < count:
        raise ValueError(f"only {len(chosen)} people have a site")
    phones = [(_private(f"passkey {one.pk}"), _private(f"page {one.pk}")) for one in chosen]
    passkeys = [
        Passkey(origin=origin, key=key, credential_id=hashlib.sha256(f"credential {one.pk}".encode()).digest())
        for one, (key, _) in zip(chosen, phones, strict=True)
    ]
    pages = [PageKey(key=key) for _, key in phones]
    devices = _devices(chosen, passkeys, pages, then)
    _faces(chosen, then)
    return [
        Bound(one.pk, device.pk, passkey, page, places[one.unit_id])
        for one, device, passkey, page in zip(chosen, devices, passkeys, pages, strict=True)
    ]


def _private(name: str) -> ec.EllipticCurvePrivateKey:
    """The same name is always the same key: nobody's, made for measuring."""
    number = int.from_bytes(hashlib.sha256(b"nyata-bench " + name.encode()).digest(), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())


def _devices(
    people: Sequence[Person], passkeys: Sequence[Passkey], pages: Sequence[PageKey], then: dt.datetime
) -> list[Device]:
    rows = PasskeyRow.objects.bulk_create(
        (
            PasskeyRow(person=one, credential_id=key.credential_id, public_key=key.cose, created_at=then)
            for one, key in zip(people, passkeys, strict=True)
        ),
        batch_size=BATCH,
    )
    return Device.objects.bulk_create(
        (
            Device(
                person=one, passkey=row, page_key=page.spki, page_key_thumbprint=page.thumbprint, tier="A",
                label="Chrome di Android", bound_at=then,
            )
            for one, row, page in zip(people, rows, pages, strict=True)
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _faces(people: Sequence[Person], then: dt.datetime) -> None:
    """Everybody has the one rendered face: comparing costs the same, whoever it is."""
    engine = get_engine()
    pictures = [decode(one) for one in selfies(3, seed=7)]
    faces = [face for face in map(engine.face, pictures) if face is not None]
    plain = serialise(make_template([engine.embed(face) for face in faces]))
    name, wrapping_key = next(iter(vault.keyring().items()))
    wrapped = [vault.wrap(one.pk, _secret(one.pk), wrapping_key) for one in people]
    keys = [
        DataKey(person=one, wrapped=sealed, wrapping_key_id=name, made_at=then)
        for one, sealed in zip(people, wrapped, strict=True)
    ]
    DataKey.objects.bulk_create(keys, batch_size=BATCH)
    FaceTemplate.objects.bulk_create(
        (
            FaceTemplate(person=key.person, sealed=seal_face(key, plain, TEMPLATE, None), engine=ENGINE, made_at=then)
            for key in keys
        ),
        batch_size=BATCH,
    )
    NoticeReading.objects.bulk_create(
        (NoticeReading(person=one, version=VERSION, read_at=then) for one in people), batch_size=BATCH
    )


def _secret(person: int) -> bytes:
    return hashlib.sha256(f"nyata-bench data key {person}".encode()).digest()


def _places(day: dt.date) -> dict[int, tuple[float, float]]:
    """By unit a point (latitude, longitude) inside a fence of its people."""
    places = {}
    for one in Person.objects.select_related("unit").order_by("unit_id", "pk").distinct("unit_id"):
        sites = sites_for(one, day)
        if sites:
            places[one.unit_id] = _inside(sites[0].shape)
    return places


def _inside(shape: dict) -> tuple[float, float]:
    corners = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"][0][:-1]
    longitude, latitude = (sum(corner[axis] for corner in corners) / len(corners) for axis in (0, 1))
    return latitude, longitude
