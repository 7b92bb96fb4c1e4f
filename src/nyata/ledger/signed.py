"""A checkpoint as anybody reads it who has the log's key: its words, and when it was made. Needs no Django."""

import datetime as dt
from collections.abc import Sequence

from nyata.core import checkpoint as notes
from nyata.core.checkpoint import Checkpoint, Seen
from nyata.core.encoding import iso_ms, read_iso_ms
from nyata.core.notekeys import NoteRefused, Verifier
from nyata.ledger.refusals import Code, Refused, of_note

_TIME = "time "  # how the extension line begins that says when a checkpoint was made


def checkpoint_of(origin: str, size: int, root: bytes, made_at: dt.datetime) -> Checkpoint:
    """What the log signs: size, root (32 bytes), and the time in milliseconds."""
    return Checkpoint(origin, size, root, (_TIME + iso_ms(made_at),))


def made_at(checkpoint: Checkpoint) -> dt.datetime:
    """When it was made. Raises Refused(note_malformed) where it does not say so as this log does."""
    times = [line.removeprefix(_TIME) for line in checkpoint.extensions if line.startswith(_TIME)]
    try:
        (only,) = times
        return read_iso_ms(only)
    except ValueError as error:
        raise Refused(Code.NOTE_MALFORMED) from error


def opened(note: str | bytes, *, origin: str, log: Sequence[Verifier], witnesses: Sequence[Verifier] = ()) -> Seen:
    """The checkpoint of a note that one of the log's keys signed, with its known witnesses.

    Raises Refused: note_malformed, wrong_key, signature_wrong, other_log.
    """
    try:
        seen = notes.opened(note, origin=origin, log=log, witnesses=witnesses)
    except NoteRefused as error:
        raise of_note(error.fault) from error
    made_at(seen.checkpoint)
    return seen
