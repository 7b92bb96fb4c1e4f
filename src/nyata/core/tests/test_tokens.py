from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core import anchor
from nyata.core.encoding import b64url, canonical, iso_ms, read_iso_ms, unb64url

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
AT = datetime(2026, 11, 23, 0, 28, 41, 123_999, UTC)


def test_an_anchor_says_when_it_was_made_to_the_millisecond():
    token = anchor.make(KEY, at=AT, person=7, salt=b"12345678")
    assert anchor.verify(KEY, token, person=7) == AT.replace(microsecond=123_000)


def test_two_anchors_of_one_moment_differ():
    assert anchor.make(KEY, at=AT, person=7, salt=b"1") != anchor.make(KEY, at=AT, person=7, salt=b"2")


@pytest.mark.parametrize("key, person", [(OTHER_KEY, 7), (KEY, 8)])
def test_an_anchor_of_another_key_or_person_is_refused(key, person):
    token = anchor.make(KEY, at=AT, person=7, salt=b"12345678")
    with pytest.raises(anchor.AnchorRefused):
        anchor.verify(key, token, person=person)


@pytest.mark.parametrize("token", ["", ".", "a", "e30.e30", "é.é", "e30=.e30", "a.b.c"])
def test_what_is_no_anchor_is_refused(token):
    with pytest.raises(anchor.AnchorRefused):
        anchor.verify(KEY, token, person=7)


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_character_makes_an_anchor_worthless(at, change):
    token = bytearray(anchor.make(KEY, at=AT, person=7, salt=b"12345678").encode())
    token[at % len(token)] ^= change
    with pytest.raises(anchor.AnchorRefused):
        anchor.verify(KEY, token.decode("latin-1"), person=7)


@given(st.binary(max_size=80))
def test_base64url_has_one_spelling(data):
    text = b64url(data)
    assert unb64url(text) == data
    assert "=" not in text
    with pytest.raises(ValueError):
        unb64url(text + "=")


@pytest.mark.parametrize("text", ["a", "ab+/", "YR", "a b", "YQ==", "ä"])
def test_another_spelling_of_base64url_is_refused(text):
    with pytest.raises(ValueError):
        unb64url(text)


def test_times_are_written_in_utc_with_milliseconds():
    jakarta = timezone(timedelta(hours=7))
    assert iso_ms(datetime(2026, 11, 23, 7, 28, 41, 5_000, jakarta)) == "2026-11-23T00:28:41.005Z"
    assert read_iso_ms("2026-11-23T00:28:41.005Z") == datetime(2026, 11, 23, 0, 28, 41, 5_000, UTC)


@pytest.mark.parametrize(
    "text", ["2026-11-23T00:28:41Z", "2026-11-23T00:28:41.005", "2026-11-23T07:28:41.005+07:00", "x"]
)
def test_another_spelling_of_a_time_is_refused(text):
    with pytest.raises(ValueError):
        read_iso_ms(text)


def test_a_time_without_zone_is_not_written():
    with pytest.raises(ValueError):
        iso_ms(datetime(2026, 11, 23))  # noqa: DTZ001 - what is tested


def test_what_json_cannot_say_is_not_made_canonical():
    with pytest.raises(ValueError):
        canonical({"x": float("nan")})
    with pytest.raises(ValueError):
        canonical({"x": 2**60})
