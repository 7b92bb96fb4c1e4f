"""A portrait that can turn its head: pixels moved by the depth of the face's own mesh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from nyata.faces.engine import Face, get_engine
from nyata.faces.mesh import OVAL

Pixels = NDArray[np.uint8]
WIDTH, HEIGHT = 480, 640  # an upright phone frame
FACE_HEIGHT = 270  # of the face in such a frame, at scale 1
_MARGIN = 160  # pixels kept around the frame, so that no movement shows an edge
_FADE = 0.55  # how far beyond the face the head still turns, in face widths
_FIELD = 4  # the displacement is computed on a grid this many times coarser: it is smooth


@dataclass(frozen=True, eq=False)
class Portrait:
    """A person: `image` RGB with `_MARGIN` around a phone frame, and over a coarse grid of it how far each point
    lies towards the camera (`depth`, pixels) and how much it takes part in a turn (`share`, 0..1); `axis` is the
    x of the neck."""

    name: str
    image: Pixels
    depth: NDArray[np.float32]
    share: NDArray[np.float32]
    axis: float


def portrait_from(name: str, image: Pixels, face: Face) -> Portrait:
    """A Portrait of the face found in a picture of any size, brought to a phone frame with the face in its middle."""
    factor = FACE_HEIGHT / (face.box[3] - face.box[1])
    centre = np.array([(face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2])
    place = np.array([WIDTH / 2 + _MARGIN, HEIGHT * 0.45 + _MARGIN]) - factor * centre
    affine = np.array([[factor, 0, place[0]], [0, factor, place[1]]])
    size = (WIDTH + 2 * _MARGIN, HEIGHT + 2 * _MARGIN)
    framed = cv2.warpAffine(image, affine, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT_101)
    points = np.concatenate([face.points[:, :2] * factor + place, -face.points[:, 2:] * factor], 1)
    depth, share = _relief(points.astype(np.float32), size)
    return Portrait(name, np.asarray(framed, np.uint8), depth, share, float(points[:, 0].mean()))


def _relief(points: NDArray[np.float32], size: tuple[int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Depth interpolated between the mesh points and carried on outside the face, and each pixel's share."""
    columns, rows = size[0] // _FIELD, size[1] // _FIELD
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32) * _FIELD, np.arange(rows, dtype=np.float32) * _FIELD)
    total = np.zeros((rows, columns), np.float32)
    weight = np.zeros((rows, columns), np.float32)
    for px, py, pz in points:
        near = 1 / (((x - px) ** 2 + (y - py) ** 2) / 64 + 1) ** 2
        total += near * pz
        weight += near
    depth = total / weight
    # The mean depth of the outline is the axis the head turns about, moved back by a third of the face's width.
    width = float(np.ptp(points[:, 0]))
    depth = depth - float(points[list(OVAL), 2].mean()) + width / 6
    mask = np.full((rows, columns), 255, np.uint8)
    cv2.fillPoly(mask, [np.round(points[list(OVAL), :2] / _FIELD).astype(np.int32)], 0)
    beyond = cv2.distanceTransform(mask, cv2.DIST_L2, 5) * _FIELD / width
    share = np.clip(1 - beyond / _FADE, 0, 1)
    share = share * share * (3 - 2 * share)
    depth = cv2.GaussianBlur(depth, (0, 0), 1.5)
    return np.asarray(depth, np.float32), np.asarray(share, np.float32)


