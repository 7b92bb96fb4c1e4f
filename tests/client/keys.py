"""A phone's two keys in software: the passkey that unlocks with a finger, and the page's own key."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40
_SHA256 = ec.ECDSA(hashes.SHA256())


def b64url(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _point(key: ec.EllipticCurvePrivateKey) -> tuple[bytes, bytes]:
    numbers = key.public_key().public_numbers()
    return numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")


@dataclass
class Passkey:
    """An ES256 passkey for one relying party."""

    origin: str = "http://localhost:8000"
    rp_id: str = "localhost"
    key: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    flags: int = USER_PRESENT | USER_VERIFIED
    count: int = 0  # most phones' passkeys always say 0

    @property
    def cose(self) -> bytes:
        """The public key in COSE form: {1: 2, 3: -7, -1: 1, -2: x, -3: y}, CBOR by hand."""
        x, y = _point(self.key)
        return bytes.fromhex("a5010203262001215820") + x + bytes.fromhex("225820") + y

    def _said(self, kind: str, challenge: bytes) -> bytes:
        said = {"type": kind, "challenge": b64url(challenge), "origin": self.origin, "crossOrigin": False}
        return json.dumps(said, separators=(",", ":")).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def get(self, challenge: bytes) -> dict[str, str]:
        """What navigator.credentials.get() signs, in the wire's flat form."""
        said, data = self._said("webauthn.get", challenge), self._data(self.flags)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), _SHA256)
        return {
            "id": b64url(self.credential_id),
            "clientDataJSON": b64url(said),
            "authenticatorData": b64url(data),
            "signature": b64url(signature),
        }

    def create(self, challenge: bytes) -> dict[str, Any]:
        """What navigator.credentials.create() answers, without attestation."""
        size = len(self.credential_id).to_bytes(2, "big")
        data = self._data(self.flags | ATTESTED) + bytes(16) + size + self.credential_id + self.cose
        # CBOR of {"fmt": "none", "attStmt": {}, "authData": data}
        head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59" + len(data).to_bytes(2, "big")
        name = b64url(self.credential_id)
        response = {
            "clientDataJSON": b64url(self._said("webauthn.create", challenge)),
            "attestationObject": b64url(head + data),
            "transports": ["internal"],
        }
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


@dataclass
class PageKey:
    """The P-256 key that a browser keeps for the page and never gives out."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)

    @property
    def spki(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.DER, form)

    @property
    def thumbprint(self) -> bytes:
        """SHA-256 of the DER, 32 bytes."""
        return hashlib.sha256(self.spki).digest()

    def sign(self, message: bytes) -> bytes:
        """Raw r||s, 64 bytes, as WebCrypto gives it."""
        r, s = decode_dss_signature(self.key.sign(message, _SHA256))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")
