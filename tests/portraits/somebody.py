"""Somebody else: the portrait with another face, for whom no door may open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from nyata.faces.engine import Face, get_engine
from nyata.faces.mesh import OVAL
from tests.portraits.rendering import Pixels, Portrait, portrait_from, source

# Landmarks of the mesh by feature, right then left where there are two.
_EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
_BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
_NOSE = (1, 2, 4, 5, 19, 94, 98, 327, 48, 278, 64, 294, 97, 326, 49, 279, 195, 197)
_MOUTH = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185, 13, 14)
_JAW = tuple(OVAL[9:28])


@dataclass(frozen=True)
class Features:
    """How a face is changed: shifts in eye-mouth distances (down and apart positive), sizes as factors."""

    eyes_apart: float = 0.0
    eyes_down: float = 0.0
    eye_size: float = 1.0
    brows_down: float = 0.0
    nose_width: float = 1.0
    nose_down: float = 0.0
    mouth_width: float = 1.0
    mouth_height: float = 1.0
    mouth_down: float = 0.0
    jaw_width: float = 1.0
    chin_down: float = 0.0
    tone: float = 1.0


# Found by random search: cosine .2 to the astronaut, while every network still sees a sure face.
SOMEBODY_ELSE = Features(
    eyes_apart=-0.247,
    eyes_down=-0.075,
    eye_size=0.927,
    brows_down=0.01,
    nose_width=2.175,
    nose_down=0.3,
    mouth_width=1.58,
    mouth_height=0.5,
    mouth_down=0.103,
    jaw_width=1.071,
    chin_down=-0.038,
    tone=0.876,
)


def _targets(points: NDArray[np.float32], reach: float, wish: Features) -> NDArray[np.float32]:
    """Where the changed face has each landmark (468, 2)."""
    to = points.copy()

    def change(group: tuple[int, ...], sx: float, sy: float, dx: float, dy: float) -> None:
        at = list(group)
        middle = points[at].mean(0)
        to[at] = middle + (points[at] - middle) * [sx, sy] + [dx * reach, dy * reach]

    for side, eye, brow in zip((-1, 1), _EYES, _BROWS, strict=True):
        change(eye, wish.eye_size, wish.eye_size, side * wish.eyes_apart, wish.eyes_down)
        change(brow, 1, 1, side * wish.eyes_apart, wish.brows_down)
    change(_NOSE, wish.nose_width, 1, 0, wish.nose_down)
    change(_MOUTH, wish.mouth_width, wish.mouth_height, 0, wish.mouth_down)
    change(_JAW, wish.jaw_width, 1, 0, wish.chin_down)
    return to


def reshaped(image: Pixels, face: Face, wish: Features) -> Pixels:
    """The picture with its face's features moved and its tone changed."""
    points = face.points[:, :2]
    to = _targets(points, face.reach, wish)
    moved = [at for group in (*_EYES, *_BROWS, _NOSE, _MOUTH, tuple(OVAL)) for at in group]
    ring = points[list(OVAL)] + 0.9 * (points[list(OVAL)] - points.mean(0))  # beyond it nothing moves
    anchors = np.concatenate([to[moved], ring])
    shifts = np.concatenate([points[moved] - to[moved], np.zeros_like(ring)])
    step = 8
    x, y = np.meshgrid(
        np.arange(0, image.shape[1], step, dtype=np.float32), np.arange(0, image.shape[0], step, dtype=np.float32)
    )
    total = np.zeros((*x.shape, 2), np.float32)
    weight = np.zeros(x.shape, np.float32)
    for (ax, ay), shift in zip(anchors, shifts, strict=True):
        near = 1 / (((x - ax) ** 2 + (y - ay) ** 2) / (0.1 * face.reach) ** 2 + 0.05) ** 2
        total += near[..., None] * shift
        weight += near
    # Smoothed, else every landmark would leave its own small dent along the jaw.
    field = cv2.GaussianBlur(total / (weight + 2.0)[..., None], (0, 0), 2.0)
    full = cv2.resize(field, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_CUBIC)
    gx, gy = np.meshgrid(np.arange(image.shape[1], dtype=np.float32), np.arange(image.shape[0], dtype=np.float32))
    warped = cv2.remap(image, gx + full[..., 0], gy + full[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    tone = (255 * (np.arange(256) / 255) ** wish.tone).astype(np.uint8)
    return np.asarray(cv2.LUT(warped, tone), np.uint8)


@lru_cache(maxsize=1)
def another_person() -> Portrait:
    """A face whose cosine to the astronaut's template is below .45: features moved, tone changed."""
    picture, face = source()
    changed = reshaped(picture, face, SOMEBODY_ELSE)
    found = get_engine().face(changed)
    assert found is not None
    return portrait_from("somebody else", changed, found)
