"""The threshold for one face against many: how alike must two faces be, if nearly no stranger may come up?

A newcomer is compared with everybody. At a false-match rate of 1e-4 each of 12,000 comparisons has its chance, so
every newcomer would meet a stranger. The rate wanted (one newcomer in fifty, say: 0.02 / 12,000) lies beyond the
pairs at hand, so the tail is extrapolated. What comes out is uncalibrated until a pilot has been measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

# The fit uses cosines that between 2 % of the pairs and ten pairs exceed: the bulk says nothing about the tail,
# and fewer than ten pairs say nothing at all.
TAIL_FROM = 0.02
TAIL_UNTIL_PAIRS = 10
_STEPS = 24
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class ManyThreshold:
    """`threshold` with its 90 % interval `low`..`high` (cosines), for a false-match rate of `rate` a comparison.

    `observed`: the highest cosine of two different people at hand; `pairs` how many pairs; `people` of them.
    """

    threshold: float
    low: float
    high: float
    rate: float
    observed: float
    pairs: int
    people: int
    calibrated: bool = False


def tail_threshold(different: NDArray[np.floating], rate: float) -> float:
    """The cosine that different people exceed at `rate`, from a normal tail fitted to the highest cosines.

    On a normal plot (cosine against the probit of its rank) the tail is a straight line. On LFW the line through
    the rates above 1e-3 foretells the cosine at 1e-4 as .535 (counted: .534) and at 3e-5 as .575 (.568). An
    exponential tail bends away from it (.743 at 1.7e-6) and a generalised Pareto tail stops short (.637).
    Raises ValueError with fewer than 5,000 pairs.
    """
    least = TAIL_UNTIL_PAIRS / len(different) if len(different) else 1.0
    if least > TAIL_FROM / 10:
        raise ValueError(f"needs at least {round(TAIL_UNTIL_PAIRS / TAIL_FROM * 10)} pairs of different people")
    shares = np.geomspace(TAIL_FROM, least, _STEPS)
    ranks = np.round(shares * len(different)).astype(int)
    ordered = -np.sort(-np.partition(different, -ranks[0])[-ranks[0] :])
    probits = [_NORMAL.inv_cdf(1 - share) for share in shares]
    slope, base = np.polyfit(probits, ordered[ranks - 1], 1)
    return float(base + slope * _NORMAL.inv_cdf(1 - rate))


def many_threshold(
    cosines: NDArray[np.floating],
    first: NDArray[np.integer],
    second: NDArray[np.integer],
    *,
    gallery: int = 12_000,
    strangers: float = 0.02,
    rounds: int = 100,
    seed: int = 1,
) -> ManyThreshold:
    """The threshold at which a newcomer meets a stranger among `gallery` people with probability `strangers`.

    `cosines` (n,) of pairs of different people, whose numbers are `first` and `second` (n,). The interval comes
    from resampling PEOPLE, not pairs: one person who looks like many others makes many pairs at once.
    Raises ValueError with fewer than 5,000 pairs.
    """
    rate = strangers / gallery
    everyone, numbers = np.unique(np.concatenate([first, second]), return_inverse=True)
    a, b = numbers[: len(first)], numbers[len(first) :]
    rng = np.random.default_rng(seed)
    spread = []
    for _ in range(rounds):
        times = np.bincount(rng.integers(0, len(everyone), len(everyone)), minlength=len(everyone))
        # A pair counts as often as both of its people were drawn.
        spread.append(tail_threshold(np.repeat(cosines, times[a] * times[b]), rate))
    low, high = np.percentile(spread, [5, 95])
    return ManyThreshold(
        threshold=tail_threshold(cosines, rate),
        low=float(low),
        high=float(high),
        rate=rate,
        observed=float(cosines.max()),
        pairs=len(cosines),
        people=len(everyone),
    )


def people_of(count: int, first: NDArray[np.integer], second: NDArray[np.integer]) -> NDArray[np.int64]:
    """(count,) a number for the person in each photograph, given pairs that show the same person."""
    leader = np.arange(count)

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = int(leader[at])
        return at

    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        leader[find(one)] = find(other)
    return np.array([find(at) for at in range(count)])
