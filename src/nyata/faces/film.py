"""A burst as a film: numbers that a recording keeps when it is cropped, turned, moved, scaled, mirrored or lit anew.

The face's place in the whole burst is levelled once, by the medians of the detector's points: levelling each frame
would take away the sway and the drift that no two performances share. Twenty low cosine waves of the windowed crop
describe a frame; the first nine of them are kept for every frame, all of them for the burst's mean.

The points are only good to a few hundredths, which would drown what separates two performances. But an error of
place, size, level or tone changes all frames along five directions known from the new burst's own pixels (the tangent
distance of Simard, LeCun and Denker, 1993). What differs along them is left out; what remains is a hundred times
smaller than a movement of the head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyata.faces import geometry
from nyata.faces.geometry import Points
from nyata.faces.images import Pixels
from nyata.faces.late import cv2

Floats = NDArray[np.float32]

MIN_FRAMES = 6  # fewer say too little
MIN_FACES = 0.5  # share of the frames in which a face was found
_SIZE = 48
_REACHES = 3.0  # side of the crop in distances between eyes and mouth
_WAVES = 6
_PLACE = 20  # waves with u + v < 6
_MOTION = 9  # of which u + v < 4
_DARK = 4  # grey levels below which a picture tells nothing of its gamma


@dataclass(frozen=True, slots=True)
class FilmLimits:
    """Policy data. What may differ, in standard deviations of the burst's grey levels: `place`: its mean picture.

    A frame: `still`, and on top the share `moving` of how much the burst moves (root mean square).
    """

    place: float = 0.01
    still: float = 0.0015
    moving: float = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """`frames` (n, 20) float32, and how they would change, `ways` (5, n, 20): along x and y, in size, level, gamma."""

    frames: Floats
    ways: Floats

    def pack(self) -> bytes:
        """What is remembered, 166 bytes for 12 frames. At best a blur three waves wide could be made of it, no face."""
        place = self.frames.mean(0)
        motion = self.frames[:, :_MOTION] - place[:_MOTION]
        steps = np.maximum(np.abs(motion).max(0) / 127, 1e-7).astype("<f2")
        levels = np.clip(np.rint(motion / np.maximum(steps.astype(np.float32), 1e-7)), -127, 127).astype(np.int8)
        return bytes(place.astype("<f2").tobytes() + steps.tobytes() + levels.tobytes())

    def mirrored(self) -> Film:
        """The film of the burst's mirror image."""
        return Film(self.frames * _MIRROR, self.ways * _MIRROR)


def _waves() -> tuple[Floats, Floats, Floats]:
    """(2304, 120) what a levelled picture is multiplied with, (2304,) its window, (20,) signs of a mirror image.

    The columns are the waves under a Hann window, then minus their derivatives along x, y, size and level: since the
    window ends at nothing, moving the picture under a wave is moving the wave under the picture (integration by parts).
    """
    at = (np.arange(_SIZE) + 0.5) / _SIZE
    window, slope = 0.5 - 0.5 * np.cos(2 * np.pi * at), np.pi * np.sin(2 * np.pi * at)
    turns = np.pi * np.arange(_WAVES)[:, None]
    wave = np.cos(turns * at) * window
    change = np.cos(turns * at) * slope - turns * np.sin(turns * at) * window
    x, y = (at - 0.5)[None, :], (at - 0.5)[:, None]
    order = [(total - u, u) for total in range(1, _WAVES) for u in range(total + 1)]
    columns: list[list[NDArray[np.float64]]] = [[], [], [], [], []]
    for v, u in order:
        value, dx, dy = np.outer(wave[v], wave[u]), np.outer(wave[v], change[u]), np.outer(change[v], wave[u])
        size, level = x * dx + y * dy + 2 * value, x * dy - y * dx
        for column, one in zip(columns, (value, -dx, -dy, -size, -level), strict=True):
            column.append(one.ravel() / _SIZE**2)
    signs = np.array([-1.0 if u % 2 else 1.0 for _, u in order], np.float32)
    return np.concatenate(columns).T.astype(np.float32), np.outer(window, window).ravel().astype(np.float32), signs


