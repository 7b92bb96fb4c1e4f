"""The bench itself works, in the smallest world there is: what it finds is not looked at, only that it finds it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import arguments
from bench.alone import alone
from bench.report import lines

ROOT = Path(__file__).resolve().parents[2]
SMALL = ("--people", "20", "--history-days", "1", "--seconds", "0.5", "--bursts", "4", "--rate", "4", "--json")


@pytest.mark.slow
@pytest.mark.timeout(700)
def test_a_tiny_bench_measures_posts_and_judging_and_leaves_nothing_behind(tmp_path: Path) -> None:
    report, scratch = tmp_path / "bench.md", tmp_path / "scratch"
    scratch.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NYATA_", "DATABASE", "DJANGO"))}
    words = [sys.executable, "-m", "bench", *SMALL, "--only", "post,judge", "--report", str(report)]
    run = subprocess.run(
        words, cwd=ROOT, env=kept | {"TMPDIR": str(scratch)}, capture_output=True, text=True, timeout=660, check=False
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout)
    assert found["statements"] <= 8
    assert found["world"]["history"]["attempts"] == 40
    assert {row["errors"] for row in found["post"]} == {0}
    assert sum(found["judge"]["outcomes"].values()) >= 4
    assert found["arrivals"]["judged"] == 4
    assert "POST /api/v1/checkins" in report.read_text()
    assert not list(scratch.iterdir())


def test_the_plain_bench_has_everything_that_has_a_speed_to_reach() -> None:
    wanted = arguments([])
    assert {"post", "judge", "rush", "recap", "worktime", "ledger"} <= set(wanted.only)
    told = "\n".join(lines({"worktime": {"live_ms": {"p50": 9.2, "p95": 13.8}}}, "python -m bench"))
    assert "One person's month live: p50 9.2 ms, p95 13.8 ms (aim 10)." in told


@pytest.mark.slow
def test_a_tiny_log_is_measured_and_told(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NYATA_", "DATABASE", "DJANGO"))}
    words = [sys.executable, "-m", "bench.ledger", "--leaves", "70000", "--seconds", "0.5", "--json"]
    run = subprocess.run(
        words, cwd=ROOT, env=kept | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True, timeout=280, check=False
    )
    assert run.returncode == 0, run.stderr[-3000:]
    found = json.loads(run.stdout)
    assert {row["asked"] for row in found["appends"]} >= {1_000}
    told = "\n".join(lines({"ledger": found}, "python -m bench"))
    assert "an inclusion proof by its leaf hash p50" in told
    assert not list(tmp_path.iterdir())


def test_a_command_is_not_charged_with_the_memory_of_whoever_measures_it() -> None:
    held = bytearray(b"x" * 300_000_000)
    found = alone([sys.executable, "-c", "print(1)"])
    assert found["said"] == 1
    assert found["megabytes_of_memory"] < len(held) / 1e6 / 2
