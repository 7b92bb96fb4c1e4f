"""`python -m bench.ledger [--json]`: how fast entries get their place, and proofs at ten million leaves.

Its own PostgreSQL, with the tables of production. Entries are appended at a given rate, as services append them, while
the process of `nyata worker` places them; now and then one is followed until its proof can be made. The ten million
leaves are synthetic: hashes of numbers, written straight into leaves, positions and tiles, the tiles by the same code
that the sequencer runs.
"""

import argparse
import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import psycopg

from bench import ground
from nyata.config import processes
from nyata.config.commands.worker import LOG
from nyata.config.home import log_file

LEAVES = 10_000_000
RATES = (1_000, 2_500, 5_000, 7_500, 10_000)
SECONDS = 10.0
TICKS = 20  # a second
WITHIN = 2.0  # seconds until a proof
PROOFS = 2_000
AT_ONCE = 16**4  # leaves; the levels of a tile divide it
VERIFIED = 200_000


def measure(leaves: int = LEAVES, seconds: float = SECONDS) -> dict[str, Any]:
    """Rates, proofs and verification; prints what it does."""
    found: dict[str, Any] = {"leaves": leaves}
    with ground.prepared() as place:
        found["appends"] = [_said(row) for row in _appends(seconds)]
        found["verified"] = _said(_verified(min(leaves, VERIFIED)))
        found["made_in_s"] = round(_timed(lambda: _fill(place.cluster.url(), leaves)), 1)
        found |= _said(_proofs())
    return found


def _appends(seconds: float) -> Iterator[dict[str, Any]]:
    process = processes.spawn([*processes.NYATA, *LOG], log_file("log"), {"NYATA_DEMO": "0"})
    try:
        _until_placed(_append(1), 60.0)
        for rate in RATES:
            row = _at_rate(rate, seconds)
            yield row
            if not row["held"]:
                return
    finally:
        processes.stop(process, 15.0)


def _at_rate(rate: int, seconds: float) -> dict[str, Any]:
    """Append for so long, twenty times a second; whether it kept the rate, and how long entries waited for a proof."""
    followed: list[tuple[float, bytes]] = []
    waits: list[float] = []
    done = threading.Event()
    follower = threading.Thread(target=_follow, args=(followed, waits, done))
    follower.start()
    began, count = time.monotonic(), 0
    while (passed := time.monotonic() - began) < seconds:
        due = int(rate * (passed + 1 / TICKS)) - count
        followed.append((time.monotonic(), _append(max(due, 1))))
        count += max(due, 1)
        time.sleep(max(0.0, began + count / rate - time.monotonic()))
    took = time.monotonic() - began
    done.set()
    follower.join()
    kept = count / took
    return {
        "asked": rate,
        "per_second": round(kept),
        "proof_after_s": {"p50": round(statistics.median(waits), 2), "most": round(max(waits), 2)},
        "held": kept >= 0.95 * rate and max(waits) <= WITHIN,
    }


def _append(count: int) -> bytes:
    """So many entries in one transaction, as a service writes them; the hash of the last one."""
    from django.db import transaction
    from django.utils import timezone

    from nyata.ledger.kinds import Kind
    from nyata.ledger.services import append, append_many

    now = timezone.now()
    with transaction.atomic():
        append_many(
            Kind.VERDICT, [{"person": n, "outcome": "accepted", "reasons": []} for n in range(count - 1)], at=now
        )
        return append(Kind.CHECKIN, {"person": count}, at=now)


def _follow(followed: list[tuple[float, bytes]], waits: list[float], done: threading.Event) -> None:
    """One entry at a time, the newest there is, until its proof was made."""
    from django.db import connection

    while not done.is_set():
        if not followed:
            time.sleep(0.005)
            continue
        since, leaf = followed[-1]
        _until_placed(leaf, 60.0)
        waits.append(time.monotonic() - since)
    connection.close()


def _until_placed(leaf: bytes, seconds: float) -> None:
    from nyata.core.tiles import Tree
    from nyata.ledger.models import Position
    from nyata.ledger.selectors import log, tiles

    end = time.monotonic() + seconds
    while (index := Position.objects.filter(leaf__hash=leaf).values_list("index", flat=True).first()) is None:
        if time.monotonic() > end:
            raise SystemExit(f"bench: the sequencer does not work: {log_file('log').read_text()[-500:]}")
        time.sleep(0.02)
    Tree(log.size(), tiles.read).inclusion_proof(index)


def _verified(entries: int) -> dict[str, Any]:
    """How many entries a second `verify` reads, on a log of so many or as many as the rates left."""
    from django.utils import timezone

    from nyata.ledger.selectors import log
    from nyata.ledger.selectors.verifying import verify
    from nyata.ledger.services.checkpoints import make
    from nyata.ledger.services.sequencing import sequence
    from nyata.ledger.terms import terms_on

    while log.size() < entries:
        _append(5_000)
        while sequence():
            pass
    make(at=timezone.now())
    began = time.monotonic()
    answer = verify(at=timezone.now(), terms=terms_on(timezone.localdate()))
    took = time.monotonic() - began
    if not answer.ok:
        raise SystemExit(f"bench: the log does not hold: {answer.as_dict()}")
    return {"entries": answer.size, "per_second": round(answer.size / took)}


