"""From a fresh clone to the first page, with nothing cached; stopped by Ctrl-C; started again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prove.machine import ROOT

TITLE = "Cold start: from a clone to the first page"
COLD_SECONDS, WARM_SECONDS = 60, 5
# Caches that would make a second run faster than a first one.
CACHES = {"UV_CACHE_DIR": "uv", "npm_config_cache": "npm", "PIP_CACHE_DIR": "pip", "XDG_CACHE_HOME": "xdg"}


@dataclass(frozen=True)
class Way:
    """A kind of machine or person to start as."""

    name: str
    bare: bool = False
    account: str | None = None


def ways() -> list[Way]:
    """As we are, on a machine with neither npm nor PostgreSQL, and where we are root as a normal user too."""
    mine = "root" if os.geteuid() == 0 else "a normal user"
    found = [Way(f"{mine}, the machine's npm and PostgreSQL where it has them"), Way(f"{mine}, neither", bare=True)]
    if os.geteuid() == 0:
        found.append(Way("a normal user, neither", bare=True, account="nobody"))
    return found


def run() -> Iterator[str]:
    """A table with one line a way. Raises AssertionError where an aim is missed or something stays behind."""
    yield "| as | first page | stopped by Ctrl-C | first page again | stopped by SIGTERM |"
    yield "|---|---|---|---|---|"
    missed = []
    for way in ways():
        cold, stop, warm, stop_again = _measure(way)
        yield f"| {way.name} | {cold:.1f} s | {stop:.1f} s | {warm:.1f} s | {stop_again:.1f} s |"
        if cold >= COLD_SECONDS or warm >= WARM_SECONDS:
            missed.append(way.name)
    yield ""
    yield (
        "First page: from `make demo` in a fresh clone, caches of uv, pip and npm empty, until `/` answers 200; "
        f"aims {COLD_SECONDS} s cold and {WARM_SECONDS} s warm. After each stop no process was left."
    )
    assert not missed, f"slower than the aim: {', '.join(missed)}"


def _measure(way: Way) -> tuple[float, float, float, float]:
    with _folder(way) as folder:
        clone = folder / "nyata"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        _give(folder, way)
        cold, demo = _start(way, clone)
        stop = _stop(demo, clone, signal.SIGINT)
        warm, demo = _start(way, clone)
        return cold, stop, warm, _stop(demo, clone, signal.SIGTERM)


def _start(way: Way, clone: Path) -> tuple[float, subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("NYATA_", "DATABASE", "PIP_FIND"))
    }
    environment = kept | {name: str(clone.parent / place) for name, place in CACHES.items()}
    environment |= {"NYATA_BARE": "1"} if way.bare else {}
    started = time.monotonic()
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"], cwd=clone, env=environment | _person(way, clone.parent),
        start_new_session=True, **_account(way),
    )  # fmt: skip
    try:
        while not _answers(port):
            assert demo.poll() is None, f"make demo ended with {demo.returncode}"
            time.sleep(0.05)
    except BaseException:  # a proof that is broken off leaves no demo behind
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(60)
        raise
    return time.monotonic() - started, demo


def _stop(demo: subprocess.Popen[bytes], clone: Path, number: int) -> float:
    """Ctrl-C reaches every process of the terminal; SIGTERM reaches make alone."""
    started = time.monotonic()
    if number == signal.SIGINT:
        os.killpg(demo.pid, number)
    else:
        demo.send_signal(number)
    demo.wait(60)
    seconds = time.monotonic() - started
    left = [line for line in _processes() if str(clone) in line]
    assert not left, f"left running: {left}"
    return seconds


def _processes() -> list[str]:
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(command.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _account(way: Way) -> dict[str, object]:
    if way.account is None:
        return {}
    account = pwd.getpwnam(way.account)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _person(way: Way, folder: Path) -> dict[str, str]:
    """The surroundings of another person: their home, and only programs that everybody may run."""
    return {"HOME": str(folder), "PATH": "/usr/bin:/bin"} if way.account else {}


def _give(folder: Path, way: Way) -> None:
    if way.account:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, way.account)


@contextmanager
def _folder(way: Way) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="nyata-cold-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
