"""The tree of a log in tiles of up to 16 hashes: proofs from a handful of them.

Tile (level, number) holds the complete nodes 16 * number ... of height 4 * level, packed. Level 0 is the leaf hashes.
A node between two such heights is hashed anew from the tile below it, so nothing but tiles needs to be kept.
Sixteen neighbours of an even level are one tile of C2SP tlog-tiles, which are of 256.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from nyata.core.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    Fault,
    NotProven,
    Range,
    complete_nodes,
    consistency_ranges,
    inclusion_ranges,
    must_continue,
    must_hold,
    node_hash,
)

HEIGHT = 4  # 512 bytes: a row that PostgreSQL keeps in one piece, and few hashes to make again
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES
PAIR = 2 * HASH_BYTES


class Tile(NamedTuple):
    """The first `width` hashes of a tile; a full one of 16 never changes any more."""

    level: int
    number: int
    width: int


# All the tiles that are needed, at once; gives each one's bytes, 32 * width.
Read = Callable[[Sequence[Tile]], Mapping[Tile, bytes]]


class Tree:
    """The first `size` leaves of a log, through the tiles that hold their nodes.

    It keeps what it has read and hashed: many proofs of one size are cheap, and it should not outlive the request.
    """

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self._read = read
        self._rows: dict[Tile, list[bytes]] = {}

    def root(self) -> bytes:
        """The root hash; that of no leaves is the hash of nothing."""
        return self._hashes([(0, self.size)])[0] if self.size else EMPTY_ROOT

    def inclusion_proof(self, index: int) -> list[bytes]:
        """That the leaf at `index` is in this tree (RFC 9162, 2.1.3.1). Raises NotProven."""
        must_hold(index, self.size)
        return self._hashes(inclusion_ranges(index, self.size))

    def consistency_proof(self, first: int) -> list[bytes]:
        """That this tree begins with its first `first` leaves (RFC 9162, 2.1.4.1). Raises NotProven."""
        must_continue(first, self.size)
        return self._hashes(consistency_ranges(first, self.size))

    def _hashes(self, ranges: Sequence[Range]) -> list[bytes]:
        wanted = [list(complete_nodes(*one)) for one in ranges]
        tiles = dict.fromkeys(self._tile(*node) for nodes in wanted for node in nodes)
        self._fetch([tile for tile in tiles if tile not in self._rows])
        return [folded([self._node(*node) for node in nodes]) for nodes in wanted]

    def _fetch(self, tiles: Sequence[Tile]) -> None:
        read = self._read(tiles) if tiles else {}
        for tile in tiles:
            if len(read.get(tile, b"")) != tile.width * HASH_BYTES:
                raise NotProven(Fault.TILE_LENGTH)
            self._rows[tile] = [read[tile]]

    def _tile(self, height: int, index: int) -> Tile:
        level, row = divmod(height, HEIGHT)
        return tile_at(level, (index << row) // WIDTH, self.size)

    def _node(self, height: int, index: int) -> bytes:
        tile, row = self._tile(height, index), height % HEIGHT
        rows = self._rows[tile]
        while len(rows) <= row:
            rows.append(paired(rows[-1]))
        at = (index - (tile.number << (HEIGHT - row))) * HASH_BYTES
        return rows[row][at : at + HASH_BYTES]


def tile_root(hashes: bytes) -> bytes:
    """The one hash of a complete tile, which is an entry of the level above."""
    for _ in range(HEIGHT):
        hashes = paired(hashes)
    return hashes


def tile_at(level: int, number: int, size: int) -> Tile:
    """A tile as wide as it is in a tree of `size` leaves."""
    return Tile(level, number, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def paired(row: bytes) -> bytes:
    """The hashes one height up. A last one without a sibling is left out."""
    return b"".join([sha256(b"\x01" + row[at : at + PAIR]).digest() for at in range(0, len(row) - PAIR + 1, PAIR)])


def folded(nodes: Sequence[bytes]) -> bytes:
    """The one hash over complete subtrees that lie side by side, from the left, each smaller than the last."""
    root = nodes[-1]
    for node in nodes[-2::-1]:
        root = node_hash(node, root)
    return root
