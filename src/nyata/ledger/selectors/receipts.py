"""Full receipts out of the stored log, and whether the log is still what one of them says."""

from nyata.core.checkpoint import Checkpoint as Said
from nyata.core.receipt import Receipt
from nyata.ledger.full_receipt import FullReceipt
from nyata.ledger.models import Checkpoint, Position
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, proofs


def full_receipt(token: str, said: Receipt, origin: str) -> FullReceipt:
    """The proof for a receipt of ours, of the log `origin`.

    Raises Refused: leaf_unknown, not_placed, not_covered, no_checkpoint.
    """
    index = Position.objects.filter(leaf__hash=said.leaf).values_list("index", flat=True).first()
    checkpoint = _witnessed(index) or log.latest_checkpoint()
    if checkpoint is None:
        raise Refused(Code.NO_CHECKPOINT)
    found = proofs.inclusion(said.leaf, checkpoint)
    lines = checkpoint.cosignature_set.order_by("id").values_list("line", flat=True)
    return FullReceipt(
        token=token,
        origin=origin,
        index=found.index,
        size=found.size,
        proof=found.proof,
        note=checkpoint.note + "".join(lines),
    )


def is_still_so(said: Said) -> bool:
    """Whether the stored log has this root at this size."""
    return said.size <= log.size() and proofs.root_at(said.size) == said.root


def _witnessed(index: int | None) -> Checkpoint | None:
    """The newest checkpoint over a place that another office has seen: worth more to its owner than a newer one."""
    if index is None:
        return None
    seen = Checkpoint.objects.filter(size__gt=index, cosignature__isnull=False)
    return seen.order_by("-made_at").first()
