"""How a log grows: new leaf hashes at its right edge make complete tiles and a new root."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from nyata.core.merkle import EMPTY_ROOT, HASH_BYTES, Fault, NotProven
from nyata.core.tiles import HEIGHT, PAIR, TILE_BYTES, WIDTH, Read, Tile, folded, paired, tile_at, tile_root


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a log of `size` leaves: for each level, lowest first, the hashes that fill no tile yet.

    It is all that is needed to append and to know the root.
    """

    size: int = 0
    rows: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, size: int, read: Read) -> Self:
        """The edge of the first `size` leaves from the tiles that hold them. Raises NotProven."""
        tiles = edge_tiles(size)
        held = read([tile for tile in tiles if tile.width])
        rows = tuple(held.get(tile, b"") for tile in tiles)
        if any(len(row) != tile.width * HASH_BYTES for tile, row in zip(tiles, rows, strict=True)):
            raise NotProven(Fault.TILE_LENGTH)
        return cls(size, rows)

    def grown(self, leaves: bytes) -> tuple[Self, dict[Tile, bytes]]:
        """The edge after appending packed leaf hashes, and the tiles that became complete. Raises NotProven."""
        if len(leaves) % HASH_BYTES:
            raise NotProven(Fault.HASH_LENGTH)
        rows: list[bytes] = []
        complete: dict[Tile, bytes] = {}
        coming = leaves
        while coming or len(rows) < len(self.rows):
            level = len(rows)
            row = (self.rows[level] if level < len(self.rows) else b"") + coming
            number = self.size >> (HEIGHT * (level + 1))
            ends = range(TILE_BYTES, len(row) + 1, TILE_BYTES)
            filled = [row[end - TILE_BYTES : end] for end in ends]
            complete.update((Tile(level, number + n, WIDTH), hashes) for n, hashes in enumerate(filled))
            coming = b"".join(map(tile_root, filled))
            rows.append(row[len(filled) * TILE_BYTES :])
        return type(self)(self.size + len(leaves) // HASH_BYTES, tuple(rows)), complete

    def root(self) -> bytes:
        """The root hash of all leaves so far."""
        lone: list[bytes] = []
        for row in self.rows:
            while row:
                if len(row) % PAIR:
                    lone.append(row[-HASH_BYTES:])
                row = paired(row)
        return folded(lone[::-1]) if lone else EMPTY_ROOT


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root hash over leaf hashes (RFC 9162, 2.1.1)."""
    return Edge().grown(b"".join(leaves))[0].root()


def edge_tiles(size: int) -> list[Tile]:
    """The last tile of each level, lowest first, that `size` leaves leave incomplete; of width 0 where none is."""
    levels = range((size.bit_length() + HEIGHT - 1) // HEIGHT)
    return [tile_at(level, size >> (HEIGHT * (level + 1)), size) for level in levels]
