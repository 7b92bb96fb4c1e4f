"""From dated rows to what each day asks: whose pattern, whose calendar, which hours."""

import datetime as dt

import pytest

from nyata.core.worktime.columns import Kind
from nyata.core.worktime.planning import plan
from nyata.people import services as people
from nyata.people.models import Placement
from nyata.people.tests.factories import make_person, make_placement, make_unit
from nyata.schedules.selectors import hours_today, schedule_of, spans_of, terms_tables
from nyata.schedules.tests.factories import (
    BEGINNING,
    day_off,
    fast,
    make_calendar,
    make_pattern,
    make_shift,
    minutes,
    office_week,
    roster,
    set_hours,
    use,
)

MON, TUE, WED, THU, FRI, SAT, SUN = (dt.date(2026, 1, 19) + dt.timedelta(days=n) for n in range(7))
DAY = dt.timedelta(days=1)


def asked(person, day: dt.date) -> list[str]:
    """ "work 07.30-16.00" for each span of the day; hours beyond midnight count on."""
    midnight = dt.datetime.combine(day, dt.time())

    def clock(moment: dt.datetime) -> str:
        return "{:02d}.{:02d}".format(*divmod(int((moment - midnight).total_seconds()) // 60, 60))

    return [
        f"{span.kind.name.lower()} {clock(span.start)}-{clock(span.end)}" if span.is_work else span.kind.name.lower()
        for span in hours_today(person.pk, day)
    ]


@pytest.fixture
def office(five):
    """Everybody of `health` works by the law's five days."""
    return use(office_week(make_shift(standard="five_day")), five.health)


def test_the_hours_of_the_law_change_on_fridays_and_rest_on_saturdays(five, office):
    assert asked(five.servant, MON) == ["work 07.30-16.00"]
    assert asked(five.servant, FRI) == ["work 07.30-16.30"]
    assert asked(five.servant, SAT) == ["off"]


def test_without_a_pattern_nothing_is_known_of_a_day(five, office):
    assert asked(five.other_supervisor, MON) == ["unplanned"]
    assert asked(five.other_supervisor, SUN) == ["unplanned"]


def test_a_persons_own_pattern_beats_the_nearest_units_and_that_the_ones_above(five, office):
    morning, night = make_shift((7, 14)), make_shift((21, 31))
    use(office_week(morning, 6), five.clinic, valid_from=TUE)
    use(make_pattern(night, None), five.servant, valid_from=WED, valid_to=THU)
    assert asked(five.servant, MON) == ["work 07.30-16.00"]
    assert asked(five.servant, TUE) == ["work 07.00-14.00"]
    assert asked(five.supervisor, WED) == ["work 07.00-14.00"]
    assert [asked(five.servant, day) for day in (WED, THU)] in (
        [["work 21.00-31.00"], ["off"]],
        [["off"], ["work 21.00-31.00"]],
    )
    assert asked(five.servant, FRI) == ["work 07.00-14.00"]
    assert asked(five.operator, FRI) == ["work 07.30-16.30"]


def test_a_cycle_of_any_length_goes_on_over_months(five):
    morning, night = make_shift((7, 14)), make_shift((21, 31))
    use(make_pattern(morning, morning, night, None, None, anchor=MON), five.servant)
    days = [asked(five.servant, MON + DAY * (5 * 30 + n))[0][:10] for n in range(5)]
    assert days == ["work 07.00", "work 07.00", "work 21.00", "off", "off"]
    assert asked(five.servant, MON - DAY) == ["off"]


def test_a_roster_beats_the_pattern_and_a_later_row_the_earlier(five, office):
    night = make_shift((21, 31))
    roster(five.servant, MON, night)
    assert asked(five.servant, MON) == ["work 21.00-31.00"]
    roster(five.servant, MON)
    assert asked(five.servant, MON) == ["off"]
    roster(five.servant, MON, by_pattern=True)
    assert asked(five.servant, MON) == ["work 07.30-16.00"]


def test_a_roster_alone_says_what_its_days_ask(five):
    roster(five.other_supervisor, TUE, make_shift((7, 14)))
    assert [asked(five.other_supervisor, day) for day in (MON, TUE)] == [["unplanned"], ["work 07.00-14.00"]]


def test_a_split_shift_asks_twice_a_day_and_an_on_call_one_not_at_all(five):
    split, on_call = make_shift((8, 12), (16, 20)), make_shift(on_call=True)
    use(make_pattern(split, on_call, anchor=MON), five.servant)
    assert asked(five.servant, MON) == ["work 08.00-12.00", "work 16.00-20.00"]
    assert asked(five.servant, TUE) == ["on_call"]


def test_a_day_off_frees_whoever_follows_the_calendar(five, office):
    use(make_pattern(make_shift((7, 14)), follows=False), five.supervisor)
    day_off(TUE)
    assert asked(five.servant, TUE) == ["holiday"]
    assert asked(five.supervisor, TUE) == ["work 07.00-14.00"]
    roster(five.servant, TUE, make_shift((8, 12)))
    assert asked(five.servant, TUE) == ["work 08.00-12.00"]


def test_the_newest_decision_on_a_date_holds(five, office):
    day_off(TUE)
    day_off(TUE, off=False)
    assert asked(five.servant, TUE) == ["work 07.30-16.00"]


def test_a_school_calendar_begins_with_the_regencys_days_and_changes_some(five, office):
    school = make_calendar()
    shift = make_shift((7, 13))
    use(office_week(shift, 6), five.clinic, calendar=school)
    day_off(MON)
    day_off(TUE)
    day_off(TUE, off=False, calendar=school)
    day_off(WED, kind="school", calendar=school)
    assert [asked(five.servant, day) for day in (MON, TUE, WED)] == [["holiday"], ["work 07.00-13.00"], ["holiday"]]
    assert [asked(five.operator, day)[0][:4] for day in (MON, TUE, WED)] == ["holi", "holi", "work"]


def test_who_moves_inside_a_month_follows_the_new_unit_from_that_day(five, office, now):
    use(office_week(make_shift((8, 15))), five.roads)
    people.move_person(
        actor=five.hr, person=five.servant, unit=five.roads, document_number="824/1", first=FRI - 7 * DAY, at=now
    )
    assert asked(five.servant, THU - 7 * DAY) == ["work 07.30-16.00"]
    assert asked(five.servant, FRI - 7 * DAY) == ["work 08.00-15.00"]


def test_nothing_is_asked_before_the_first_day_and_after_the_last(five, office):
    Placement.objects.filter(person=five.servant).update(valid_from=TUE, valid_to=WED)
    found = spans_of([five.servant.pk], MON, FRI)
    assert [day for _, day in found] == [TUE, WED]
    make_placement(five.servant, valid_from=FRI)
    assert [day for _, day in spans_of([five.servant.pk], MON, FRI)] == [TUE, WED, FRI]


def test_part_time_pppk_never_follow_the_hours_of_their_unit(five, office):
    unknown = make_person(unit=five.clinic, employment="PPPK_PW")
    assert asked(unknown, MON) == ["unplanned"]
    use(make_pattern(make_shift((8, 12)), anchor=MON), unknown)
    assert asked(unknown, MON) == ["work 08.00-12.00"]


@pytest.mark.parametrize(("days", "weekly"), [(5, 1200), (6, 1000), (6, 901)])
def test_a_contract_is_owed_in_the_week_on_the_working_days_of_the_unit(days, weekly, five):
    person = make_person(unit=five.clinic, employment="PPPK_PW", weekly_minutes=weekly)
    use(office_week(make_shift((7, 14)), days), five.clinic)
    spans = spans_of([person.pk], MON, SUN)
    owed = {day: sum((one.end - one.start) // dt.timedelta(minutes=1) for one in found if one.is_work)
            for (_, day), found in spans.items()}  # fmt: skip
    assert sum(owed.values()) == weekly
    assert sum(minutes > 0 for minutes in owed.values()) == days
    assert max(owed.values()) - min(minutes for minutes in owed.values() if minutes) <= 1
    assert all(one.weekly for found in spans.values() for one in found if one.is_work)


def test_a_contract_without_a_pattern_of_the_unit_is_not_known_to_ask_anything(five):
    person = make_person(unit=five.roads, employment="PPPK_PW", weekly_minutes=1200)
    assert asked(person, MON) == ["unplanned"]


def test_a_contract_that_changes_inside_a_month_is_owed_from_its_day(five, office):
    person = make_person(unit=five.clinic, employment="PPPK_PW", weekly_minutes=1200, left_on=TUE)
    make_placement(person, weekly_minutes=900, valid_from=WED)
    assert [asked(person, day) for day in (TUE, WED)] == [["work 08.00-12.00"], ["work 08.00-11.00"]]


def test_hours_hold_from_their_day_on(five):
    shift = make_shift((8, 15), valid_from=TUE)
    set_hours(shift, (7, 14), valid_from=THU)
    set_hours(shift, (9, 16), valid_from=THU)
    use(make_pattern(shift), five.servant)
    assert [asked(five.servant, day) for day in (MON, TUE, WED, THU)] == [
        ["unplanned"], ["work 08.00-15.00"], ["work 08.00-15.00"], ["work 09.00-16.00"],
    ]  # fmt: skip


def test_ramadan_has_the_hours_of_the_law_or_of_the_shift_from_its_first_day(five, office):
    use(make_pattern(make_shift((7, 14), ramadan_parts=[[450, 780, 0, 0]])), five.supervisor)
    use(make_pattern(make_shift((7, 14))), five.operator)
    fast(MON + 7 * DAY, FRI + 28 * DAY)
    fast(WED, FRI + 28 * DAY)
    assert [asked(five.servant, day) for day in (TUE, WED)] == [["work 07.30-16.00"], ["work 08.00-15.00"]]
    assert [asked(five.supervisor, day) for day in (TUE, WED)] == [["work 07.00-14.00"], ["work 07.30-13.00"]]
    assert asked(five.operator, WED) == ["work 07.00-14.00"]


def test_a_corrected_ramadan_leaves_nothing_of_the_former(five, office):
    fast(MON, MON + 29 * DAY)
    fast(SUN, SUN + 29 * DAY)
    assert asked(five.servant, TUE) == ["work 07.30-16.00"]


def test_slack_and_the_weekly_total_come_through(five):
    use(make_pattern(make_shift((8, 15), slack=60), make_shift((8, 15), weekly=True), anchor=MON), five.servant)
    [first], [second] = hours_today(five.servant.pk, MON), hours_today(five.servant.pk, TUE)
    assert (first.slack, first.weekly, second.slack, second.weekly) == (60, False, 0, True)


def test_statements_do_not_grow_with_people_and_days(five, office, django_assert_num_queries):
    night = make_shift((21, 31))
    for number in range(30):
        person = make_person(unit=make_unit(parent=five.health), employment=("PNS", "PPPK_PW")[number % 2])
        use(make_pattern(night, None), person)
        roster(person, MON, night)
    terms_tables(MON, SUN)
    with django_assert_num_queries(7):
        hours_today(five.servant.pk, MON)
    with django_assert_num_queries(7):
        plan(schedule_of(None, BEGINNING, BEGINNING + 365 * DAY), BEGINNING, BEGINNING + 365 * DAY)


def test_many_are_asked_as_one_is(five, office):
    roster(five.supervisor, MON, make_shift((21, 31)))
    of_all = spans_of(None, MON, MON)
    of_some = spans_of([five.servant.pk, five.supervisor.pk], MON, MON)
    assert of_some == {person: of_all[person] for person in of_some}
    assert of_all[five.servant.pk, MON] == hours_today(five.servant.pk, MON)


def test_terms_are_numbered_as_the_plan_numbers_them(five, office):
    schedule = schedule_of(None, MON, FRI)
    terms, terms_of = terms_tables(MON, FRI)
    assert schedule.terms_of.equals(terms_of)
    assert set(terms_of["terms"]) == set(terms["terms"])
    spans = plan(schedule, MON, FRI)
    assert set(spans["terms"]) <= set(terms["terms"])
    assert spans.filter(kind=Kind.WORK.value)["end"].min() - spans["start"].min() > minutes(7)
