"""Photographs and their pixels, for workers and commands. The web process reads headers only (jpeg.py)."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nyata.faces.jpeg import MAX_FRAME_PIXELS, ImageUnreadable, jpeg_size, segments
from nyata.faces.late import cv2

__all__ = ["ImageUnreadable", "Pixels", "decode", "decode_any", "jpeg_size", "read"]

Pixels = NDArray[np.uint8]

MAX_SCANS = 32
MAX_FILE_PIXELS = 50_000_000
MAX_FILE_BYTES = 30_000_000
# A file is decoded at the largest reduction that leaves this many pixels on its short side: more
# does not help a 192-pixel mesh, and a 50-megapixel photograph never takes 150 MB of memory.
ENOUGH_SHORT_SIDE = 700

_PNG = b"\x89PNG\r\n\x1a\n"
# By name, as the library is loaded late. The one for grey says by how much only, and IMREAD_COLOR_RGB which colours.
_REDUCED = {2: "IMREAD_REDUCED_GRAYSCALE_2", 4: "IMREAD_REDUCED_GRAYSCALE_4"}


def _png_size(data: bytes) -> tuple[int, int]:
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise ImageUnreadable("damaged PNG header")
    if data.rfind(b"IEND") < 0:
        raise ImageUnreadable("the PNG is cut short")
    width, height = struct.unpack_from(">II", data, 16)
    if width == 0 or height == 0:
        raise ImageUnreadable("PNG without a size")
    return width, height


def _pixels(data: bytes, flags: int) -> Pixels:
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
    except cv2.error as error:
        raise ImageUnreadable("cannot be decoded") from error
    if image is None or image.ndim != 3:
        raise ImageUnreadable("cannot be decoded")
    return np.asarray(image, np.uint8)


def decode(data: bytes, *, reduce: int = 1, max_pixels: int = MAX_FRAME_PIXELS) -> Pixels:
    """A JPEG frame as RGB pixels (height, width, 3) uint8, turned upright by its EXIF orientation.

    `reduce` 2 or 4 decodes at half or quarter size (much cheaper). The size is checked before
    decoding. Raises ImageUnreadable, also for an image that is cut short: the decoder would fill
    the rest with grey and say nothing.
    """
    width, height, scan = segments(data)
    if width * height > max_pixels:
        raise ImageUnreadable(f"too large: {width}x{height} pixels")
    # A progressive JPEG may ask for the whole picture again with every scan; cameras use about ten.
    if data.count(b"\xff\xda", scan) > MAX_SCANS:
        raise ImageUnreadable("a kind of JPEG that cameras do not make")
    # Entropy-coded data never holds FF D9, and an EXIF thumbnail's own end lies before the scan.
    if data.find(b"\xff\xd9", scan) < 0:
        raise ImageUnreadable("the JPEG is cut short")
    return _pixels(data, cv2.IMREAD_COLOR_RGB | (getattr(cv2, _REDUCED[reduce]) if reduce > 1 else 0))


def decode_any(data: bytes) -> Pixels:
    """A JPEG or PNG file of any ordinary size as upright RGB; large ones are decoded at a reduced size.

    Raises ImageUnreadable.
    """
    if len(data) > MAX_FILE_BYTES:
        raise ImageUnreadable(f"too large: {len(data) // 1_000_000} MB")
    if data.startswith(_PNG):
        width, height = _png_size(data)
        if width * height > MAX_FILE_PIXELS:
            raise ImageUnreadable(f"too large: {width}x{height} pixels")
        return _pixels(data, cv2.IMREAD_COLOR_RGB)
    width, height = jpeg_size(data, max_pixels=MAX_FILE_PIXELS, max_side=65_535)
    reduce = 1
    while reduce < 4 and min(width, height) // (reduce * 2) >= ENOUGH_SHORT_SIDE:
        reduce *= 2
    return decode(data, reduce=reduce, max_pixels=MAX_FILE_PIXELS)


def read(path: Path) -> Pixels:
    """The photograph in a file as upright RGB. Raises ImageUnreadable with the file's name in it."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ImageUnreadable(f"too large: {path.stat().st_size // 1_000_000} MB")
        return decode_any(path.read_bytes())
    except OSError as error:
        raise ImageUnreadable(f"{path}: {error.strerror or 'cannot be read'}") from error
    except ImageUnreadable as error:
        raise ImageUnreadable(f"{path}: {error}") from error


def read_frame(path: Path) -> bytes:
    """The photograph in a file as the bytes of a JPEG frame: as they are, or encoded anew if it is a PNG or large.

    Raises ImageUnreadable with the file's name in it.
    """
    image = read(path)
    data = path.read_bytes()
    if not data.startswith(_PNG):
        width, height, _ = segments(data)
        if width * height <= MAX_FRAME_PIXELS:
            return data
    shrink = min(1.0, (MAX_FRAME_PIXELS / (image.shape[0] * image.shape[1])) ** 0.5)
    if shrink < 1:
        image = np.asarray(cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
    _, encoded = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 97])
    return bytes(encoded.tobytes())
