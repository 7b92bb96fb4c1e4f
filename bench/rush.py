"""The morning: everybody within a few minutes. How far both stages fall behind, and when they have caught up."""

from collections import Counter
from typing import Any

from bench import bundles, load
from bench.ground import Ground
from bench.judge import Arrivals, arriving
from bench.performers import perform
from bench.world import Bound

WORKERS = 2
BUCKETS = 10


def rush(ground: Ground, people: list[Bound], minutes: float) -> dict[str, Any]:
    """Each of these people once, evenly over so many minutes, each with a burst of their own."""
    shelf = bundles.Shelf(ground.folder / "rush")
    rate = len(people) / (60 * minutes)
    places = shelf.add(people, ground.origin, perform(len(people)))
    drain = 120 + len(people) * 0.8
    span, watch, began, ended = arriving(ground, Arrivals(shelf, places, rate), WORKERS, drain)
    shelf.close()
    stages = {}
    for stage in ("first", "deep"):
        rows = [(when, delay) for when, one, delay, _ in watch.seen if one == stage]
        delays = [delay for _, delay in rows]
        stages[stage] = {
            "judged": len(rows),
            "p50_s": round(load.quantile(delays, 0.5), 1),
            "p95_s": round(load.quantile(delays, 0.95), 1),
            "max_s": round(max(delays, default=0.0), 1),
            "done_after_last_arrival_s": round(max((when for when, _ in rows), default=ended) - ended, 1),
        }
    return {
        "people": len(people),
        "minutes": minutes,
        "rate": round(rate, 2),
        "workers": WORKERS,
        "stages": stages,
        "over_time": _over_time(watch.seen, began, ended),
        "post": span.as_json(),
        "outcomes": dict(Counter(outcome for _, stage, _, outcome in watch.seen if stage == "first")),
    }


def _over_time(seen: list[tuple[float, str, float, str]], began: float, ended: float) -> list[dict[str, float]]:
    """By tenths of the arrivals: the p95 of the first stage's delay for those received then."""
    length = max((ended - began) / BUCKETS, 1e-6)
    buckets: list[list[float]] = [[] for _ in range(BUCKETS)]
    for when, stage, delay, _ in seen:
        if stage == "first":
            buckets[min(max(int((when - delay - began) / length), 0), BUCKETS - 1)].append(delay)
    return [
        {"minute": round((at + 1) * length / 60, 1), "p50_s": round(load.quantile(one, 0.5), 1),
         "p95_s": round(load.quantile(one, 0.95), 1)}
        for at, one in enumerate(buckets)
    ]  # fmt: skip
