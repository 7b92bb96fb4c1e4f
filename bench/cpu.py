"""Whose processor time it was, from /proc: the parts of Nyata, and everybody else on the machine."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count() or 1


def tree_seconds(root: int) -> float:
    """Processor seconds of a process and all below it so far, including children that have ended."""
    parents: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        pid = int(path.parent.name)
        parents.setdefault(int(fields[1]), []).append(pid)
        used[pid] = sum(int(one) for one in fields[11:15]) / TICKS
    found, total = [root], 0.0
    while found:
        pid = found.pop()
        total += used.get(pid, 0.0)
        found += parents.get(pid, [])
    return total


def machine_seconds() -> tuple[float, float]:
    """(busy, stolen) processor seconds of the whole machine since it started."""
    fields = [int(one) / TICKS for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _wait, irq, soft, steal = fields[:8]
    return user + nice + system + irq + soft, steal


@dataclass
class Account:
    """Processor time of named trees of processes over a span: `roots` are their pids."""

    roots: dict[str, int]

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._at = time.monotonic()
        self._before = {name: tree_seconds(pid) for name, pid in self.roots.items()}
        self._machine = machine_seconds()

    def close(self, **known: float) -> dict[str, float]:
        """Cores used on average by each part, by `known` ones (seconds) and by `others`; `load` is the machine's."""
        span = time.monotonic() - self._at
        parts = {name: tree_seconds(pid) - self._before[name] for name, pid in self.roots.items()} | known
        busy, stolen = (now - before for now, before in zip(machine_seconds(), self._machine, strict=True))
        parts["others"] = max(busy - sum(parts.values()), 0.0)
        parts["stolen"] = stolen
        return {name: round(seconds / span, 3) for name, seconds in parts.items()} | {"load": os.getloadavg()[0]}
