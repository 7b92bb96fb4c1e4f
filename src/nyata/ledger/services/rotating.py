"""Changing the key that signs, so that whoever knows the old one can follow."""

import datetime as dt

from django.db import transaction

from nyata.core.encoding import iso_ms, read_iso_ms
from nyata.ledger import keys
from nyata.ledger.models import Checkpoint, LogKey
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log
from nyata.ledger.services import checkpoints
from nyata.ledger.services.sequencing import lock, sequence


@transaction.atomic
def rotate(*, at: dt.datetime) -> Checkpoint:
    """Record NYATA_LOG_KEY_NEW as the log's key, in an entry and under a checkpoint that both keys sign.

    Raises Refused: new_key_missing, key_used_before, key_not_in_force, and as `checkpoints.make`.
    """
    lock()
    old, new = keys.signer(), keys.next_signer()
    if new is None:
        raise Refused(Code.NEW_KEY_MISSING)
    if new == old or LogKey.objects.filter(public=new.verifier.public).exists():
        raise Refused(Code.KEY_USED_BEFORE)
    at = read_iso_ms(iso_ms(at))
    before, last = log.key_on(at), log.latest_checkpoint()
    if last is not None and at <= last.made_at:
        raise Refused(Code.CLOCK_WENT_BACK)
    if before is None or log.verifier(before) != old.verifier:
        raise Refused(Code.KEY_NOT_IN_FORCE)
    checkpoints.record_key(new, at=at, before=old.verifier.text)
    while sequence():
        pass
    return checkpoints.sign([new, old], at=at, occasion=Checkpoint.Occasion.ROTATION)
