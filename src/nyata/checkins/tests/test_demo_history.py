import datetime as dt
import random
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from nyata.checkins import demo_history as history
from nyata.checkins.models import CheckIn, Verdict
from nyata.core.reasons import Reason
from nyata.core.worktime.columns import Kind
from nyata.enrolment.models import Device, Enrolment
from nyata.enrolment.services import scope_for
from nyata.people.demo.accounts import ROLES
from nyata.people.models import Person
from nyata.schedules.selectors import spans_of

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 8, 21)  # a Friday; the week before holds 17 August


@pytest.fixture(scope="module")
def past(django_db_setup, django_db_blocker, tmp_path_factory):
    """Two weeks of the demo's 600 people, made once for this file and taken away after it."""
    path = tmp_path_factory.mktemp("demo") / "accounts.json"
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", people=600, days=14, on=TODAY, accounts=path)
        yield
        transaction.set_rollback(True)


def test_working_days_leave_out_weekends_holidays_and_cuti_bersama():
    assert dt.date(2026, 8, 17) not in history.working_days(TODAY, 14)
    assert [f"{day:%a %d}" for day in history.working_days(TODAY, 7)] == [
        "Fri 14", "Tue 18", "Wed 19", "Thu 20", "Fri 21",
    ]  # fmt: skip
    assert dt.date(2026, 12, 24) not in history.working_days(dt.date(2026, 12, 31), 10)


def test_people_come_when_their_schedule_asks_and_never_after_now(past):
    asked = spans_of(None, TODAY - 14 * DAY, TODAY)
    came = set(CheckIn.objects.filter(purpose="in", day__lte=TODAY).values_list("person", "day"))
    kinds = {span.kind for key in came for span in asked[key]}
    assert kinds <= {Kind.WORK, Kind.UNPLANNED}
    assert {day.weekday() for _, day in came} == set(range(7))
    noon = dt.datetime(2026, 8, 21, 5, tzinfo=dt.UTC)
    assert not CheckIn.objects.filter(received_at__gt=noon).exists()
    assert not Verdict.objects.filter(made_at__gt=noon).exists()


def test_night_shifts_end_on_the_next_day(past):
    early = CheckIn.objects.filter(purpose="out", acted_at__hour=7)
    assert early.exists()
    assert all(one.day == one.acted_at.astimezone(history.JAKARTA).date() for one in early)


def test_most_come_in_the_half_hour_before_they_are_asked_to(past):
    asked = spans_of(None, TODAY - 14 * DAY, TODAY)
    before = [
        (spans[0].start - moment.astimezone(history.JAKARTA).replace(tzinfo=None)) / dt.timedelta(minutes=1)
        for person, day, moment in CheckIn.objects.filter(purpose="in").values_list("person", "day", "acted_at")
        if len(spans := asked[person, day]) == 1 and spans[0].is_work
    ]
    assert sum(-20 <= minutes <= 25 for minutes in before) / len(before) > 0.9
    assert -5 < sum(before) / len(before) < 20


def test_there_is_ordinary_variety(past):
    outcomes = Counter(Verdict.objects.values_list("outcome", flat=True))
    assert outcomes["accepted"] / sum(outcomes.values()) > 0.9
    assert min(outcomes["review"], outcomes["step_up"]) > 3
    marks = Counter(CheckIn.objects.values_list("time_mark", flat=True))
    assert 0 < marks["anchored"] / sum(marks.values()) < 0.1
    came = set(CheckIn.objects.filter(purpose="in").values_list("person", "day"))
    people = set(Device.objects.filter(revoked_at=None).values_list("person", flat=True)) & {one for one, _ in came}
    asked = spans_of(people, TODAY - 14 * DAY, TODAY - DAY)
    wanted = {key for key, spans in asked.items() if spans[0].is_work}
    assert 0.85 < len(wanted & came) / len(wanted) < 0.99


def test_every_verdict_is_shaped_like_a_real_one(past):
    known = set(Reason)
    for verdict in Verdict.objects.select_related("checkin"):
        assert verdict.reasons
        assert set(verdict.reasons) <= known
        assert len(verdict.policy_hash) == 64
        assert (verdict.counts_at is None) == (verdict.outcome in ("step_up", "declined"))
        assert verdict.decided_by_id != verdict.checkin.person_id
    assert CheckIn.objects.filter(verdicts=None).count() == 0


def test_a_step_up_is_followed_by_one_that_passed_and_the_first_time_counts(past):
    for second in CheckIn.objects.filter(step_up_of__isnull=False).select_related("step_up_of"):
        first = second.step_up_of
        assert first.acted_at < second.acted_at
        assert first.verdicts.order_by("-id").first().counts_at == first.acted_at


def test_positions_lie_at_the_site_unless_duty_is_declared(past):
    payloads = [checkin.payload for checkin in CheckIn.objects.all()[:500]]
    assert all(payload["demo"] and payload["fixes"] for payload in payloads)


def test_who_has_an_account_has_no_bound_phone_any_more(past):
    accounts = Person.objects.exclude(password__startswith="!")
    assert accounts.count() == len(ROLES)
    assert not Device.objects.filter(person__in=accounts, revoked_at=None).exists()
    assert Device.objects.filter(revoked_at=None).count() > 450


def test_who_has_an_account_may_register_a_phone_at_once(past):
    accounts = Person.objects.exclude(password__startswith="!")
    scopes = {scope_for(person=person, on=timezone.localdate()) for person in accounts}
    assert scopes == {Enrolment.Scope.FULL}


def test_the_next_check_in_gets_a_key_of_its_own(past):
    last = CheckIn.objects.order_by("-pk").first()
    last.pk, last.public_id, last.digest = None, "00000000-0000-0000-0000-000000000001", b"1" * 32
    last.save(force_insert=True)
    assert last.pk > CheckIn.objects.exclude(pk=last.pk).order_by("-pk").first().pk


def test_a_second_time_adds_nothing(past):
    before = CheckIn.objects.count()
    call_command("seed_history", days=14, on=TODAY)
    assert CheckIn.objects.count() == before


def test_the_same_dice_make_the_same_day():
    days = history.working_days(TODAY, 5)
    day = history.Day(
        days[0],
        dt.datetime.combine(days[0], dt.time(), history.JAKARTA),
        "x" * 64,
        dt.datetime.max.replace(tzinfo=dt.UTC) - dt.timedelta(days=2),
    )
    worker = history.Worker(person=1, device=1, place=(-3.2, 105.3), supervisor=2)

    def made() -> list[tuple[str, str]]:
        habit = history.draw_habit(random.Random(3), days)
        return list(history.Writer(random.Random(5), 1).day(day, [(worker, habit)] * 20, {1: [(450, 960)]}))

    assert made() == made()


def test_it_refuses_to_run_outside_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo only"):
        call_command("seed_history")
