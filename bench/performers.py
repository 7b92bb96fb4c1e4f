"""Bursts of one rendered person that are never twice the same, at a twentieth of a second each.

Rendering a turned head takes 12 ms a frame. Here the turn is rendered once for each nonce, without noise; every burst
then stands a little elsewhere, sways in its own rhythm, and gets its own light and sensor noise before it is encoded.
"""

import secrets
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray

from nyata.core.verification import moves
from tests.client.phone import times_over
from tests.portraits import astronaut, render
from tests.portraits.performing import pose_at

FRAMES = 12
NONCES, RENDERERS, AT_ONCE = 12, 2, 25
QUALITY = 46  # twelve frames of about 21 kB each, as a phone sends them
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Burst:
    """JPEG frames of a performance of the nonce, and their offsets in ms."""

    nonce: bytes
    times_ms: Sequence[int]
    frames: Sequence[bytes]


def perform(count: int) -> Iterator[Burst]:
    """So many different bursts, rendered by processes of their own a little ahead of their use."""
    nonces = [secrets.token_bytes(32) for _ in range(min(NONCES, count))]
    # A performance of each nonce before any has a second: each process keeps the pictures of all of them.
    first = secrets.randbits(48)  # not even two runs show the same frame twice
    turns = iter([(nonces[at % len(nonces)], first + at) for at in range(count)])
    waiting: deque[Future[Burst]] = deque()
    with ProcessPoolExecutor(RENDERERS, get_context("spawn")) as pool:
        for _ in range(count):
            while len(waiting) < AT_ONCE and (turn := next(turns, None)):
                waiting.append(pool.submit(_perform, *turn))
            yield waiting.popleft().result()


def _perform(nonce: bytes, seed: int) -> Burst:
    one = script(nonce)
    return Burst(nonce, one.times_ms, burst(one, seed))


@dataclass(frozen=True)
class Script:
    """A nonce with what it asks for: offsets in ms and one clean picture (RGB) for each."""

    nonce: bytes
    times_ms: Sequence[int]
    pictures: Sequence[Pixels]


@lru_cache(maxsize=NONCES)
def script(nonce: bytes) -> Script:
    """The performance that a nonce asks for."""
    drawn = moves.draw(nonce)
    times = times_over(drawn.duration_ms, FRAMES)
    asked = drawn.as_json()
    pictures = [render(astronaut(), *pose_at(ms, asked), noise=0.0) for ms in times]
    return Script(nonce, times, pictures)


def burst(one: Script, seed: int) -> list[bytes]:
    """Twelve JPEG frames of a performance of the script; another seed is another day."""
    rng = np.random.default_rng(seed)
    phase, pace = rng.uniform(0, 6.28, 4), rng.uniform(0.8, 1.25, 4)
    stands = rng.uniform((-18, -14), (18, 14))
    roll, scale, light = rng.uniform(-2.5, 2.5), rng.uniform(0.95, 1.07), rng.uniform(0.88, 1.1)
    frames = []
    for ms, picture in zip(one.times_ms, one.pictures, strict=True):
        sway = np.sin(np.array([1.3, 4.1, 0.9, 3.3]) * pace * ms / 1000 + phase)
        x, y = stands + (3 * sway[0] + 1.2 * sway[1], 2 * sway[2] + 0.8 * sway[3])
        frames.append(_frame(picture, x, y, roll + 0.5 * sway[2], scale, light, rng))
    return frames


def _frame(
    picture: Pixels, x: float, y: float, roll: float, scale: float, light: float, rng: np.random.Generator
) -> bytes:
    rows, columns = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows * 0.45), roll, scale)
    turn[:, 2] += (x, y)
    moved = cv2.warpAffine(picture, turn, (columns, rows), borderMode=cv2.BORDER_REFLECT_101)
    moved = cv2.convertScaleAbs(moved, alpha=light)
    top, left = rng.integers(0, 256, 2)
    grain = _grain()[top : top + rows, left : left + columns]
    noisy = cv2.add(moved, grain, dtype=cv2.CV_8U)
    ok, jpeg = cv2.imencode(".jpg", cv2.cvtColor(noisy, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not ok:
        raise RuntimeError("a frame could not be encoded")
    return jpeg.tobytes()


@lru_cache(maxsize=1)
def _grain() -> NDArray[np.int16]:
    return np.random.default_rng(7).normal(0, 2.0, (640 + 256, 480 + 256, 3)).round().astype(np.int16)
