"""A machine of one's own for each test: its folder, a free port, and the command as a person meets it."""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from nyata.config import cli
from nyata.config.environment import HOW


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def is_one_clear_line(self) -> bool:
        """One line on stderr that says what is wrong and then what to do, and no traceback."""
        lines = self.err.strip().splitlines()
        return len(lines) == 1 and lines[0].startswith("nyata: ") and ". " in lines[0]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty NYATA_HOME, and nothing of Nyata in the environment."""
    for name in (*HOW, "NYATA_DEMO", "PORT", "HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NYATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def nyata(home: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """The `nyata` command, run in this process."""

    def run(*words: object) -> Said:
        code = cli.main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
