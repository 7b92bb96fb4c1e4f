"""Receipts: what the person keeps. Signed with Ed25519, so that anybody can check one without asking the server."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from nyata.core.encoding import b64url, canonical, iso_ms, read_iso_ms, unb64url

_DOMAIN = b"nyata-receipt-v1"
_KEYS = {"v", "id", "digest", "purpose", "acted_at", "received_at", "leaf"}


class ReceiptRefused(Exception):
    """The token is no receipt, or not one of this key."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: the attempt, its bundle's digest (32 bytes), its times and its ledger leaf (32 bytes)."""

    id: UUID
    digest: bytes
    purpose: str
    acted_at: datetime
    received_at: datetime
    leaf: bytes


def make(key: bytes, receipt: Receipt) -> str:
    """The signed token (docs/wire.md, Receipt). `key`: the 32 bytes of the private key."""
    body = canonical(
        {
            "v": 1,
            "id": str(receipt.id),
            "digest": receipt.digest.hex(),
            "purpose": receipt.purpose,
            "acted_at": iso_ms(receipt.acted_at),
            "received_at": iso_ms(receipt.received_at),
            "leaf": receipt.leaf.hex(),
        }
    )
    return f"{b64url(body)}.{b64url(_private(key).sign(_DOMAIN + body))}"


def verify(public_key: bytes, token: str) -> Receipt:
    """What a token says, if `public_key` (32 bytes) signed it. Raises ReceiptRefused."""
    body_text, _, signature_text = token.partition(".")
    try:
        body, signature = unb64url(body_text), unb64url(signature_text)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _DOMAIN + body)
    except (ValueError, InvalidSignature) as error:
        raise ReceiptRefused("not signed by this key") from error
    says = json.loads(body)
    if set(says) != _KEYS or says["v"] != 1:
        raise ReceiptRefused("not a receipt of version 1")
    return Receipt(
        UUID(says["id"]),
        bytes.fromhex(says["digest"]),
        says["purpose"],
        read_iso_ms(says["acted_at"]),
        read_iso_ms(says["received_at"]),
        bytes.fromhex(says["leaf"]),
    )


def public_key(key: bytes) -> bytes:
    """The 32 public bytes of a private key, to be published."""
    return _private(key).public_key().public_bytes_raw()


@lru_cache(maxsize=4)
def _private(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)
