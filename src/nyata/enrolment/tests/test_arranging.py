"""Arrangements by HR: dated, never for oneself, ended early without being undone."""

import datetime as dt

import pytest

from nyata.enrolment import selectors
from nyata.enrolment.models import Accommodation
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.selectors.own import in_force_on
from nyata.enrolment.services import end_accommodation, grant_accommodation
from nyata.ledger.models import Opening
from nyata.people.tests.factories import make_person

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 23)


def grant(people, now, *, person=None, officer=None, kind="no_moves", reason="Keperluan khusus", start=0, end=30):
    return grant_accommodation(
        person=person or people.servant, officer=officer or people.hr, kind=kind, reason=reason,
        valid_from=TODAY + start * DAY, valid_to=TODAY + end * DAY, at=now,
    )  # fmt: skip


def refusal(verb, *given, **more) -> Code:
    with pytest.raises(Refused) as caught:
        verb(*given, **more)
    assert caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize("day, found", [(-1, set()), (0, {"no_moves"}), (30, {"no_moves"}), (31, set())])
def test_it_is_in_force_on_its_days_only(people, now, day, found):
    grant(people, now)
    assert selectors.accommodations_on(people.servant, TODAY + day * DAY) == found


def test_two_kinds_may_be_in_force_and_one_kind_once(people, now):
    grant(people, now)
    grant(people, now, kind="no_face")
    assert selectors.accommodations_on(people.servant, TODAY) == {"no_moves", "no_face"}
    assert refusal(grant, people, now, start=30, end=40) == Code.ARRANGED_ALREADY
    grant(people, now, start=31, end=40)


def test_asked_for_one_person_and_for_many_it_is_in_force_on_the_same_days(people, now):
    one = grant(people, now)
    end_accommodation(accommodation=one, officer=people.hr, at=now + 5 * DAY)
    for day in range(-1, 33):
        found = Accommodation.objects.filter(in_force_on(TODAY + day * DAY), person=people.servant)
        assert {each.kind for each in found} == selectors.accommodations_on(people.servant, TODAY + day * DAY)


def test_it_ends_from_today_on(people, now):
    one = grant(people, now)
    later = now + 5 * DAY
    end_accommodation(accommodation=one, officer=people.hr, at=later)
    assert selectors.accommodations_on(people.servant, TODAY + 4 * DAY) == {"no_moves"}
    assert selectors.accommodations_on(people.servant, TODAY + 5 * DAY) == set()
    assert refusal(end_accommodation, accommodation=one, officer=people.hr, at=later) == Code.QUESTION_CLOSED
    assert Opening.objects.filter(kind="accommodation").count() == 2
    grant(people, later, start=5, end=9)


def test_one_that_is_over_is_not_ended_again(people, now):
    one = grant(people, now)
    assert refusal(end_accommodation, accommodation=one, officer=people.hr, at=now + 31 * DAY) == Code.QUESTION_CLOSED


@pytest.mark.parametrize("start, end", [(5, 4), (0, 367), (-9, -1)])
def test_dates_that_make_no_sense_are_refused(people, now, start, end):
    assert refusal(grant, people, now, start=start, end=end) == Code.DATES_WRONG


def test_a_year_is_the_longest(people, now):
    grant(people, now, end=366)


def test_a_reason_is_needed(people, now):
    assert refusal(grant, people, now, reason=" ") == Code.WORDS_MISSING


@pytest.mark.parametrize("who", ["operator", "supervisor", "auditor", "executive"])
def test_only_hr_arranges_and_reads_the_reasons(people, now, who):
    officer = getattr(people, who)
    assert refusal(grant, people, now, officer=officer) == Code.NOT_ALLOWED
    one = grant(people, now)
    assert refusal(end_accommodation, accommodation=one, officer=officer, at=now) == Code.NOT_ALLOWED
    assert not selectors.accommodations_for(officer, TODAY).exists()


def test_nobody_arranges_for_themselves(people, now):
    assert refusal(grant, people, now, person=people.hr) == Code.NOT_ON_ONESELF


def test_somebody_who_left_needs_none(people, now):
    left = make_person("Pindah", is_active=False)
    assert refusal(grant, people, now, person=left) == Code.PERSON_LEFT


def test_the_person_sees_their_own(people, now):
    one = grant(people, now)
    assert list(selectors.own_accommodations(people.servant)) == [one]
    assert list(selectors.own_accommodations(people.supervisor)) == []
