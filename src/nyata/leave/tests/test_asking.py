"""Asking: who may ask for what, and what it is turned away for."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from nyata.checkins.tests.test_at_once import at_once
from nyata.leave import services
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Request, Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.tests.asking import POINT, ask, day, forgot, granted, wish
from nyata.leave.wishes import Forgotten, Spot, Wish
from nyata.people.models import Person
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import cast


def test_a_nurse_asks_for_three_days_and_it_waits_for_the_supervisor(five, now):
    request = ask(five.servant, wish(first=day(9), last=day(11)), now)
    assert request.days == Decimal(3)
    slot = Slot.objects.get(request=request)
    assert (slot.stage, slot.last) == ("supervisor", day(11))
    assert [step.act for step in request.steps.all()] == ["asked"]
    (entry,) = entries("leave")
    assert says(entry, act="asked", person=five.servant.pk, kind="annual")


def test_the_log_holds_no_words_of_an_illness(five, now):
    ask(five.servant, wish(Kind.SICK, words="demam berdarah"), now)
    assert b"demam" not in entries("leave")[0]


def test_a_weekend_inside_is_not_counted(five, now):
    assert ask(five.servant, wish(first=day(6), last=day(9)), now).days == Decimal(2)


def test_half_a_day_of_sickness_counts_half(five, now):
    assert ask(five.servant, wish(Kind.SICK, extent=Extent.SECOND_HALF), now).days == Decimal("0.5")


def test_annual_leave_has_no_halves_because_the_law_counts_in_days(five, now):
    with refused(Code.EXTENT_NOT_FOR_KIND):
        ask(five.servant, wish(extent=Extent.FIRST_HALF), now)


def test_half_a_day_is_of_one_day(five, now):
    with refused(Code.PART_OF_ONE_DAY):
        ask(five.servant, wish(Kind.SICK, day(9), day(10), extent=Extent.FIRST_HALF), now)


def test_leave_of_weekends_only_is_not_needed(five, now):
    with refused(Code.NO_WORKING_DAY):
        ask(five.servant, wish(first=day(7), last=day(8)), now)


def test_the_last_day_does_not_come_before_the_first(five, now):
    with refused(Code.ENDS_BEFORE_START):
        ask(five.servant, wish(first=day(10), last=day(9)), now)


def test_thirty_days_later_an_illness_can_still_be_told_and_not_thirty_one(five, now, today):
    ask(five.servant, wish(Kind.SICK, today - dt.timedelta(days=30)), now)
    with refused(Code.TOO_LATE):
        ask(five.servant, wish(Kind.SICK, today - dt.timedelta(days=31)), now)


def test_what_is_long_past_is_recorded_by_hr(five, now, today):
    old = wish(Kind.SICK, today - dt.timedelta(days=90))
    assert ask(five.servant, old, now, actor=five.hr).asked_by == five.hr


def test_nobody_asks_for_years_to_come(five, now, today):
    with refused(Code.TOO_FAR_AHEAD):
        ask(five.servant, wish(Kind.TRAINING, today + dt.timedelta(days=401)), now)


def test_annual_leave_over_new_year_is_asked_for_twice(five, now):
    with refused(Code.OVER_NEW_YEAR):
        ask(five.servant, wish(first=dt.date(2026, 12, 30), last=dt.date(2027, 1, 4)), now)


def test_permission_says_from_when_to_when_and_why(five, now):
    with refused(Code.TIMES_MISSING):
        ask(five.servant, Wish(Kind.PERMISSION, day(9), day(9), Extent.TIMES, words="bank"), now)
    with refused(Code.WORDS_MISSING):
        ask(five.servant, wish(Kind.PERMISSION, words=" "), now)


def test_permission_of_a_night_shift_ends_on_the_next_day(five, now):
    night = wish(Kind.PERMISSION, extent=Extent.TIMES, time_from=dt.time(23), time_to=dt.time(1))
    slot = ask(five.servant, night, now).slot
    assert slot.end - slot.start == 120


def test_a_duty_has_a_letter_and_a_place(five, now):
    with refused(Code.LETTER_MISSING):
        ask(five.servant, wish(Kind.TRAVEL, letter_number=" "), now)
    with refused(Code.PLACE_MISSING):
        ask(five.servant, wish(Kind.FIELD, spots=()), now)
    with refused(Code.PLACE_MISSING):
        ask(five.servant, wish(Kind.FIELD, spots=(Spot("  "),)), now)


def test_a_place_is_drawn_as_a_site_is(five, now):
    with refused(Code.PLACE_WRONG):
        ask(five.servant, wish(Kind.TRAVEL, spots=(Spot("Desa", POINT, 5.0),)), now)
    assert ask(five.servant, wish(Kind.TRAVEL, spots=(Spot("Palembang"),)), now).places.count() == 1


def test_pppk_have_four_kinds_of_leave(five, now):
    Person.objects.filter(pk=five.servant.pk).update(employment="PPPK")
    five.servant.refresh_from_db()
    for kind in (Kind.LONG, Kind.IMPORTANT, Kind.UNPAID):
        with refused(Code.KIND_NOT_FOR_EMPLOYMENT):
            ask(five.servant, wish(kind), now)
    ask(five.servant, wish(Kind.SICK), now)


def test_what_waits_to_be_switched_on_is_not_enforced(five, now):
    """Which leave PPPK Paruh Waktu have is an open question: whoever decides reads that it waits."""
    Person.objects.filter(pk=five.servant.pk).update(employment="PPPK_PW")
    five.servant.refresh_from_db()
    assert ask(five.servant, wish(first=day(2), last=day(27)), now)


@pytest.mark.parametrize(("joined", "is_taken"), [(dt.date(2025, 2, 9), True), (dt.date(2025, 2, 10), False)])
def test_annual_leave_comes_after_a_year_of_service(five, now, joined, is_taken):
    five.servant.joined_on = joined
    five.servant.save()
    if is_taken:
        assert ask(five.servant, wish(), now)
    else:
        with refused(Code.SERVICE_TOO_SHORT):
            ask(five.servant, wish(), now)


def test_pppk_in_their_first_year_have_six_days_at_most(five, now):
    five.servant.joined_on, five.servant.employment = dt.date(2025, 12, 1), "PPPK"
    five.servant.save()
    with refused(Code.BALANCE_SHORT):
        ask(five.servant, wish(first=day(9), last=day(17), ground="perkawinan pertama"), now)
    assert ask(five.servant, wish(first=day(9), last=day(16), ground="perkawinan pertama"), now).days == 6


def test_long_leave_asks_for_five_years_but_not_for_the_first_hajj(five, now):
    five.servant.joined_on = dt.date(2022, 1, 3)
    five.servant.save()
    with refused(Code.SERVICE_TOO_SHORT):
        ask(five.servant, wish(Kind.LONG), now)
    assert ask(five.servant, wish(Kind.LONG, ground="haji pertama"), now)


def test_long_leave_is_once_in_five_years(five, now, second_hr):
    ask(five.servant, wish(Kind.LONG, dt.date(2026, 2, 9), dt.date(2026, 2, 20)), now)
    with refused(Code.ONCE_IN_YEARS):
        ask(five.servant, wish(Kind.LONG, dt.date(2026, 9, 1)), now)


@pytest.mark.parametrize(
    ("kind", "last_allowed"),
    [(Kind.MATERNITY, dt.date(2026, 5, 8)), (Kind.IMPORTANT, dt.date(2026, 3, 8)), (Kind.LONG, dt.date(2026, 5, 8))],
)
def test_leave_of_months_ends_on_the_day_before(five, now, kind, last_allowed):
    with refused(Code.TOO_LONG):
        ask(five.servant, wish(kind, day(9), last_allowed + dt.timedelta(days=1)), now)
    assert ask(five.servant, wish(kind, day(9), last_allowed), now)


def test_twelve_days_a_year_and_not_thirteen(five, now):
    ask(five.servant, wish(first=day(9), last=day(20)), now)
    with refused(Code.BALANCE_SHORT):
        ask(five.servant, wish(first=dt.date(2026, 3, 2), last=dt.date(2026, 3, 4)), now)
    ask(five.servant, wish(first=dt.date(2026, 3, 2), last=dt.date(2026, 3, 3)), now)


def test_two_requests_do_not_hold_the_same_day(five, now):
    ask(five.servant, wish(first=day(9), last=day(11)), now)
    with refused(Code.OVERLAPS, "Cuti tahunan mulai 9 Februari 2026"):
        ask(five.servant, wish(Kind.SICK, day(11), day(12)), now)
    ask(five.servant, wish(Kind.SICK, day(12)), now)


def test_the_two_halves_of_a_day_are_two_things(five, now):
    ask(five.servant, wish(Kind.SICK, extent=Extent.FIRST_HALF), now)
    ask(five.servant, wish(Kind.TRAVEL, extent=Extent.SECOND_HALF), now)
    with refused(Code.OVERLAPS):
        ask(five.servant, wish(Kind.PERMISSION), now)


def test_an_illness_lies_over_the_field_letter_of_the_month(five, now):
    ask(five.servant, wish(Kind.FIELD, day(2), day(27)), now)
    ask(five.servant, wish(Kind.SICK, day(9)), now)
    with refused(Code.OVERLAPS):
        ask(five.servant, wish(Kind.ELSEWHERE, day(10)), now)


def test_the_database_itself_keeps_two_slots_apart(five, now):
    first = ask(five.servant, wish(), now).slot
    other = ask(five.servant, wish(first=day(16)), now).slot
    with pytest.raises(IntegrityError, match="slots_do_not_overlap"), transaction.atomic():
        Slot.objects.filter(pk=other.pk).update(start=first.start, end=first.end)


@pytest.mark.parametrize("table", ["leave_request", "leave_step"])
def test_what_was_said_stays_said(five, now, table):
    ask(five.servant, wish(), now)
    with pytest.raises(Exception, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_somebody_elses_request_is_asked_by_who_serves_them(five, now):
    assert ask(five.servant, wish(Kind.SICK), now, actor=five.operator).asked_by == five.operator
    assert ask(five.servant, wish(Kind.TRAVEL, day(10)), now, actor=five.supervisor)
    for stranger in (five.other_supervisor, five.auditor, five.executive):
        with refused(Code.NOT_ALLOWED):
            ask(five.servant, wish(first=day(16)), now, actor=stranger)


def test_release_from_duty_is_recorded_by_hr_only(five, now):
    for actor in (five.servant, five.supervisor):
        with refused(Code.KIND_BY_OFFICERS):
            ask(five.servant, wish(Kind.RELEASED), now, actor=actor)
    assert ask(five.servant, wish(Kind.RELEASED), now, actor=five.hr)


def test_who_left_asks_for_nothing(five, now):
    five.servant.is_active = False
    five.servant.save()
    with refused(Code.PERSON_LEFT):
        ask(five.servant, wish(), now)


def test_a_forgotten_coming_is_asked_for_with_its_time(five, now, today):
    request = ask(five.servant, forgot(today), now)
    assert request.claim.purpose == "in"
    assert request.days is None


def test_a_correction_is_of_a_time_that_was(five, now, today):
    with refused(Code.NOT_YET):
        ask(five.servant, forgot(today, "out", dt.time(16)), now)
    with refused(Code.TIME_NOT_OF_DAY):
        strange = Forgotten("out", dt.datetime(2026, 1, 28, 9, tzinfo=dt.UTC), "forgotten")
        ask(five.servant, Wish(Kind.CORRECTION, day(1), day(1), forgotten=strange), now)
    with refused(Code.TIMES_MISSING):
        ask(five.servant, Wish(Kind.CORRECTION, day(1), day(1), words="lupa"), now)


def test_the_end_of_a_night_shift_is_of_the_day_it_began(five, now):
    friday = dt.date(2026, 1, 30)
    after_midnight = Forgotten("out", dt.datetime(2026, 1, 31, 0, 10, tzinfo=dt.UTC), "dead_phone")
    assert ask(five.servant, Wish(Kind.CORRECTION, friday, friday, forgotten=after_midnight), now)


def test_a_correction_waits_fourteen_days_and_not_fifteen(five, now, today):
    ask(five.servant, forgot(today - dt.timedelta(days=14)), now)
    with refused(Code.TOO_LATE):
        ask(five.servant, forgot(today - dt.timedelta(days=15)), now)


def test_another_reason_needs_words(five, now, today):
    with refused(Code.WORDS_MISSING):
        ask(five.servant, forgot(today, reason="other"), now)


def test_one_coming_and_one_going_are_corrected_a_day(five, now):
    yesterday = day(1)
    ask(five.servant, forgot(yesterday), now)
    ask(five.servant, forgot(yesterday, "out", dt.time(16)), now)
    with refused(Code.OVERLAPS):
        ask(five.servant, forgot(yesterday, clock=dt.time(7)), now)


def test_two_phones_that_ask_at_one_instant_make_one_request(own_database, now):
    people = cast()
    codes: list[str] = []

    def press() -> None:
        try:
            services.ask(actor=people.servant, person=people.servant, wish=wish(), at=now)
            codes.append("taken")
        except Refused as error:
            codes.append(error.code)

    at_once(press, press)
    assert sorted(codes) == ["overlaps", "taken"]
    assert Request.objects.count() == 1


def test_what_was_declined_frees_its_days(five, now):
    request = ask(five.servant, wish(), now)
    services.decide_one(actor=five.supervisor, request=request, accept=False, words="Ada imunisasi", at=now)
    assert not Slot.objects.filter(request=request).exists()
    assert granted(five.servant, wish(), now, five.supervisor)
    assert Step.objects.filter(request=request).count() == 2
