"""A receipt is a promise with a time limit, checked with public keys; another log, another key are told apart."""

import struct
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core import receipt
from nyata.core.encoding import b64url, from_ms, unb64url
from nyata.core.receipt import Receipt, ReceiptFault, ReceiptRefused

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
ORIGIN = "nyata.example/nyata"
DIGEST = bytes(range(32))
RECEIVED = from_ms(1_795_000_000_999)
RECEIPT = Receipt(
    DIGEST, "in", from_ms(1_795_000_000_000), RECEIVED, b"\x01" * 32, ORIGIN, RECEIVED + timedelta(minutes=60)
)
KEYS = [receipt.verifier(KEY, ORIGIN)]
# As Nyata gave them until November 2026.
FIRST_VERSION = (
    "eyJhY3RlZF9hdCI6IjIwMjYtMTEtMThUMTE6MDY6NDAuMDAwWiIsImRpZ2VzdCI6IjAwMDEwMjAzMDQwNTA2MDcwODA5MGEwYjBjMGQwZTBmMTAxMTEy"
    "MTMxNDE1MTYxNzE4MTkxYTFiMWMxZDFlMWYiLCJpZCI6IjAwMDEwMjAzLTA0MDUtMDYwNy0wODA5LTBhMGIwYzBkMGUwZiIsImxlYWYiOiIwMTAxMDEw"
    "MTAxMDEwMTAxMDEwMTAxMDEwMTAxMDEwMTAxMDEwMTAxMDEwMTAxMDEwMTAxMDEwMTAxMDEwMTAxIiwicHVycG9zZSI6ImluIiwicmVjZWl2ZWRfYXQi"
    "OiIyMDI2LTExLTE4VDExOjA2OjQwLjk5OVoiLCJ2IjoxfQ"
    ".4rCZdoxg-QxH2sIWkpfiJ_qzlMQZWSz7Ep5moGtRZPHElgMTN0_KMrhhCOTXx3V7lidgI-00bhLMwoT2OAUvDw"
)


def fault(token: str, keys: list = KEYS) -> ReceiptFault:
    with pytest.raises(ReceiptRefused) as refused:
        receipt.verify(keys, token)
    return refused.value.fault


def test_a_receipt_can_be_checked_with_the_public_key_alone() -> None:
    said = receipt.verify(KEYS, receipt.make(KEY, RECEIPT))
    assert said == RECEIPT
    assert said.id == UUID(bytes=DIGEST[:16])


def test_the_same_receipt_is_signed_alike_twice() -> None:
    assert receipt.make(KEY, RECEIPT) == receipt.make(KEY, RECEIPT)


@given(
    st.binary(min_size=32, max_size=32),
    st.sampled_from(["in", "out"]),
    st.integers(0, 2**40),
    st.integers(0, 10**8),
    st.from_regex(r"[a-z0-9.\-]{1,60}/[a-z]{1,20}", fullmatch=True),
)
def test_whatever_a_receipt_says_is_read_again(digest: bytes, purpose: str, ms: int, limit: int, origin: str) -> None:
    said = Receipt(digest, purpose, from_ms(ms), from_ms(ms + 7), digest[::-1], origin, from_ms(ms + 7 + limit))
    assert receipt.verify([receipt.verifier(KEY, origin)], receipt.make(KEY, said)) == said


def test_what_is_finer_than_a_millisecond_is_not_promised() -> None:
    fine = Receipt(DIGEST, "out", RECEIVED, RECEIVED + timedelta(microseconds=999), DIGEST, ORIGIN, RECEIVED)
    assert receipt.verify(KEYS, receipt.make(KEY, fine)).received_at == RECEIVED


def test_a_receipt_of_the_first_version_still_verifies_and_promises_no_time() -> None:
    said = receipt.verify(KEYS, FIRST_VERSION)
    assert said == Receipt(DIGEST, "in", RECEIPT.acted_at, RECEIVED, b"\x01" * 32)
    assert (said.origin, said.by) == ("", None)


