"""The log's tree at ten million leaves: appending, making proofs and verifying them, on one core, tiles in memory."""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from nyata.core.growth import Edge, edge_tiles
from nyata.core.merkle import verify_consistency, verify_inclusion
from nyata.core.tiles import WIDTH, Tile, Tree
from prove.machine import ROOT, described

REPORT = ROOT / "docs" / "measurements" / "proofs.md"
LEAVES, BATCH, PROOFS = 10_000_000, 5_000, 2_000


def leaf(index: int) -> bytes:
    """An invented leaf hash."""
    return sha256(index.to_bytes(8, "big")).digest()


class Log:
    """A log whose tiles are in memory. `seconds`: processor time of appending, a root for every batch included."""

    def __init__(self, leaves: int) -> None:
        self.size, self.seconds = leaves, 0.0
        self.complete: dict[Tile, bytes] = {}
        self.edge = Edge()
        for start in range(0, leaves, BATCH):
            packed = b"".join([leaf(index) for index in range(start, min(start + BATCH, leaves))])
            began = time.thread_time()
            self.edge, more = self.edge.grown(packed)
            self.edge.root()
            self.seconds += time.thread_time() - began
            self.complete |= more
        self.last = dict(zip(edge_tiles(leaves), self.edge.rows, strict=True))

    def read(self, tiles: Sequence[Tile]) -> dict[Tile, bytes]:
        """Tiles as they were in a tree of any size up to this."""
        return {tile: self._held(tile)[: 32 * tile.width] for tile in tiles}

    def _held(self, tile: Tile) -> bytes:
        whole = Tile(tile.level, tile.number, WIDTH)
        return self.complete[whole] if whole in self.complete else self.last[edge_tiles(self.size)[tile.level]]


def measured(log: Log, proofs: int) -> dict[str, list[float]]:
    """Milliseconds of processor time of each making and each verifying, at random places. Every proof must hold."""
    draw, root = random.Random(4), log.edge.root()  # noqa: S311
    shared = Tree(log.size, log.read)
    found: dict[str, list[float]] = {}

    def timed(what: str, work: Callable[[], Any]) -> Any:
        began = time.thread_time()
        done = work()
        found.setdefault(what, []).append((time.thread_time() - began) * 1e3)
        return done

    for _ in range(proofs):
        index, first = draw.randrange(log.size), draw.randrange(1, log.size)
        proof = timed("inclusion, made alone", lambda at=index: Tree(log.size, log.read).inclusion_proof(at))
        timed("inclusion, made with others of one checkpoint", lambda at=index: shared.inclusion_proof(at))
        timed("inclusion, verified", lambda at=index, by=proof: verify_inclusion(leaf(at), at, log.size, by, root))
        older = Tree(first, log.read).root()
        proof = timed("consistency, made", lambda at=first: Tree(log.size, log.read).consistency_proof(at))
        timed(
            "consistency, verified",
            lambda at=first, was=older, by=proof: verify_consistency(at, log.size, was, root, by),
        )
    return found


def main(words: Sequence[str]) -> int:
    """0 when every proof held."""
    parser = argparse.ArgumentParser(prog="bench.proofs", description="measure the log's tree on this machine")
    parser.add_argument("--leaves", type=int, default=LEAVES, help=f"in the log ({LEAVES:,})")
    parser.add_argument("--proofs", type=int, default=PROOFS, help=f"of each kind ({PROOFS:,})")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and write nothing")
    wanted = parser.parse_args(words)
    log = Log(wanted.leaves)
    times = {what: sorted(each) for what, each in measured(log, wanted.proofs).items()}
    figures = {
        what: {"p50": round(each[len(each) // 2], 3), "p99": round(each[int(len(each) * 0.99)], 3)}
        for what, each in times.items()
    }
    appends = round(wanted.leaves / log.seconds)
    if wanted.json:
        print(json.dumps({"leaves": wanted.leaves, "appends_per_second": appends, "milliseconds": figures}))
        return 0
    rows = "\n".join(f"| {what} | {each['p50']} | {each['p99']} |" for what, each in figures.items())
    command = " ".join(["python -m bench.proofs", *words])
    REPORT.write_text(
        f"# Proofs\n\nMade by `{command}` {described()}.\n\n{wanted.leaves:,} invented leaves, tiles in memory, "
        f"{wanted.proofs:,} proofs of each kind at random places, every one verified; milliseconds of processor time "
        "(aim: under 1 each). Reading tiles from the database is not in it.\n\n| what | p50 | p99 |\n|---|---|---|\n"
        f"{rows}\n\nAppending in batches of {BATCH:,} with the root after each: **{appends:,}** leaves a second of one "
        "core (aim 5,000, with the database).\n"
    )
    print(REPORT.read_text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
