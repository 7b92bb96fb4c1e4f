import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.bundle import ticket_nonce
from nyata.core.verification.moves import MOVES, draw

VECTORS = json.loads((Path(__file__).parents[4] / "docs/algorithms/moves-vectors.json").read_text())
nonces = st.binary(min_size=32, max_size=32)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: f"{one['nonce'][:6]}-{one['count']}")
def test_the_published_vectors_are_what_is_drawn(vector):
    drawn = draw(bytes.fromhex(vector["nonce"]), vector["count"])
    assert drawn.as_json() == vector["moves"]
    assert drawn.duration_ms == vector["duration_ms"]


@given(nonces, st.sampled_from([2, 3]))
def test_moves_are_distinct_apart_and_over_before_the_capture_ends(nonce, count):
    drawn = draw(nonce, count)
    assert len({one.move for one in drawn.moves}) == count
    assert {one.move for one in drawn.moves} <= set(MOVES)
    assert 600 <= drawn.moves[0].from_ms <= 1000
    for before, after in zip(drawn.moves, drawn.moves[1:], strict=False):
        assert 200 <= after.from_ms - before.to_ms <= 400
    assert drawn.duration_ms == drawn.moves[-1].to_ms + 300
    assert drawn.duration_ms <= 5400


@pytest.mark.parametrize("count", [2, 3])
def test_every_order_is_drawn_about_equally_often(count):
    seen = {}
    for n in range(1200):
        order = tuple(one.move for one in draw(n.to_bytes(32, "big"), count).moves)
        seen[order] = seen.get(order, 0) + 1
    assert len(seen) == 6
    assert min(seen.values()) > 140


def test_a_person_who_need_not_move_is_asked_for_nothing():
    assert draw(bytes(32), 0).moves == ()


@pytest.mark.parametrize("count", [1, 4, -1])
def test_other_numbers_of_moves_cannot_be_asked_for(count):
    with pytest.raises(ValueError):
        draw(bytes(32), count)


def test_the_nonces_of_a_ticket_differ_by_use():
    seed = bytes(range(32))
    assert len({ticket_nonce(seed, use) for use in range(8)}) == 8
    assert ticket_nonce(seed, 1) != ticket_nonce(bytes(32), 1)