@lru_cache(maxsize=512)
def _turned(portrait: Portrait, half_degrees: int) -> NDArray[np.float32]:
    """How far to the left or right each pixel of a turned head comes from, over the portrait's size."""
    yaw = np.radians(half_degrees / 2)
    rows, columns = portrait.depth.shape
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32) * _FIELD, np.arange(rows, dtype=np.float32) * _FIELD)
    # Turning to the person's own left carries what is near the camera to the right of an unmirrored picture.
    shift = (x - portrait.axis) * (np.cos(yaw) - 1) + portrait.depth * np.sin(yaw)
    shift = (portrait.share * shift).astype(np.float32)
    source = x.copy()
    for _ in range(12):  # the map goes forward, the picture needs it backward
        moved = cv2.remap(shift, source / _FIELD, y / _FIELD, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        source = (0.5 * source + 0.5 * (x - moved)).astype(np.float32)
    size = (portrait.image.shape[1], portrait.image.shape[0])
    return np.asarray(cv2.resize(source - x, size), np.float32)


@lru_cache(maxsize=4)
def _noise(strength: float) -> NDArray[np.int16]:
    rng = np.random.default_rng(7)
    return rng.normal(0, strength, (HEIGHT + 256, WIDTH + 256, 3)).round().astype(np.int16)


def render(
    portrait: Portrait,
    yaw_degrees: float = 0.0,
    scale: float = 1.0,
    *,
    shift: tuple[float, float] = (0.0, 0.0),
    roll_degrees: float = 0.0,
    light: float = 1.0,
    noise: float = 2.0,
    rng: np.random.Generator | None = None,
) -> Pixels:
    """(640, 480, 3) RGB of the person, head turned by `yaw_degrees` to their own left, `scale` times as close.

    Every call adds fresh sensor noise (standard deviation `noise` of 255), so that no two frames are the same.
    """
    rng = rng or np.random.default_rng()
    turn = _turned(portrait, round(yaw_degrees * 2))
    angle = np.radians(roll_degrees)
    cos, sin = np.cos(angle) / scale, np.sin(angle) / scale
    x, y = _grid()
    x, y = x - WIDTH / 2 - shift[0], y - HEIGHT * 0.45 - shift[1]
    from_x = (cos * x + sin * y + WIDTH / 2 + _MARGIN).astype(np.float32)
    from_y = (cos * y - sin * x + HEIGHT * 0.45 + _MARGIN).astype(np.float32)
    from_x += cv2.remap(turn, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    frame = cv2.remap(portrait.image, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    top, left = rng.integers(0, 256, 2)
    grain = _noise(noise)[top : top + HEIGHT, left : left + WIDTH]
    if light != 1.0:
        frame = np.clip(frame * light, 0, 255)
    return np.asarray(np.clip(frame.astype(np.int16) + grain, 0, 255), np.uint8)


def nod(portrait: Portrait, degrees: float, rng: np.random.Generator) -> Pixels:
    """(640, 480, 3) RGB of the person looking down by `degrees` (up where negative), as `render` turns it."""
    size = (portrait.image.shape[1], portrait.image.shape[0])
    depth, share = (np.asarray(cv2.resize(field, size), np.float32) for field in (portrait.depth, portrait.share))
    x, y = np.meshgrid(np.arange(size[0], dtype=np.float32), np.arange(size[1], dtype=np.float32))
    pitch = np.radians(degrees)
    neck = HEIGHT * 0.45 + _MARGIN
    shift = (share * ((y - neck) * (np.cos(pitch) - 1) + depth * np.sin(pitch))).astype(np.float32)
    source = y.copy()
    for _ in range(12):
        source = 0.5 * source + 0.5 * (y - cv2.remap(shift, x, source, cv2.INTER_LINEAR))
    head = cv2.remap(portrait.image, x, source, cv2.INTER_LINEAR)[_MARGIN : _MARGIN + HEIGHT, _MARGIN : _MARGIN + WIDTH]
    return np.clip(head + rng.normal(0, 2, head.shape), 0, 255).astype(np.uint8)


@lru_cache(maxsize=1)
def _grid() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    x, y = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    return x, y


def encode(frame: Pixels, quality: int = 75) -> bytes:
    """An RGB frame as JPEG bytes."""
    ok, data_ = cv2.imencode(".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert ok
    return data_.tobytes()


@lru_cache(maxsize=1)
def source() -> tuple[Pixels, Face]:
    """Eileen Collins, NASA's portrait, public domain, as scikit-image ships it: twice as large, and her face."""
    picture = cv2.resize(data.astronaut(), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    face = get_engine().face(np.asarray(picture, np.uint8))
    assert face is not None
    return np.asarray(picture, np.uint8), face


@lru_cache(maxsize=1)
def astronaut() -> Portrait:
    """The person of the tests."""
    return portrait_from("astronaut", *source())
