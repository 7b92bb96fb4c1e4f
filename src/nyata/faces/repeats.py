"""Frames that repeat in one burst. Sensor noise makes two frames of a camera differ, even of a wall.

What comes again from another day is found by its bytes or by its film (film.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nyata.faces.images import Pixels


def exact_hash(data: bytes) -> str:
    """SHA-256 (hex) of a frame's bytes."""
    return hashlib.sha256(data).hexdigest()


def pixel_hash(image: Pixels) -> str:
    """SHA-256 (hex) of decoded pixels: finds the same picture behind changed metadata."""
    return hashlib.sha256(np.ascontiguousarray(image).tobytes() + str(image.shape).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Repeats:
    """Pairs (i, j), i < j, of identical frames.

    `stalled`: neighbours, as a camera that stands still for a moment gives them. `looped`: the same frame again
    after a different one, which no camera gives.
    """

    stalled: tuple[tuple[int, int], ...]
    looped: tuple[tuple[int, int], ...]

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """All pairs, in order."""
        return tuple(sorted((*self.stalled, *self.looped)))


def find_repeats(keys: Sequence[str]) -> Repeats:
    """Repeats among the exact or pixel hashes of one burst's frames, in order of time."""
    stalled: list[tuple[int, int]] = []
    looped: list[tuple[int, int]] = []
    for j in range(1, len(keys)):
        earlier = [i for i in range(j) if keys[i] == keys[j]]
        if not earlier:
            continue
        i = earlier[-1]
        (stalled if i == j - 1 else looped).append((i, j))
    return Repeats(tuple(stalled), tuple(looped))
