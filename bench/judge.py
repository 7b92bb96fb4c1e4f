"""Judging: bursts a second and core through the real worker, and how long a person waits for a verdict."""

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

from bench import bundles, load
from bench.cpu import Account, tree_seconds
from bench.ground import Ground
from bench.performers import perform
from bench.post import forget_jobs
from bench.sender import Job
from bench.world import Bound

PAUSE = 0.05
NEW = """
SELECT v.id, v.checkin_id, v.stage, v.outcome, extract(epoch FROM c.received_at)::float8, v.reasons
FROM checkins_verdict v JOIN checkins_checkin c ON c.id = v.checkin_id WHERE v.id > %s ORDER BY v.id
"""


@dataclass
class Watch:
    """Sees verdicts appear, as a phone that asks does: `seen` is (when, stage, seconds since receipt, outcome)."""

    url: str
    worker: int = 0
    seen: list[tuple[float, str, float, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    worker_seconds: list[tuple[float, float]] = field(default_factory=list)  # (when, processor seconds)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def watching(self) -> Iterator["Watch"]:
        with psycopg.connect(self.url, autocommit=True) as own:
            row = own.execute("SELECT coalesce(max(id), 0) FROM checkins_verdict").fetchone()
            thread = threading.Thread(target=self._look, args=(own, row[0] if row else 0), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                self._stop.set()
                thread.join(10)

    def count(self, stage: str) -> int:
        return sum(1 for _, one, *_ in self.seen if one == stage)

    def wait_for(self, stage: str, count: int, seconds: float) -> bool:
        """Whether so many verdicts of the stage were seen in time."""
        deadline = time.monotonic() + seconds
        while self.count(stage) < count:
            if time.monotonic() > deadline:
                return False
            time.sleep(PAUSE)
        return True

    def _look(self, own: psycopg.Connection, newest: int) -> None:
        while not self._stop.wait(PAUSE):
            rows = own.execute(NEW, [newest]).fetchall()
            now = time.time()
            if self.worker:
                self.worker_seconds.append((now, tree_seconds(self.worker)))
            newest = rows[-1][0] if rows else newest
            for _, stage, outcome, received, reasons in (row[1:] for row in rows):
                self.seen.append((now, stage, now - received, outcome))
                self.reasons.update(f"{stage}: {reason}" for reason in reasons)


def through_worker(ground: Ground, people: list[Bound], count: int) -> dict[str, Any]:
    """`count` bursts wait, one worker process takes them: first all at once, then the deep look at each."""
    with posted(ground, people, count):
        pass
    watch = Watch(ground.cluster.url())
    began = time.monotonic()
    with ground.worker(1) as worker, watch.watching():
        watch.worker = worker.pid
        account = Account({"worker": worker.pid, "database": ground.cluster.pid() or 0})
        done = watch.wait_for("first", count, 60 + count) and watch.wait_for("deep", count, 60 + 2 * count)
        cores = account.close()
    forget_jobs()
    row = {"bursts": count, "finished": done, "seconds": round(time.monotonic() - began, 1), "cores": cores}
    row |= {stage: _rate(watch, stage) for stage in ("first", "deep")}
    row["outcomes"] = dict(Counter(outcome for _, stage, _, outcome in watch.seen if stage == "first"))
    row["reasons"] = dict(watch.reasons.most_common(14))
    return row


def _rate(watch: Watch, stage: str) -> dict[str, float]:
    """Bursts a second from the first verdict of the stage to the last, by the clock and by the worker's processor."""
    times = sorted(when for when, one, *_ in watch.seen if one == stage)
    if len(times) < 3:
        return {"per_second": 0.0, "per_core_second": 0.0}
    span = times[-1] - times[0]
    used = _used(watch, times[-1]) - _used(watch, times[0])
    # What was seen together with the first one was judged before the span began.
    count = sum(1 for when in times if when > times[0])
    return {
        "per_second": round(count / span, 2) if span else 0.0,
        "per_core_second": round(count / used, 2) if used else 0.0,
    }


def _used(watch: Watch, when: float) -> float:
    return next((seconds for at, seconds in watch.worker_seconds if at >= when), 0.0)


@contextmanager
def posted(ground: Ground, people: list[Bound], count: int) -> Iterator[None]:
    """So many different bursts in the database, jobs and all, with no worker running."""
    forget_jobs()
    shelf = bundles.Shelf(ground.folder / "judging")
    mine = shelf.add([people[at % len(people)] for at in range(count)], ground.origin, perform(count))
    connection.close()
    with ground.web() as server:
        job = Job(str(shelf.folder), ground.port, mine.start, mine.stop, 4, 60.0 + count)
        span = load.run(job, {"web": server.pid})
    shelf.close()
    if span.statuses[201] != count:
        raise RuntimeError(f"only {span.statuses[201]} of {count} bundles were taken: {span.statuses}")
    yield


@dataclass(frozen=True)
class Arrivals:
    """Bodies on a shelf that arrive so many a second."""

    shelf: bundles.Shelf
    places: range
    rate: float


def arriving(ground: Ground, arrivals: Arrivals, workers: int, drain: float) -> tuple[load.Span, Watch, float, float]:
    """Web server and workers on the same cores while bodies arrive; then until the deep looks are made too.

    Returns (the span of sending, what was seen, when it began, when sending ended), the times as time.time().
    """
    forget_jobs()
    count = len(arrivals.places)
    watch = Watch(ground.cluster.url())
    job = Job(
        str(arrivals.shelf.folder), ground.port, arrivals.places.start, arrivals.places.stop,
        connections=64, seconds=count / arrivals.rate + 1, rate=arrivals.rate,
    )  # fmt: skip
    connection.close()
    with ground.web() as server, ground.worker(workers) as worker, watch.watching():
        _until_ready(worker)
        roots = {"web": server.pid, "worker": worker.pid, "database": ground.cluster.pid() or 0}
        began = time.time()
        span = load.run(job, roots)
        ended = time.time()
        taken = span.statuses[201]
        watch.wait_for("first", taken, drain)
        watch.wait_for("deep", taken, drain)
    forget_jobs()
    return span, watch, began, ended


def _until_ready(worker: subprocess.Popen[bytes], seconds: float = 60.0) -> None:
    """A worker that has loaded its engine uses no processor time any more."""
    deadline, before = time.monotonic() + seconds, -1.0
    time.sleep(4)
    while time.monotonic() < deadline:
        used = tree_seconds(worker.pid)
        if used - before < 0.1:
            return
        before = used
        time.sleep(1)


def at_rate(ground: Ground, people: list[Bound], rate: float, seconds: float, workers: int = 2) -> dict[str, Any]:
    """Verdict delays while so many people a second arrive."""
    shelf = bundles.Shelf(ground.folder / "arrivals")
    count = int(rate * seconds)
    places = shelf.add([people[at % len(people)] for at in range(count)], ground.origin, perform(count))
    span, watch, *_ = arriving(ground, Arrivals(shelf, places, rate), workers, drain=120 + 2 * count)
    shelf.close()
    delays = [delay for _, stage, delay, _ in watch.seen if stage == "first"]
    return {
        "rate": rate,
        "people": count,
        "taken": span.statuses[201],
        "judged": len(delays),
        "verdict_p50_s": round(load.quantile(delays, 0.5), 2),
        "verdict_p95_s": round(load.quantile(delays, 0.95), 2),
        "verdict_max_s": round(max(delays, default=0.0), 2),
        "post": span.as_json(),
        "outcomes": dict(Counter(outcome for _, stage, _, outcome in watch.seen if stage == "first")),
    }
