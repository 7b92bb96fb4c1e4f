"""Templates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.faces.embedder import unit
from nyata.faces.template import (
    VerifyLimits,
    make_template,
    parse,
    same_person_all,
    search,
    serialise,
    similarity,
)

RNG = np.random.default_rng(0)
PEOPLE = unit(RNG.normal(size=(500, 192)))


def test_a_template_is_the_middle_of_its_embeddings_and_has_length_one():
    template = make_template(PEOPLE[:3])
    assert np.isclose(np.linalg.norm(template), 1)
    assert similarity(template, PEOPLE[0]) > similarity(template, PEOPLE[10])


def test_a_template_survives_being_stored():
    assert np.array_equal(parse(serialise(PEOPLE[0])), PEOPLE[0])
    assert len(serialise(PEOPLE[0])) == 768


@settings(deadline=None)
@given(st.binary(max_size=800))
def test_bytes_that_are_no_template_are_refused(data: bytes):
    with pytest.raises(ValueError):
        parse(data)


def test_a_template_needs_an_embedding():
    with pytest.raises(ValueError):
        make_template([])


def test_searching_many_finds_the_one_and_its_likeness():
    near = unit(PEOPLE[42] + 0.3 * PEOPLE[7])
    hits = search(near, PEOPLE, 0.6)
    assert [row for row, _ in hits] == [42]
    assert search(near, PEOPLE[:0], 0.6) == []
    assert [row for row, _ in search(near, PEOPLE, 0.2)][:2] == [42, 7]


def test_frames_of_different_people_are_noticed():
    assert same_person_all(unit(PEOPLE[0] + 0.02 * RNG.normal(size=(3, 192))), 0.54)
    assert not same_person_all(PEOPLE[:3], 0.54)
    assert same_person_all(PEOPLE[:1], 0.54)


@pytest.mark.parametrize(
    "cosine, decision", [(0.54, "same"), (0.5399, "unsure"), (0.45, "unsure"), (0.4499, "different")]
)
def test_the_limits_decide(cosine: float, decision: str):
    assert VerifyLimits().decide(cosine) == decision
