"""Who stands out among peers: often enough, unlikely by chance, and still so among all that was compared."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.peers import Limits, named, seldom, tail

LIMITS = Limits(often=2, least_count=5, least_peers=5, false_discovery=0.05)
ALIKE = dict.fromkeys(range(20), (4, 100))


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_tail_is_the_sum_of_the_binomial(count, of, share):
    exact = math.fsum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count, of + 1))
    assert tail(count, of, share) == pytest.approx(min(1.0, exact), abs=1e-9)


def test_the_tail_holds_for_many_thousands():
    # By whole numbers: the sum over k of C(4000, k) 19^(4000 - k), of all 20^4000.
    above = sum(math.comb(4000, k) * 19 ** (4000 - k) for k in range(240, 4001))
    assert tail(240, 4000, 0.05) == pytest.approx(above * 10**12 // 20**4000 / 10**12, rel=1e-6)
    assert tail(1, 100_000, 1e-9) == pytest.approx(1e-4, rel=1e-3)
    assert tail(10_001, 10_000, 0.5) == 0 and tail(0, 10_000, 0.5) == 1
    assert tail(5, 10, 0.0) == 0 and tail(5, 10, 1.0) == 1


def test_among_those_alike_nobody_is_named():
    assert named(ALIKE, LIMITS) == {}


def test_one_far_above_the_others_is_named_with_their_rate():
    found = named(ALIKE | {99: (30, 100)}, LIMITS)
    assert list(found) == [99]
    assert (found[99].count, found[99].of, found[99].others) == (30, 100, 0.04) and found[99].chance < 1e-12


@pytest.mark.parametrize(
    ("one", "why"),
    [((4, 5), "fewer occasions than are spoken of"), ((150, 2000), "less than twice the others, however certain")],
)
def test_what_is_rare_or_little_is_not_named(one, why):
    assert named(ALIKE | {99: one}, LIMITS) == {}, why


def test_with_few_peers_nothing_is_said():
    assert named({1: (1, 100), 2: (1, 100), 3: (90, 100), 4: (1, 100), 5: (1, 100)}, LIMITS) == {}


def test_chance_alone_names_hardly_anybody_in_a_thousand_worlds():
    rng, named_worlds = random.Random(4), 0
    for _ in range(300):
        world = {unit: (sum(rng.random() < 0.04 for _ in range(100)), 100) for unit in range(40)}
        named_worlds += bool(named(world, LIMITS))
    assert named_worlds / 300 <= 0.05


def test_who_never_declines_where_others_do_is_named():
    counts = dict.fromkeys(range(10), (10, 100)) | {99: (0, 100)}
    assert list(seldom(counts, LIMITS)) == [99]
    assert seldom(dict.fromkeys(range(10), (1, 20)) | {99: (0, 20)}, LIMITS) == {}
    assert seldom(dict.fromkeys(range(5), (10, 100)), LIMITS) == {}
