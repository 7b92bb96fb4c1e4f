"""Reading tiles from their table; one that is not full yet from what it will be made of."""

from collections.abc import Sequence

from nyata.core.tiles import HEIGHT, WIDTH, Tile
from nyata.ledger import statements

# One statement for everything a proof needs: full tiles as they are kept; one that is not full from the entries of its
# level, which are the roots of the full tiles below, or the leaf hashes. The limits tell the planner how few there are:
# without them it expects thousands in a large log and compiles the statement each time (30 ms).
READ = """
SELECT t.level, t.number, t.hashes FROM unnest(%s::smallint[], %s::bigint[]) AS w(level, number)
  JOIN ledger_tile t ON t.level = w.level AND t.number = w.number
UNION ALL
SELECT w.level, w.number, CASE
       WHEN w.level = 0 THEN (
           SELECT string_agg(l.hash, ''::bytea ORDER BY p.index)
             FROM (SELECT * FROM ledger_position WHERE index BETWEEN w.first AND w.last ORDER BY index LIMIT 16) p
             JOIN ledger_leaf l ON l.id = p.leaf_id)
       ELSE (
           SELECT string_agg(t.root, ''::bytea ORDER BY t.number)
             FROM (SELECT * FROM ledger_tile WHERE level = w.level - 1 AND number BETWEEN w.first AND w.last
                    ORDER BY number LIMIT 16) t) END
  FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS w(level, number, first, last)
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
    """The packed hashes of tiles, as many as stand there; of a missing one there is nothing. One statement."""
    full = [(tile.level, tile.number) for tile in tiles if tile.width == WIDTH]
    parts = [
        (tile.level, tile.number, tile.number * WIDTH, tile.number * WIDTH + tile.width - 1)
        for tile in tiles
        if tile.width < WIDTH
    ]
    _, rows = statements.run(READ, [*_columns(full, 2), *_columns(parts, 4)], binary=True)
    by_place = {(tile.level, tile.number): tile for tile in tiles}
    return {by_place[level, number]: hashes for level, number, hashes in rows if hashes is not None}


def _columns(rows: Sequence[tuple[int, ...]], count: int) -> list[list[int]]:
    return [[row[at] for row in rows] for at in range(count)]


def stray(size: int) -> list[tuple[int, int]]:
    """Level and number of tiles that a log of `size` leaves does not fill."""
    shifts = [(level, size >> (HEIGHT * (level + 1))) for level in range(-(-64 // HEIGHT))]
    _, rows = statements.run(STRAY, _columns(shifts, 2))
    return [(level, number) for level, number in rows]


def wrong_roots() -> list[tuple[int, int]]:
    """Level and number of full tiles whose root is not the entry that the full tile above has for it."""
    _, rows = statements.run(WRONG_ROOTS, [WIDTH, WIDTH])
    return [(level, number) for level, number in rows]
