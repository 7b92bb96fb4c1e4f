"""Keys of signed notes (C2SP signed-note), their texts and identifiers. Time is POSIX seconds."""

import base64
import binascii
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ID_BYTES, KEY_BYTES, SIGNATURE_BYTES, TIME_BYTES = 4, 32, 64, 8
LATEST = 2**63 - 1
_MARK = "PRIVATE+KEY+"  # what a signing key's text begins with, so that nobody publishes one by mistake


class Algorithm(IntEnum):
    """The byte that tells how a key signs."""

    ED25519 = 1
    COSIGNATURE = 4


class NoteFault(StrEnum):
    """Why a note, a key or a checkpoint is not believed."""

    KEY_MALFORMED = "key_malformed"
    KEYS_ALIKE = "keys_alike"
    MALFORMED = "malformed"
    TOO_LONG = "too_long"
    UNSIGNED = "unsigned"
    SIGNATURE_WRONG = "signature_wrong"
    NOT_A_CHECKPOINT = "not_a_checkpoint"
    ANOTHER_LOG = "another_log"


class NoteRefused(Exception):
    """Nothing of it is to be believed. `fault` says why."""

    def __init__(self, fault: NoteFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key (32 bytes) under a name; it knows whether a signature is of this key."""

    name: str
    public: bytes
    algorithm: Algorithm = Algorithm.ED25519

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.public) != KEY_BYTES:
            raise NoteRefused(NoteFault.KEY_MALFORMED)

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line names this key beside its name."""
        typed = bytes([self.algorithm]) + self.public
        return sha256(self.name.encode() + b"\n" + typed).digest()[:ID_BYTES]

    @property
    def text(self) -> str:
        """name+id+key, as it is published (vkey)."""
        return _key_text(self.name, self.id, self.algorithm, self.public)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key of its published text. Raises NoteRefused."""
        name, identifier, algorithm, public = _parsed(text)
        found = cls(name, public, algorithm)
        if found.id.hex() != identifier:
            raise NoteRefused(NoteFault.KEY_MALFORMED)
        return found

    def verify(self, text: str, value: bytes) -> int | None:
        """The time that a cosignature states (None for a plain signature). Raises NoteRefused if it is not by this key.

        `value`: the bytes of a signature line after the key's identifier.
        """
        at = None
        if self.algorithm is Algorithm.COSIGNATURE:
            at, value = int.from_bytes(value[:TIME_BYTES], "big"), value[TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(value, _message(text, at))
        except (InvalidSignature, ValueError) as error:
            raise NoteRefused(NoteFault.SIGNATURE_WRONG) from error
        return at


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key (32 bytes) under a name. Never shown: its text is asked for by name."""

    name: str
    seed: bytes
    algorithm: Algorithm = Algorithm.ED25519

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """The public half. Raises NoteRefused for a seed that is none."""
        if len(self.seed) != KEY_BYTES:
            raise NoteRefused(NoteFault.KEY_MALFORMED)
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(self.name, public, self.algorithm)

    @property
    def secret_text(self) -> str:
        """PRIVATE+KEY+name+id+seed, as it is kept (skey)."""
        return _MARK + _key_text(self.name, self.verifier.id, self.algorithm, self.seed)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key of its secret text. Raises NoteRefused."""
        if not text.startswith(_MARK):
            raise NoteRefused(NoteFault.KEY_MALFORMED)
        name, identifier, algorithm, seed = _parsed(text.removeprefix(_MARK))
        found = cls(name, seed, algorithm)
        if found.verifier.id.hex() != identifier:
            raise NoteRefused(NoteFault.KEY_MALFORMED)
        return found

    def sign(self, text: str, at: int | None = None) -> bytes:
        """The bytes of a signature line after the key's identifier. `at`: for a cosignature, and only for one."""
        if (at is not None) != (self.algorithm is Algorithm.COSIGNATURE):
            raise ValueError("a cosignature states a time, a plain signature states none")
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(_message(text, at))
        return signature if at is None else at.to_bytes(TIME_BYTES, "big") + signature


def is_name(name: str) -> bool:
    """Whether a key may be called so: not empty, neither spaces nor plus nor what cannot be printed."""
    return bool(name) and name.isprintable() and "+" not in name and not any(letter.isspace() for letter in name)


def b64(value: bytes) -> str:
    """Base64 with padding, as notes write it."""
    return base64.b64encode(value).decode()


def unb64(text: str) -> bytes:
    """The bytes of base64 text. Raises ValueError for anything but the one spelling that `b64` gives."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
    if b64(value) != text:
        raise ValueError("not base64 in its one spelling")
    return value


def _message(text: str, at: int | None) -> bytes:
    """What is signed: the text, and for a cosignature its time above it."""
    if at is None:
        return text.encode()
    if not 0 <= at <= LATEST:
        raise ValueError("not a time of a cosignature")
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _key_text(name: str, identifier: bytes, algorithm: Algorithm, key: bytes) -> str:
    return f"{name}+{identifier.hex()}+{b64(bytes([algorithm]) + key)}"


def _parsed(text: str) -> tuple[str, str, Algorithm, bytes]:
    """Name, identifier, algorithm and key of a key's text."""
    try:
        # Base64 may hold plus signs itself; names and identifiers may not.
        name, identifier, encoded = text.split("+", 2)
        typed = unb64(encoded)
        return name, identifier, Algorithm(typed[0]), typed[1:]
    except (ValueError, IndexError) as error:
        raise NoteRefused(NoteFault.KEY_MALFORMED) from error
