"""A JPEG's size from its headers alone. Nothing is decoded, and importing this loads no image library.

The web process judges nothing: it only has to know that a frame says it is a photograph of a sensible size.
"""

from __future__ import annotations

import struct

MAX_FRAME_SIDE = 4096
MAX_FRAME_PIXELS = 4_000_000

_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_DECODABLE = frozenset({0xC0, 0xC1, 0xC2})


class ImageUnreadable(ValueError):
    """These bytes are not a photograph that can be judged; the message says why in a few words."""


def segments(data: bytes) -> tuple[int, int, int]:
    """Walk the JPEG markers: (width, height, offset of the scan). Raises ImageUnreadable."""
    if len(data) < 4 or data[0:3] != b"\xff\xd8\xff":
        raise ImageUnreadable("not a JPEG")
    at, size = 2, None
    while True:
        if at + 4 > len(data) or data[at] != 0xFF:
            raise ImageUnreadable("damaged JPEG header")
        marker = data[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in _STANDALONE:
            at += 2
            continue
        if marker in (0xD8, 0xD9, 0x00):
            raise ImageUnreadable("damaged JPEG header")
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2 or at + 2 + length > len(data):
            raise ImageUnreadable("damaged JPEG header")
        if marker in _FRAME_HEADERS:
            if size is not None:
                raise ImageUnreadable("JPEG with two frame headers")
            size = _frame_header(data, at, marker, length)
        if marker == 0xDA:
            if size is None:
                raise ImageUnreadable("JPEG without a frame header")
            return size[0], size[1], at + 2 + length
        at += 2 + length


def _frame_header(data: bytes, at: int, marker: int, length: int) -> tuple[int, int]:
    if marker not in _DECODABLE:
        raise ImageUnreadable("a kind of JPEG that cameras do not make")
    if length < 11:
        raise ImageUnreadable("damaged JPEG header")
    depth, height, width, components = struct.unpack_from(">BHHB", data, at + 4)
    if depth != 8 or components not in (1, 3) or length != 8 + 3 * components:
        raise ImageUnreadable("a kind of JPEG that cameras do not make")
    if width == 0 or height == 0:
        raise ImageUnreadable("JPEG without a size")
    return width, height


def jpeg_size(data: bytes, *, max_pixels: int = MAX_FRAME_PIXELS, max_side: int = MAX_FRAME_SIDE) -> tuple[int, int]:
    """(width, height) in pixels as stored, read from the JPEG's headers alone; nothing is decoded.

    Raises ImageUnreadable for anything but a baseline or progressive 8-bit JPEG whose headers are
    whole up to the first scan, and for sizes above the limits.
    """
    width, height, _ = segments(data)
    if width > max_side or height > max_side or width * height > max_pixels:
        raise ImageUnreadable(f"too large: {width}x{height} pixels")
    return width, height
