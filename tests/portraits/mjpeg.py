"""A fake camera for Chromium: --use-fake-device-for-media-stream --use-file-for-fake-video-capture=FILE.mjpeg."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

CHROMIUM_FPS = 30.0  # the file holds no rate: Chromium (seen with 2026's) plays any MJPEG at this one and loops it


def write_mjpeg(path: Path | str, frames: Sequence[bytes], fps: float = 15.0) -> Path:
    """Write JPEG frames made for `fps` as the plain concatenation that Chromium plays in real time, looped."""
    repeat = max(1, round(CHROMIUM_FPS / fps))
    path = Path(path)
    with path.open("wb") as file:
        for frame in frames:
            file.write(frame * repeat)
    return path