_BASIS, _WINDOW, _MIRROR = _waves()
_TOTAL, _WINDOW_TOTAL = _BASIS.sum(0), float(_WINDOW.sum())
# d/dg of x ** g, up to a factor, for every grey level.
_GAMMA = (np.arange(256) * np.log(np.maximum(np.arange(256), _DARK) / 255)).astype(np.float32)


def film_of(pictures: Sequence[Pixels], points: Sequence[Points | None]) -> Film | None:
    """The film of a burst's frames in order (RGB, reduced as one likes) with the detector's points in each, or None.

    None for fewer than six frames or where a face was found in fewer than half of them.
    """
    # In widths of the picture, since a burst may hold frames of several sizes.
    found = [one / image.shape[1] for image, one in zip(pictures, points, strict=True) if one is not None]
    if len(pictures) < MIN_FRAMES or len(found) < MIN_FACES * len(pictures):
        return None
    level = _level(np.array(found, np.float64))
    crops = np.stack([_crop(image, level) for image in pictures]).reshape(len(pictures), -1)
    # Subtracting the mean and dividing by the spread are left to the sums: that is linear, and these are few.
    grey, tone = crops.astype(np.float32), _GAMMA[crops]
    waves, toned, weight = grey @ _BASIS, tone @ _BASIS[:, :_PLACE], _WINDOW_TOTAL * len(crops)
    mean, toned_mean = (grey @ _WINDOW).sum() / weight, (tone @ _WINDOW).sum() / weight
    spread = max(float(((grey * grey) @ _WINDOW).sum() / weight - mean**2), 1e-6) ** 0.5
    waves = (waves - mean * _TOTAL) / spread
    parts = waves.reshape(len(crops), 5, _PLACE).swapaxes(0, 1)
    slant = (((tone * grey) @ _WINDOW).sum() / weight - mean * toned_mean) / spread**2
    toned = (toned - toned_mean * _TOTAL[:_PLACE]) / spread - slant * parts[0]
    return Film(np.ascontiguousarray(parts[0], np.float32), np.concatenate([parts[1:], toned[None]]).astype(np.float32))


def _level(found: NDArray[np.float64]) -> geometry.Affine:
    """From picture (in its widths) to crop, by the medians over the burst's faces (n, 6, 2)."""
    eyes, mouth = (found[:, 0] + found[:, 1]) / 2, found[:, 3]
    centre = np.median((eyes + mouth) / 2, axis=0)
    reach = float(np.median(np.linalg.norm(mouth - eyes, axis=1)))
    across = np.median(found[:, 1] - found[:, 0], axis=0)
    angle = float(np.arctan2(across[1], across[0]))
    return geometry.square_crop((float(centre[0]), float(centre[1])), _REACHES * reach, angle, _SIZE)


def _crop(image: Pixels, level: geometry.Affine) -> Pixels:
    affine = level / [image.shape[1], image.shape[1], 1.0]
    affine[:, 2] -= 0.5  # the middle of 48 pixels lies between the 24th and the 25th
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)
    return geometry.warp(grey, affine, _SIZE, cv2.BORDER_REPLICATE)


def shares(film: Film, kept: Sequence[bytes], limits: FilmLimits | None = None) -> Floats:
    """For each packed film, the share (0..1) of the film's frames that are its frames, in the same order; 0 below half.

    One frame may be missing, added or exchanged, at the cost of its share; so may the first for the last.
    """
    limits, best = limits or FilmLimits(), np.zeros(len(kept), np.float32)
    for size in {len(one) for one in kept if one}:
        rows = np.array([at for at, one in enumerate(kept) if len(one) == size])
        best[rows] = _shares(film, _table(b"".join(kept[at] for at in rows), size), limits)
    return best


def largest_share(film: Film, joined: bytes, size: int, limits: FilmLimits | None = None) -> float:
    """The largest of `shares` for packed films of `size` bytes each that lie end to end; 0.0 where there are none."""
    return float(_shares(film, _table(joined, size), limits or FilmLimits()).max(initial=0)) if size else 0.0


def _table(joined: bytes, size: int) -> NDArray[np.uint8]:
    return np.frombuffer(joined, np.uint8).reshape(-1, size)


