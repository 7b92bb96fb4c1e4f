"""Whether checkpoints and cosignatures are what was signed, by whom it had to be, and of this very log."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nyata.core.notekeys import NoteRefused
from nyata.core.notes import Note, Signature
from nyata.ledger import signed
from nyata.ledger.faults import Bad, What
from nyata.ledger.models import Checkpoint, Cosignature
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, proofs


def faults_of_checkpoint(checkpoint: Checkpoint, last: Checkpoint | None, root: bytes | None) -> Iterator[Bad]:
    """`last`: the one before in time; `root`: of the tree at its size, None where the log never had that size then."""
    place = Bad(What.CHECKPOINT_ROOT, checkpoint.size, checkpoint=checkpoint.pk)
    key = log.key_on(checkpoint.made_at)
    try:
        verifier = log.verifier(key) if key else None
        seen = signed.opened(checkpoint.note, origin=key.origin if key else "", log=[verifier] if verifier else [])
    except Refused as refused:
        yield replace(place, what=What.CHECKPOINT_SIGNATURE, detail=refused.code.value)
    else:
        says = (seen.checkpoint.size, seen.checkpoint.root, signed.made_at(seen.checkpoint))
        if says != (checkpoint.size, bytes(checkpoint.root), checkpoint.made_at):
            yield replace(place, what=What.CHECKPOINT_CHANGED)
    if last is not None and (checkpoint.size < last.size or checkpoint.made_at <= last.made_at):
        yield replace(place, what=What.CHECKPOINT_ORDER)
    elif root != bytes(checkpoint.root):
        yield place


def stray_cosignatures() -> Iterator[Bad]:
    """Cosignatures that are not of their witness over their checkpoint."""
    for one in Cosignature.objects.select_related("checkpoint", "witness").order_by("pk").iterator(chunk_size=2000):
        try:
            line = Signature.parse(one.line.rstrip("\n"))
            seconds = log.witness_key(one.witness).verify(Note.parse(one.checkpoint.note).text, line.value)
            is_kept = seconds == int(one.signed_at.timestamp())
        except NoteRefused:
            is_kept = False
        if not is_kept:
            yield Bad(What.COSIGNATURE, checkpoint=one.checkpoint_id)


def faults_of_outside(notes: Sequence[str], size: int) -> Iterator[Bad]:
    """Whether the log continues checkpoints that were kept elsewhere."""
    own = log.published_keys()
    for note in notes:
        try:
            if not own:
                raise Refused(Code.WRONG_KEY)
            seen = signed.opened(note, origin=own[-1].name, log=own).checkpoint
        except Refused as refused:
            yield Bad(What.ANOTHER_THAN_SEEN, detail=refused.code.value)
            continue
        if seen.size > size:
            yield Bad(What.SHORTER_THAN_SEEN, seen.size)
        elif proofs.root_at(seen.size) != seen.root:
            yield Bad(What.ANOTHER_THAN_SEEN, seen.size)
