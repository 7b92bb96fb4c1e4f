"""Rendered people who sit down before the camera on different days, each day a little otherwise, as people do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from nyata.core.verification import moves
from nyata.core.verification.moves import Draw
from nyata.faces.engine import get_engine
from nyata.faces.images import read
from tests.portraits import Portrait, another_person, astronaut, encode, render
from tests.portraits.performing import CLOSER_SCALE, LEFT_DEGREES, RIGHT_DEGREES
from tests.portraits.rendering import portrait_from

FRAMES = 12
FRONTAL = 0.12  # |a| of a photograph that can be made to turn both ways


def portraits(photographs: Path | None, count: int) -> Iterator[Portrait]:
    """The two of the tests, then people of a folder with one folder a person (frontal photographs only)."""
    yield from (astronaut(), another_person())
    for folder in sorted(photographs.iterdir()) if photographs else ():
        picture = cv2.resize(read(min(folder.iterdir())), None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC)
        face = get_engine().face(np.asarray(picture, np.uint8))
        if face is not None and abs(face.a) < FRONTAL and count > 2:
            count -= 1
            yield portrait_from(folder.name, np.asarray(picture, np.uint8), face)


def drawn(rng: np.random.Generator, count: int = 2) -> Draw:
    """A challenge as the server draws it."""
    return moves.draw(rng.bytes(32), count)


@dataclass(frozen=True)
class _Act:
    move: str
    start: float
    lasts: float
    far: float
    out: float
    back: float

    def amount(self, ms: float) -> float:
        at = (ms - self.start) / self.lasts
        rise = min(1.0, at / self.out, (1 - at) / self.back) if 0 < at < 1 else 0.0
        return self.far * rise * rise * (3 - 2 * rise)


def _act(asked: moves.AskedMove, rng: np.random.Generator) -> _Act:
    start = asked.from_ms + rng.uniform(150, 500)
    lasts = max(300.0, (asked.to_ms - start) * rng.uniform(0.75, 1.1))
    return _Act(asked.move, start, lasts, rng.uniform(0.8, 1.25), rng.uniform(0.2, 0.4), rng.uniform(0.15, 0.35))


def sit(portrait: Portrait, asked: Draw, rng: np.random.Generator, elsewhere: float = 1.0) -> list[bytes]:
    """The JPEG frames of one sitting. `elsewhere` 1: the same seat, wall and lamp, within centimetres; 3: further."""
    place, roll, yaw = rng.normal(0, 8 * elsewhere, 2), rng.normal(0, 1.2 * elsewhere), rng.normal(0, 2 * elsewhere)
    size = float(np.exp(rng.normal(0, 0.04 * elsewhere)))
    light = float(np.clip(rng.normal(1, 0.05 * elsewhere), 0.7, 1.2))
    acts = [_act(one, rng) for one in asked.moves]
    # Sway in x, y, roll, yaw and size: two rhythms each for what moves most.
    wide = np.array([2, 0.8, 1.5, 0.5, 0.5, 1.0, 0.006]) * rng.uniform(0.5, 1.5, 7)
    pace, phase = 2 * np.pi * rng.uniform(0.3, 1.2, 7), rng.uniform(0, 6.28, 7)
    frames = []
    for planned in _times(asked):
        ms = planned + rng.uniform(0, 33)  # a camera's next picture
        sway = wide * np.sin(pace * ms / 1000 + phase)
        turn = sum(one.amount(ms) * {"left": LEFT_DEGREES, "right": -RIGHT_DEGREES}.get(one.move, 0) for one in acts)
        near = sum(one.amount(ms) * (CLOSER_SCALE - 1) for one in acts if one.move == "closer")
        picture = render(
            portrait,
            float(yaw + sway[5] + turn),
            size * float(1 + sway[6] + near),
            shift=(float(place[0] + sway[0] + sway[1]), float(place[1] + sway[2] + sway[3])),
            roll_degrees=float(roll + sway[4]),
            light=light,
            rng=rng,
        )
        frames.append(encode(picture))
    return frames


def _times(asked: Draw) -> Sequence[float]:
    return [at * asked.duration_ms / (FRAMES - 1) for at in range(FRAMES)]
