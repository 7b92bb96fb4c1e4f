"""A person before the camera who does what a challenge asks, each move in its own time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from tests.portraits.rendering import Pixels, Portrait, astronaut, encode, render

# Her portrait looks a little to her left, so she turns further to the right for the same change of `a`.
LEFT_DEGREES = 26.0
RIGHT_DEGREES = 31.0
CLOSER_SCALE = 1.4
REACTION_MS = 250.0


class Asked(TypedDict):
    """A move as a challenge asks for it."""

    move: str
    from_ms: float
    to_ms: float


def _amount(ms: float, asked: Mapping[str, object]) -> float:
    """0..1: how far a move has gone; out and back inside its window, after a moment to react, with a short hold."""
    start = float(asked["from_ms"]) + REACTION_MS  # type: ignore[arg-type]
    length = max(200.0, float(asked["to_ms"]) - start)  # type: ignore[arg-type]
    at = (ms - start) / length
    if not 0 < at < 1:
        return 0.0
    rise = min(1.0, at / 0.3, (1 - at) / 0.2)
    return rise * rise * (3 - 2 * rise)


def pose_at(ms: float, moves: Sequence[Mapping[str, object]]) -> tuple[float, float]:
    """(yaw in degrees to the person's left, scale) at an offset."""
    yaw, scale = 0.0, 1.0
    for asked in moves:
        amount = _amount(ms, asked)
        if asked["move"] == "left":
            yaw += LEFT_DEGREES * amount
        elif asked["move"] == "right":
            yaw -= RIGHT_DEGREES * amount
        elif asked["move"] == "closer":
            scale *= 1 + (CLOSER_SCALE - 1) * amount
    return yaw, scale


@dataclass(frozen=True)
class _Manner:
    """How somebody does it this time: no two performances of a person are the same."""

    phase: NDArray[np.float64]
    pace: NDArray[np.float64]
    late_ms: float
    far: float

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> _Manner:
        return cls(
            rng.uniform(0, 6.28, 5),
            rng.uniform(0.75, 1.3, 5),
            float(rng.uniform(-80, 80)),
            float(rng.uniform(0.95, 1.1)),
        )

    def sway(self, ms: float) -> tuple[tuple[float, float], float]:
        """What nobody can help: a few pixels and half a degree of movement."""
        at = np.sin(np.array([1.3, 4.1, 0.9, 3.3, 1.1]) * self.pace * ms / 1000 + self.phase)
        return (float(3 * at[0] + 1.2 * at[1]), float(2 * at[2] + 0.8 * at[3])), float(0.6 * at[4])


def pictures(
    moves: Sequence[Mapping[str, object]],
    times_ms: Sequence[float],
    *,
    portrait: Portrait | None = None,
    seed: int | None = None,
    light: float = 1.0,
) -> list[Pixels]:
    """RGB frames (640, 480, 3) at the given offsets."""
    portrait = portrait or astronaut()
    rng = np.random.default_rng(seed)
    manner = _Manner.drawn(rng)
    frames = []
    for ms in times_ms:
        yaw, scale = pose_at(ms - manner.late_ms, moves)
        shift, roll = manner.sway(ms)
        frames.append(render(portrait, manner.far * yaw, scale, shift=shift, roll_degrees=roll, light=light, rng=rng))
    return frames


def perform(
    moves: Sequence[Mapping[str, object]],
    duration_ms: float = 6000.0,
    fps: float = 15.0,
    *,
    portrait: Portrait | None = None,
    quality: int = 75,
    seed: int | None = None,
    light: float = 1.0,
) -> list[bytes]:
    """JPEG frames of a person who looks at the camera and does each move inside its own window.

    `moves`: mappings with `move` ("left", "right", "closer"), `from_ms`, `to_ms`. Without a `seed` every
    performance is a little different, as a person's is.
    """
    times = np.arange(0, duration_ms, 1000 / fps).tolist()
    return [encode(p, quality) for p in pictures(moves, times, portrait=portrait, seed=seed, light=light)]


def burst(
    moves: Sequence[Mapping[str, object]],
    times_ms: Sequence[float],
    *,
    portrait: Portrait | None = None,
    quality: int = 75,
    seed: int | None = None,
    light: float = 1.0,
) -> list[bytes]:
    """The JPEG frames that a phone would send: the same performance, only at the given offsets."""
    return [encode(p, quality) for p in pictures(moves, times_ms, portrait=portrait, seed=seed, light=light)]


def selfies(count: int = 3, *, portrait: Portrait | None = None, seed: int | None = None) -> list[bytes]:
    """JPEG selfies for enrolment: the person looks at the camera, a little differently each time."""
    rng = np.random.default_rng(seed)
    portrait = portrait or astronaut()
    return [
        encode(
            render(
                portrait,
                float(rng.uniform(-4, 4)),
                float(rng.uniform(0.95, 1.1)),
                shift=(float(rng.uniform(-12, 12)), float(rng.uniform(-8, 8))),
                roll_degrees=float(rng.uniform(-3, 3)),
                light=float(rng.uniform(0.85, 1.1)),
                rng=rng,
            ),
            85,
        )
        for _ in range(count)
    ]
