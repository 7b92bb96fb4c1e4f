"""An old burst played again is known, whatever was done to it; another performance of the same person is not."""

import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.faces.burst import quick_look
from nyata.faces.film import Film, film_of, largest_share, shares
from nyata.faces.tests.conftest import TIMES, challenge
from tests.portraits import another_person, burst, encode
from tests.portraits.altering import ALTERATIONS, altered

MOVES = ("left", "right")
ENOUGH = 0.9  # policy/verification/repeats.yaml, look_share


@lru_cache(maxsize=16)
def film_on(seed: int) -> Film:
    return film(performance(seed))


def film(frames: Sequence[bytes]) -> Film:
    seen = quick_look(frames, TIMES[: len(frames)], []).film
    assert seen is not None
    return seen


@lru_cache(maxsize=8)
def performance(seed: int, still: bool = False) -> tuple[bytes, ...]:
    return tuple(burst([] if still else challenge(*MOVES), TIMES, seed=seed))


def known(new: Sequence[bytes], old: Sequence[bytes]) -> float:
    return float(shares(film(new), [film(old).pack()])[0])


@pytest.mark.parametrize("way", ALTERATIONS)
def test_a_recording_is_known_again_after(way: str):
    for still in (False, True):
        old = performance(1, still)
        assert known([altered(one, way) for one in old], old) >= ENOUGH


def test_a_recording_is_known_again_after_several_changes_at_once():
    old = performance(1)
    for ways in (("crop_5", "turn_2", "gamma"), ("mirror", "crop_2", "shift_4", "half"), ("turn_5", "contrast")):
        assert known([altered(one, *ways, quality=40) for one in old], old) >= ENOUGH


def test_a_recording_with_one_frame_exchanged_dropped_or_added_is_known_again():
    old, other = list(performance(1)), performance(2)
    exchanged = [*old[:5], other[9], *old[6:]]
    assert known(exchanged, old) >= ENOUGH
    assert known(old[:4] + old[5:], old) >= ENOUGH
    assert known([other[0], *old[:-1]], old) >= ENOUGH
    assert known(old, old[:7] + old[8:]) >= ENOUGH


@pytest.mark.parametrize("still", [False, True])
def test_the_same_person_in_the_same_seat_with_the_same_moves_on_other_days_is_not_a_recording(still: bool):
    days = [film(performance(seed, still)) for seed in range(8)]
    met = [float(shares(days[i], [days[j].pack()])[0]) for i, j in itertools.permutations(range(8), 2)]
    assert max(met) < ENOUGH


def test_another_person_making_the_same_moves_shares_nothing():
    theirs = burst(challenge(*MOVES), TIMES, portrait=another_person(), seed=1)
    assert known(theirs, performance(1)) < 0.5


def test_frames_alike_in_another_order_are_not_a_recording():
    old = list(performance(1))
    assert known(old[6:] + old[:6], old) < ENOUGH


def test_frames_of_several_sizes_make_the_same_film():
    old = performance(1)
    mixed = [altered(one, "half") if at % 2 else one for at, one in enumerate(old)]
    assert known(mixed, old) >= ENOUGH


def test_a_film_takes_166_bytes_and_is_nearly_what_it_was():
    seen = film(performance(1))
    assert len(seen.pack()) == 166
    assert shares(seen, [seen.pack(), b""]).tolist() == [1.0, 0.0]


def test_too_few_frames_or_faces_make_no_film():
    old = performance(1)
    assert quick_look(old[:5], TIMES[:5], []).film is None
    wall = [encode(np.full((640, 480, 3), 90 + at, np.uint8)) for at in range(7)]
    assert quick_look([*old[:5], *wall], TIMES, []).film is None
    assert film_of([], []) is None


def test_nothing_is_shared_with_nothing():
    assert shares(film(performance(1)), []).tolist() == []
    assert largest_share(film(performance(1)), b"", 166) == 0.0


@given(
    st.lists(st.one_of(st.sampled_from(range(6)), st.binary(min_size=108, max_size=108)), min_size=1, max_size=60),
    st.booleans(),
)
@settings(deadline=None, max_examples=50)
def test_beside_many_at_once_a_burst_shares_what_it_shares_with_each_alone(drawn: list[int | bytes], mirrored: bool):
    films = [film_on(seed) for seed in range(3)]
    days = [one.pack() for one in films] + [one.mirrored().pack() for one in films]
    # Some of its own days, and some that have the place of the first and move by chance.
    kept = [days[one] if isinstance(one, int) else days[0][:58] + one for one in drawn]
    new = films[0].mirrored() if mirrored else films[0]
    alone = [float(shares(new, [one])[0]) for one in kept]
    assert shares(new, kept).tolist() == alone
    assert largest_share(new, b"".join(kept), 166) == max(alone)
