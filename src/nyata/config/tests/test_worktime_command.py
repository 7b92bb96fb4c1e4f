"""`nyata worktime evaluate` from the command line."""

import json
from pathlib import Path

import pytest

from nyata.config.cli import main

STORY = """
- name: Terlambat dua belas menit
  story: Mulai 07.30, masuk 07.42.
  schedule: five_day
  punches: [2026-01-19 07.42 in, 2026-01-19 16.00 out]
  expected: {2026-01-19: {late: %d}}
"""


def told(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    code = main(["worktime", "evaluate", str(path), "--json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_story_that_comes_out_as_told_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cerita.yaml"
    path.write_text(STORY % 12)
    code, found = told(path, capsys)
    assert code == 0
    assert found["different"] == 0
    assert found["stories"][0]["days"][0]["late"] == 12  # type: ignore[index]


def test_a_story_that_comes_out_otherwise_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cerita.yaml"
    path.write_text(STORY % 11)
    code, found = told(path, capsys)
    assert code == 1
    assert found["stories"][0]["differences"] == ["2026-01-19: late is 12, expected 11"]  # type: ignore[index]


def test_a_broken_story_is_one_line_that_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cerita.yaml"
    path.write_text("- {name: A, story: b, schedule: five_day, expected: {}}")
    assert main(["worktime", "evaluate", str(path)]) == 2
    assert "cerita.yaml: A: expected must name days" in capsys.readouterr().err


def test_the_story_is_readable_without_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cerita.yaml"
    path.write_text(STORY % 12)
    assert main(["worktime", "evaluate", str(path)]) == 0
    assert "2026-01-19 present: " in capsys.readouterr().out


@pytest.mark.django_db
def test_checking_the_policy_works_every_story_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", "--json"]) == 0
    assert "stories come out as they are told" in capsys.readouterr().out
