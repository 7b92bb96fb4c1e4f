"""Other offices that look at the log: who they are, and taking their cosignatures."""

import datetime as dt

from django.db import transaction

from nyata.core.checkpoint import Seen
from nyata.core.notekeys import Algorithm, NoteRefused, Verifier
from nyata.core.notes import Note
from nyata.ledger import signed
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Checkpoint, Cosignature, Witness
from nyata.ledger.refusals import Code, Refused, of_note
from nyata.ledger.selectors import log
from nyata.ledger.services.appending import append


@transaction.atomic
def accept(*, key: str, at: dt.datetime) -> Witness:
    """Let an office's cosignatures count from now on; its new key replaces the one before.

    `key`: name+id+key as the office published it. Raises Refused: key_malformed, witness_known.
    """
    try:
        verifier = Verifier.parse(key)
    except NoteRefused as error:
        raise of_note(error.fault) from error
    if verifier.algorithm is not Algorithm.COSIGNATURE:
        raise Refused(Code.KEY_MALFORMED)
    if any(log.witness_key(one) == verifier for one in log.witnesses()):
        raise Refused(Code.WITNESS_KNOWN)
    append(Kind.LOG_WITNESS, {"event": "accepted", "key": verifier.text}, at=at)
    return Witness.objects.create(name=verifier.name, public=verifier.public, is_accepted=True, since=at)


@transaction.atomic
def dismiss(*, name: str, at: dt.datetime) -> Witness:
    """Count an office's cosignatures no longer; those of before stay. Raises Refused(witness_unknown)."""
    known = {one.name: one for one in log.witnesses()}
    if name not in known:
        raise Refused(Code.WITNESS_UNKNOWN)
    append(Kind.LOG_WITNESS, {"event": "dismissed", "key": log.witness_key(known[name]).text}, at=at)
    return Witness.objects.create(name=name, public=known[name].public, is_accepted=False, since=at)


@transaction.atomic
def receive(*, note: bytes, at: dt.datetime, tolerance: dt.timedelta) -> Cosignature:
    """Keep the cosignature of a checkpoint of ours. The same one again is the one that is kept.

    `note`: the checkpoint with its signature and the witness's line. `tolerance`: how far ahead its clock may be.
    Raises Refused: note_malformed, wrong_key, signature_wrong, other_log, witness_unknown, checkpoint_unknown,
    future_time, time_too_early.
    """
    known = log.witnesses()
    seen = _opened(note, known)
    checkpoint = Checkpoint.objects.filter(size=seen.checkpoint.size, root=seen.checkpoint.root).order_by("made_at")
    found = next((one for one in checkpoint if Note.parse(one.note).text == seen.checkpoint.text), None)
    if found is None:
        raise Refused(Code.CHECKPOINT_UNKNOWN)
    if not seen.witnesses:
        raise Refused(Code.WITNESS_UNKNOWN)
    cosigned = seen.witnesses[0]
    witness = next(one for one in known if log.witness_key(one) == cosigned.key)
    signed_at = _moment(cosigned.at or 0, found, at, tolerance)
    line = next(one.line for one in Note.parse(note).signatures if one.id == cosigned.key.id)
    kept, _ = Cosignature.objects.get_or_create(
        checkpoint=found, witness=witness, defaults={"line": line, "signed_at": signed_at, "received_at": at}
    )
    return kept


def _opened(note: bytes, known: list[Witness]) -> Seen:
    own = log.published_keys()
    if not own:
        raise Refused(Code.CHECKPOINT_UNKNOWN)
    return signed.opened(note, origin=own[-1].name, log=own, witnesses=[log.witness_key(one) for one in known])


def _moment(seconds: int, checkpoint: Checkpoint, at: dt.datetime, tolerance: dt.timedelta) -> dt.datetime:
    if seconds > (at + tolerance).timestamp():
        raise Refused(Code.FUTURE_TIME)
    if seconds < (checkpoint.made_at - tolerance).timestamp():
        raise Refused(Code.TIME_TOO_EARLY)
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
