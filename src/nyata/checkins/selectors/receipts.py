"""One's full receipt, the keys it is checked with, and what the log itself says of a receipt that anybody shows."""

import datetime as dt
import json

from django.conf import settings

from nyata.checkins import keys
from nyata.checkins.models import CheckIn, ReceiptKey
from nyata.core import receipt
from nyata.core.receipt import Receipt
from nyata.ledger import keys as log_keys
from nyata.ledger.full_receipt import FullReceipt
from nyata.ledger.keyring import Keyring
from nyata.ledger.receipt_judging import Judged, believed, judge, without_proof
from nyata.ledger.receipt_words import Why
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, receipts


def keyring() -> Keyring:
    """Every public key that ever spoke for our log. Three queries."""
    origin = settings.LOG_ORIGIN
    former = [receipt.named(one.origin, bytes(one.public)) for one in ReceiptKey.objects.order_by("since")]
    return Keyring(
        origin=origin,
        # Before the first checkpoint nothing is recorded; the configured key will sign it.
        log=tuple(log.published_keys() or [log_keys.signer().verifier]),
        receipts=tuple(dict.fromkeys([*former, receipt.verifier(keys.receipt_key(), origin)])),
        witnesses=tuple(log.witness_key(one) for one in log.witnesses()),
    )


def full_receipt(checkin: CheckIn) -> FullReceipt:
    """An attempt's receipt with the proof that the log has it.

    Raises Refused (ledger): not_placed, not_covered, no_checkpoint while it is too early; leaf_unknown.
    """
    own = keyring()
    return receipts.full_receipt(checkin.receipt, receipt.verify(own.receipts, checkin.receipt), own.origin)


def judged_here(given: str, *, at: dt.datetime, ahead: dt.timedelta) -> Judged:
    """The answer for a token or a full receipt, with our log at hand: a token's proof is looked up.

    Raises Refused as `judge`.
    """
    own = keyring()
    if given.lstrip().startswith("{"):
        return _held(judge(given, own, at=at, ahead=ahead))
    said = believed(given.strip(), own, at=at, ahead=ahead)
    try:
        full = receipts.full_receipt(given.strip(), said, own.origin)
    except Refused as refused:
        return Judged(_without(refused.code, said, at), said)
    return judge(json.dumps(full.as_json()), own, at=at, ahead=ahead)


def _held(found: Judged) -> Judged:
    """A proof from before, beside the log as it is now."""
    if found.why is Why.PROVEN and found.seen and not receipts.is_still_so(found.seen.checkpoint):
        return Judged(Why.REWRITTEN, found.receipt, found.index, found.seen)
    return found


def _without(code: object, said: Receipt, at: dt.datetime) -> Why:
    """Why our log has no proof of a receipt that it gave."""
    if code is Code.LEAF_UNKNOWN:
        return Why.MISSING
    why = without_proof(said, at)
    return Why.LATE if why is Why.NO_PROOF_YET else why
