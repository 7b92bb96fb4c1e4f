"""What officers read: in the third person, without blame, without a number of likeness."""

import datetime as dt
import re

import pytest

from nyata.boards.signals import SAY, signal_lines
from nyata.boards.words import REASONS, SECOND_PHONE, TURNED_AWAY, reason_lines, turned_away
from nyata.core import sentences
from nyata.core.reasons import Reason
from nyata.core.verification.clock import acting_time

ACCUSING = re.compile(r"\b(palsu|pelanggar|terduga|curang|kasus|bohong|manipulasi)\b", re.I)
SIGNALS = [
    {"kind": "face", "strength": 0.4, "payload": {"cosine_min": 0.4321, "compared": 9, "continuity_min": 0.8765}},
    {"kind": "deep", "strength": 0.5, "payload": {"live": False, "why": "flat", "identity_min": 0.7777}},
    {"kind": "moves", "strength": 0.0, "payload": {"done": ["left"], "ok": True}},
    {"kind": "place", "strength": 0.8, "payload": {"outside_m": 512.3, "accuracy_m": 18.0}},
    {"kind": "place_hint", "strength": 0.9, "payload": {"hints": ["mock_pattern"]}},
    {"kind": "browser", "strength": 0.6, "payload": {"webdriver": True}},
    {"kind": "device", "strength": 0.1, "payload": {"tier": "B"}},
    {"kind": "repeats", "strength": 1.0, "payload": {"by_another": True, "look_share": 0.913}},
    {"kind": "clock", "strength": 0.0, "payload": {"mark": "anchored", "clamped": False}},
    {"kind": "accommodation", "strength": 0.0, "payload": {"kind": "no_face"}},
]


@pytest.mark.parametrize("code", sorted(sentences.JUDGED))
def test_every_judged_reason_has_words_for_officers(code):
    words = str(REASONS[Reason(code)])
    assert words.endswith(".")
    assert "Anda" not in words
    assert not ACCUSING.search(words)


def test_signals_are_told_in_words_and_no_likeness_leaves_the_server():
    lines = signal_lines(SIGNALS)
    assert len(lines) == len(SAY) == len(SIGNALS)
    text = " ".join(line.words for line in lines)
    assert not re.search(r"0[.,]\d|432|876|777|913", text)
    assert not ACCUSING.search(text)


def test_what_speaks_against_an_attempt_comes_first():
    tones = [line.tone for line in signal_lines(SIGNALS)]
    assert tones == sorted(tones, key=lambda tone: tone == "ok")


def test_of_two_signals_of_a_kind_the_newer_is_told():
    before = {"kind": "deep", "strength": 0.5, "payload": {"live": False}}
    after = {"kind": "deep", "strength": 0.0, "payload": {"live": True}}
    (line,) = signal_lines([before, after])
    assert line.tone == "ok"


@pytest.mark.parametrize(
    ("elapsed_ms", "words"),
    [(60_000, "Waktu: dari jangkar server di HP, dikirim kemudian."), (None, "Waktu: menurut jam HP.")],
)
def test_an_anchored_time_is_told_as_the_servers_and_an_unproven_one_as_the_phones(elapsed_ms, words):
    anchor_at = dt.datetime(2026, 1, 19, 0, 0, tzinfo=dt.UTC)
    time = acting_time(
        elapsed_ms=elapsed_ms, wall_ms=1_768_780_860_000, anchor_at=anchor_at, issued_at=anchor_at, live=False,
        received_at=anchor_at + dt.timedelta(hours=1), lead=dt.timedelta(0),
    )  # fmt: skip
    (line,) = signal_lines([{"kind": "clock", "strength": 0.0, "payload": time.as_json()}])
    assert line.words == words


def test_the_distance_is_said_as_exactly_as_a_phone_knows_it():
    (line,) = reason_lines(["outside_site"], [SIGNALS[3]])
    assert line.words == "Terbaca sekitar 500 m dari batas lokasi kerja."


def test_a_code_that_nobody_knows_is_shown_as_it_is():
    assert reason_lines(["later_than_this_program"], [])[0].words == "later_than_this_program"
    assert turned_away("later_than_this_program") == "later_than_this_program"


def test_phones_that_were_turned_away_are_told_in_plain_words():
    for reason in SECOND_PHONE:
        assert turned_away(reason.value) == str(TURNED_AWAY[reason])
    assert turned_away(Reason.RELYING_PARTY_MISMATCH.value)
