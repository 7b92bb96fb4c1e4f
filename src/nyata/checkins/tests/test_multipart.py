"""The one multipart body that check-ins accept: whole, small and in the form a browser writes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.checkins import multipart
from nyata.checkins.multipart import BodyRefused, parse, read_body
from nyata.core.bundle import BODY_BYTES
from nyata.core.reasons import Reason
from tests.client import Signed

BUNDLE = Signed(b'{"v":1}', {"id": "x"}, "sig", [b"\xff\xd8one\r\n--", b"\xff\xd8two"])


class Unread(io.BytesIO):
    def read(self, size=-1):
        raise AssertionError("the body was touched")


class Gone(io.BytesIO):
    def read(self, size=-1):
        raise OSError("connection reset")


class Dribble(io.BytesIO):
    """A network that brings a few bytes at a time."""

    def read(self, size=-1):
        return super().read(min(size, 7))


def reason_of(call) -> Reason:
    with pytest.raises(BodyRefused) as caught:
        call()
    return caught.value.reason


def test_a_bundle_comes_out_as_it_went_in():
    content_type, body = BUNDLE.body()
    parts = parse(body, content_type)
    assert [part.name for part in parts] == ["payload", "assertion", "page_signature", "frame", "frame"]
    assert [part.body for part in parts[3:]] == BUNDLE.frames
    assert parts[3].media_type == "image/jpeg"


@given(st.lists(st.binary(max_size=300), max_size=16))
def test_any_bytes_pass_through_a_frame_unchanged(frames):
    content_type, body = Signed(b"{}", {}, "", frames).body()
    assert [part.body for part in parse(body, content_type)[3:]] == frames


@given(st.binary(max_size=400))
def test_any_other_bytes_are_refused_and_nothing_else_happens(body):
    assert reason_of(lambda: parse(body, "multipart/form-data; boundary=x")) in Reason


@pytest.mark.parametrize("keep", [0, 1, 5, -1, -2, -3, -20, -400])
def test_a_body_that_was_cut_anywhere_is_refused(keep):
    content_type, body = BUNDLE.body()
    cut = body[:keep]
    if keep == -2:
        assert len(parse(cut, content_type)) == 5  # only the last line break is missing, which some clients never write
        return
    assert reason_of(lambda: parse(cut, content_type)) in (Reason.TRUNCATED, Reason.MALFORMED)


def test_more_parts_than_a_bundle_can_have_are_refused():
    content_type, body = Signed(b"{}", {}, "", [b"x"] * 200).body()
    assert reason_of(lambda: parse(body, content_type)) is Reason.TOO_MANY_FRAMES


def test_a_part_with_an_endless_head_is_refused():
    body = b'--x\r\nContent-Disposition: form-data; name="payload"; ' + b"a" * 5000 + b"\r\n\r\n{}\r\n--x--\r\n"
    assert reason_of(lambda: parse(body, "multipart/form-data; boundary=x")) is Reason.MALFORMED


def test_a_part_in_another_encoding_is_refused():
    head = b'Content-Disposition: form-data; name="payload"\r\nContent-Transfer-Encoding: base64'
    body = b"--x\r\n" + head + b"\r\n\r\ne30=\r\n--x--\r\n"
    assert reason_of(lambda: parse(body, "multipart/form-data; boundary=x")) is Reason.MALFORMED


@pytest.mark.parametrize("content_type", ["", "multipart/form-data", "multipart/mixed; boundary=x", "a" * 10_000])
def test_a_body_without_its_boundary_is_refused(content_type):
    assert reason_of(lambda: parse(BUNDLE.body()[1], content_type)) is Reason.MALFORMED


def test_a_body_of_the_largest_size_is_read_and_one_byte_more_is_refused():
    assert len(read_body(io.BytesIO(bytes(BODY_BYTES)), str(BODY_BYTES))) == BODY_BYTES
    large = io.BytesIO(bytes(BODY_BYTES + 1))
    assert reason_of(lambda: read_body(large, str(BODY_BYTES + 1))) is Reason.BODY_TOO_LARGE


def test_of_a_body_that_is_too_large_nothing_is_kept_but_the_sender_may_finish():
    """Answered in the middle of sending, a client would see a broken connection instead of the answer."""
    stream = io.BytesIO(bytes(3_000_000))
    assert reason_of(lambda: read_body(stream, "3000000")) is Reason.BODY_TOO_LARGE
    assert stream.read() == b""
    assert reason_of(lambda: read_body(Gone(), "3000000")) is Reason.BODY_TOO_LARGE


def test_nobody_makes_us_read_for_ever():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return bytes(size)

    endless = Endless()
    assert reason_of(lambda: read_body(endless, "9" * 15)) is Reason.BODY_TOO_LARGE
    assert endless.given <= multipart.POURED_AWAY


@pytest.mark.parametrize("declared", ["", "-5", "1e3", " 12", "٣", "twelve"])
def test_a_length_that_is_no_number_is_refused_unread(declared):
    assert reason_of(lambda: read_body(Unread(), declared)) is Reason.MALFORMED


@pytest.mark.parametrize("stream", [io.BytesIO(b"only this"), Gone()])
def test_a_phone_that_went_away_in_the_middle_is_refused(stream):
    assert reason_of(lambda: read_body(stream, "100")) is Reason.TRUNCATED


def test_a_slow_network_is_waited_for():
    assert read_body(Dribble(b"word by word, and whole"), "23") == b"word by word, and whole"


def test_nothing_beyond_the_declared_length_is_read():
    stream = io.BytesIO(b"mine|the next request")
    assert read_body(stream, "4") == b"mine"
    assert multipart.MAX_PARTS >= 19
