"""The demo's requests: as many kinds and reasons as among real people, some away today, some still open."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.demo.drafting import Past, drafts
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Attachment, Delegation, Outage, OutageStep, Request, Slot, Step
from nyata.leave.selectors import inbox
from nyata.people.demo.accounts import ROLES
from nyata.people.models import Person

TODAY = dt.date(2026, 8, 20)  # a Thursday, looked at from noon
PEOPLE = 600


@pytest.fixture(scope="module")
def demo(template_database, django_db_blocker, tmp_path_factory):
    """The demo's people with three weeks behind them, made once for this file and taken away after it."""
    path = tmp_path_factory.mktemp("demo") / "accounts.json"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", people=PEOPLE, days=21, on=TODAY, accounts=path)
        yield
        transaction.set_rollback(True)


def away_today():
    start = minute_of(TODAY)
    return Slot.objects.filter(stage="in_force", start__lt=start + DAY_MINUTES, end__gt=start)


def test_some_are_away_today_for_several_reasons(demo):
    kinds = Counter(away_today().values_list("request__kind", flat=True))
    assert {Kind.ANNUAL, Kind.SICK, Kind.TRAVEL} <= kinds.keys()
    assert 0.02 * PEOPLE < kinds.total() < 0.2 * PEOPLE


def test_what_is_open_is_of_several_kinds_and_no_two_are_alike(demo):
    live = Request.objects.filter(slot__stage__in=("supervisor", "hr"))
    kinds = Counter(live.values_list("kind", flat=True))
    assert {Kind.ANNUAL, Kind.TRAVEL, Kind.PERMISSION, Kind.CORRECTION, Kind.IMPORTANT} <= kinds.keys()
    alone = live.filter(duty_letter=None).exclude(kind=Kind.CORRECTION)  # one letter says the same of all on it
    alike = Counter(alone.values_list("kind", "first", "last", "words"))
    assert alike.most_common(1)[0][1] <= 2
    assert live.filter(slot__stage="hr").exists()


def test_spans_and_halves_and_hours_differ(demo):
    assert set(Request.objects.values_list("extent", flat=True)) >= {Extent.DAYS, Extent.TIMES, Extent.FIRST_HALF}
    spans = {(last - first).days for first, last in Request.objects.values_list("first", "last")}
    assert len(spans) > 5
    assert Request.objects.filter(words="").exists()


def test_some_open_requests_have_their_letter_and_some_do_not(demo):
    waiting = Request.objects.filter(slot__stage__in=("supervisor", "hr"), kind__in=(Kind.SICK, Kind.IMPORTANT))
    filed = set(Attachment.objects.values_list("request_id", flat=True))
    assert {request.pk in filed for request in waiting} == {True, False}


@pytest.mark.parametrize("role", ["supervisor", "other_supervisor"])
def test_who_signs_in_as_a_supervisor_finds_several_kinds_waiting(demo, role):
    name = next(one.name for one in ROLES if one.role == role)
    waiting = inbox(Person.objects.select_related("unit").get(name=name), TODAY)
    assert len({one.slot.request.kind for one in waiting}) >= 3


def test_what_was_decided_has_the_words_of_the_way_it_went(demo):
    declined = Step.objects.filter(act="declined")
    assert len(set(declined.values_list("words", flat=True))) > 1
    second = Request.objects.filter(kind__in=(Kind.IMPORTANT, Kind.LONG, Kind.MATERNITY), slot__stage="in_force")
    assert all(request.steps.filter(act="by_hr").exists() for request in second)


def test_nobody_asks_for_what_their_employment_does_not_have(demo):
    kinds = (Kind.IMPORTANT, Kind.LONG, Kind.UNPAID)
    assert not Request.objects.filter(person__employment="PPPK", kind__in=kinds).exists()


def test_one_outage_is_approved_and_one_waits_for_another_officer(demo):
    approved = set(OutageStep.objects.values_list("outage_id", flat=True))
    assert {outage.pk in approved for outage in Outage.objects.all()} == {True, False}


def test_heads_who_are_away_named_who_decides_meanwhile(demo):
    for one in Delegation.objects.select_related("approver", "delegate"):
        assert one.approver.unit_id == one.delegate.unit_id
        assert away_today().filter(person=one.approver).exists()


def test_the_same_people_and_day_make_the_same_requests(demo):
    person = Person.objects.select_related("unit").filter(is_active=True).order_by("pk").first()
    work = [TODAY + dt.timedelta(days=number) for number in range(-20, 20)]
    past = Past(work, frozenset(work[3:8]), {})
    assert list(drafts(person, past, TODAY, 1)) == list(drafts(person, past, TODAY, 1))
