"""Proofs from the stored tiles: that an entry is in the log, that one state of it continues another."""

from dataclasses import dataclass

from nyata.core.merkle import NotProven
from nyata.core.tiles import Tree
from nyata.ledger import statements
from nyata.ledger.models import Checkpoint, Leaf
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log, tiles

PLACE = "SELECT p.index FROM ledger_leaf l JOIN ledger_position p ON p.leaf_id = l.id WHERE l.hash = %s"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The leaf (hash) is at `index` in the log of `size` leaves; `proof` goes from the leaf to the root."""

    leaf: bytes
    index: int
    size: int
    proof: tuple[bytes, ...]


def inclusion(leaf: bytes, checkpoint: Checkpoint) -> Inclusion:
    """The proof that a leaf is under a checkpoint. Raises Refused: leaf_unknown, not_placed, not_covered."""
    index = index_of(leaf)
    if index is None:
        raise Refused(_why_without_position(leaf))
    if index >= checkpoint.size:
        raise Refused(Code.NOT_COVERED)
    return Inclusion(leaf, index, checkpoint.size, tuple(_tree(checkpoint.size).inclusion_proof(index)))


def index_of(leaf: bytes) -> int | None:
    """The place of a leaf (hash) in the log."""
    _, rows = statements.run(PLACE, [leaf])
    return rows[0][0] if rows else None


def consistency(first: int, second: int) -> list[bytes]:
    """That the log of `second` leaves begins with that of `first`. Raises Refused(size_outside)."""
    if second > log.size():
        raise Refused(Code.SIZE_OUTSIDE)
    try:
        return _tree(second).consistency_proof(first)
    except NotProven as error:
        raise Refused(Code.SIZE_OUTSIDE) from error


def root_at(size: int) -> bytes:
    """The root (32 bytes) of the first `size` leaves, from the stored tiles."""
    return _tree(size).root()


def _tree(size: int) -> Tree:
    return Tree(size, tiles.read)


def _why_without_position(leaf: bytes) -> Code:
    return Code.NOT_PLACED if Leaf.objects.filter(hash=leaf).exists() else Code.LEAF_UNKNOWN
