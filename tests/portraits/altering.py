"""What somebody does to the frames of an old burst before sending them again."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from tests.portraits.rendering import Pixels


def _moved(degrees: float = 0.0, x: float = 0.0, y: float = 0.0) -> Callable[[Pixels], Pixels]:
    def move(picture: Pixels) -> Pixels:
        rows, columns = picture.shape[:2]
        turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
        turn[:, 2] += (x, y)
        return np.asarray(cv2.warpAffine(picture, turn, (columns, rows)), np.uint8)  # what is missing stays black

    return move


def _cropped(share: float) -> Callable[[Pixels], Pixels]:
    """A `share` less of both sides, mostly from the right and the top, scaled up again."""

    def crop(picture: Pixels) -> Pixels:
        rows, columns = picture.shape[:2]
        top, left = round(0.7 * share * rows), round(0.2 * share * columns)
        inside = picture[top : top + round((1 - share) * rows), left : left + round((1 - share) * columns)]
        return np.asarray(cv2.resize(inside, (columns, rows)), np.uint8)

    return crop


def _toned(curve: Callable[[np.ndarray], np.ndarray]) -> Callable[[Pixels], Pixels]:
    table = np.clip(curve(np.arange(256.0)), 0, 255).astype(np.uint8)
    return lambda picture: np.asarray(cv2.LUT(picture, table), np.uint8)


def _scaled(factor: float) -> Callable[[Pixels], Pixels]:
    return lambda picture: np.asarray(
        cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8
    )


ALTERATIONS: dict[str, Callable[[Pixels], Pixels]] = {
    "crop_2": _cropped(0.02),
    "crop_5": _cropped(0.05),
    "shift_4": _moved(x=4, y=-4),
    "shift_12": _moved(x=-12, y=9),
    "turn_2": _moved(degrees=2),
    "turn_5": _moved(degrees=-5),
    "gamma": _toned(lambda at: 255 * (at / 255) ** 0.75),
    "gamma_dark": _toned(lambda at: 255 * (at / 255) ** 1.35),
    "brighter": _toned(lambda at: 1.12 * at),
    "contrast": _toned(lambda at: 128 + 0.8 * (at - 128)),
    "smaller": _scaled(0.75),
    "half": _scaled(0.5),
    "blurred": lambda picture: np.asarray(cv2.GaussianBlur(picture, (0, 0), 1.5), np.uint8),
    "mirror": lambda picture: np.ascontiguousarray(picture[:, ::-1]),
}


def altered(data: bytes, *names: str, quality: int = 70) -> bytes:
    """A JPEG frame decoded, altered in these ways in turn, and encoded again."""
    picture = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
    for name in names:
        picture = ALTERATIONS[name](picture)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
