"""The 468-point mesh of one face, and the small measures that are read from it.

Traps (measured): the network imagines a head into a flat photograph, so neither the spread of its z nor the
homography residual of its points tells a flat picture from a person. Only `flow.py` does.
"""

from __future__ import annotations

import numpy as np

from nyata.faces import geometry, weights
from nyata.faces.detector import Detection
from nyata.faces.geometry import Points
from nyata.faces.images import Pixels
from nyata.faces.runtime import Model

SIZE = 192
CROP = 1.5  # side of the crop in sides of the box, as the network was trained
NOSE_TIP = 1
# The outline of the face, in order around it.
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip


def five_points(points: Points) -> Points:
    """(5, 2): right eye, left eye, nose tip, right and left mouth corner, as the person has them."""
    flat = points[:, :2]
    return np.stack([flat[[33, 133]].mean(0), flat[[362, 263]].mean(0), flat[NOSE_TIP], flat[61], flat[291]]).astype(
        np.float32
    )


def turn_of(right_eye: Points, left_eye: Points, nose: Points, mouth: Points) -> tuple[float, float]:
    """(a, b) of nose = eyes' middle + a * eye axis + b * (mouth - eyes' middle).

    Unchanged by any affine map of the picture. The eye axis points to the person's left, which is the right of
    an unmirrored picture: `a` grows as the person turns to their own left.
    """
    (rx, ry), (lx, ly), (nx, ny), (mx, my) = (point.tolist() for point in (right_eye, left_eye, nose, mouth))
    middle_x, middle_y = (rx + lx) / 2, (ry + ly) / 2
    along, down, tip = (lx - rx, ly - ry), (mx - middle_x, my - middle_y), (nx - middle_x, ny - middle_y)
    area = along[0] * down[1] - along[1] * down[0]
    if abs(area) < 1e-6:
        return 0.0, 0.0
    return (tip[0] * down[1] - tip[1] * down[0]) / area, (along[0] * tip[1] - along[1] * tip[0]) / area


class Mesh:
    """The mesh network; safe to share between threads."""

    def __init__(self) -> None:
        self._model = Model(weights.MESH)

    def read(self, image: Pixels, found: Detection, reduce: int = 1) -> tuple[Points, float]:
        """(468, 3) points in pixels (z too, towards the camera negative) and the presence of a face, 0..1.

        `image` may be the photograph at a `reduce`-th of its size; `found` and points are in pixels of the whole one.
        """
        eyes = found.points[1] - found.points[0]
        angle = float(np.arctan2(eyes[1], eyes[0]))
        x0, y0, x1, y1 = found.box
        centre = ((x0 + x1) / 2, (y0 + y1) / 2)
        affine = geometry.square_crop(centre, CROP * found.side, angle, SIZE)
        crop = geometry.warp(image, geometry.reduced(affine, reduce), SIZE)
        outputs = self._model((crop.astype(np.float32) / 255.0)[None])
        raw, logit = sorted((o.ravel() for o in outputs), key=lambda o: -o.size)
        points = raw.reshape(468, 3)
        scale = float(np.hypot(affine[0, 0], affine[1, 0]))
        placed = np.concatenate(
            [geometry.apply(geometry.invert(affine), points[:, :2]), points[:, 2:] / scale], 1
        ).astype(np.float32)
        return placed, float(1 / (1 + np.exp(-np.clip(logit[0], -80, 80))))
