"""Error rates, counted by hand and on real photographs."""

from pathlib import Path

import numpy as np
import pytest

from nyata.faces import evaluate
from nyata.faces.engine import Engine
from nyata.faces.evaluate import Pairs, PairsUnreadable, accepted_at, equal_error_rate, rates, read_pairs
from nyata.faces.many import many_threshold, people_of, tail_threshold


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_people_who_are_never_confused_have_no_error():
    assert equal_error_rate(np.array([0.8, 0.9]), np.array([0.1, 0.2])) == 0.0


def test_one_error_of_each_kind_in_ten_is_a_tenth():
    same = np.array([0.3, *[0.8] * 9])
    different = np.array([0.6, *[0.1] * 9])
    assert equal_error_rate(same, different) == pytest.approx(0.1)


def test_pure_chance_is_a_half():
    rng = np.random.default_rng(0)
    assert equal_error_rate(rng.normal(size=20_000), rng.normal(size=20_000)) == pytest.approx(0.5, abs=0.02)


def test_with_fewer_than_ten_false_accepts_to_expect_nothing_is_said():
    assert accepted_at(np.array([1.0]), np.zeros(999), 1e-2) is None
    assert accepted_at(np.array([1.0]), np.zeros(1000), 1e-2) == (1.0, 0.0)


def test_the_accepted_share_never_costs_more_false_accepts_than_allowed():
    rng = np.random.default_rng(1)
    same, different = rng.normal(3, 1, 5000), rng.normal(0, 1, 50_000)
    got = accepted_at(same, different, 1e-3)
    assert got is not None
    share, threshold = got
    assert (different > threshold).mean() <= 1e-3
    assert share == pytest.approx((same > threshold).mean())


def test_a_photograph_without_a_face_is_a_miss_and_never_a_false_accept():
    pairs = Pairs(("a", "b"), np.array([0, 0, 0]), np.array([1, 1, 1]), np.array([True, True, False]))
    found = rates(pairs, np.array([0.9, -np.inf, -np.inf]), 1)
    assert found.no_face == 1
    assert found.eer is None  # no different pair is left
    assert found.pairs == 3


def test_a_list_of_pairs_is_read_whatever_the_order_of_its_columns(tmp_path: Path):
    pairs = read_pairs(write(tmp_path / "p.csv", "same_person,image_a,image_b\n1,x.jpg,y.jpg\n0,y.jpg,z.jpg\n"))
    assert pairs.files == ("x.jpg", "y.jpg", "z.jpg")
    assert pairs.same.tolist() == [True, False]


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "columns"),
        ("a,b,c\n", "columns"),
        ("image_a,image_b,same_person,extra\n", "columns"),
        ("image_a,image_b,same_person\n", "no pairs"),
        ("image_a,image_b,same_person\nx,y,maybe\n", "line 2"),
        ("image_a,image_b,same_person\nx,y,1\nx,1\n", "line 3"),
    ],
)
def test_a_bad_list_of_pairs_is_refused_with_its_line(tmp_path: Path, text: str, reason: str):
    with pytest.raises(PairsUnreadable, match=reason):
        read_pairs(write(tmp_path / "p.csv", text))


def test_the_tail_of_a_normal_law_is_foretold():
    cosines = np.random.default_rng(2).normal(0, 0.1, 300_000)
    assert tail_threshold(cosines, 1.7e-6) == pytest.approx(0.465, abs=0.02)
    with pytest.raises(ValueError, match="at least"):
        tail_threshold(cosines[:500], 1.7e-6)


def test_searching_more_people_asks_for_more_likeness_and_says_how_sure_it_is():
    rng = np.random.default_rng(3)
    first, second = rng.integers(0, 200, 40_000), rng.integers(200, 400, 40_000)
    cosines = rng.normal(0, 0.1, 40_000)
    few, many = (many_threshold(cosines, first, second, gallery=n, rounds=10) for n in (1_000, 100_000))
    assert few.threshold < many.threshold
    assert many.low < many.threshold < many.high
    assert not many.calibrated


def test_people_are_known_by_the_pairs_that_join_them():
    person = people_of(5, np.array([0, 3]), np.array([1, 1]))
    assert person[0] == person[1] == person[3]
    assert len({person[0], person[2], person[4]}) == 3


@pytest.mark.shared_data
def test_real_photographs_are_told_apart_as_promised(engine: Engine, shared_faces: Path):
    paths = sorted((shared_faces / "lfw").glob("*/*.jpg"))
    vectors, found = evaluate.embed_files(paths, engine)
    who = np.array([path.parent.name for path in paths])
    first, second = np.triu_indices(len(paths), 1)
    every = Pairs(tuple(map(str, paths)), first, second, who[first] == who[second])
    result = rates(every, evaluate.scores(every, vectors, found), int((~found).sum()))
    assert result.no_face == 0
    assert result.eer is not None and result.eer <= 0.01
    tar = result.tar_at_far["1e-3"]
    assert tar is not None and tar >= 0.97
