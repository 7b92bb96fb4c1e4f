"""Similarity transforms between point sets and square, rotated crops of a photograph."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nyata.faces.images import Pixels
from nyata.faces.late import cv2

Points = NDArray[np.float32]
Affine = NDArray[np.float64]


def similarity(source: Points, target: Points) -> Affine:
    """The 2x3 similarity (turn, scale, shift; never a mirror) taking source (n, 2) closest to target (n, 2)."""
    a = np.asarray(source, np.float64)
    b = np.asarray(target, np.float64)
    mean_a, mean_b = a.mean(0), b.mean(0)
    za = (a - mean_a) @ np.array([1, 1j])
    zb = (b - mean_b) @ np.array([1, 1j])
    spread = float((za.conj() @ za).real)
    factor = (za.conj() @ zb) / spread if spread > 0 else 1 + 0j
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.hstack([turn, (mean_b - turn @ mean_a)[:, None]])


def square_crop(centre: tuple[float, float], side: float, angle: float, size: int) -> Affine:
    """The 2x3 affine from photograph pixels to a `size` square crop; `angle` (radians) is levelled."""
    scale = size / max(side, 1e-6)
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.array([[cos, sin], [-sin, cos]])
    shift = np.array([size / 2, size / 2]) - turn @ np.asarray(centre, np.float64)
    return np.hstack([turn, shift[:, None]])


def reduced(affine: Affine, reduce: int) -> Affine:
    """The same affine for the same photograph decoded at a `reduce`-th of its size."""
    # Half-pixel centres: pixel i of the small one lies at the middle of the pixels that it was made of.
    return np.hstack([affine[:, :2] * reduce, affine @ np.array([[(reduce - 1) / 2], [(reduce - 1) / 2], [1.0]])])


def apply(affine: Affine, points: NDArray[np.floating]) -> Points:
    """Points (n, 2) through a 2x3 affine."""
    return np.asarray(points @ affine[:, :2].T + affine[:, 2], np.float32)


def invert(affine: Affine) -> Affine:
    """The inverse of a 2x3 affine."""
    return np.asarray(cv2.invertAffineTransform(affine), np.float64)


def _window(image: Pixels, affine: Affine, size: int) -> tuple[Pixels, Affine]:
    """The part of a photograph that a crop can reach, and the affine for it: the rest need not be reduced."""
    corners = np.array([[0, 0], [size, 0], [0, size], [size, size]], np.float64)
    reach = apply(invert(affine), corners)
    height, width = image.shape[:2]
    x0, y0 = np.clip(np.floor(reach.min(0)) - 2, 0, [width - 1, height - 1]).astype(int)
    x1, y1 = np.clip(np.ceil(reach.max(0)) + 3, [x0 + 1, y0 + 1], [width, height]).astype(int)
    moved = affine.copy()
    moved[:, 2] += affine[:, :2] @ [x0, y0]
    return image[y0:y1, x0:x1], moved


def warp(image: Pixels, affine: Affine, size: int, border: int = 0) -> Pixels:
    """A `size` square crop. A strong reduction is averaged first, else its pixels would alias.

    `border`: how cv2 fills what lies outside; 0 is its BORDER_CONSTANT.
    """
    scale = float(np.hypot(affine[0, 0], affine[1, 0]))
    if scale < 0.5:
        image, affine = _window(image, affine, size)
    while scale < 0.5 and min(image.shape[:2]) > 2:
        half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        fx, fy = image.shape[1] / half.shape[1], image.shape[0] / half.shape[0]
        affine = np.hstack([affine[:, :2] * [fx, fy], affine @ np.array([[fx / 2 - 0.5], [fy / 2 - 0.5], [1.0]])])
        image, scale = np.asarray(half, np.uint8), scale * 2
    flags = cv2.INTER_LINEAR
    return np.asarray(cv2.warpAffine(image, affine, (size, size), flags=flags, borderMode=border), np.uint8)
