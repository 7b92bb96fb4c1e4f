"""A phone's key store in software: real ES256 passkeys and a page key, for every room's tests.

It answers `navigator.credentials.create()` and `.get()` as a browser does, byte for byte of the WebAuthn forms.
"""

import datetime as dt
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID
from pyasn1.codec.der.encoder import encode as der_encode
from webauthn.helpers import bytes_to_base64url, encode_cbor
from webauthn.helpers.asn1.android_key import KeyDescription

ORIGIN = "http://localhost:8000"
UP, UV, BE, BS, AT = 0x01, 0x04, 0x08, 0x10, 0x40
KEY_DESCRIPTION = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.1.17")
FROM, UNTIL = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2045, 1, 1, tzinfo=dt.UTC)


def client_data(kind: str, challenge: bytes, origin: str, **more: Any) -> bytes:
    """clientDataJSON as Chrome writes it."""
    said = {"type": kind, "challenge": bytes_to_base64url(challenge), "origin": origin, "crossOrigin": False}
    return json.dumps(said | more, separators=(",", ":")).encode()


@dataclass
class Authenticator:
    """One passkey. `flags` are those of the authenticator data; UV and UP by default, BE and BS where synced."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    sign_count: int = 0
    counts: bool = False
    flags: int = UP | UV
    origin: str = ORIGIN
    rp_id: str = "localhost"

    @property
    def cose(self) -> bytes:
        """The public key in COSE form."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _head(self, flags: int) -> bytes:
        if self.counts:
            self.sign_count += 1
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def create(
        self, challenge: bytes, *, attestation: str = "none", chain: "AndroidChain | None" = None, **client: Any
    ) -> dict[str, Any]:
        """The answer of `navigator.credentials.create()`. `attestation`: none, packed (self) or android-key."""
        said = client_data("webauthn.create", challenge, client.pop("origin", self.origin), **client)
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self.cose
        data = self._head(self.flags | AT) + attested
        statement: dict[str, Any] = {}
        if attestation != "none":
            told = hashlib.sha256(said).digest()
            statement = {"alg": -7, "sig": self.key.sign(data + told, ec.ECDSA(hashes.SHA256()))}
            if attestation == "android-key":
                statement["x5c"] = (chain or AndroidChain()).certify(self.key.public_key(), told)
        whole = encode_cbor({"fmt": attestation, "attStmt": statement, "authData": data})
        name = bytes_to_base64url(self.credential_id)
        response = {
            "clientDataJSON": bytes_to_base64url(said),
            "attestationObject": bytes_to_base64url(whole),
            "transports": ["internal"],
        }
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def get(self, challenge: bytes, *, kind: str = "webauthn.get", **client: Any) -> dict[str, str]:
        """The answer of `navigator.credentials.get()` in the wire's flat form."""
        said = client_data(kind, challenge, client.pop("origin", self.origin), **client)
        data = self._head(self.flags)
        signature = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"id": self.credential_id, "clientDataJSON": said, "authenticatorData": data, "signature": signature}
        return {name: bytes_to_base64url(value) for name, value in parts.items()}


@dataclass
class PageKey:
    """The page's own non-extractable key, as WebCrypto makes it."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def spki(self) -> bytes:
        """SubjectPublicKeyInfo, DER."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.key.public_key().public_bytes(serialization.Encoding.DER, form)

    @property
    def thumbprint(self) -> bytes:
        """SHA-256 of the SPKI, 32 bytes."""
        return hashlib.sha256(self.spki).digest()

    def sign(self, message: bytes) -> bytes:
        """ECDSA P-256 with SHA-256, raw r||s (64 bytes), as WebCrypto gives it."""
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@dataclass
class AndroidChain:
    """A maker's attestation chain of our own: root, intermediate, and a leaf for every key.

    `level`: where the key claims to live (0 software, 1 TEE, 2 StrongBox). `with_root`: phones of before 2026 send
    the root too.
    """

    level: int = 1
    with_root: bool = True
    root_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP384R1()))
    middle_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @cached_property
    def root(self) -> x509.Certificate:
        """The self-signed root."""
        return _certificate("Akar Uji", "Akar Uji", self.root_key.public_key(), self.root_key, authority=True)

    @property
    def root_pem(self) -> bytes:
        """The root in PEM, to be believed by `verify_registration(roots=...)`."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    def certify(self, key: ec.EllipticCurvePublicKey, told: bytes) -> list[bytes]:
        """x5c for a key made for the client data with this hash."""
        middle = _certificate("Antara Uji", "Akar Uji", self.middle_key.public_key(), self.root_key, authority=True)
        described = x509.UnrecognizedExtension(KEY_DESCRIPTION, _key_description(self.level, told))
        leaf = _certificate("Kunci Uji", "Antara Uji", key, self.middle_key, extension=described)
        chain = [leaf, middle, self.root] if self.with_root else [leaf, middle]
        return [one.public_bytes(serialization.Encoding.DER) for one in chain]


def _certificate(
    subject: str,
    issuer: str,
    key: ec.EllipticCurvePublicKey,
    signer: ec.EllipticCurvePrivateKey,
    *,
    authority: bool = False,
    extension: x509.UnrecognizedExtension | None = None,
) -> x509.Certificate:
    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    made = x509.CertificateBuilder(named(issuer), named(subject), key, len(subject + issuer), FROM, UNTIL)
    made = made.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    if extension is not None:
        made = made.add_extension(extension, critical=False)
    return made.sign(signer, hashes.SHA256())


def _key_description(level: int, told: bytes) -> bytes:
    described = KeyDescription()
    described["attestationVersion"] = described["keymasterVersion"] = 200
    described["attestationSecurityLevel"] = described["keymasterSecurityLevel"] = level
    described["attestationChallenge"] = told
    described["uniqueId"] = b""
    described["softwareEnforced"]["creationDateTime"] = 1_790_000_000_000
    described["teeEnforced"]["purpose"][0] = 2
    described["teeEnforced"]["algorithm"] = 3
    described["teeEnforced"]["keySize"] = 256
    described["teeEnforced"]["origin"] = 0
    return der_encode(described)
