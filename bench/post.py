"""`POST /api/v1/checkins` with a real bundle of twelve frames: how many a second, and how long one waits."""

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

from bench import bundles, load
from bench.ground import Ground
from bench.performers import Burst, perform
from bench.sender import Job
from bench.world import Bound

SHARED_BURSTS = 64
CONNECTIONS = (4, 16, 64)
WARM = 150
FREE = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "SELECT 1")


@dataclass
class Post:
    """Measures the same thing in several states of the world; the bursts are rendered once."""

    ground: Ground
    people: list[Bound]
    seconds: float = 10.0
    connections: tuple[int, ...] = CONNECTIONS
    judged: int = 1200  # bodies while workers run: each with a burst of its own
    bursts: list[Burst] = field(default_factory=list)

    @property
    def most(self) -> int:
        """Bodies for one span: more than can be sent in it."""
        return math.ceil(260 * self.seconds)

    def measure(self, state: str, workers: int = 0) -> list[dict[str, Any]]:
        """One row for each number of connections, with so many judging processes beside it."""
        self.some_burst()
        rows = []
        with _shelf(self) as shelf, self.ground.web() as server:
            roots = {"web": server.pid, "database": self.ground.cluster.pid() or 0}
            self._send(shelf, WARM, 16, roots)
            if workers:
                with self.ground.worker(workers) as worker:
                    roots["worker"] = worker.pid
                    middle = self.connections[len(self.connections) // 2]
                    rows = [self._row(state, shelf, middle, roots, is_judged=True)]
            else:
                rows = [self._row(state, shelf, count, roots) for count in self.connections]
        forget_jobs()
        return rows

    def some_burst(self) -> Burst:
        """One of the bursts, which are rendered now where they were not yet."""
        self.bursts = self.bursts or list(perform(min(SHARED_BURSTS, max(len(self.people) // 5, 1))))
        return self.bursts[0]

    def _row(
        self, state: str, shelf: bundles.Shelf, connections: int, roots: dict[str, int], is_judged: bool = False
    ) -> dict[str, Any]:
        span = self._send(shelf, self.judged if is_judged else self.most, connections, roots, is_judged)
        row = {"state": state, "connections": connections} | span.as_json()
        said = {name: row[name] for name in ("per_second", "p50_ms", "p99_ms", "errors", "cores")}
        print(f"  {state}, {connections} connections: {said}", flush=True)
        return row

    def _send(
        self, shelf: bundles.Shelf, count: int, connections: int, roots: dict[str, int], is_judged: bool = False
    ) -> load.Span:
        people = [self.people[at % len(self.people)] for at in range(count)]
        mine = shelf.add(people, self.ground.origin, perform(count) if is_judged else None)
        connection.close()
        job = Job(str(shelf.folder), self.ground.port, mine.start, mine.stop, connections, self.seconds)
        return load.run(job, roots)


@contextmanager
def _shelf(post: Post) -> Iterator[bundles.Shelf]:
    folder = post.ground.folder / "shelf"
    shelf = bundles.Shelf(folder)
    shelf.share(post.bursts)
    try:
        yield shelf
    finally:
        shelf.close()
        shutil.rmtree(folder, ignore_errors=True)


# Else the worker's housekeeping takes them up after five minutes, in the middle of another measurement.
SETTLE = """
INSERT INTO checkins_verdict (
    checkin_id, stage, outcome, reasons, signals, policy_hash, program, counts_at, made_at, words
)
SELECT id, 'first', 'accepted', '{}', '[]', repeat('0', 64), 'bench', acted_at, received_at, ''
FROM checkins_checkin c
WHERE day >= current_date - 2 AND NOT EXISTS (SELECT 1 FROM checkins_verdict v WHERE v.checkin_id = c.id)
"""


def forget_jobs() -> None:
    """Settle what nobody judged and take its jobs back: the next measurement starts with none. No worker may run."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(SETTLE)


def statements(one: Bound, burst: Burst, ground: Ground) -> int:
    """How many SQL statements one check-in takes, ledger and job included, counted in this process."""
    from django.test import RequestFactory

    from nyata.checkins.api_bundle import receive

    shelf = bundles.Shelf(ground.folder / "one")
    shelf.share([burst])
    shelf.add([one], ground.origin)
    shelf.close()
    body = (shelf.folder / "heads").read_bytes() + (shelf.folder / "frames").read_bytes()
    shutil.rmtree(shelf.folder)
    request = RequestFactory().generic(
        "POST", "/api/v1/checkins", body, content_type=f"multipart/form-data; boundary={bundles.MARK}"
    )
    with _counted() as sent:
        answer = receive(request)
    if answer.status_code != 201:
        raise RuntimeError(f"one check-in was answered {answer.status_code}: {answer.content!r}")
    return len([one for one in sent if not one.lstrip().upper().startswith(FREE)])


@contextmanager
def _counted() -> Iterator[list[str]]:
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def counting(self: psycopg.Cursor, query: Any, *args: Any, **kwargs: Any) -> psycopg.Cursor:
        sent.append(query if isinstance(query, str) else query.as_string(self))
        return execute(self, query, *args, **kwargs)

    psycopg.Cursor.execute = counting  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
