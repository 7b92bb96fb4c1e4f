"""One span of load: a sender beside the servers, what it was answered, and whose processor time it was."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.cpu import Account
from bench.sender import Job

ROOT = Path(__file__).resolve().parents[1]
SPARE = 180.0  # seconds a sender may take beyond its span


@dataclass
class Span:
    """What came of a span. Latencies in seconds; `cores` by part (see cpu.Account)."""

    seconds: float
    statuses: Counter[int]
    latencies: list[float]
    cores: dict[str, float] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        return self.statuses[201] / self.seconds if self.seconds else 0.0

    @property
    def errors(self) -> int:
        return sum(self.statuses.values()) - self.statuses[201]

    def as_json(self) -> dict[str, Any]:
        return {
            "requests": sum(self.statuses.values()),
            "per_second": round(self.per_second, 1),
            "p50_ms": round(1000 * quantile(self.latencies, 0.5), 1),
            "p99_ms": round(1000 * quantile(self.latencies, 0.99), 1),
            "errors": self.errors,
            "statuses": dict(self.statuses),
            "cores": self.cores,
        }


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies (nearest rank); 0 for none."""
    if not values:
        return 0.0
    ranked = sorted(values)
    return ranked[min(int(share * len(ranked)), len(ranked) - 1)]


def start(job: Job) -> subprocess.Popen[str]:
    """A sender at work on the job."""
    sender = subprocess.Popen(
        [sys.executable, "-m", "bench.sender"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert sender.stdin is not None
    sender.stdin.write(json.dumps(vars(job)))
    sender.stdin.close()
    sender.stdin = None
    return sender


def finish(sender: subprocess.Popen[str], job: Job) -> tuple[Span, float]:
    """(what came of it, processor seconds of the sender)."""
    try:
        said, _ = sender.communicate(timeout=job.seconds + SPARE)
    except subprocess.TimeoutExpired:
        sender.kill()
        raise
    result = json.loads(said)
    answers = result["answers"]
    statuses = Counter(status for *_, status in answers)
    return Span(result["span"], statuses, [seconds for _, seconds, _ in answers]), result["own_seconds"]


def run(job: Job, roots: dict[str, int]) -> Span:
    """Send the job while the trees of processes `roots` are watched."""
    account = Account(roots)
    sender = start(job)
    span, own = finish(sender, job)
    span.cores = account.close(client=own)
    return span
