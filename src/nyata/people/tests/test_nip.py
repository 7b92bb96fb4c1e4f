import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.people import nip
from nyata.people.refusals import SENTENCES, Code, Refused

TODAY = dt.date(2026, 1, 19)


def refusal(text: str, demo: bool = False) -> Code:
    with pytest.raises(Refused) as refused:
        nip.parse(text, on=TODAY, demo=demo)
    return refused.value.code


def test_the_nip_of_a_pns_says_birth_appointment_sex_and_sequence():
    found = nip.parse("198503122010012007", on=TODAY, demo=False)
    assert (found.born, found.appointed) == (dt.date(1985, 3, 12), dt.date(2010, 1, 1))
    assert (found.is_female, found.sequence, found.is_pppk) == (True, 7, False)


def test_the_number_of_a_pppk_says_year_and_frequency():
    found = nip.parse("199011052025211003", on=TODAY, demo=False)
    assert (found.is_pppk, found.year, found.frequency, found.month) == (True, 2025, 1, None)
    assert (found.is_female, found.sequence) == (False, 3)


def test_blanks_and_a_leading_apostrophe_are_taken_away():
    assert nip.parse("'19850312 201001 2\u00a0007 ", on=TODAY, demo=False).text == "198503122010012007"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("19850312201001200", Code.NIP_SHAPE),
        ("1985031220100120071", Code.NIP_SHAPE),
        ("19850312201001,007", Code.NIP_SHAPE),
        ("198503122010132007", Code.NIP_SHAPE),
        ("198503122010202007", Code.NIP_SHAPE),
        ("198503122010013007", Code.NIP_SHAPE),
        ("١٩٨٥٠٣١٢٢٠١٠٠١٢٠٠٧", Code.NIP_SHAPE),
        ("198502302010012007", Code.NIP_BIRTH_DATE),
        ("192903122010012007", Code.NIP_BIRTH_DATE),
        ("203003122050012007", Code.NIP_BIRTH_DATE),
        ("198503122003022007", Code.NIP_APPOINTMENT),
        ("198503122026022007", Code.NIP_APPOINTMENT),
        ("198503122027211007", Code.NIP_APPOINTMENT),
        ("198503122010012000", Code.NIP_SEQUENCE),
    ],
)
def test_a_nip_that_cannot_be_is_refused(text, code):
    assert refusal(text) == code


def test_the_month_of_coming_of_age_and_the_present_month_are_accepted():
    assert nip.parse("198503122003032007", on=TODAY, demo=False)
    assert nip.parse("198503122026012007", on=TODAY, demo=False)


def test_the_sequence_of_nobody_is_accepted_in_the_demo_only():
    assert nip.parse("198503122010012000", on=TODAY, demo=True).sequence == 0


def test_a_masked_nip_keeps_the_birth_date_and_two_digits():
    assert nip.masked("198503122010012007") == "19850312••••••••07"
    assert nip.masked("1985") == "••••••••"


@given(st.text(max_size=25))
def test_any_text_is_read_or_refused(text):
    try:
        assert nip.parse(text, on=TODAY, demo=True).text.isdigit()
    except Refused as refused:
        assert refused.sentence


def test_every_code_has_a_sentence_that_says_what_to_do():
    assert set(SENTENCES) == set(Code)
    assert all(code.sentence.endswith(".") and len(code.sentence) > 30 for code in Code)
