"""Giving waiting leaves their position in the tree, and keeping the tiles that become full.

Killed at any instruction, nothing is lost and nothing is placed twice: all of a batch is one transaction.
"""

from django.db import connection, transaction

from nyata.core.growth import Edge
from nyata.core.tiles import Tile, tile_root
from nyata.ledger import statements
from nyata.ledger.selectors import log, tiles

BATCH = 10_000
# One at a time places leaves or signs: a number of our own among advisory locks.
LOCK = 0x6E79_6174_6100_0001
# Never "all above the last one placed": a transaction that commits late brings a leaf with a lower number.
PLACE = """
WITH first AS MATERIALIZED (
    SELECT w.leaf_id, l.hash, %s::bigint - 1 + row_number() OVER (ORDER BY w.leaf_id) AS index
      FROM (SELECT leaf_id FROM ledger_waiting ORDER BY leaf_id LIMIT %s) w JOIN ledger_leaf l ON l.id = w.leaf_id
), gone AS (
    DELETE FROM ledger_waiting WHERE leaf_id IN (SELECT leaf_id FROM first)
), placed AS (
    INSERT INTO ledger_position (index, leaf_id) SELECT index, leaf_id FROM first
)
SELECT string_agg(hash, ''::bytea ORDER BY index), count(*) FROM first
"""
KEEP = """
INSERT INTO ledger_tile (level, number, root, hashes)
SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[], %s::bytea[])
"""


def sequence(*, most: int = BATCH) -> int:
    """Place up to `most` waiting leaves behind the others, by the order of their ids; how many were placed.

    A second one at the same time waits for the first.
    """
    with transaction.atomic():
        lock()
        size = log.size()
        _, rows = statements.run(PLACE, [size, most], binary=True)
        hashes, count = rows[0]
        if count:
            _keep(Edge.read(size, tiles.read).grown(hashes)[1])
    return int(count)


def lock() -> None:
    """Until the transaction ends, nobody else places leaves or signs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _keep(full: dict[Tile, bytes]) -> None:
    rows = [(tile.level, tile.number, tile_root(hashes), hashes) for tile, hashes in full.items()]
    if rows:
        statements.run(KEEP, [list(column) for column in zip(*rows, strict=True)])
