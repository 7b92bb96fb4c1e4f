"""Nyata as it runs in earnest: `nyata serve` and `nyata worker` as processes, over a database of their own."""

import datetime as dt
import fcntl
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nyata.config.database import make_database
from nyata.config.processes import NYATA, spawn, stop

ROOT = Path(__file__).resolve().parents[2]
JAKARTA = ZoneInfo("Asia/Jakarta")
CLOCK = Path(__file__).parent / "clock"
EMPTY = "nyata_browser"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_database(environment: dict[str, str]) -> str:
    """The address of a fresh database in the cluster of this test run, with its tables and nothing in them."""
    url = os.environ["DATABASE_URL"]
    with open(Path(tempfile.gettempdir()) / f"nyata-tables-{os.getuid()}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if make_database(url, EMPTY):
            # The first house makes the tables, those after it copy them.
            run_module("tests.browser.tables", environment | {"DATABASE_URL": _named(url, EMPTY)})
    fresh = f"nyata_browser_{secrets.token_hex(4)}"
    make_database(url, fresh, like=EMPTY)
    return _named(url, fresh)


def _named(url: str, name: str) -> str:
    head, _, tail = url.rpartition("/")
    was, mark, query = tail.partition("?")
    assert was
    return f"{head}/{name}{mark}{query}"


def run_module(name: str, environment: dict[str, str], *words: str) -> str:
    """What a module of ours prints, run as a program of its own."""
    made = subprocess.run(
        [sys.executable, "-m", name, *words],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return made.stdout


@dataclass
class House:
    """One running Nyata. `world` is what tests.browser.world made."""

    folder: Path
    environment: dict[str, str]
    origin: str
    port: int
    world: dict[str, Any] = field(default_factory=dict)
    _web: subprocess.Popen[bytes] | None = None
    _worker: subprocess.Popen[bytes] | None = None

    @classmethod
    def build(cls, folder: Path, **environment: str) -> "House":
        """A house with its world, not yet started."""
        port = free_port()
        origin = f"http://localhost:{port}"
        environment = {
            "NYATA_ORIGIN": origin, "NYATA_HOME": str(folder / "home"),
            "PYTHONPATH": os.pathsep.join([str(CLOCK), str(ROOT), str(ROOT / "src")]), **environment,
        }  # fmt: skip
        environment["DATABASE_URL"] = new_database(environment)
        made = run_module("tests.browser.world", environment)
        return cls(folder, environment, origin, port, json.loads(made.splitlines()[-1]))

    def person(self, name: str) -> dict[str, Any]:
        """Somebody of the cast: nip, name, pk."""
        return self.world["people"][name]

    def start(self) -> None:
        """Web server and worker."""
        self.start_web()
        self._worker = spawn([*NYATA, "worker", "--processes", "2"], self.folder / "worker.log", self.environment)

    def set_clock(self, local: dt.datetime) -> None:
        """From the next start on, the servers believe that it is now this time in Jakarta."""
        shift = local.replace(tzinfo=JAKARTA) - dt.datetime.now(JAKARTA)
        self.environment["SHIFTED_BY_SECONDS"] = str(shift.total_seconds())

    def start_web(self) -> None:
        """`nyata serve`; returns when it answers."""
        words = [*NYATA, "serve", "--port", str(self.port)]
        self._web = spawn(words, self.folder / "web.log", self.environment)
        deadline = time.monotonic() + 200
        while time.monotonic() < deadline:
            assert self._web.poll() is None, self.logs()
            try:
                urllib.request.urlopen(f"{self.origin}/manifest.webmanifest", timeout=5)  # noqa: S310 - our own
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(self.logs())

    def stop_web(self) -> None:
        """Ends the web server; the worker and the database stay."""
        if self._web:
            stop(self._web, 10)
            self._web = None

    def stop(self) -> None:
        """Ends everything."""
        self.stop_web()
        if self._worker:
            stop(self._worker, 15)
            self._worker = None

    def logs(self) -> str:
        """What the processes said, for a failing test."""
        return "\n".join(path.read_text(errors="replace")[-6000:] for path in sorted(self.folder.glob("*.log")))
