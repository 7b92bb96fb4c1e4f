"""Child processes that end with us: started apart from the terminal, stopped in order, never left behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NYATA = (sys.executable, "-m", "nyata.config.cli")


def spawn(words: list[str], log: Path | None, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches only us, and we stop the child in its turn.

    When we are killed outright the kernel sends it SIGTERM. Without a log it writes where we write.
    """
    leash = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    file = open(log, "ab") if log else None  # noqa: SIM115 - the child keeps it
    try:
        return subprocess.Popen(
            [*leash, *words], stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            env=os.environ | (environment or {}), start_new_session=True,
        )  # fmt: skip
    finally:
        if file:
            file.close()


def stop(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Ask it to end, wait `seconds`, then end it and everything it started."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class _Interrupt:
    """Whether a signal has to wait, and whether one has come."""

    waits = False
    came = False


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Inside, SIGTERM and a closed terminal raise KeyboardInterrupt as Ctrl-C does, once."""

    def interrupt(number: int, frame: object) -> None:
        for name in signals:
            signal.signal(name, signal.SIG_IGN)
        if _Interrupt.waits:
            _Interrupt.came = True
        else:
            raise KeyboardInterrupt

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    _Interrupt.came = False
    before = {name: signal.signal(name, interrupt) for name in signals}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A signal that comes inside is acted on at the end: between a child's start and the note of it, none is lost."""
    _Interrupt.waits = True
    try:
        yield
    finally:
        _Interrupt.waits = False
    if _Interrupt.came:
        _Interrupt.came = False
        raise KeyboardInterrupt
