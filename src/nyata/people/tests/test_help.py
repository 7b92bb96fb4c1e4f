import datetime as dt

import pytest

from nyata.people import services
from nyata.people.models import HelpRequest, Post
from nyata.people.refusals import Code
from nyata.people.selectors import operators_of
from nyata.people.selectors.desk import help_for
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_post

Kind = HelpRequest.Kind


@pytest.fixture
def ask(five, now):
    return lambda person=None, kind=Kind.PASSWORD: services.ask_for_help(
        person=person or five.servant, kind=kind, words=" Lupa. ", at=now
    )


@pytest.fixture
def answer(five, now):
    return lambda request, actor=None, words="Sudah dibuatkan.": services.answer_help(
        actor=actor or five.operator, request=request, answer=words, at=now
    )


def test_the_operator_of_the_unit_answers(ask, answer, five, now):
    request = answer(ask())
    assert (request.answer, request.answered_by, request.answered_at) == ("Sudah dibuatkan.", five.operator, now)
    asked, answered = entries("help")
    assert says(asked, action="asked", person=five.servant.pk)
    assert says(answered, action="answered", actor=five.operator.pk)
    assert b"Lupa" not in asked


def test_the_same_request_waits_once(ask, answer):
    first = ask()
    with refused(Code.HELP_OPEN):
        ask()
    assert ask(kind=Kind.PHONE)
    answer(first)
    assert ask()


def test_an_answer_is_given_once_and_says_something(ask, answer):
    request = ask()
    with refused(Code.ANSWER_MISSING):
        answer(request, words="  ")
    answer(request)
    with refused(Code.HELP_ANSWERED):
        answer(request)


def test_others_do_not_answer(ask, answer, five):
    request = ask()
    for actor in (five.supervisor, five.other_supervisor, five.auditor, five.executive, five.servant):
        with refused(Code.NOT_OPERATOR):
            answer(request, actor)
    assert answer(request, five.hr)


def test_nobody_answers_themselves(ask, answer, five):
    for person in (five.operator, five.hr):
        request = ask(person)
        with refused(Code.NOT_OPERATOR):
            answer(request, person)


def test_an_operator_sees_the_requests_of_own_units_never_their_own(ask, five, today):
    ask(five.operator)
    ask(five.other_supervisor)
    mine = ask()
    assert list(help_for(five.operator, today)) == [mine]
    assert help_for(five.hr, today).count() == 3
    assert not help_for(five.supervisor, today).exists()


def test_the_nearest_operator_is_named_first(five, today):
    near = five.supervisor
    make_post(near, Post.Role.OPERATOR, unit=five.clinic)
    assert operators_of(five.servant, today) == [near, five.operator]
    assert operators_of(five.operator, today + dt.timedelta(days=1)) == []
