"""Signed notes (C2SP signed-note): text with signatures below it, each line naming its key.

A cosignature (C2SP tlog-cosignature) is a witness's signature with a time, in POSIX seconds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from nyata.core.notekeys import ID_BYTES, NoteFault, NoteRefused, Signer, Verifier, b64, is_name, unb64

NOTE_BYTES = 100_000
SIGNATURES = 64
_DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note: the key's name and identifier (4 bytes), and what it signed (bytes, unproven)."""

    name: str
    id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """As it is written."""
        return f"{_DASH}{self.name} {b64(self.id + self.value)}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """The signature of a line without its end. Raises NoteRefused."""
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            value = unb64(encoded)
        except ValueError as error:
            raise NoteRefused(NoteFault.MALFORMED) from error
        if not line.startswith(_DASH) or not space or not is_name(name) or len(value) <= ID_BYTES:
            raise NoteRefused(NoteFault.MALFORMED)
        return cls(name, value[:ID_BYTES], value[ID_BYTES:])


@dataclass(frozen=True, slots=True)
class Signed:
    """A key that has signed, and when it says it did (a cosignature only)."""

    key: Verifier
    at: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """Text (ending in a new line) and its signatures. Nothing in it is proven before `verified`."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or not _plain(self.text):
            raise NoteRefused(NoteFault.MALFORMED)

    def __str__(self) -> str:
        return self.text + "\n" + "".join(one.line for one in self.signatures)

    @classmethod
    def parse(cls, written: str | bytes) -> Self:
        """The note as it was written. Raises NoteRefused."""
        try:
            raw = written.encode() if isinstance(written, str) else written
            whole = raw.decode()
        except UnicodeError as error:
            raise NoteRefused(NoteFault.MALFORMED) from error
        if len(raw) > NOTE_BYTES:
            raise NoteRefused(NoteFault.TOO_LONG)
        # The last empty line parts them: the text may have empty lines of its own.
        text, parted, below = whole.rpartition("\n\n")
        if not parted or not below.endswith("\n"):
            raise NoteRefused(NoteFault.MALFORMED)
        lines = below.removesuffix("\n").split("\n")
        if len(lines) > SIGNATURES:
            raise NoteRefused(NoteFault.TOO_LONG)
        return cls(text + "\n", tuple(Signature.parse(line) for line in lines))

    def signed(self, signer: Signer, at: int | None = None) -> Self:
        """The note with one more signature. `at`: for a cosignature, and only for one."""
        value = signer.sign(self.text, at)
        return type(self)(self.text, (*self.signatures, Signature(signer.name, signer.verifier.id, value)))

    def verified(self, known: Sequence[Verifier]) -> tuple[Signed, ...]:
        """Who of the known keys has signed, in the order of the lines, each key once.

        Lines of unknown keys say nothing. Raises NoteRefused where a known key's signature is wrong, or where no
        known key has signed.
        """
        keys = _by_line(known)
        found: dict[tuple[str, bytes], Signed] = {}
        for one in self.signatures:
            named = (one.name, one.id)
            if named in keys:
                at = keys[named].verify(self.text, one.value)
                found.setdefault(named, Signed(keys[named], at))
        if not found:
            raise NoteRefused(NoteFault.UNSIGNED)
        return tuple(found.values())


def _by_line(known: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    keys: dict[tuple[str, bytes], Verifier] = {}
    for key in known:
        if keys.setdefault((key.name, key.id), key) != key:
            raise NoteRefused(NoteFault.KEYS_ALIKE)
    return keys


def _plain(text: str) -> bool:
    """Whether text can stand in a note: UTF-8 without control characters other than the end of a line."""
    try:
        text.encode()
    except UnicodeError:
        return False
    return all(letter >= " " or letter == "\n" for letter in text)
