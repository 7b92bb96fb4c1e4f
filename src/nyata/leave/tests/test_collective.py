"""Days in lieu of collective leave: only those on which the schedule asked for work, each once, until it lapses."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from nyata.leave import services
from nyata.leave.kinds import Kind
from nyata.leave.refusals import Code
from nyata.leave.selectors import replacement_of
from nyata.leave.selectors.collective import Earned, spend
from nyata.leave.tests.asking import ask, day, granted, wish
from nyata.people.tests.asking import refused, signed_in
from nyata.schedules.tests.factories import day_off, make_pattern, make_shift, roster, use

FEAST = dt.date(2026, 1, 15)  # a Thursday, cuti bersama in these tests


@pytest.fixture
def feast(five):
    day_off(FEAST, kind="cuti_bersama")


@pytest.fixture
def on_duty(five, feast):
    """The servant's roster asks for work on the day on which the others are off."""
    roster(five.servant, FEAST, make_shift((7, 14)))


def replace(five, first, now, last=None):
    return ask(five.servant, wish(Kind.COLLECTIVE, first, last), now)


def test_who_was_off_like_everybody_has_nothing_to_replace(five, feast, now):
    with refused(Code.COLLECTIVE_SHORT):
        replace(five, day(9), now)


def test_who_was_on_duty_by_roster_takes_the_day_once(five, on_duty, now, today):
    found = replacement_of(five.servant, today)
    assert [(one.day, one.name, one.until) for one in found.earned] == [(FEAST, "Hari uji", dt.date(2027, 12, 31))]
    assert found.left_on(today) == 1
    assert "PP 11/2017" in found.source
    replace(five, day(9), now)
    with refused(Code.COLLECTIVE_SHORT):
        replace(five, day(10), now)
    assert replacement_of(five.servant, today).left_on(today) == 0


def test_what_is_declined_comes_back(five, on_duty, now):
    request = replace(five, day(9), now)
    services.decide_one(actor=five.supervisor, request=request, accept=False, words="Pelayanan penuh", at=now)
    replace(five, day(10), now)


def test_a_span_needs_a_day_for_each_of_its_working_days(five, on_duty, now):
    with refused(Code.COLLECTIVE_SHORT):
        replace(five, day(9), now, day(10))


def test_a_pattern_that_does_not_follow_the_calendar_earns_the_day(five, feast, today):
    use(make_pattern(make_shift((7, 14)), follows=False), five.servant)
    assert [one.day for one in replacement_of(five.servant, today).earned] == [FEAST]


def test_a_day_that_was_made_a_working_day_again_earns_nothing(five, on_duty, today):
    day_off(FEAST, off=False, kind="working")
    assert replacement_of(five.servant, today).earned == ()


def test_who_was_on_leave_on_that_day_did_not_work(five, on_duty, now, today):
    granted(five.servant, wish(Kind.SICK, FEAST), now, five.supervisor)
    assert replacement_of(five.servant, today).earned == ()


def test_who_was_away_on_duty_that_day_did(five, on_duty, now, today):
    granted(five.servant, wish(Kind.TRAVEL, FEAST), now, five.supervisor)
    assert [one.day for one in replacement_of(five.servant, today).earned] == [FEAST]


def test_a_day_still_to_come_is_not_earned_yet(five, on_duty):
    assert replacement_of(five.servant, FEAST).earned == ()
    assert replacement_of(five.servant, FEAST + dt.timedelta(days=1)).left_on(FEAST + dt.timedelta(days=1)) == 1


def test_it_lapses_at_the_end_of_the_year_after(five, on_duty, now):
    later = dt.datetime(2028, 1, 3, 2, 0, tzinfo=dt.UTC)
    with refused(Code.COLLECTIVE_SHORT):
        ask(five.servant, wish(Kind.COLLECTIVE, dt.date(2028, 1, 10)), later)


@given(
    st.lists(st.integers(0, 60), unique=True, max_size=8),
    st.lists(st.integers(0, 90), unique=True, max_size=8),
    st.integers(1, 40),
)
def test_no_day_is_taken_twice_and_none_is_refused_that_could_have_been_given(earned, wanted, lasts):
    start = dt.date(2026, 1, 1)
    at = [start + dt.timedelta(days=number) for number in range(140)]
    days = [Earned(at[one], "", at[one + lasts]) for one in earned]
    spent, lacking = spend(days, [at[one] for one in wanted])
    used = [one for one in spent if one.used_on]
    assert len({one.day for one in spent}) == len(earned)
    assert sorted([one.used_on for one in used] + lacking) == sorted(at[one] for one in wanted)
    assert all(one.day < one.used_on <= one.until for one in used)
    assert len(used) == _most(days, [at[one] for one in wanted])


def _most(days: list[Earned], wanted: list[dt.date]) -> int:
    """The most that any assignment can give: augmenting paths, slowly."""
    taken: dict[dt.date, dt.date] = {}

    def place(day: dt.date, seen: set[dt.date]) -> bool:
        for one in days:
            if one.day < day <= one.until and one.day not in seen:
                seen.add(one.day)
                if one.day not in taken or place(taken[one.day], seen):
                    taken[one.day] = day
                    return True
        return False

    return sum(place(day, set()) for day in wanted)


def test_the_pages_name_each_day_and_what_became_of_it(five, client):
    now = timezone.now()
    on = timezone.localdate(now)
    day_off(on - dt.timedelta(days=10), kind="cuti_bersama")
    roster(five.servant, on - dt.timedelta(days=10), make_shift((7, 14)))
    monday = on + dt.timedelta(days=7 - on.weekday())
    request = replace(five, monday, now)
    page = signed_in(client, five.servant).get(reverse("leave:own")).content.decode()
    assert "hari pengganti cuti bersama" in page
    assert "Hari uji" in page
    assert "dipakai" in page
    page = signed_in(client, five.supervisor).get(reverse("leave:request", args=[request.public_id])).content.decode()
    assert "Cuti bersama yang dijalani bertugas" in page
    assert "Hari uji" in page


def test_the_form_says_that_no_schedule_shows_a_day_on_duty(five, client):
    page = signed_in(client, five.servant).get(reverse("leave:ask", args=["collective"])).content.decode()
    assert "mintalah operator OPD melengkapi jadwalnya" in page
