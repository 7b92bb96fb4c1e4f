"""What counts as a photograph."""

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyata.faces.images import ImageUnreadable, decode, decode_any, jpeg_size, read, read_frame


def jpeg(width: int = 64, height: int = 48, quality: int = 80) -> bytes:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 255, (height, width, 3), np.uint8)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def turned(data: bytes, orientation: int) -> bytes:
    """The same JPEG with an EXIF orientation."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0" + tiff
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def with_size(data: bytes, width: int, height: int) -> bytes:
    """The same JPEG, lying about its size."""
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def test_the_size_is_read_from_the_header():
    assert jpeg_size(jpeg(64, 48)) == (64, 48)


@settings(deadline=None)
@given(st.integers(1, 70), st.integers(1, 70))
def test_every_size_an_encoder_writes_is_read_back(width: int, height: int):
    assert jpeg_size(jpeg(width, height)) == (width, height)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_garbage_is_unreadable_and_nothing_else(data: bytes):
    with pytest.raises(ImageUnreadable):
        jpeg_size(data)
    with pytest.raises(ImageUnreadable):
        decode(data)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_garbage_behind_a_jpegs_first_bytes_is_unreadable_or_has_a_sane_size(data: bytes):
    try:
        width, height = jpeg_size(b"\xff\xd8\xff" + data)
    except ImageUnreadable:
        return
    assert 0 < width * height <= 4_000_000


@settings(deadline=None)
@given(st.integers(0, 699), st.integers(0, 255))
def test_one_changed_byte_in_the_headers_gives_a_picture_or_unreadable(at: int, value: int):
    data = bytearray(jpeg())
    data[at] = value
    try:
        assert decode(bytes(data)).ndim == 3
    except ImageUnreadable as error:
        assert str(error)


def test_a_long_thin_picture_is_no_frame():
    with pytest.raises(ImageUnreadable, match="too large"):
        jpeg_size(with_size(jpeg(), 5000, 10))


@pytest.mark.parametrize("width, height", [(65535, 65535), (2100, 2100), (0, 10), (10, 0)])
def test_an_absurd_size_is_refused_before_anything_is_decoded(width: int, height: int):
    liar = with_size(jpeg(), width, height)
    with pytest.raises(ImageUnreadable):
        jpeg_size(liar)
    with pytest.raises(ImageUnreadable):
        decode(liar)


def test_a_png_is_no_frame_and_a_png_bomb_is_no_photograph():
    with pytest.raises(ImageUnreadable, match="not a JPEG"):
        jpeg_size(png(8, 8))
    with pytest.raises(ImageUnreadable, match="too large"):
        decode_any(png(60_000, 60_000))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_jpeg_cut_short_is_unreadable_though_its_header_is_whole(share: float):
    data = jpeg(320, 240)
    cut = data[: int(len(data) * share)]
    assert jpeg_size(cut) == (320, 240)
    with pytest.raises(ImageUnreadable, match="cut short"):
        decode(cut)


def test_a_jpeg_that_asks_to_be_painted_a_hundred_times_is_refused():
    data = jpeg()
    scan = data[data.index(b"\xff\xda") :]
    with pytest.raises(ImageUnreadable, match="cameras do not make"):
        decode(data + scan * 100)


def test_a_progressive_jpeg_is_a_photograph():
    picture = np.full((48, 64, 3), 90, np.uint8)
    data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    assert jpeg_size(data) == (64, 48)
    assert decode(data).shape == (48, 64, 3)


def test_bytes_after_the_end_of_a_jpeg_do_no_harm():
    assert decode(jpeg() + b"trailer").shape == (48, 64, 3)


def test_a_photograph_taken_sideways_is_turned_upright():
    assert decode_any(turned(jpeg(64, 48), 6)).shape == (64, 48, 3)
    assert decode(turned(jpeg(64, 48), 6), reduce=4).shape == (16, 12, 3)


def test_colours_are_red_green_blue_at_every_scale():
    red = np.zeros((64, 64, 3), np.uint8)
    red[..., 2] = 255  # OpenCV writes blue, green, red
    data = cv2.imencode(".jpg", red)[1].tobytes()
    for reduce in (1, 2, 4):
        assert decode(data, reduce=reduce)[0, 0, 0] > 200


def test_a_grey_photograph_is_a_photograph():
    data = cv2.imencode(".jpg", np.full((40, 40), 90, np.uint8))[1].tobytes()
    assert jpeg_size(data) == (40, 40)
    assert decode(data).shape == (40, 40, 3)


def test_a_large_photograph_is_read_at_a_smaller_size(tmp_path: Path):
    path = tmp_path / "large.jpg"
    cv2.imwrite(str(path), np.full((3000, 4000, 3), 128, np.uint8))
    assert read(path).shape == (750, 1000, 3)
    assert jpeg_size(read_frame(path)) == (1000, 750)


def test_an_unreadable_file_is_named(tmp_path: Path):
    path = tmp_path / "notes.jpg"
    path.write_text("not a picture")
    with pytest.raises(ImageUnreadable, match="notes.jpg"):
        read(path)
    with pytest.raises(ImageUnreadable, match="gone.jpg"):
        read(tmp_path / "gone.jpg")


@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize("reduce, whole", [(2, cv2.IMREAD_REDUCED_COLOR_2), (4, cv2.IMREAD_REDUCED_COLOR_4)])
def test_decoded_smaller_a_photograph_has_the_pixels_of_the_decoder_s_own_order(orientation, reduce, whole):
    data = turned(jpeg(64, 48), orientation)
    theirs = cv2.imdecode(np.frombuffer(data, np.uint8), whole)[..., ::-1]
    assert np.array_equal(decode(data, reduce=reduce), theirs)
