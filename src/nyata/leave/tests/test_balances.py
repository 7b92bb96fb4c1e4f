"""What a year of annual leave gives, and what is brought into it."""

import datetime as dt

import pytest

from nyata.leave import services
from nyata.leave.kinds import Kind
from nyata.leave.refusals import Code
from nyata.leave.selectors import balance_of
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.people.tests.asking import refused


def carry(five, year, days, at, person=None):
    services.record_carry_over(
        actor=five.hr, person=person or five.servant, year=year, days=days, source="Buku cuti 2025", at=at
    )


def test_a_year_gives_twelve_days(five, today):
    found = balance_of(five.servant, 2026, today)
    assert (found.entitlement, found.carried, found.total, found.left) == (12, None, 12, 12)
    assert "PP 11/2017" in found.source


def test_taken_planned_and_asked_are_told_apart(five, now):
    granted(five.servant, wish(first=day(2)), now, five.supervisor)
    granted(five.servant, wish(first=day(9), last=day(10)), now, five.supervisor)
    ask(five.servant, wish(first=day(16), last=day(18)), now)
    found = balance_of(five.servant, 2026, day(5))
    assert (found.taken, found.planned, found.asked, found.left) == (1, 2, 3, 6)


def test_sickness_takes_nothing_of_it(five, now, today):
    granted(five.servant, wish(Kind.SICK, day(9), day(13)), now, five.supervisor)
    assert balance_of(five.servant, 2026, today).left == 12


def test_what_hr_recorded_is_added(five, now, today):
    carry(five, 2026, 6, now)
    assert balance_of(five.servant, 2026, today).left == 18
    carry(five, 2026, 4, now)
    assert balance_of(five.servant, 2026, today).left == 16


def test_a_year_unused_brings_six_and_two_bring_twelve(five, now):
    carry(five, 2026, 0, now)
    assert balance_of(five.servant, 2027, dt.date(2027, 1, 4)).total == 18
    assert balance_of(five.servant, 2028, dt.date(2028, 1, 3)).total == 24


def test_a_year_partly_used_brings_what_is_left_of_it(five, now):
    carry(five, 2026, 0, now)
    granted(five.servant, wish(first=day(9), last=day(18)), now, five.supervisor)  # 8 days
    assert balance_of(five.servant, 2027, dt.date(2027, 1, 4)).carried == 4


def test_where_the_books_do_not_reach_back_nothing_is_claimed(five):
    assert balance_of(five.servant, 2027, dt.date(2027, 1, 4)).carried is None


def test_pppk_bring_nothing_because_no_rule_was_found(five, now):
    five.servant.employment = "PPPK"
    five.servant.save()
    carry(five, 2026, 0, now)
    assert balance_of(five.servant, 2027, dt.date(2027, 1, 4)).total == 12


def test_what_waits_to_be_switched_on_gives_no_figure(five, today):
    five.servant.employment = "PPPK_PW"
    found = balance_of(five.servant, 2026, today)
    assert (found.entitlement, found.left) == (None, None)


def test_long_leave_uses_up_the_year(five, now, today):
    granted(five.servant, wish(Kind.LONG, day(9), day(20)), now, five.supervisor, five.hr)
    assert balance_of(five.servant, 2026, today).left == 0
    with refused(Code.BALANCE_SHORT):
        ask(five.servant, wish(first=dt.date(2026, 6, 8)), now)


@pytest.mark.parametrize(("days", "year"), [(-1, 2026), (13, 2026), (6, 2023), (6, 2028)])
def test_odd_numbers_are_not_recorded(five, now, days, year):
    with refused(Code.DAYS_WRONG):
        carry(five, year, days, now)


def test_hr_records_for_others_and_names_the_source(five, now):
    with refused(Code.NOT_ON_ONESELF):
        carry(five, 2026, 6, now, person=five.hr)
    with refused(Code.NOT_HR):
        services.record_carry_over(actor=five.operator, person=five.servant, year=2026, days=6, source="Buku", at=now)
    with refused(Code.WORDS_MISSING):
        services.record_carry_over(actor=five.hr, person=five.servant, year=2026, days=6, source=" ", at=now)
