"""The deep look between two frames: does the picture move as a head does, or as a flat sheet does?

Dense flow (DIS) between two face crops is fitted with a quadratic model, robustly. The model absorbs whatever a
flat or gently bent sheet can do under any tilt; a head's nose does not fit it. A sheet fits it nearly everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nyata.faces import geometry
from nyata.faces.engine import Face
from nyata.faces.images import Pixels
from nyata.faces.late import cv2
from nyata.faces.mesh import NOSE_TIP, OVAL

SIZE = 192
_STEP = 3  # the fit uses every third pixel each way: smooth flow has no more to say
_MIN_POINTS = 60
_CROP_IN_REACHES = 3.6  # side of the crop in eye-mouth distances: the face and little else


@dataclass(frozen=True, slots=True)
class DeepLimits:
    """The measured starting rule; policy data, to be calibrated again on a pilot.

    A frame shows a head when the change of `a` from the frontal frame lies in `turn_min`..`turn_max`, eye
    distance over eye-mouth distance keeps at least `w_min` of it (a sheet must tilt far to fake a turn), the
    consistent share of the flow is at least `cons_min`, at most `qinl_max` of that fits the quadratic model
    within `inlier_px`, and the nose is left over by `qn_min` eye distances or more.

    A frame shows a sheet when the flow itself, not the mesh, says that the picture was squeezed to `squeeze_max` or
    less, as by a tilt, and yet at least `sheet_qinl_min` of it fits the model. `sheets_needed` frames make it flat.
    """

    turn_min: float = 0.20
    turn_max: float = 0.50
    neutral_max: float = 0.25
    w_min: float = 0.80
    cons_min: float = 0.40
    qinl_max: float = 0.85
    qn_min: float = 0.010
    inlier_px: float = 1.2
    consistent_px: float = 1.0
    squeeze_max: float = 0.85
    sheet_qinl_min: float = 0.93
    sheets_needed: int = 2
    sides_needed: int = 1
    identity_min: float = 0.54
    identity_turn_max: float = 0.50
    max_pairs: int = 8


@dataclass(frozen=True, slots=True)
class FlowReading:
    """One pair of frames. `turn` is the change of `a`, `w` the kept eye distance, `squeeze` the shorter over the longer
    side of what the flow makes of a small square in the middle (1: a square again), the rest as in DeepLimits.
    """

    frame: int
    turn: float
    w: float
    cons: float
    qinl: float
    qn: float
    squeeze: float

    def is_head(self, limits: DeepLimits) -> bool:
        """Whether this pair shows a head that turned."""
        return (
            limits.turn_min <= abs(self.turn) < limits.turn_max
            and self.w >= limits.w_min
            and self.cons >= limits.cons_min
            and self.qinl <= limits.qinl_max
            and self.qn >= limits.qn_min
        )

    def is_sheet(self, limits: DeepLimits) -> bool:
        """Whether this pair shows a picture that was tilted: squeezed far, and nothing stands out of it."""
        fits = self.qinl >= limits.sheet_qinl_min and self.cons >= limits.cons_min
        return fits and self.squeeze <= limits.squeeze_max

    def is_readable(self, limits: DeepLimits) -> bool:
        """Whether this pair could have shown a head: turned far enough, flow mostly consistent."""
        return limits.turn_min <= abs(self.turn) < limits.turn_max and self.cons >= limits.cons_min


@dataclass(frozen=True, slots=True)
class Crop:
    """A face cut out level at SIZE pixels: grey picture, affine from the frame, mesh points in the crop."""

    grey: NDArray[np.uint8]
    points: NDArray[np.float32]
    face: Face


def crop(image: Pixels, face: Face) -> Crop:
    """The face of a frame, eyes level, scaled by its eye-mouth distance."""
    eyes = face.five[1] - face.five[0]
    centre = (face.five[:2].mean(0) + face.five[3:].mean(0)) / 2
    affine = geometry.square_crop(
        (float(centre[0]), float(centre[1])),
        _CROP_IN_REACHES * face.reach,
        float(np.arctan2(eyes[1], eyes[0])),
        SIZE,
    )
    grey = cv2.cvtColor(geometry.warp(image, affine, SIZE, cv2.BORDER_REPLICATE), cv2.COLOR_RGB2GRAY)
    return Crop(np.asarray(grey, np.uint8), geometry.apply(affine, face.points[:, :2]), face)


def _flows(first: Crop, second: Crop) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    dis: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    forth = dis.calc(first.grey, second.grey, None)
    back = dis.calc(second.grey, first.grey, None)
    return np.asarray(forth, np.float32), np.asarray(back, np.float32)


def _inside(points: NDArray[np.float32]) -> NDArray[np.bool_]:
    mask = np.zeros((SIZE, SIZE), np.uint8)
    cv2.fillPoly(mask, [np.round(points[list(OVAL)]).astype(np.int32)], 1)
    return mask.astype(bool)


def _quadratic(at: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = at[:, 0], at[:, 1]
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], 1)


def _fit(basis: NDArray[np.float64], moved: NDArray[np.float64], inlier: float) -> NDArray[np.float64]:
    """Coefficients (6, 2) by reweighted least squares with Tukey's weights, narrowing to the inlier width."""
    weight: NDArray[np.float64] = np.ones(len(basis))
    coefficients: NDArray[np.float64] = np.zeros((6, 2))
    for width in (None, 8.0, 5.0, 3.5, 2.5, 2.5, 2.5):
        if width is not None:
            error = np.linalg.norm(moved - basis @ coefficients, axis=1)
            scale = max(inlier * width, 1.5 * width * float(np.median(error)) / 2.5)
            weight = np.asarray(np.clip(1 - (error / scale) ** 2, 0, None) ** 2, np.float64)
        weighted = basis * weight[:, None]
        gram = weighted.T @ basis + 1e-9 * np.eye(6)
        coefficients = np.asarray(np.linalg.solve(gram, weighted.T @ moved), np.float64)
    return coefficients


