"""Receipts: what the person keeps. A promise with a time limit that the log signs, for anybody to check without asking.

A receipt of version 2 is short enough for a code that a cheap phone can read: packed bytes, no JSON (docs/wire.md).
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from nyata.core.encoding import b64url, from_ms, read_iso_ms, unb64url
from nyata.core.notekeys import SIGNATURE_BYTES, Verifier

_DOMAIN = {1: b"nyata-receipt-v1", 2: b"nyata-receipt-v2"}
_KEYS = {"v", "id", "digest", "purpose", "acted_at", "received_at", "leaf"}
_PURPOSES = ("in", "out")
# Version, purpose, acted, received, by, digest, leaf, the key's id, the length of the origin that follows.
_HEAD = struct.Struct(">BB6s6s6s32s32s4sB")
_ID_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAME = "/receipts"  # behind the origin: the name of the key that signs receipts
TOKEN_LETTERS = 800


class ReceiptFault(StrEnum):
    """Why a token is not believed."""

    MALFORMED = "receipt_malformed"
    OTHER_LOG = "receipt_other_log"
    WRONG_KEY = "receipt_wrong_key"
    TAMPERED = "receipt_tampered"


class ReceiptRefused(Exception):
    """The token is no receipt, or not one of these keys. `fault` says why."""

    def __init__(self, fault: ReceiptFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: the attempt's bundle by its digest (32 bytes), its times, and the promise.

    The promise: before `by`, the log `origin` has `leaf` (32 bytes) in its place. A receipt of version 1 names neither
    log nor time: "" and None. Times are in milliseconds.
    """

    digest: bytes
    purpose: str
    acted_at: datetime
    received_at: datetime
    leaf: bytes
    origin: str = ""
    by: datetime | None = None

    @property
    def id(self) -> UUID:
        """The attempt: the first 16 bytes of its digest."""
        return UUID(bytes=self.digest[:_ID_BYTES])


def make(key: bytes, receipt: Receipt) -> str:
    """The signed token (docs/wire.md, Receipt). `key`: the 32 bytes of the private key.

    Raises ValueError for a receipt without `by`.
    """
    if receipt.by is None:
        raise ValueError("a receipt promises until when")
    origin = receipt.origin.encode()
    times = (_packed(one) for one in (receipt.acted_at, receipt.received_at, receipt.by))
    identifier = verifier(key, receipt.origin).id
    purpose = _PURPOSES.index(receipt.purpose)
    body = _HEAD.pack(2, purpose, *times, receipt.digest, receipt.leaf, identifier, len(origin)) + origin
    return b64url(body + _private(key).sign(_DOMAIN[2] + body))


def verify(keys: Sequence[Verifier], token: str) -> Receipt:
    """What a token says, if one of the keys (of `verifier`, present or former) signed it. Raises ReceiptRefused."""
    if len(token) > TOKEN_LETTERS:
        raise ReceiptRefused(ReceiptFault.MALFORMED)
    try:
        return _verify_first(keys, token) if "." in token else _verify(keys, unb64url(token))
    except (ValueError, TypeError, KeyError, OverflowError, struct.error) as error:
        raise ReceiptRefused(ReceiptFault.MALFORMED) from error


@lru_cache(maxsize=4)
def verifier(key: bytes, origin: str) -> Verifier:
    """The public half of a private key (32 bytes), under the name by which the log `origin` publishes it."""
    return named(origin, _private(key).public_key().public_bytes_raw())


def named(origin: str, public: bytes) -> Verifier:
    """A public key (32 bytes) of the log's receipts. Raises NoteRefused for an origin that is no name."""
    return Verifier(origin + _NAME, public)


def _verify(keys: Sequence[Verifier], raw: bytes) -> Receipt:
    body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    version, purpose, acted, received, by, digest, leaf, identifier, length = _HEAD.unpack(body[: _HEAD.size])
    origin = body[_HEAD.size :].decode()
    if version != 2 or len(body) != _HEAD.size + length or purpose >= len(_PURPOSES):
        raise ValueError("not a receipt of version 2")
    times = (_PURPOSES[purpose], _unpacked(acted), _unpacked(received))
    said = Receipt(digest, *times, leaf, origin, _unpacked(by))
    own = [key for key in keys if key.name == origin + _NAME]
    if not own:
        raise ReceiptRefused(ReceiptFault.OTHER_LOG)
    known = [key for key in own if key.id == identifier]
    if not known:
        raise ReceiptRefused(ReceiptFault.WRONG_KEY)
    if not any(_signed(key, signature, _DOMAIN[2] + body) for key in known):
        raise ReceiptRefused(ReceiptFault.TAMPERED)
    return said


def _verify_first(keys: Sequence[Verifier], token: str) -> Receipt:
    """Version 1: JSON and signature. It names no key: a wrong one and a changed word look the same."""
    body_text, _, signature_text = token.partition(".")
    body, signature = unb64url(body_text), unb64url(signature_text)
    if not any(_signed(key, signature, _DOMAIN[1] + body) for key in keys):
        raise ReceiptRefused(ReceiptFault.TAMPERED)
    says = json.loads(body)
    if set(says) != _KEYS or says["v"] != 1:
        raise ValueError("not a receipt of version 1")
    return Receipt(
        bytes.fromhex(says["digest"]),
        says["purpose"],
        read_iso_ms(says["acted_at"]),
        read_iso_ms(says["received_at"]),
        bytes.fromhex(says["leaf"]),
    )


def _signed(key: Verifier, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (ValueError, InvalidSignature):
        return False
    return True


def _packed(moment: datetime) -> bytes:
    """Milliseconds since 1970 in six bytes."""
    return ((moment - _EPOCH) // timedelta(milliseconds=1)).to_bytes(6, "big")


def _unpacked(six: bytes) -> datetime:
    return from_ms(int.from_bytes(six, "big"))


@lru_cache(maxsize=4)
def _private(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)
