"""BlazeFace: where faces are, with six points each (eyes, nose, mouth, ears)."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyata.faces import weights
from nyata.faces.images import Pixels
from nyata.faces.late import cv2
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

    def larger(self, times: int) -> Detection:
        """The same in a picture that is so many times larger."""
        x0, y0, x1, y1 = self.box
        return Detection((x0 * times, y0 * times, x1 * times, y1 * times), self.points * times, self.score)


def _anchors(height: int, width: int, layers: tuple[tuple[int, int], ...]) -> NDArray[np.float32]:
    """Centres (n, 2) in the input's pixels of the detector's cells: (stride, boxes a cell) for every layer."""
    rows = []
    for stride, count in layers:
        x, y = np.meshgrid(np.arange(width // stride), np.arange(height // stride))
        centres = (np.stack([x.ravel(), y.ravel()], 1) + 0.5) * stride
        rows.append(np.repeat(centres, count, axis=0))
    return np.concatenate(rows).astype(np.float32)


def _letterbox(image: Pixels, size: int, step: int, margin: float) -> tuple[NDArray[np.float32], float, float, float]:
    """The photograph with `margin` (share of its longer side) added around: input, scale, shift.

    What is added is black. The longer side becomes `size`, the shorter one a multiple of `step`.
    """
    height, width = image.shape[:2]
    scale = size / (max(height, width) * (1 + 2 * margin))
    rows, columns = (max(1, round(side * scale)) for side in (height, width))
    # Averaging over areas is needed, and paid for, only where much is thrown away.
    smoothing = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
    small = cv2.resize(image, (columns, rows), interpolation=smoothing)
    high, wide = (min(size, -(-round(side * (1 + 2 * margin)) // step) * step) for side in (rows, columns))
    canvas = np.full((1, high, wide, 3), -1.0, np.float32)
    top, left = (high - rows) // 2, (wide - columns) // 2
    place = canvas[0, top : top + rows, left : left + columns]
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
    found: list[tuple[NDArray[np.float32], float]] = []
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
    """One BlazeFace network; safe to share between threads.

    `step`: the shorter side of the picture may be any multiple of it. A network of convolutions reads a picture of
    any size, and an upright photograph in a square would be a quarter black.
    """

    def __init__(self, source: weights.Weights, size: int, layers: tuple[tuple[int, int], ...], step: int) -> None:
        self._source = source
        self._size = size
        self._layers = layers
        self._step = step
        self._shapes: dict[tuple[int, int], tuple[Model, NDArray[np.float32]]] = {}
        self._lock = threading.Lock()
        self._for_shape(size, size)

    @classmethod
    def short_range(cls) -> Detector:
        """For a face within about two metres: a phone held in the hand."""
        return cls(weights.SHORT_RANGE, 128, ((8, 2), (16, 6)), step=32)

    @classmethod
    def full_range(cls) -> Detector:
        """For faces further away, at three times the cost; its network holds to its square."""
        return cls(weights.FULL_RANGE, 192, ((4, 1),), step=192)

    def _for_shape(self, height: int, width: int) -> tuple[Model, NDArray[np.float32]]:
        with self._lock:
            if (height, width) not in self._shapes:
                model = Model(self._source, shape=(1, height, width, 3))
                self._shapes[height, width] = model, _anchors(height, width, self._layers)
            return self._shapes[height, width]

    def find(self, image: Pixels, *, margin: float = 0.0, min_score: float = MIN_SCORE) -> list[Detection]:
        """Faces in an RGB photograph, best score first. A `margin` shrinks faces that fill the picture."""
        tensor, scale, left, top = _letterbox(image, self._size, self._step, margin)
        model, anchors = self._for_shape(*tensor.shape[1:3])
        raw, logits = (o[0] for o in sorted(model(tensor), key=lambda o: -o.shape[-1]))
        logits = logits[:, 0]
        keep = np.flatnonzero(logits >= np.log(min_score / (1 - min_score)))
        if not len(keep):
            return []
        scores = 1 / (1 + np.exp(-np.minimum(logits[keep], 80)))
        values = raw[keep].reshape(-1, 8, 2)
        # The box's middle and its size come first, then the six points.
        half = values[:, 1] / 2
        values += anchors[keep, None]
        values[:, 1] = values[:, 0] + half
        values[:, 0] -= half
        rows = ((values - np.array([left, top], np.float64)) / scale).astype(np.float32).reshape(-1, 16)
        return [
            Detection((row[0], row[1], row[2], row[3]), row[4:].reshape(6, 2), score)
            for row, score in _merge(rows, scores)
        ]