# Synthetic: the leaf at place n hashes its number. The index over hashes is made anew after them.
HASH_INDEX = "ALTER TABLE ledger_leaf DROP CONSTRAINT IF EXISTS ledger_leaf_hash_key"
HASH_INDEX_AGAIN = "ALTER TABLE ledger_leaf ADD CONSTRAINT ledger_leaf_hash_key UNIQUE (hash)"
TILES = "COPY ledger_tile (level, number, root, hashes) FROM STDIN"
SYNTHETIC = """
WITH leaf AS (
    INSERT INTO ledger_leaf (id, hash, made_at)
    SELECT %(ids)s + n, sha256('\\x00'::bytea || int8send(n)), now() FROM generate_series(%(first)s, %(last)s) n
)
INSERT INTO ledger_position (index, leaf_id) SELECT n, %(ids)s + n FROM generate_series(%(first)s, %(last)s) n
"""


def _fill(url: str, leaves: int) -> None:
    """Synthetic leaves behind what is there, up to `leaves`."""
    from nyata.core.growth import Edge
    from nyata.core.tiles import tile_root
    from nyata.ledger.selectors import log, tiles

    size = log.size()
    edge = Edge.read(size, tiles.read)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(HASH_INDEX)
        first = connection.execute("SELECT max(id) + 1 FROM ledger_leaf").fetchone()
        assert first is not None
        ids = first[0] - size
        for start in range(size, leaves, AT_ONCE):
            numbers = range(start, min(leaves, start + AT_ONCE))
            connection.execute(SYNTHETIC, {"ids": ids, "first": start, "last": numbers[-1]})
            edge, full = edge.grown(b"".join(sha256(b"\x00" + n.to_bytes(8, "big")).digest() for n in numbers))
            with connection.cursor() as cursor, cursor.copy(TILES) as copy:
                for tile, hashes in full.items():
                    copy.write_row((tile.level, tile.number, tile_root(hashes), hashes))
        connection.execute("SELECT setval(pg_get_serial_sequence('ledger_leaf', 'id'), max(id)) FROM ledger_leaf")
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(HASH_INDEX_AGAIN)
        for table in ("ledger_leaf", "ledger_position", "ledger_tile"):
            connection.execute(f"VACUUM (ANALYZE) {table}")


def _proofs() -> dict[str, Any]:
    """Milliseconds for making and for verifying proofs of random entries, each asked anew, by its leaf hash."""
    from django.utils import timezone

    from nyata.core.merkle import verify_consistency, verify_inclusion
    from nyata.ledger.models import Position
    from nyata.ledger.selectors import log, proofs
    from nyata.ledger.services.checkpoints import make

    newest, draw = make(at=timezone.now()), random.Random(1602)  # noqa: S311 - which entries
    root, size = bytes(newest.root), log.size()
    times: dict[str, list[float]] = {"prove": [], "verify": [], "prove_growth": [], "verify_growth": []}
    for _ in range(PROOFS):
        leaf = bytes(Position.objects.get(index=draw.randrange(size)).leaf.hash)
        made = _kept(times["prove"], lambda leaf=leaf: proofs.inclusion(leaf, newest))
        _kept(times["verify"], lambda made=made: verify_inclusion(made.leaf, made.index, size, made.proof, root))
        first = draw.randrange(1, size)
        old = proofs.root_at(first)
        grown = _kept(times["prove_growth"], lambda first=first: proofs.consistency(first, size))
        _kept(times["verify_growth"], lambda a=(first, old, grown): verify_consistency(a[0], size, a[1], root, a[2]))
    return {name: _spread(values) for name, values in times.items()}


def _kept(times: list[float], does: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = does()
    times.append(1000 * (time.perf_counter() - began))
    return found


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"p50_ms": round(ordered[len(ordered) // 2], 3), "p95_ms": round(ordered[int(0.95 * len(ordered))], 3)}


def _timed(does: Callable[[], Any]) -> float:
    began = time.monotonic()
    does()
    return time.monotonic() - began


def _said(found: Any) -> Any:
    print(f"  {found}", file=sys.stderr, flush=True)
    return found


def main(words: list[str]) -> int:
    """0 when everything could be measured."""
    parser = argparse.ArgumentParser(prog="bench.ledger", description="measure the log")
    parser.add_argument("--leaves", type=int, default=LEAVES, help=f"of the large log ({LEAVES})")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"of each rate ({SECONDS:g})")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")
    wanted = parser.parse_args(words)
    found = measure(wanted.leaves, wanted.seconds)
    print(json.dumps(found, indent=None if wanted.json else 2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
