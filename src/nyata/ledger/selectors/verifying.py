"""`verify`: is the log, all of it, what was signed? Read from the beginning, in memory that does not grow with it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max

from nyata.core.growth import Edge
from nyata.core.merkle import HASH_BYTES, NotProven
from nyata.core.tiles import Tile
from nyata.ledger.faults import Bad, What
from nyata.ledger.models import Checkpoint, Position
from nyata.ledger.selectors import entries, tiles
from nyata.ledger.selectors.checkpoint_checks import faults_of_checkpoint, faults_of_outside, stray_cosignatures
from nyata.ledger.selectors.entries import Around, Span
from nyata.ledger.selectors.row_checks import bad_rows
from nyata.ledger.terms import Terms

KEPT = 200  # of all that is bad, named one by one
_FIRST_GAP = """
SELECT coalesce(min(p.index) + 1, 0) FROM ledger_position p
 WHERE NOT EXISTS (SELECT FROM ledger_position n WHERE n.index = p.index + 1)
   AND EXISTS (SELECT FROM ledger_position z WHERE z.index = 0)
"""
_WITHOUT_PLACE = """
SELECT l.id, w.leaf_id IS NOT NULL, l.made_at FROM ledger_leaf l LEFT JOIN ledger_waiting w ON w.leaf_id = l.id
 WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE p.leaf_id = l.id)
   AND (w.leaf_id IS NULL OR l.made_at < %s) ORDER BY l.id
"""
_BOTH = "SELECT w.leaf_id, p.index FROM ledger_waiting w JOIN ledger_position p USING (leaf_id) ORDER BY p.index"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. `root` (32 bytes) and `size` of the log as it stands; `found`: the first KEPT of `bad` faults."""

    size: int
    root: bytes
    bad: int
    found: tuple[Bad, ...]

    @property
    def ok(self) -> bool:
        return self.bad == 0

    def as_dict(self) -> dict[str, object]:
        """What --json promises."""
        first = self.found[0].as_dict() if self.found else None
        return {"ok": self.ok, "size": self.size, "root": self.root.hex(), "first_bad": first, "bad": self.bad}


def verify(*, at: dt.datetime, terms: Terms, outside: Sequence[str] = ()) -> Verification:
    """Check everything. `outside`: checkpoints (notes) kept elsewhere, which the log must continue.

    For an answer about one moment call it in a transaction that is REPEATABLE READ, as the command does.
    """
    walk = _Walk(terms)
    found: list[Bad] = []
    bad = 0
    for fault in _all(walk, at, terms, outside):
        bad += 1
        if len(found) < KEPT:
            found.append(fault)
    return Verification(walk.edge.size, walk.edge.root(), bad, tuple(found))


def _all(walk: "_Walk", at: dt.datetime, terms: Terms, outside: Sequence[str]) -> Iterator[Bad]:
    yield from walk.faults()
    yield from stray_cosignatures()
    yield from faults_of_outside(outside, walk.edge.size)
    yield from _waiting_faults(at - terms.promise)
    for row in bad_rows(terms.promise):
        yield Bad(What.ROW, row.index, table=row.table, key=row.key, detail=row.why)


class _Walk:
    """Through all entries, growing the tree beside them, from checkpoint to checkpoint."""

    def __init__(self, terms: Terms) -> None:
        self.edge = Edge()
        self._terms = terms
        self._erased = entries.erased_leaves()
        self._last: Checkpoint | None = None

    def faults(self) -> Iterator[Bad]:
        """Everything that is wrong with positions, entries, tiles and checkpoints."""
        size, gap = _length()
        yield from gap
        coming = Checkpoint.objects.order_by("made_at").iterator(chunk_size=2000)
        checkpoint = next(coming, None)
        for span in entries.spans(size):
            yield from span.bad
            end = self.edge.size + len(span.entries)
            start = self.edge.size
            while checkpoint is not None and checkpoint.size <= end:
                yield from self._piece(span, start, max(checkpoint.size, self.edge.size), checkpoint)
                yield from self._pass(checkpoint)
                checkpoint = next(coming, None)
            yield from self._piece(span, start, end, checkpoint)
        while checkpoint is not None:
            yield from self._pass(checkpoint)
            checkpoint = next(coming, None)
        for level, number in [*tiles.stray(size), *tiles.wrong_roots()]:
            yield Bad(What.TILE_WRONG, detail=f"{level}/{number}")
        if _edge_as_stored(size) != self.edge:
            yield Bad(What.TILE_WRONG, detail="edge")

    def _pass(self, checkpoint: Checkpoint) -> Iterator[Bad]:
        """At a checkpoint, with the tree as it was then."""
        root = self.edge.root() if checkpoint.size == self.edge.size else None
        yield from faults_of_checkpoint(checkpoint, self._last, root)
        self._last = checkpoint

    def _piece(self, span: Span, start: int, end: int, ahead: Checkpoint | None) -> Iterator[Bad]:
        """The entries of a span up to `end`; `ahead`: the checkpoint that covers them, if any."""
        terms, last = self._terms, self._last
        around = Around(last.made_at - terms.promise if last else None, ahead.made_at + terms.ahead if ahead else None)
        first = self.edge.size
        for entry in span.entries[first - start : end - start]:
            yield from entries.faults_of(entry, around, self._erased)
        self.edge, full = self.edge.grown(span.hashes[(first - start) * HASH_BYTES : (end - start) * HASH_BYTES])
        yield from _wrong_tiles({tile: hashes for tile, hashes in full.items() if tile.level})


def _length() -> tuple[int, list[Bad]]:
    """How far the positions go without a gap, and the gap."""
    found = Position.objects.aggregate(count=Count("index"), last=Max("index"))
    if not found["count"] or found["last"] + 1 == found["count"]:
        return found["count"], []
    with connection.cursor() as cursor:
        cursor.execute(_FIRST_GAP)
        (gap,) = cursor.fetchone()
    return gap, [Bad(What.GAP, gap)]


def _wrong_tiles(full: dict[Tile, bytes]) -> Iterator[Bad]:
    stored = tiles.read(list(full)) if full else {}
    for tile, hashes in full.items():
        if stored.get(tile) != hashes:
            yield Bad(What.TILE_WRONG, detail=f"{tile.level}/{tile.number}")


def _edge_as_stored(size: int) -> Edge | None:
    """The edge that the next entries will be placed behind; None where tiles are missing."""
    try:
        return Edge.read(size, tiles.read)
    except NotProven:
        return None


def _waiting_faults(limit: dt.datetime) -> Iterator[Bad]:
    """Leaves without a place: such as wait longer than since `limit`, such as do not wait, and such as do both."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_WITHOUT_PLACE, [limit])
        for leaf, waits, _made_at in cursor:
            yield Bad(What.PROMISE_BROKEN if waits else What.LOST, leaf=leaf)
    with connection.chunked_cursor() as cursor:
        cursor.execute(_BOTH)
        for leaf, index in cursor:
            yield Bad(What.PLACED_AND_WAITING, index, leaf)
