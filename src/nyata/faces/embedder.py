"""MobileFaceNet: a face as 192 numbers whose cosine tells how alike two faces are.

MIT licensed; trained on MS1M, a set of celebrities' photographs from the web.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nyata.faces import geometry, weights
from nyata.faces.fusing import fuse_prelu
from nyata.faces.geometry import Points
from nyata.faces.images import Pixels
from nyata.faces.quantising import quantise
from nyata.faces.runtime import Model

SIZE = 112
DIMENSIONS = 192
BATCH = 2  # fixed in the model
Embedding = NDArray[np.float32]

# Where ArcFace's training put eyes, nose and mouth corners; a plain box crop costs four points of accuracy.
_PLACE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]],
    np.float32,
)


def align(image: Pixels, five: Points, reduce: int = 1) -> Pixels:
    """The face as the network wants it: (112, 112, 3) RGB with the five points in their places.

    `image` may be the photograph at a `reduce`-th of its size; `five` are in pixels of the whole one.
    """
    return geometry.warp(image, geometry.reduced(geometry.similarity(five, _PLACE), reduce), SIZE)


def _faster(content: bytes) -> bytes:
    return quantise(fuse_prelu(content))


class Embedder:
    """The embedding network; safe to share between threads."""

    def __init__(self) -> None:
        self._model = Model(weights.EMBEDDER, _faster)

    def _pair(self, first: Pixels, second: Pixels) -> Embedding:
        tensor = (np.stack([first, second]).astype(np.float32) - 127.5) / 128.0
        return self._model(tensor)[0]

    def embed(self, crops: Sequence[Pixels]) -> Embedding:
        """(n, 192) unit vectors of n aligned crops. An odd one out shares its batch with its mirror image."""
        rows: list[Embedding] = []
        for at in range(0, len(crops) - 1, BATCH):
            rows.extend(self._pair(crops[at], crops[at + 1]))
        if len(crops) % BATCH:
            rows.append(self._pair(crops[-1], crops[-1][:, ::-1]).sum(0))
        return unit(np.stack(rows)) if rows else np.zeros((0, DIMENSIONS), np.float32)

    def embed_well(self, crop: Pixels) -> Embedding:
        """(192,) unit vector of one crop and its mirror image together; costs one batch."""
        return unit(self._pair(crop, crop[:, ::-1]).sum(0))


def unit(vectors: NDArray[np.floating]) -> Embedding:
    """Vectors (..., n) scaled to length one."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)
