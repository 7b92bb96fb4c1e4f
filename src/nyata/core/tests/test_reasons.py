import re

import pytest

from nyata.core import sentences
from nyata.core.reasons import Reason, distance_in_words, explain

# What turns a request away, as docs/wire.md promises it.
WIRE = {
    400: (Reason.MALFORMED, Reason.NOT_CANONICAL, Reason.OLD_PAGE, Reason.TRUNCATED, Reason.ASSERTION_MALFORMED),
    401: (Reason.NOT_SIGNED_IN, Reason.SIGN_IN_WRONG),
    403: (
        Reason.WRONG_ORIGIN,
        Reason.WRONG_PURPOSE,
        Reason.CHALLENGE_FOREIGN,
        Reason.ASSERTION_SIGNATURE_WRONG,
        Reason.USER_VERIFICATION_MISSING,
        Reason.CLIENT_DATA_MISMATCH,
        Reason.RELYING_PARTY_MISMATCH,
        Reason.PAGE_SIGNATURE_WRONG,
        Reason.PAGE_KEY_MISMATCH,
        Reason.DEVICE_UNKNOWN,
        Reason.DEVICE_REVOKED,
        Reason.PERSON_INACTIVE,
        Reason.STAGE_NOT_STARTED,
        Reason.PASSWORD_MUST_CHANGE,
        Reason.NOTICE_NOT_READ,
        Reason.NOT_ALLOWED,
        Reason.CODE_WRONG,
        Reason.CODE_TRIES_USED_UP,
        Reason.NOT_ON_ONESELF,
    ),
    404: (Reason.CHALLENGE_UNKNOWN, Reason.TICKET_UNKNOWN, Reason.NOT_FOUND, Reason.ENROLMENT_UNKNOWN),
    409: (
        Reason.CHALLENGE_SPENT,
        Reason.TICKET_SPENT,
        Reason.STEP_UP_CHAIN_INVALID,
        Reason.TRIES_USED_UP,
        Reason.DEVICE_OF_ANOTHER,
        Reason.KEY_USED_BEFORE,
        Reason.ENROLMENT_OPEN_ALREADY,
        Reason.ENROLMENT_INCOMPLETE,
        Reason.DEVICE_CHANGE_TOO_SOON,
        Reason.DEVICE_CHANGE_OPEN,
        Reason.FACE_RESEMBLES_ANOTHER,
        Reason.REVIEW_CLOSED,
        Reason.NAMED_ALREADY,
        Reason.NAMING_ENDED,
    ),
    410: (Reason.CHALLENGE_EXPIRED, Reason.TICKET_EXPIRED, Reason.ENROLMENT_EXPIRED, Reason.FRAMES_GONE),
    413: (Reason.BODY_TOO_LARGE, Reason.FRAME_TOO_LARGE, Reason.TOO_MANY_FRAMES, Reason.TOO_MANY_FIXES),
    422: (
        Reason.POSITION_IMPOSSIBLE,
        Reason.TIMES_OUT_OF_ORDER,
        Reason.FRAME_NOT_JPEG,
        Reason.FRAME_WRONG_SIZE,
        Reason.FRAME_ALTERED,
        Reason.FRAMES_MISSING,
        Reason.SELFIE_NO_FACE,
        Reason.SELFIE_TWO_FACES,
        Reason.SELFIE_TOO_DARK,
        Reason.SELFIE_TOO_BRIGHT,
        Reason.SELFIE_BLURRED,
        Reason.SELFIE_TOO_SMALL,
        Reason.SELFIE_TURNED_AWAY,
        Reason.SELFIE_UNREADABLE,
        Reason.SELFIES_DIFFER,
        Reason.SELFIES_TOO_FEW,
        Reason.ENROLMENT_MOVES_UNREAD,
        Reason.ATTESTATION_REFUSED,
        Reason.WORDS_MISSING,
        Reason.NAMING_DATES,
    ),
    429: (Reason.TOO_MANY_REQUESTS,),
}
# Said of attempts by people and by the caller of judging, not by judge().
SAID_LATER = (
    Reason.WITNESS,
    Reason.REVIEW_UPHELD,
    Reason.REVIEW_DECLINED,
    Reason.STEPPED_UP,
    Reason.UNANSWERED,
    Reason.ERROR,
    Reason.WAITING,
)


@pytest.mark.parametrize("status", WIRE)
def test_a_refusal_has_the_status_that_the_wire_promises(status):
    assert {reason.status for reason in WIRE[status]} == {status}


def test_no_reason_turns_a_request_away_with_another_status():
    assert {reason.status for reason in Reason} == {*WIRE, None}


def test_what_is_said_of_a_received_attempt_turns_nobody_away():
    assert all(reason.status is None for reason in SAID_LATER)
    assert {reason.value for reason in Reason if reason.status is None} == sentences.JUDGED.keys()


def test_codes_and_sentences_match_one_to_one():
    codes = [*sentences.WIRE, *sentences.JUDGED, *sentences.ENROLMENT]
    assert len(codes) == len(set(codes))
    assert {reason.value for reason in Reason} == set(codes)


@pytest.mark.parametrize("reason", Reason)
def test_a_sentence_is_short_polite_and_accuses_nobody(reason):
    words = reason.sentence
    assert 3 <= len(words.split()) <= 20
    assert words[-1] == "."
    assert len(reason.value) <= 40  # the column that keeps it
    assert not re.search(r"\b(kamu|palsu|pelanggar|terduga|curang|kasus|bohong|skor|\d+ ?%)\b", words, re.I)


@pytest.mark.parametrize(
    "metres, words",
    [
        (0.4, "10 m"),
        (18, "20 m"),
        (94, "90 m"),
        (95, "100 m"),
        (512, "500 m"),
        (974, "950 m"),
        (975, "1,0 km"),
        (1240, "1,2 km"),
        (9_949, "9,9 km"),
        (9_951, "10 km"),
        (48_300, "48 km"),
    ],
)
def test_a_distance_is_told_no_more_exactly_than_it_is_known(metres, words):
    assert distance_in_words(metres) == words


def test_outside_says_how_far():
    signals = [
        {"kind": "face", "strength": 0, "payload": {}},
        {"kind": "place", "strength": 1, "payload": {"outside_m": 512}},
    ]
    assert "sekitar 500 m" in explain(Reason.OUTSIDE_SITE, signals)
    assert "tugas lapangan" in explain(Reason.OUTSIDE_SITE, signals)


def test_outside_without_a_distance_still_says_what_to_do():
    assert explain(Reason.OUTSIDE_SITE) == Reason.OUTSIDE_SITE.sentence


def test_a_sentence_is_translated_before_its_distance_is_filled_in():
    seen = []
    signals = [{"kind": "place", "strength": 1, "payload": {"outside_m": 512}}]
    explain(Reason.OUTSIDE_SITE, signals, translate=lambda words: seen.append(words) or words)
    assert seen == [sentences.DISTANCE]


def test_the_mark_between_kilometres_and_their_tenths_is_the_languages_own():
    english = {sentences.KILOMETRES: "{whole}.{tenth} km", sentences.DISTANCE: "About {distance} away."}
    assert distance_in_words(1240, translate=english.__getitem__) == "1.2 km"
    outside = {"kind": "place", "strength": 1, "payload": {"outside_m": 1240}}
    assert explain(Reason.OUTSIDE_SITE, [outside], translate=english.__getitem__) == "About 1.2 km away."


def test_a_reason_without_a_distance_is_translated_too():
    assert explain(Reason.NO_FACE, translate=str.upper) == Reason.NO_FACE.sentence.upper()
