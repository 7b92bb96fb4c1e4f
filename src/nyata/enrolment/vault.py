"""Sealing what must not lie open: AES-256-GCM, a data key per person, wrapped by a key outside the database.

Losing the wrapping key loses every template and every frame (docs/operations-keys.md).
"""

import base64
import binascii
import datetime as dt
import hashlib
import os
import secrets
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from nyata.enrolment.models import DataKey
from nyata.people.models import Person

NONCE = 12
# The first byte of everything sealed: how it was sealed.
FORM = b"\x01"
BOUND = b"\x02"  # the same; its place names the enrolment too (face_seal)
NEW_KEY = "NYATA_WRAPPING_KEY_NEW"  # set only while keys are being rotated


class Unsealable(Exception):
    """What was sealed cannot be opened: another key, another person's, another place, or changed bytes."""


class WrappingKeyWrong(Exception):
    """The wrapping key of the configuration is not 32 bytes in base64."""


class Wrapped(Protocol):
    """A data key as it is kept: a DataKey, or only what of it opens something, where thousands are opened in a row."""

    @property
    def person_id(self) -> int: ...
    @property
    def wrapped(self) -> bytes | memoryview: ...
    @property
    def wrapping_key_id(self) -> str: ...


def read_key(text: str) -> bytes:
    """The 32 bytes of a wrapping key in base64. Raises WrappingKeyWrong."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrappingKeyWrong("the wrapping key is not base64") from error
    if len(key) != 32:
        raise WrappingKeyWrong(f"the wrapping key has {len(key)} bytes, not 32")
    return key


def key_id(key: bytes) -> str:
    """The name of a wrapping key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:16]


def keyring() -> dict[str, bytes]:
    """Wrapping keys by id, the one for new data keys first: during a rotation both are known."""
    return _keyring(os.environ.get(NEW_KEY, ""), settings.WRAPPING_KEY)


@lru_cache(maxsize=4)
def _keyring(*texts: str) -> dict[str, bytes]:
    return {key_id(key): key for key in (read_key(text) for text in texts if text)}


def wrap(person_id: int, data_key: bytes, wrapping_key: bytes) -> bytes:
    """nonce (12) || AES-256-GCM(data key), tied to the person and to the wrapping key's name."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, data_key, _wrap_aad(person_id, key_id(wrapping_key)))


def unwrap(row: Wrapped) -> bytes:
    """The person's 32-byte data key. Raises Unsealable."""
    wrapping_key = keyring().get(row.wrapping_key_id)
    if wrapping_key is None:
        raise Unsealable(f"wrapped by the key {row.wrapping_key_id}, which is not configured")
    wrapped = bytes(row.wrapped)
    try:
        aad = _wrap_aad(row.person_id, row.wrapping_key_id)
        return AESGCM(wrapping_key).decrypt(wrapped[:NONCE], wrapped[NONCE:], aad)
    except (InvalidTag, ValueError) as error:
        raise Unsealable("the data key does not open with its wrapping key") from error


def _wrap_aad(person_id: int, wrapping_key_id: str) -> bytes:
    return b"nyata-data-key-v1\x00" + person_id.to_bytes(8, "big") + wrapping_key_id.encode()


def _aad(row: Wrapped, place: bytes, form: bytes) -> bytes:
    return b"nyata-sealed-v%d\x00" % form[0] + row.person_id.to_bytes(8, "big") + place


def data_key_for(person: Person, at: dt.datetime) -> DataKey:
    """The person's data key, made now where there is none yet; in the caller's transaction."""
    found = DataKey.objects.filter(person=person).first()
    if found is not None:
        return found
    name, wrapping_key = next(iter(keyring().items()))
    wrapped = wrap(person.pk, secrets.token_bytes(32), wrapping_key)
    new = DataKey(person=person, wrapped=wrapped, wrapping_key_id=name, made_at=at)
    DataKey.objects.bulk_create([new], ignore_conflicts=True)
    return DataKey.objects.get(person=person)


def seal(data_key: Wrapped, plaintext: bytes, aad: bytes, *, form: bytes = FORM) -> bytes:
    """form (1) || nonce (12) || ciphertext with tag. `aad` names the place: it opens nowhere else, for nobody else."""
    nonce = secrets.token_bytes(NONCE)
    return form + nonce + AESGCM(unwrap(data_key)).encrypt(nonce, plaintext, _aad(data_key, aad, form))


def unseal(data_key: Wrapped, sealed: bytes, aad: bytes) -> bytes:
    """What `seal` was given, with the same `aad`. Raises Unsealable."""
    body = bytes(sealed)
    form = body[:1]
    if form not in (FORM, BOUND):
        raise Unsealable("sealed in a form that this program does not know, or erased")
    try:
        return AESGCM(unwrap(data_key)).decrypt(body[1 : 1 + NONCE], body[1 + NONCE :], _aad(data_key, aad, form))
    except (InvalidTag, ValueError) as error:
        raise Unsealable("it does not open: another key, another place, or changed") from error
