"""Frames that repeat. Sensor noise makes two frames of a camera differ, even of a wall; a replay repeats them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from nyata.faces.images import Pixels

BITS = 64
_WAVES = slice(20, 28)


def exact_hash(data: bytes) -> str:
    """SHA-256 (hex) of a frame's bytes."""
    return hashlib.sha256(data).hexdigest()


def pixel_hash(image: Pixels) -> str:
    """SHA-256 (hex) of decoded pixels: finds the same picture behind changed metadata."""
    return hashlib.sha256(np.ascontiguousarray(image).tobytes() + str(image.shape).encode()).hexdigest()


def perceptual_hash(image: Pixels) -> int:
    """64 bits (unsigned) that survive another encoding, size or brightness, but not a movement of a few pixels.

    The signs of 64 cosine frequencies with waves of about a twentieth of the picture. The lowest frequencies, as
    such hashes usually take them, only tell the room: the same person before the same wall has them every day.
    """
    grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (64, 64), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(grey.astype(np.float32))[_WAVES, _WAVES].ravel()
    return int.from_bytes(np.packbits(waves > 0).tobytes(), "big")


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ."""
    return (one ^ other).bit_count()


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


def same_sequence(old: Sequence[int], new: Sequence[int], max_distance: int = 2) -> float:
    """Share (0..1) of the frames of `new` that match frames of `old` in the same order, by perceptual hash.

    One frame that looks like an earlier one means nothing: the same person sits before the same wall. A burst
    whose every movement comes again in order is a recording. Measured on rendered people who differ only by three
    pixels of sway, which is harsher than life: another performance shares .16, the same one encoded anew 1.00.
    """
    if not new:
        return 0.0
    best = np.zeros((len(old) + 1, len(new) + 1), int)
    for i, before in enumerate(old):
        for j, now in enumerate(new):
            hit = best[i, j] + (distance(before, now) <= max_distance)
            best[i + 1, j + 1] = max(hit, best[i, j + 1], best[i + 1, j])
    return float(best[-1, -1]) / len(new)
