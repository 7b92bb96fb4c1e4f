"""What becomes of a receipt: promised, included or contradicted. Only keys and signed words are asked, no database.

Only what the log signed can contradict it: a path or a file that somebody broke is a no, never an accusation. The one
exception is a path that leads elsewhere, which says that the file or the log is wrong.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nyata.core import receipt
from nyata.core.checkpoint import Seen
from nyata.core.merkle import Fault, NotProven, verify_consistency, verify_inclusion
from nyata.core.receipt import Receipt, ReceiptRefused
from nyata.ledger import signed
from nyata.ledger.full_receipt import LETTERS, FullReceipt
from nyata.ledger.keyring import Keyring
from nyata.ledger.receipt_words import Answer, No, Why
from nyata.ledger.refusals import Refused


@dataclass(frozen=True, slots=True)
class Against:
    """A checkpoint that came another way (a printed page, a witness), and a proof that connects it with the receipt's.

    `proof`: RFC 9162 consistency, from the smaller size to the larger; None where there is none.
    """

    note: str
    proof: Sequence[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A genuine receipt and what becomes of it. `index`, `seen`: only where a proof was given."""

    why: Why
    receipt: Receipt
    index: int | None = None
    seen: Seen | None = None

    @property
    def answer(self) -> Answer:
        return self.why.answer

    @property
    def witnesses(self) -> tuple[str, ...]:
        """The known offices that have seen the receipt's checkpoint."""
        return tuple(one.key.name for one in self.seen.witnesses) if self.seen else ()


def judge(given: str, keys: Keyring, *, at: dt.datetime, ahead: dt.timedelta, against: Against | None = None) -> Judged:
    """The answer for a token or the text of a full receipt.

    `at`: now; `ahead`: how far the log's clock may be ahead of it. Raises Refused with a code of `No`, and for a
    checkpoint that is not of this log as `signed.opened`.
    """
    text = given.strip()
    if len(text) > LETTERS:
        raise Refused(No.RECEIPT_TOO_LONG)
    full = FullReceipt.parse(text) if text.startswith("{") else None
    said = believed(full.token if full else text, keys, at=at, ahead=ahead)
    other = _opened(against.note, keys, at, ahead) if against else None
    if full is None:
        return Judged(without_proof(said, at), said)
    if full.origin != keys.origin:
        raise Refused(No.RECEIPT_OTHER_LOG)
    seen = _opened(full.note, keys, at, ahead)
    if seen.checkpoint.size != full.size:
        raise Refused(No.PROOF_SIZE)
    why = _proven(said, full, seen, ahead)
    if why is Why.PROVEN and against and other:
        why = _compared(said, full, seen, other, against.proof)
    return Judged(why, said, full.index, seen)


def believed(token: str, keys: Keyring, *, at: dt.datetime, ahead: dt.timedelta) -> Receipt:
    """What a token says, if this log signed it. Raises Refused."""
    try:
        said = receipt.verify(keys.receipts, token)
    except ReceiptRefused as error:
        raise Refused(No(error.fault.value)) from error
    if said.received_at > at + ahead:
        raise Refused(No.RECEIPT_FUTURE)
    return said


def _opened(note: str, keys: Keyring, at: dt.datetime, ahead: dt.timedelta) -> Seen:
    seen = signed.opened(note, origin=keys.origin, log=keys.log, witnesses=keys.witnesses)
    if signed.made_at(seen.checkpoint) > at + ahead:
        raise Refused(No.CHECKPOINT_FUTURE)
    return seen


def without_proof(said: Receipt, at: dt.datetime) -> Why:
    """A token alone promises. Whether a checkpoint has its leaf cannot be told without a proof."""
    if said.by is None:
        return Why.NO_LIMIT
    return Why.WAITING if at < said.by else Why.NO_PROOF_YET


def _proven(said: Receipt, full: FullReceipt, seen: Seen, apart: dt.timedelta) -> Why:
    """Whether the leaf is under the receipt's own checkpoint. `apart`: how far two clocks of the log's may differ."""
    try:
        verify_inclusion(said.leaf, full.index, full.size, full.proof, seen.checkpoint.root)
    except NotProven as error:
        if error.fault is Fault.ROOT_DIFFERS:
            return Why.ROOT_DIFFERS
        raise Refused(No.PROOF_SIZE) from error
    return Why.TOO_EARLY if signed.made_at(seen.checkpoint) < said.received_at - apart else Why.PROVEN


def _compared(said: Receipt, full: FullReceipt, seen: Seen, other: Seen, proof: Sequence[bytes] | None) -> Why:
    """Beside a checkpoint that came another way."""
    one, two = sorted((seen.checkpoint, other.checkpoint), key=lambda checkpoint: checkpoint.size)
    if one.size == two.size:
        return Why.COMPARED if one.root == two.root else Why.TWO_ROOTS
    if full.index >= other.checkpoint.size and said.by and signed.made_at(other.checkpoint) > said.by:
        return Why.LATE
    if proof is None:
        return Why.NOT_COMPARED
    try:
        verify_consistency(one.size, two.size, one.root, two.root, proof)
    except NotProven as error:
        raise Refused(No.CONSISTENCY_WRONG) from error
    return Why.COMPARED
