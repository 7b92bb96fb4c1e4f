"""A photograph of the right person, held before the camera by somebody else."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.portraits.rendering import HEIGHT, WIDTH, Pixels, Portrait, astronaut, encode, render

FOCAL = 620.0  # of a phone's front camera at 480 x 640


def _sheet(portrait: Portrait) -> Pixels:
    """The photograph as a print with a white border."""
    print_ = render(portrait, noise=1.0, rng=np.random.default_rng(3))
    return np.asarray(cv2.copyMakeBorder(print_, 24, 24, 24, 24, cv2.BORDER_CONSTANT, value=(240, 240, 236)), np.uint8)


def _tilted(yaw: float, pitch: float, roll: float, away: float, centre: tuple[float, float]) -> NDArray[np.float64]:
    """Homography of a sheet turned by these degrees at `away` times its resting distance from the camera."""
    ry, rp, rr = np.radians([yaw, pitch, roll])
    turn_y = np.array([[np.cos(ry), 0, np.sin(ry)], [0, 1, 0], [-np.sin(ry), 0, np.cos(ry)]])
    turn_x = np.array([[1, 0, 0], [0, np.cos(rp), -np.sin(rp)], [0, np.sin(rp), np.cos(rp)]])
    turn_z = np.array([[np.cos(rr), -np.sin(rr), 0], [np.sin(rr), np.cos(rr), 0], [0, 0, 1]])
    turn = turn_z @ turn_x @ turn_y
    # A sheet WIDTH pixels wide at distance FOCAL fills the frame as the person does.
    plane = np.stack([turn[:, 0], turn[:, 1], np.array([0, 0, FOCAL * away])], 1)
    camera = np.array([[FOCAL, 0, centre[0]], [0, FOCAL, centre[1]], [0, 0, 1]])
    to_middle = np.array([[1, 0, -(WIDTH / 2 + 24)], [0, 1, -(HEIGHT / 2 + 24)], [0, 0, 1]])
    return np.asarray(camera @ plane @ to_middle, np.float64)


def _wall(rng: np.random.Generator) -> Pixels:
    """What is behind the photograph: large soft patches."""
    patches = cv2.GaussianBlur(rng.normal(120, 40, (HEIGHT, WIDTH, 3)), (0, 0), 25)
    return np.clip((patches - patches.mean()) * 6 + 120, 0, 255).astype(np.uint8)


def _noisy(frame: Pixels, rng: np.random.Generator, quality: int) -> bytes:
    return encode(np.clip(frame + rng.normal(0, 2, frame.shape), 0, 255).astype(np.uint8), quality)


def flat_photo(
    times_ms: Sequence[float],
    *,
    portrait: Portrait | None = None,
    tilt_degrees: float = 45.0,
    seed: int | None = None,
    quality: int = 75,
) -> list[bytes]:
    """JPEG frames of the person's printed photograph, tilted left and right by hand and moved about."""
    rng = np.random.default_rng(seed)
    sheet, wall = _sheet(portrait or astronaut()), _wall(rng)
    span = max(times_ms[-1], 1.0)
    frames = []
    for ms in times_ms:
        at = ms / span
        yaw = tilt_degrees * np.sin(2 * np.pi * at)
        pitch = 0.3 * tilt_degrees * np.sin(4 * np.pi * at + 0.4)
        centre = (WIDTH / 2 + 20 * np.sin(7 * at), HEIGHT / 2 + 15 * np.sin(5 * at + 1))
        plane = _tilted(yaw, pitch, 4 * np.sin(6 * at), 1.0 + 0.1 * np.sin(9 * at), centre)
        frame = wall.copy()
        cv2.warpPerspective(sheet, plane, (WIDTH, HEIGHT), dst=frame, borderMode=cv2.BORDER_TRANSPARENT)
        frames.append(_noisy(frame, rng, quality))
    return frames


def bent_photo(
    times_ms: Sequence[float],
    *,
    portrait: Portrait | None = None,
    arc_degrees: float = 90.0,
    tilt_degrees: float = 60.0,
    seed: int | None = None,
    quality: int = 75,
) -> list[bytes]:
    """The same, the print bent into a part of a cylinder (`arc_degrees` of it) and turned about its upright axis."""
    rng = np.random.default_rng(seed)
    sheet, wall = _sheet(portrait or astronaut()), _wall(rng)
    tall, wide = sheet.shape[:2]
    radius = wide / np.radians(arc_degrees)
    x, y = np.meshgrid(np.arange(WIDTH) - WIDTH / 2, np.arange(HEIGHT) - HEIGHT / 2)
    frames = []
    for ms in times_ms:
        at = ms / max(times_ms[-1], 1.0)
        yaw = np.radians(tilt_degrees) * np.sin(2 * np.pi * at)
        ray = (x - 15 * np.sin(7 * at)) / FOCAL
        # Where each line of sight first meets the cylinder, whose axis turns about the middle of the sheet.
        axis_x, axis_z = radius * np.sin(yaw), FOCAL + radius * np.cos(yaw)
        half = (ray * axis_x + axis_z) / (ray * ray + 1)
        inside = half * half - (axis_x**2 + axis_z**2 - radius**2) / (ray * ray + 1)
        depth = half - np.sqrt(np.maximum(inside, 0))
        angle = np.arctan2(axis_x - ray * depth, axis_z - depth) - yaw
        u = np.where(inside > 0, wide / 2 - radius * angle, -1e4)
        v = tall / 2 + depth * (y - 10 * np.sin(5 * at)) / FOCAL
        shown = cv2.remap(sheet, u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR)
        seen = (u >= 0) & (u < wide) & (v >= 0) & (v < tall)
        frames.append(_noisy(np.where(seen[..., None], shown, wall), rng, quality))
    return frames
