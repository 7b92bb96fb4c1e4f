"""Reading tiles from their table; one that is not full yet from what it will be made of."""

from collections.abc import Sequence

from nyata.core.tiles import HEIGHT, WIDTH, Tile
from nyata.ledger import statements

FULL = """
SELECT t.level, t.number, t.hashes FROM ledger_tile t
  JOIN unnest(%s::smallint[], %s::bigint[]) AS w(level, number) ON t.level = w.level AND t.number = w.number
"""
# The entries of a level are the leaf hashes, or the roots of the full tiles below.
ROOTS = """
SELECT w.level, w.number, string_agg(t.root, ''::bytea ORDER BY t.number)
  FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS w(level, number, first, last)
  JOIN ledger_tile t ON t.level = w.level - 1 AND t.number BETWEEN w.first AND w.last
 GROUP BY w.level, w.number
"""
LEAVES = """
SELECT string_agg(l.hash, ''::bytea ORDER BY p.index)
  FROM ledger_position p JOIN ledger_leaf l ON l.id = p.leaf_id WHERE p.index BETWEEN %s AND %s
"""
STRAY = """
SELECT t.level, t.number FROM unnest(%s::smallint[], %s::bigint[]) AS w(level, count)
  JOIN ledger_tile t ON t.level = w.level AND t.number >= w.count
"""
WRONG_ROOTS = """
SELECT t.level, t.number FROM ledger_tile t JOIN ledger_tile a ON a.level = t.level + 1 AND a.number = t.number / %s
 WHERE substring(a.hashes FROM (t.number %% %s)::int * 32 + 1 FOR 32) <> t.root ORDER BY t.level, t.number
"""


def read(tiles: Sequence[Tile]) -> dict[Tile, bytes]:
    """The packed hashes of tiles, as many as stand there; a missing tile is left out. At most a statement a kind."""
    found: dict[Tile, bytes] = {}
    by_place = {(tile.level, tile.number): tile for tile in tiles}
    full = [tile for tile in tiles if tile.width == WIDTH]
    if full:
        levels, numbers, _ = (list(column) for column in zip(*full, strict=True))
        _, rows = statements.run(FULL, [levels, numbers], binary=True)
        found |= {by_place[level, number]: hashes for level, number, hashes in rows}
    parts = [
        (tile.level, tile.number, tile.number * WIDTH, tile.number * WIDTH + tile.width - 1)
        for tile in tiles
        if tile.width < WIDTH
    ]
    above = [part for part in parts if part[0]]
    if above:
        _, rows = statements.run(ROOTS, [list(column) for column in zip(*above, strict=True)], binary=True)
        found |= {by_place[level, number]: hashes for level, number, hashes in rows}
    for level, number, first, last in parts:
        if level == 0:
            found[by_place[0, number]] = leaf_hashes(first, last + 1)
    return found


def leaf_hashes(first: int, end: int) -> bytes:
    """The packed hashes of the leaves at these positions, as many as stand there."""
    _, rows = statements.run(LEAVES, [first, end - 1], binary=True)
    return rows[0][0] or b""


def stray(size: int) -> list[tuple[int, int]]:
    """Level and number of tiles that a log of `size` leaves does not fill."""
    shifts = [(level, size >> (HEIGHT * (level + 1))) for level in range(-(-64 // HEIGHT))]
    _, rows = statements.run(STRAY, [list(column) for column in zip(*shifts, strict=True)])
    return [(level, number) for level, number in rows]


def wrong_roots() -> list[tuple[int, int]]:
    """Level and number of full tiles whose root is not the entry that the full tile above has for it."""
    _, rows = statements.run(WRONG_ROOTS, [WIDTH, WIDTH])
    return [(level, number) for level, number in rows]
