"""Canonical JSON against RFC 8785: its own examples always, the published vectors where they are at hand."""

import json
import struct
from pathlib import Path

import pytest

from nyata.core.encoding import canonical

# RFC 8785, Appendix B, and section 3.2.2.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af6", "1e+23"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]
WRITTEN = r"""{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
}"""
MEANT = (
    r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    r'"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'
)


def double(hexadecimal: str) -> float:
    return struct.unpack(">d", bytes.fromhex(hexadecimal))[0]


@pytest.mark.parametrize("given, expected", NUMBERS)
def test_a_number_is_written_as_in_the_rfc(given: str, expected: str):
    assert canonical(double(given)).decode() == expected


def test_the_example_of_the_rfc_is_written_as_in_the_rfc():
    assert canonical(json.loads(WRITTEN)).decode() == MEANT


def test_names_are_in_the_order_of_utf16():
    names = ["€", "\r", "\ufb33", "1", "😀", "\x80", "ö"]
    assert list(json.loads(canonical(dict.fromkeys(names)))) == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]


@pytest.mark.parametrize("given", [float("nan"), float("inf"), 2**53 + 1])
def test_what_json_cannot_say_is_refused(given: float):
    with pytest.raises(ValueError):
        canonical(given)


@pytest.mark.shared_data
def test_the_published_vectors_are_written_as_published(vectors: Path):
    published = json.loads((vectors / "jcs_vectors.json").read_text())
    assert len(published["files"]) == 6
    for case in published["files"]:
        assert canonical(json.loads(case["input_utf8"])).hex() == case["expected_hex"], case["name"]
    for case in published["numbers"]:
        if case["expected"] is None:
            with pytest.raises(ValueError):
                canonical(double(case["ieee754_hex"]))
        else:
            assert canonical(double(case["ieee754_hex"])).decode() == case["expected"]