def _shares(film: Film, table: NDArray[np.uint8], limits: FilmLimits) -> Floats:
    """(m,) the shares of packed films of one length (m, size)."""
    head = np.ascontiguousarray(table[:, : 2 * (_PLACE + _MOTION)]).view("<f2").astype(np.float32)
    best = np.zeros(len(table), np.float32)
    for new in (film, film.mirrored()):
        # Another room, light, dress or seat: nearly all of a person's bursts end here. A missing frame moves the mean.
        near = np.flatnonzero(_off_place(new, head[:, :_PLACE]) < 2 * limits.place)
        if len(near):
            found = _alike(new, head[near, :_PLACE], _motion(table[near], head[near]), limits)
            best[near] = np.maximum(best[near], found)
    return best


def _motion(table: NDArray[np.uint8], head: Floats) -> Floats:
    """(m, n, 9) the frames of packed films (m, size) whose means and steps are unpacked, `head` (m, 29)."""
    levels = np.ascontiguousarray(table[:, 2 * (_PLACE + _MOTION) :]).view(np.int8)
    return levels.reshape(len(table), -1, _MOTION) * head[:, None, _PLACE:] + head[:, None, :_MOTION]


def _alike(film: Film, place: Floats, motion: Floats, limits: FilmLimits) -> Floats:
    moved = film.frames[:, :_MOTION] - film.frames[:, :_MOTION].mean(0)
    allowed = float(np.hypot(limits.still, limits.moving * np.sqrt((moved**2).sum(1).mean())))
    best, middle = np.zeros(len(place), np.float32), np.full(len(place), np.inf, np.float32)

    def lay(rows: NDArray[np.intp], new: list[int], old: list[int]) -> None:
        part, there = Film(film.frames[new], film.ways[:, new]), motion[rows][:, old]
        off = _off_motion(part, there)
        middle[rows] = np.minimum(middle[rows], np.median(off, axis=1))
        alike = (off <= allowed).sum(1) / len(film.frames)
        most = np.flatnonzero(alike > 0.5)
        if len(most):
            mean = np.concatenate([there[most].mean(1), place[rows[most], _MOTION:]], axis=1)
            held = most[_off_place(part, mean) < limits.place]
            best[rows[held]] = np.maximum(best[rows[held]], alike[held])

    whole, parts = _pairings(len(film.frames), motion.shape[1])
    for new, old in whole:
        lay(np.arange(len(place)), new, old)
    close = np.flatnonzero((middle < 4 * allowed) & (best < 1))
    for new, old in parts if len(close) else []:
        lay(close, new, old)
    return best


Pairing = tuple[list[int], list[int]]


def _pairings(new: int, old: int) -> tuple[list[Pairing], list[Pairing]]:
    """Which frames of a new and an old burst are laid beside each other: always, and if that brings them near."""
    all_new, all_old = list(range(new)), list(range(old))
    if new == old:
        whole = [(all_new, all_old), (all_new[1:], all_old[:-1]), (all_new[:-1], all_old[1:])]
        return whole, [(without, without) for without in _all_but_one(new)]
    if new == old + 1:
        return [(without, all_old) for without in _all_but_one(new)], []
    if old == new + 1:
        return [(all_new, without) for without in _all_but_one(old)], []
    return [], []


def _all_but_one(count: int) -> list[list[int]]:
    return [[at for at in range(count) if at != left_out] for left_out in range(count)]


def _off_place(film: Film, place: Floats) -> Floats:
    """(m,) how far the mean picture lies from each of `place` (m, 20)."""
    off = place - film.frames.mean(0)
    basis, _ = np.linalg.qr(film.ways.mean(1).T)
    return np.asarray(np.linalg.norm(off - (off @ basis) @ basis.T, axis=1), np.float32)


def _off_motion(film: Film, motion: Floats) -> Floats:
    """(m, n) how far each frame lies from that of `motion` (m, n, 9), both as departures from their burst's mean."""
    off = motion - film.frames[:, :_MOTION]
    off = (off - off.mean(1, keepdims=True)).reshape(len(motion), -1)
    ways = film.ways[:, :, :_MOTION]
    basis, _ = np.linalg.qr((ways - ways.mean(1, keepdims=True)).reshape(len(ways), -1).T)
    return np.asarray(np.linalg.norm((off - (off @ basis) @ basis.T).reshape(motion.shape), axis=2), np.float32)
