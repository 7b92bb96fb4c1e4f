"""BlazeFace: where faces are, with six points each (eyes, nose, mouth, ears)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from nyata.faces import weights
from nyata.faces.images import Pixels
from nyata.faces.runtime import Model

MIN_SCORE = 0.5
_SAME_FACE = 0.3  # intersection over union above which two boxes are one face


@dataclass(frozen=True, slots=True)
class Detection:
    """A face found: `box` (x0, y0, x1, y1) and `points` (6, 2) in pixels of the photograph.

    The points are, as the person has them: right eye, left eye, nose tip, mouth, right ear, left ear.
    """

    box: tuple[float, float, float, float]
    points: NDArray[np.float32]
    score: float

    @property
    def side(self) -> float:
        """The longer side of the box in pixels."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])


def _anchors(size: int, layers: tuple[tuple[int, int], ...]) -> NDArray[np.float32]:
    """Centres (n, 2) in 0..1 of the detector's cells: (stride, boxes a cell) for every layer."""
    rows = []
    for stride, count in layers:
        cells = size // stride
        grid = (np.arange(cells) + 0.5) / cells
        x, y = np.meshgrid(grid, grid)
        rows.append(np.repeat(np.stack([x.ravel(), y.ravel()], 1), count, axis=0))
    return np.concatenate(rows).astype(np.float32)


def _letterbox(image: Pixels, size: int, margin: float) -> tuple[NDArray[np.float32], float, float, float]:
    """The photograph in a black square with `margin` (share of its side) added around: input, scale, shift."""
    height, width = image.shape[:2]
    scale = size / (max(height, width) * (1 + 2 * margin))
    # Averaging over areas is needed, and paid for, only where much is thrown away.
    smoothing = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
    small = cv2.resize(image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=smoothing)
    canvas = np.full((1, size, size, 3), -1.0, np.float32)
    top, left = (size - small.shape[0]) // 2, (size - small.shape[1]) // 2
    place = canvas[0, top : top + small.shape[0], left : left + small.shape[1]]
    np.multiply(small, np.float32(1 / 127.5), out=place)
    place -= 1.0
    return canvas, scale, left, top


def _overlaps(box: NDArray[np.float32], boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union of one box with (n, 4) boxes."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:4], boxes[:, 2:4])
    both = np.clip(high - low, 0, None).prod(1)
    either = (box[2:4] - box[:2]).prod() + (boxes[:, 2:4] - boxes[:, :2]).prod(1) - both
    return np.asarray(both / np.maximum(either, 1e-9), np.float32)


def _merge(rows: NDArray[np.float32], scores: NDArray[np.float32]) -> list[tuple[NDArray[np.float32], float]]:
    """One row a face: overlapping rows are averaged by their scores, which steadies the six points."""
    found = []
    left = np.argsort(-scores)
    while len(left):
        one_face = _overlaps(rows[left[0]], rows[left]) > _SAME_FACE
        one_face[0] = True
        group = left[one_face]
        weight = scores[group] / scores[group].sum()
        found.append(((rows[group] * weight[:, None]).sum(0), float(scores[left[0]])))
        left = left[~one_face]
    return found


class Detector:
    """One BlazeFace network; safe to share between threads."""

    def __init__(self, source: weights.Weights, size: int, layers: tuple[tuple[int, int], ...]) -> None:
        self._model = Model(source)
        self._size = size
        self._anchors = _anchors(size, layers)

    @classmethod
    def short_range(cls) -> Detector:
        """For a face within about two metres: a phone held in the hand."""
        return cls(weights.SHORT_RANGE, 128, ((8, 2), (16, 6)))

    @classmethod
    def full_range(cls) -> Detector:
        """For faces further away, at three times the cost."""
        return cls(weights.FULL_RANGE, 192, ((4, 1),))

    def find(self, image: Pixels, *, margin: float = 0.0, min_score: float = MIN_SCORE) -> list[Detection]:
        """Faces in an RGB photograph, best score first. A `margin` shrinks faces that fill the picture."""
        tensor, scale, left, top = _letterbox(image, self._size, margin)
        outputs = self._model(tensor)
        raw, logits = (o[0] for o in sorted(outputs, key=lambda o: -o.shape[-1]))
        keep = np.flatnonzero(logits[:, 0] >= np.log(min_score / (1 - min_score)))
        if not len(keep):
            return []
        scores = 1 / (1 + np.exp(-np.clip(logits[keep, 0], -80, 80)))
        values = raw[keep].reshape(-1, 8, 2) / self._size
        anchors = self._anchors[keep]
        centre, half = values[:, 0] + anchors, values[:, 1] / 2
        points = values[:, 2:] + anchors[:, None]
        rows = np.concatenate([centre - half, centre + half, points.reshape(len(points), 12)], 1)
        rows = (rows * self._size - np.tile([left, top], 8)) / scale
        return [
            Detection((row[0], row[1], row[2], row[3]), row[4:].reshape(6, 2).astype(np.float32), score)
            for row, score in _merge(rows.astype(np.float32), scores.astype(np.float32))
        ]