def _squeeze(coefficients: NDArray[np.float64], at: NDArray[np.float64]) -> float:
    """How far the fitted flow squeezes a small square in the middle of the points `at` (-1..1)."""
    x, y = at.mean(0)
    _, by_x, by_y, by_xx, by_xy, by_yy = coefficients
    slope = np.stack([by_x + 2 * by_xx * x + by_xy * y, by_y + by_xy * x + 2 * by_yy * y], 1) / (SIZE / 2)
    longer, shorter = np.linalg.svd(np.eye(2) + slope, compute_uv=False)
    return float(shorter / longer) if longer > 0 else 0.0


def read_pair(frame: int, first: Crop, second: Crop, limits: DeepLimits) -> FlowReading:
    """Flow figures from the frontal crop `first` to the crop `second` of frame number `frame`; about 15 ms."""
    forth, back = _flows(first, second)
    rows, columns = np.nonzero(_inside(first.points)[::_STEP, ::_STEP])
    start = np.stack([columns, rows], 1) * _STEP
    flow = forth[start[:, 1], start[:, 0]].astype(np.float64)
    landed = np.clip(np.round(start + flow), 0, SIZE - 1).astype(int)
    circle = np.linalg.norm(flow + back[landed[:, 1], landed[:, 0]], axis=1)
    good = circle < limits.consistent_px
    turn = second.face.a - first.face.a
    width = second.face.w / first.face.w
    cons = float(good.mean()) if len(good) else 0.0
    if good.sum() < _MIN_POINTS:
        return FlowReading(frame, turn, width, cons, qinl=1.0, qn=0.0, squeeze=1.0)
    at = ((start[good] - SIZE / 2) / (SIZE / 2)).astype(np.float64)
    basis = _quadratic(at)
    coefficients = _fit(basis, flow[good], limits.inlier_px)
    left_over = np.linalg.norm(flow[good] - basis @ coefficients, axis=1)
    near_nose = np.linalg.norm(start[good] - first.points[NOSE_TIP], axis=1) < 6
    eyes = SIZE * first.face.w / _CROP_IN_REACHES  # eye distance in the crop
    qn = float(np.median(left_over[near_nose])) / eyes if near_nose.sum() >= 3 else 0.0
    qinl = float((left_over < limits.inlier_px).mean())
    return FlowReading(frame, turn, width, cons, qinl, qn, _squeeze(coefficients, at))
