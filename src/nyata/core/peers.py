"""Who stands out among peers: exact tests, counted over everything that was compared. A question, never a verdict.

Pure. `named`: one counts as unusual only where it is (1) often enough: a count, and so many times the rate of all
others; (2) unlikely by chance, by an exact test against the others; and (3) still unlikely among all the comparisons
made (Benjamini-Hochberg). docs/algorithms/audit.md tells what the tests assume.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from nyata.core.patterns import discoveries

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Limits:
    """From when something is spoken of. `often`: times the rate of the others; `false_discovery`: a share of 1."""

    often: float
    least_count: int
    least_peers: int
    false_discovery: float


@dataclass(frozen=True, slots=True)
class Unusual:
    """`count` in `of` (people, decisions); `others`: the rate of everybody else; `chance`: the p-value alone."""

    count: int
    of: int
    others: float
    chance: float

    @property
    def rate(self) -> float:
        return self.count / self.of


def named(counts: Mapping[Key, tuple[int, int]], limits: Limits) -> dict[Key, Unusual]:
    """Those whose rate stands out. `counts`: by who, how many occasions in how many (people, decisions).

    Given all occasions together, one's share of them follows from its share of the people alone, if nothing but chance
    is at work: the conditional exact test, which needs no rate to be known. Nothing is said with few peers.
    """
    known = {key: pair for key, pair in counts.items() if pair[1] > 0}
    if len(known) <= limits.least_peers:
        return {}
    events, exposure = sum(count for count, _ in known.values()), sum(of for _, of in known.values())
    compared = {
        key: Unusual(count, of, (events - count) / (exposure - of), tail(count, events, of / exposure))
        for key, (count, of) in known.items()
    }
    return {
        key: one
        for key, one in _standing(compared, limits).items()
        if one.count >= limits.least_count and one.rate >= limits.often * one.others
    }


def seldom(counts: Mapping[Key, tuple[int, int]], limits: Limits) -> dict[Key, Unusual]:
    """Those with whom something happens far less often than with the others: who never declines, where others do.

    `counts`: by who, in how many of all decisions it was so. By the binomial test with the rate of the others; at their
    rate there would have been `least_count` or more.
    """
    known = {key: pair for key, pair in counts.items() if pair[1] > 0}
    if len(known) <= limits.least_peers:
        return {}
    events, exposure = sum(count for count, _ in known.values()), sum(of for _, of in known.values())
    compared: dict[Key, Unusual] = {}
    for key, (count, of) in known.items():
        others = (events - count) / (exposure - of)
        compared[key] = Unusual(count, of, others, 1.0 - tail(count + 1, of, others))
    return {
        key: one
        for key, one in _standing(compared, limits).items()
        if one.of * one.others >= limits.least_count and one.rate * limits.often <= one.others
    }


def _standing(compared: Mapping[Key, Unusual], limits: Limits) -> dict[Key, Unusual]:
    kept = discoveries([one.chance for one in compared.values()], limits.false_discovery)
    return {key: one for (key, one), is_kept in zip(compared.items(), kept, strict=True) if is_kept}


def tail(count: int, of: int, share: float) -> float:
    """P(X >= count) for X binomial(of, share), in logarithms: also of many thousands. Right to about 1e-9."""
    if count <= 0:
        return 1.0
    if share <= 0 or count > of:
        return 0.0
    if share >= 1:
        return 1.0
    if count <= of * share:  # above the middle nearly everything: what lies below is summed instead
        return max(0.0, 1.0 - _sum(range(count - 1, -1, -1), of, share))
    return min(1.0, _sum(range(count, of + 1), of, share))


def _sum(numbers: range, of: int, share: float) -> float:
    """The chances of these numbers, from the likeliest on, until they add nothing any more."""
    odds, total = math.log(share), 0.0
    against, all_ways = math.log1p(-share), math.lgamma(of + 1)
    for number in numbers:
        ways = all_ways - math.lgamma(number + 1) - math.lgamma(of - number + 1)
        chance = math.exp(ways + number * odds + (of - number) * against)
        total += chance
        if chance < total * 1e-17:
            break
    return total
