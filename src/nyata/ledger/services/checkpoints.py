"""Signing what the log is: its size and root, at a time."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from nyata.core.encoding import iso_ms, read_iso_ms
from nyata.core.notekeys import Signer
from nyata.core.notes import Note
from nyata.ledger import keys, signed
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Checkpoint, LogKey
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, proofs
from nyata.ledger.services.appending import append
from nyata.ledger.services.sequencing import lock, sequence


@transaction.atomic
def make(*, at: dt.datetime, occasion: str = Checkpoint.Occasion.ROUTINE) -> Checkpoint:
    """Sign the log as it is. The very first time the configured key is recorded as the log's.

    Raises Refused: key_malformed, key_not_in_force, clock_went_back, log_contradicts (nothing is ever signed that does
    not continue the checkpoint before).
    """
    lock()
    at, able = read_iso_ms(iso_ms(at)), keys.signers()
    last = log.latest_checkpoint()
    if last is not None and at <= last.made_at:
        raise Refused(Code.CLOCK_WENT_BACK)
    key = log.key_on(at) or _first_key(able[0], at)
    signers = [one for one in able if one.verifier == log.verifier(key)]
    if not signers:
        raise Refused(Code.KEY_NOT_IN_FORCE)
    return sign(signers, at=at, occasion=occasion)


def due(*, at: dt.datetime, every: dt.timedelta) -> bool:
    """Whether the log has grown since its last checkpoint, which is older than `every`."""
    last = log.latest_checkpoint()
    return last is None or (at - last.made_at >= every and log.size() > last.size)


def _first_key(signer: Signer, at: dt.datetime) -> LogKey:
    key = record_key(signer, at=at)
    while sequence():  # so that the first checkpoint covers what names its key
        pass
    return key


def record_key(signer: Signer, *, at: dt.datetime, **more: str) -> LogKey:
    """The log's key from now on, with an entry that names it."""
    append(Kind.LOG_KEY, {"key": signer.verifier.text, **more}, at=at)
    return LogKey.objects.create(origin=signer.name, public=signer.verifier.public, since=at)


def sign(signers: Sequence[Signer], *, at: dt.datetime, occasion: str) -> Checkpoint:
    """The log as it is, signed by these. Under the lock, at whole milliseconds; raises Refused(log_contradicts)."""
    last, size = log.latest_checkpoint(), log.size()
    if last is not None and (size < last.size or proofs.root_at(last.size) != bytes(last.root)):
        raise Refused(Code.LOG_CONTRADICTS)
    root = proofs.root_at(size)
    note = Note(signed.checkpoint_of(signers[0].name, size, root, at).text)
    for signer in signers:
        note = note.signed(signer)
    return Checkpoint.objects.create(size=size, root=root, made_at=at, note=str(note), occasion=occasion)
