"""The other office's side: look at a log, see that it continues what was seen before, cosign it. Needs no database.

What was seen is kept in a small file; it is written before a cosignature leaves the house, so that two checkpoints that
contradict each other are never both cosigned.
"""

import datetime as dt
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nyata.config.home import write_private
from nyata.core.checkpoint import Checkpoint, Seen
from nyata.core.merkle import NotProven, verify_consistency
from nyata.core.notekeys import NoteRefused, Signer, Verifier, unb64
from nyata.core.notes import NOTE_BYTES, Note
from nyata.ledger import signed
from nyata.ledger.refusals import Code, Refused, of_note

AHEAD = dt.timedelta(minutes=5)  # how far the log's clock may be before ours
SECONDS = 30
FORM = "nyata-witness-v1"


@dataclass(frozen=True)
class Looked:
    """A checkpoint that was believed: the log's size, whether it was new to us, whether the log has our cosignature."""

    origin: str
    size: int
    root: bytes
    made_at: dt.datetime
    is_new: bool


def look(log: str, key: Signer, state: Path, log_key: Verifier | None, now: dt.datetime) -> Looked:
    """Fetch, check, remember, cosign, send. `log`: the address people open; `log_key`: needed the first time.

    Raises Refused: key_malformed, log_silent, note_malformed, wrong_key, signature_wrong, other_log, future_time,
    log_shrank, log_contradicts, proof_wrong, state_unreadable, and whatever the log itself refuses.
    """
    note_before, known = read_state(state)
    log_key = log_key or known
    if log_key is None:
        raise Refused(Code.KEY_MALFORMED)
    base = f"{log.rstrip('/')}/api/v1/log"
    written = ask(f"{base}/checkpoint")
    seen = signed.opened(written, origin=log_key.name, log=[log_key])
    made_at = signed.made_at(seen.checkpoint)
    if made_at > now + AHEAD:
        raise Refused(Code.FUTURE_TIME)
    is_new = True
    if note_before:
        # The key may have changed since: what is remembered was believed when it was written down.
        is_new = must_continue(note_before, seen, base)
    note = Note.parse(written)
    write_state(state, str(note), log_key)
    try:
        cosigned = Note(note.text, note.signatures).signed(key, at=int(now.timestamp()))
    except ValueError as error:
        raise Refused(Code.KEY_MALFORMED) from error
    ask(f"{base}/cosignatures", str(cosigned).encode())
    return Looked(log_key.name, seen.checkpoint.size, seen.checkpoint.root, made_at, is_new)


def must_continue(before: str, seen: Seen, base: str) -> bool:
    """Whether the log has grown since `before`. Raises Refused where it does not continue it."""
    old, new = Checkpoint.parse(Note.parse(before).text), seen.checkpoint
    if new.origin != old.origin:
        raise Refused(Code.OTHER_LOG)
    if new.size < old.size:
        raise Refused(Code.LOG_SHRANK)
    if new.size == old.size:
        if new.root != old.root:
            raise Refused(Code.LOG_CONTRADICTS)
        return False
    if old.size == 0:
        return True
    says = ask(f"{base}/consistency?first={old.size}&second={new.size}")
    try:
        proof = [unb64(one) for one in json.loads(says)["proof"]]
        verify_consistency(old.size, new.size, old.root, new.root, proof)
    except (NotProven, ValueError, KeyError, TypeError) as error:
        raise Refused(Code.PROOF_WRONG) from error
    return True


def read_state(path: Path) -> tuple[str, Verifier | None]:
    """The note that was seen last and the log's key; ("", None) where nothing was. Raises Refused(state_unreadable)."""
    if not path.exists():
        return "", None
    try:
        says = json.loads(path.read_text())
        Checkpoint.parse(Note.parse(says["note"]).text)
        return says["note"], Verifier.parse(says["log_key"])
    except (OSError, ValueError, KeyError, TypeError, NoteRefused) as error:
        raise Refused(Code.STATE_UNREADABLE) from error


def write_state(path: Path, note: str, log_key: Verifier) -> None:
    """Remember it, wholly or not at all."""
    write_private(path, json.dumps({"form": FORM, "log_key": log_key.text, "note": note}, indent=2))


def read_key(path: Path) -> Signer:
    """The witness's key of a file. Raises Refused(key_malformed)."""
    try:
        return Signer.parse(path.read_text().strip())
    except (OSError, ValueError) as error:
        raise Refused(Code.KEY_MALFORMED) from error
    except NoteRefused as error:
        raise of_note(error.fault) from error


def ask(address: str, body: bytes | None = None) -> str:
    """The answer's text. Raises Refused: what the log refuses with its own words, or log_silent."""
    if urlsplit(address).scheme not in ("https", "http"):
        raise Refused(Code.LOG_SILENT)
    request = urllib.request.Request(address, data=body, headers={"Content-Type": "text/plain"})  # noqa: S310 - seen above
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return str(answer.read(NOTE_BYTES + 1).decode())
    except urllib.error.HTTPError as error:
        raise _refusal(error.read(NOTE_BYTES)) from error
    except (OSError, ValueError) as error:
        raise Refused(Code.LOG_SILENT) from error


def _refusal(body: bytes) -> Refused:
    try:
        says: dict[str, Any] = json.loads(body)
        return Refused(Code(says["code"]))
    except (ValueError, KeyError, TypeError):
        return Refused(Code.LOG_SILENT)
