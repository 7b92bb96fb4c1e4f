"""The auditor looks again at what was drawn."""

import pytest

from nyata.enrolment import selectors
from nyata.enrolment.models import Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services import look_at_photo, reverify
from nyata.enrolment.tests.factories import enrolled_face
from nyata.ledger.models import Opening
from nyata.people.models import Post
from nyata.people.tests.factories import make_post


@pytest.fixture
def drawn(people, now) -> Enrolment:
    enrolment = Enrolment.objects.create(
        person=people.servant, officer=people.operator, card="ktp_el", scope="full", code_salt=bytes(16),
        state="complete", opened_at=now, expires_at=now, completed_at=now, reverify=True,
    )  # fmt: skip
    enrolled_face(people.servant, photo=b"\xff\xd8 foto", enrolment=enrolment)
    return enrolment


def look(enrolment, actor, now):
    return look_at_photo(template=enrolment.facetemplate_set.get(), actor=actor, why="ulang", at=now)


def say(enrolment, auditor, now, agrees=True, note=""):
    return reverify(enrolment=enrolment, auditor=auditor, agrees=agrees, note=note, at=now)


def refusal(*given, **more) -> Code:
    with pytest.raises(Refused) as caught:
        say(*given, **more)
    assert caught.value.sentence
    return caught.value.code


def test_the_auditor_looks_and_agrees(people, drawn, now):
    assert look(drawn, people.auditor, now) == b"\xff\xd8 foto"
    assert say(drawn, people.auditor, now).agrees
    assert Opening.objects.filter(kind="reverification").count() == 1
    assert refusal(drawn, people.auditor, now) == Code.QUESTION_CLOSED


def test_a_doubt_reaches_the_officers_until_the_face_is_enrolled_anew(people, drawn, now):
    look(drawn, people.auditor, now)
    assert refusal(drawn, people.auditor, now, agrees=False) == Code.WORDS_MISSING
    say(drawn, people.auditor, now, agrees=False, note="Fotonya kabur")
    day = now.date()
    assert list(selectors.doubted(people.operator, day)) == [drawn]
    assert list(selectors.doubted(people.hr, day)) == [drawn]
    assert list(selectors.doubted(people.other_supervisor, day)) == []
    assert selectors.template_of(people.servant) is not None


def test_nobody_agrees_without_looking(people, drawn, now):
    assert refusal(drawn, people.auditor, now) == Code.LOOK_FIRST


@pytest.mark.parametrize("who", ["hr", "supervisor", "executive"])
def test_only_an_auditor_reverifies(people, drawn, now, who):
    assert refusal(drawn, getattr(people, who), now) == Code.NOT_ALLOWED


@pytest.mark.parametrize("who", ["servant", "operator"])
def test_nobody_who_had_a_hand_in_it(people, drawn, now, who):
    make_post(getattr(people, who), Post.Role.AUDITOR)
    assert refusal(drawn, getattr(people, who), now) == Code.NOT_ON_ONESELF
    assert list(selectors.reverifications_for(getattr(people, who), now.date())) == []


def test_what_was_not_drawn_is_not_looked_at(people, drawn, now):
    drawn.reverify = False
    drawn.save()
    assert refusal(drawn, people.auditor, now) == Code.NOT_DRAWN
    assert list(selectors.reverifications_for(people.auditor, now.date())) == []
