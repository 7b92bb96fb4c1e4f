"""Reading the log from its beginning: entries in order, each against its content, its tile and the time around it."""

import datetime as dt
import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from nyata.core.merkle import HASH_BYTES
from nyata.core.tiles import WIDTH
from nyata.ledger import statements
from nyata.ledger.faults import Bad, What
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Opening

AT_ONCE = WIDTH * 1024
EXACT = dt.timedelta(milliseconds=1)
_NO_HASH = bytes(HASH_BYTES)
_ROWS = """
SELECT p.index, p.leaf_id, l.hash, l.made_at, o.salt, o.content, o.kind FROM ledger_position p
  LEFT JOIN ledger_leaf l ON l.id = p.leaf_id LEFT JOIN ledger_opening o ON o.leaf_id = p.leaf_id
 WHERE p.index >= %s AND p.index < %s ORDER BY p.index
"""
_STORED = "SELECT number, hashes FROM ledger_tile WHERE level = 0 AND number >= %s AND number < %s"


class Entry(NamedTuple):
    """A place of the log as the tables have it; None for what is not there."""

    place: int
    leaf: int
    hash: bytes | None
    made_at: dt.datetime | None
    salt: bytes | None
    content: bytes | None
    kind: str | None


class Span(NamedTuple):
    """Entries that follow each other, and the packed hashes that stand for them in the tree: those of full tiles
    where there are any, so that one bad leaf is one fault and not that of every checkpoint after it."""

    entries: list[Entry]
    hashes: bytes
    bad: list[Bad]


def spans(size: int) -> Iterator[Span]:
    """The first `size` entries, which have no gap, in spans."""
    for start in range(0, size, AT_ONCE):
        end = min(size, start + AT_ONCE)
        _, rows = statements.run(_ROWS, [start, end], binary=True)
        entries = [Entry(*row) for row in rows]
        _, tiles = statements.run(_STORED, [start // WIDTH, end // WIDTH], binary=True)
        yield _span(start, entries, dict(tiles))


def _span(start: int, entries: list[Entry], tiles: dict[int, bytes]) -> Span:
    bad: list[Bad] = []
    for entry in entries:
        if entry.hash is None:
            bad.append(Bad(What.LEAF_GONE, entry.place, entry.leaf))
    own = [entry.hash or _NO_HASH for entry in entries]
    hashes = []
    for at in range(0, len(own), WIDTH):
        given = b"".join(own[at : at + WIDTH])
        stored = tiles.get((start + at) // WIDTH)
        if stored is not None and stored != given and len(stored) == len(given):
            bad += _moved(entries[at : at + WIDTH], stored)
        elif stored is None and len(given) == WIDTH * HASH_BYTES:
            bad.append(Bad(What.TILE_WRONG, start + at))
        hashes.append(stored if stored is not None and len(stored) == len(given) else given)
    return Span(entries, b"".join(hashes), bad)


def _moved(entries: list[Entry], stored: bytes) -> Iterator[Bad]:
    for place, entry in enumerate(entries):
        if entry.hash is not None and entry.hash != stored[place * HASH_BYTES : (place + 1) * HASH_BYTES]:
            yield Bad(What.MOVED, entry.place, entry.leaf)


class Around(NamedTuple):
    """The time that entries may say: not before `after`, nor later than `before`; None where nothing is known."""

    after: dt.datetime | None
    before: dt.datetime | None


def faults_of(entry: Entry, around: Around, erased: set[bytes]) -> Iterator[Bad]:
    """What is wrong with one entry by itself. `erased`: leaf hashes that an erasure names with its ground."""
    if entry.hash is None:
        return
    if entry.content is None or entry.salt is None:
        if entry.hash not in erased:
            yield Bad(What.CONTENT_GONE, entry.place, entry.leaf)
        return
    if sha256(b"\x00" + sha256(entry.salt + entry.content).digest()).digest() != entry.hash:
        yield Bad(What.CONTENT_CHANGED, entry.place, entry.leaf)
        return
    says = json.loads(entry.content)
    at = dt.datetime.fromisoformat(says["at"])
    if says.get("entry", says["kind"]) != entry.kind:
        yield Bad(What.CONTENT_CHANGED, entry.place, entry.leaf)
    if entry.made_at != at and (entry.made_at is None or abs(entry.made_at - at) > EXACT):
        yield Bad(What.TIME_DIFFERS, entry.place, entry.leaf)
    if around.after is not None and at < around.after:
        yield Bad(What.BACK_DATED, entry.place, entry.leaf)
    if around.before is not None and at > around.before:
        yield Bad(What.POST_DATED, entry.place, entry.leaf)


def erased_leaves() -> set[bytes]:
    """The hashes of leaves that erasures name with their legal ground. That these are whole is seen on the way."""
    found: set[bytes] = set()
    for content in Opening.objects.filter(kind=Kind.ERASURE).values_list("content", flat=True).iterator():
        says: dict[str, Any] = json.loads(bytes(content))
        if says.get("ground"):
            found |= {bytes.fromhex(one) for one in says.get("leaves", [])}
    return found
