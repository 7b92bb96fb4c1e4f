"""Checkpoints (C2SP tlog-checkpoint): what a log signs about itself, and who else has seen it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from nyata.core.merkle import EMPTY_ROOT, HASH_BYTES
from nyata.core.notekeys import LATEST, Algorithm, NoteFault, NoteRefused, Verifier, b64, unb64
from nyata.core.notes import Note, Signed

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log `origin` had this root (32 bytes) when it had `size` leaves. `extensions`: further lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        sized = 0 <= self.size <= LATEST and len(self.root) == HASH_BYTES
        empty = self.size > 0 or self.root == EMPTY_ROOT
        if not sized or not empty or any(not line or not _is_line(line) for line in lines):
            raise NoteRefused(NoteFault.NOT_A_CHECKPOINT)

    @property
    def text(self) -> str:
        """The text of its note."""
        return "\n".join((self.origin, str(self.size), b64(self.root), *self.extensions)) + "\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The checkpoint of a note's text. Raises NoteRefused."""
        lines = text.removesuffix("\n").split("\n")
        if not text.endswith("\n") or len(lines) < 3 or not _SIZE.fullmatch(lines[1]):
            raise NoteRefused(NoteFault.NOT_A_CHECKPOINT)
        try:
            root = unb64(lines[2])
        except ValueError as error:
            raise NoteRefused(NoteFault.NOT_A_CHECKPOINT) from error
        return cls(lines[0], int(lines[1]), root, tuple(lines[3:]))


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint that its log has signed, and the witnesses that have cosigned it, each with its time."""

    checkpoint: Checkpoint
    log: Verifier
    witnesses: tuple[Signed, ...]


def opened(written: str | bytes, *, origin: str, log: Sequence[Verifier], witnesses: Sequence[Verifier] = ()) -> Seen:
    """The checkpoint of a signed note, if one of the log's keys (present or former) has signed it. Raises NoteRefused.

    A known witness whose cosignature is wrong refuses the whole note; an unknown one is passed over.
    """
    if any(key.algorithm is not Algorithm.COSIGNATURE for key in witnesses):
        raise ValueError("a witness cosigns; this key signs plainly")
    note = Note.parse(written)
    signed = note.verified([*log, *witnesses])
    own = [one for one in signed if one.key in log]
    if not own:
        raise NoteRefused(NoteFault.UNSIGNED)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != origin:
        raise NoteRefused(NoteFault.ANOTHER_LOG)
    return Seen(checkpoint, own[0].key, tuple(one for one in signed if one.key not in log))


def _is_line(text: str) -> bool:
    return all(letter >= " " for letter in text)
