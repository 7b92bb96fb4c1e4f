"""Every code has a sentence that says what to do, and every code is used."""

from pathlib import Path

import pytest

from nyata.accounts import refusals as accounts
from nyata.core.reasons import Reason
from nyata.enrolment import refusals
from nyata.enrolment.client import client_family
from nyata.enrolment.refusals import SENTENCES, STATUS, Code, Refused

HERE = Path(refusals.__file__).parent


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_one_sentence_and_a_status(code):
    assert (code in SENTENCES) != (code.value in {one.value for one in Reason})
    assert Refused(code).sentence.endswith(".")
    assert 400 <= Refused(code).status < 600


@pytest.mark.parametrize("code", list(accounts.Code))
def test_every_code_of_signing_in_has_a_sentence(code):
    assert str(accounts.SENTENCES[code]).endswith(".")


@pytest.mark.parametrize("words", ["palsu", "curang", "tertuduh", "pelanggar", "skor"])
def test_no_sentence_accuses(words):
    said = " ".join([Refused(code).sentence for code in Code] + [str(one) for one in accounts.SENTENCES.values()])
    assert words not in said.lower()


def test_every_code_is_raised_somewhere():
    source = "".join(path.read_text() for path in HERE.rglob("*.py") if path.parent.name != "tests")
    raised = source.replace("class Code", "").count
    unused = {one for one in Code if raised(f"Code.{one.name}") < 1 + (one in SENTENCES) + (one in STATUS)}
    # Those of a selfie follow from the problem's name.
    unused -= {one for one in unused if one.value.startswith("selfie_")}
    assert not unused


@pytest.mark.parametrize(
    "agent, family",
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36", "Chrome di Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Linux; Android 13; SM-A125F) SamsungBrowser/27.0 Chrome/125.0", "Samsung Internet di Android"),
        ("", "Peramban"),
    ],
)
def test_a_phone_is_named_in_three_words(agent, family):
    assert client_family(agent) == family
