"""Whose schedule nobody recorded: their days count by the standard week, so the balance holds for them too."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.leave import services
from nyata.leave.counting import working_days
from nyata.leave.kinds import Kind
from nyata.leave.refusals import Code
from nyata.leave.selectors import balance_of
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.people.tests.asking import refused, signed_in
from nyata.people.tests.factories import Cast, cast
from nyata.schedules.tests.factories import day_off, make_shift, office_week, use


@pytest.fixture
def unknown(db) -> Cast:
    """The cast; nobody has recorded what any day asks."""
    return cast()


def test_its_days_are_monday_to_friday_without_the_days_off_of_the_regency(unknown):
    day_off(day(17))
    counted = working_days(unknown.servant, day(14), day(22))
    assert counted.days == (day(16), day(18), day(19), day(20))
    assert counted.by_standard_week


def test_where_a_schedule_is_known_from_a_day_on_only_the_days_before_are_by_the_standard_week(unknown):
    use(office_week(make_shift((7, 14)), days=6), unknown.servant, valid_from=day(16))
    counted = working_days(unknown.servant, day(12), day(21))
    assert counted.days == (day(12), day(13), *(day(number) for number in range(16, 22)))
    assert counted.by_standard_week


def test_a_known_schedule_is_no_guess(five):
    assert not working_days(five.servant, day(9), day(13)).by_standard_week


def test_the_balance_holds_for_them_too(unknown, now, today):
    request = ask(unknown.servant, wish(first=day(9), last=dt.date(2026, 2, 24)), now)  # 12 days
    assert (request.days, request.by_standard_week) == (12, True)
    assert balance_of(unknown.servant, 2026, today).left == 0
    with refused(Code.BALANCE_SHORT):
        ask(unknown.servant, wish(first=dt.date(2026, 6, 8)), now)


def test_a_weekend_needs_no_leave(unknown, now):
    with refused(Code.NO_WORKING_DAY):
        ask(unknown.servant, wish(first=day(14), last=day(15)), now)


def test_back_early_gives_the_days_back(unknown, now, today):
    request = granted(unknown.servant, wish(first=day(9), last=day(13)), now, unknown.supervisor)
    services.end_early(actor=unknown.servant, request=request, last=day(10), at=now)
    assert balance_of(unknown.servant, 2026, today).left == 10


def test_whoever_asks_and_whoever_decides_read_that_no_schedule_was_known(unknown, client):
    monday = timezone.localdate() + dt.timedelta(days=14 - timezone.localdate().weekday())
    client = signed_in(client, unknown.servant)
    said = {"kind": Kind.SICK, "first": monday.isoformat(), "last": monday.isoformat(), "extent": 1}
    page = client.get(reverse("leave:count"), said).content.decode()
    assert "Mintalah operator OPD mencatat jadwalnya" in page
    request = ask(unknown.servant, wish(Kind.SICK, monday), timezone.now())
    client = signed_in(client, unknown.supervisor)
    assert "jadwal belum tercatat" in client.get(reverse("leave:inbox")).content.decode()
    page = client.get(reverse("leave:request", args=[request.public_id])).content.decode()
    assert "dihitung menurut hari kerja baku" in page