def test_a_receipt_of_a_former_key_still_verifies() -> None:
    present = [receipt.verifier(OTHER_KEY, ORIGIN), *KEYS]
    assert receipt.verify(present, receipt.make(KEY, RECEIPT)) == RECEIPT
    assert receipt.verify(present, FIRST_VERSION).leaf == RECEIPT.leaf


def test_a_receipt_of_another_log_is_told_apart_from_one_of_another_key() -> None:
    assert fault(receipt.make(OTHER_KEY, RECEIPT)) == ReceiptFault.WRONG_KEY
    elsewhere = Receipt(DIGEST, "in", RECEIVED, RECEIVED, DIGEST, "kaboki.example/nyata", RECEIVED)
    assert fault(receipt.make(KEY, elsewhere)) == ReceiptFault.OTHER_LOG
    assert fault(receipt.make(KEY, RECEIPT), []) == ReceiptFault.OTHER_LOG


@pytest.mark.parametrize("at", range(89 + len(ORIGIN) + 64))
def test_a_changed_byte_makes_a_receipt_worthless(at: int) -> None:
    raw = bytearray(unb64url(receipt.make(KEY, RECEIPT)))
    raw[at] ^= 1
    fault(b64url(bytes(raw)))


@pytest.mark.parametrize("place", [2, 8, 14, 20, 52, 120])
def test_a_changed_word_of_a_receipt_is_called_tampered(place: int) -> None:
    raw = bytearray(unb64url(receipt.make(KEY, RECEIPT)))
    raw[place + 5] ^= 1
    assert fault(b64url(bytes(raw))) == ReceiptFault.TAMPERED


@given(st.integers(0, 10_000))
def test_a_receipt_cut_off_anywhere_is_called_unreadable(cut: int) -> None:
    token = receipt.make(KEY, RECEIPT)
    assert fault(token[: cut % len(token)]) == ReceiptFault.MALFORMED


@pytest.mark.parametrize(
    "token",
    ["", "x", "a.b", "é", "AA==", receipt.make(KEY, RECEIPT) + "A", receipt.make(KEY, RECEIPT) + "AAAA", "A" * 801],
)
def test_what_is_no_receipt_is_called_unreadable(token: str) -> None:
    assert fault(token) in (ReceiptFault.MALFORMED, ReceiptFault.TAMPERED)


def test_a_receipt_of_the_first_version_with_a_changed_word_is_called_tampered() -> None:
    assert fault(FIRST_VERSION.replace("eyJ", "eyK", 1)) == ReceiptFault.TAMPERED
    assert fault(FIRST_VERSION, [receipt.verifier(OTHER_KEY, ORIGIN)]) == ReceiptFault.TAMPERED


@pytest.mark.parametrize("body", [b"[]", b"1", b"{}", b"null", b"\xff", b'{"v": 1}', b"[" * 500])
def test_what_a_key_signed_that_is_no_receipt_is_refused(body: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signature = Ed25519PrivateKey.from_private_bytes(KEY).sign(b"nyata-receipt-v1" + body)
    assert fault(f"{b64url(body)}.{b64url(signature)}") == ReceiptFault.MALFORMED


def test_a_receipt_without_a_limit_is_not_made() -> None:
    with pytest.raises(ValueError, match="until when"):
        receipt.make(KEY, Receipt(DIGEST, "in", RECEIVED, RECEIVED, DIGEST, ORIGIN))


def test_a_receipt_of_a_year_that_no_calendar_has_is_unreadable() -> None:
    raw = bytearray(unb64url(receipt.make(KEY, RECEIPT)))
    raw[2:8] = b"\xff" * 6
    assert fault(b64url(bytes(raw))) == ReceiptFault.MALFORMED


def test_a_receipt_is_short_enough_for_a_small_code() -> None:
    assert len(receipt.make(KEY, RECEIPT)) <= 4 * (89 + 64 + len(ORIGIN)) // 3 + 1


def test_an_origin_too_long_to_be_packed_is_not_signed() -> None:
    with pytest.raises(struct.error):
        receipt.make(KEY, Receipt(DIGEST, "in", RECEIVED, RECEIVED, DIGEST, "a" * 256, RECEIVED))
