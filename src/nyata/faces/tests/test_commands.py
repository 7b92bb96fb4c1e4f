"""The commands keep their contract."""

import argparse
import json
from pathlib import Path

import cv2
import pytest

from nyata.faces import commands, weights
from nyata.faces.tests.conftest import TIMES, challenge
from tests.portraits import another_person, astronaut, burst, encode, flat_photo, render, selfies


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["faces", *words])
    return int(args.run(args))


def save(folder: Path, name: str, frames: list[bytes]) -> list[str]:
    paths = [folder / f"{name}{at:02}.jpg" for at in range(len(frames))]
    for path, data in zip(paths, frames, strict=True):
        path.write_bytes(data)
    return [str(path) for path in paths]


@pytest.fixture
def her(tmp_path: Path) -> list[str]:
    return save(tmp_path, "her", selfies(3, seed=1))


@pytest.fixture
def other(tmp_path: Path) -> list[str]:
    return save(tmp_path, "other", selfies(1, portrait=another_person(), seed=2))


def test_verify_tells_one_person_from_another(her: list[str], other: list[str], capsys: pytest.CaptureFixture[str]):
    assert run("verify", her[0], her[1], "--json") == 0
    same = json.loads(capsys.readouterr().out)
    assert set(same) == {"similarity", "decision"}
    assert same["decision"] == "same"
    assert run("verify", her[0], other[0], "--json") == 0
    assert json.loads(capsys.readouterr().out)["decision"] == "different"
    assert run("verify", her[0], her[1]) == 0
    assert "same" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"notes", b"", "cut"])
def test_a_bad_photograph_is_named_and_the_exit_code_is_2(
    content: bytes | str, her: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(Path(her[0]).read_bytes()[:3000] if isinstance(content, str) else content)
    assert run("verify", str(bad), her[0]) == 2
    told = capsys.readouterr()
    assert "bad.jpg" in told.err
    assert told.out == ""
    assert run("burst", her[0], str(bad)) == 2
    assert "bad.jpg" in capsys.readouterr().err
    assert run("verify", her[0], str(bad), "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"error", "mend"}
    assert "bad.jpg" in told["error"]


def test_a_photograph_without_a_face_is_named(her: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (wall,) = save(tmp_path, "wall", [encode(cv2.GaussianBlur(render(astronaut()), (0, 0), 60))])
    assert run("verify", her[0], wall) == 2
    assert "no face" in capsys.readouterr().err


def test_evaluate_reports_its_keys_and_says_null_where_pairs_are_few(
    her: list[str], other: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    rows = [(her[0], her[1], 1), (her[0], her[2], 1), (her[0], other[0], 0)]
    pairs = tmp_path / "pairs.csv"
    lines = [f"{Path(a).name},{Path(b).name},{s}" for a, b, s in rows]
    pairs.write_text("\n".join(["image_a,image_b,same_person", *lines]))
    assert run("evaluate", "--pairs", str(pairs), "--images", str(tmp_path), "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == {
        "pairs": 3,
        "no_face": 0,
        "eer": 0.0,
        "tar_at_far": {"1e-2": None, "1e-3": None, "1e-4": None},
    }
    assert "4 of 4 photographs" in told.err
    assert run("evaluate", "--pairs", str(pairs), "--images", str(tmp_path / "gone")) == 2
    assert "no such file" in capsys.readouterr().err
    assert run("evaluate", "--pairs", str(pairs), "--images", str(tmp_path), "--many", "12000") == 2
    assert "--many" in capsys.readouterr().err


def test_burst_reads_moves_liveness_and_identity(her: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    frames = save(tmp_path, "frame", burst(challenge("left", "right"), TIMES, seed=3))
    assert run("burst", *frames, "--moves", "left,right", "--enrolled", ",".join(her), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"moves_seen", "yaw", "live", "why", "flow", "duplicates", "identity_min", "ms"}
    assert told["moves_seen"] == ["left", "right"]
    assert told["live"] is True
    assert len(told["yaw"]) == 12
    assert told["identity_min"] > 0.7
    assert told["duplicates"] == []


def test_burst_does_not_take_a_tilted_photograph_for_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    frames = save(tmp_path, "flat", flat_photo(TIMES, seed=1))
    assert run("burst", *frames, frames[0], "--moves", "left", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["live"] is not True
    assert told["duplicates"] == [[0, 12]]
    assert told["identity_min"] is None


def test_a_move_or_a_time_that_does_not_exist_is_refused(her: list[str], capsys: pytest.CaptureFixture[str]):
    assert run("burst", her[0], "--moves", "jump") == 2
    assert "jump" in capsys.readouterr().err
    assert run("burst", her[0], her[1], "--times", "100,0") == 2
    assert run("burst", her[0], her[1], "--times", "0,soon") == 2


def test_weights_that_are_not_there_give_one_line(
    her: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from nyata.faces import engine

    monkeypatch.setenv(weights.NODE_MODULES_VARIABLE, str(tmp_path))
    monkeypatch.setattr(engine, "get_engine", engine.Engine)
    assert run("verify", her[0], her[1]) == 1
    assert capsys.readouterr().err.count("\n") == 1
