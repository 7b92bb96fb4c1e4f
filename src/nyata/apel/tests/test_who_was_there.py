"""Who was at an apel, who need not be, and of whom nothing is known."""

import datetime as dt

import pytest

from nyata.apel.kinds import Kind, Known, State, Why
from nyata.apel.selectors.lines import lines_of, sums_of
from nyata.apel.tests.factories import MONDAY, at, make_session, make_visit
from nyata.boards.tests.factories import attest, judge, make_crowd
from nyata.enrolment.models import Accommodation
from nyata.leave.models import Request, Slot
from nyata.leave.timing import minutes_of
from nyata.people.models import Person
from nyata.people.tests.factories import OTHER_DOOR, make_person, make_placement, make_site
from nyata.schedules.tests.factories import day_off, fast, make_shift, office_week, roster, use

DAY = dt.timedelta(days=1)


@pytest.fixture
def session(cast, office):
    return make_session(cast.clinic)


def line_of(session, person, now=None):
    """The person's line after the window unless another moment is given; None where they are not invited."""
    return next(iter(lines_of(session, now or at(8, 5, day=session.day), [person.pk])), None)


def state_of(session, person, now=None):
    line = line_of(session, person, now)
    return (line.state, line.why) if line else None


def grant(person, kind, first=MONDAY, last=MONDAY, *, extent=1, times=(None, None), stage=Slot.Stage.IN_FORCE):
    """Leave or duty in force, as its rows."""
    request = Request.objects.create(
        person=person, kind=kind, first=first, last=last, extent=extent, time_from=times[0], time_to=times[1],
        asked_by=person, asked_at=at(8, day=first - DAY), days=1,
    )  # fmt: skip
    start, end = minutes_of(first, last, extent, *times)
    return Slot.objects.create(
        request=request, person=person, layer=1, start=start, end=end, last=last, days=1, stage=stage
    )


def test_who_checks_in_at_the_place_in_the_window_was_there(session, sari):
    make_visit(sari, at(7, 20))
    assert line_of(session, sari)[3:] == (State.PRESENT, Why.NONE, at(7, 20), 0, Known.LIVE)


@pytest.mark.parametrize(
    ("when", "state"),
    [
        (at(6, 59, 59), State.MISSED),
        (at(7), State.PRESENT),
        (at(7, 59, 59), State.PRESENT),
        (at(8), State.MISSED),
    ],
)
def test_the_window_counts_from_its_first_second_until_before_its_last(session, sari, when, state):
    make_visit(sari, when)
    assert line_of(session, sari).state == state


@pytest.mark.parametrize(("when", "minutes"), [(at(7, 30, 59), 0), (at(7, 31), 1), (at(7, 59, 59), 29)])
def test_late_is_counted_in_full_minutes_from_the_start(session, sari, when, minutes):
    make_visit(sari, when)
    line = line_of(session, sari)
    assert (line.state, line.late) == (State.PRESENT, minutes)
    assert sums_of([line]).late == (minutes > 0)


def test_just_inside_the_fence_counts_and_just_outside_does_not(session, sari):
    """60 m around the door; a position exact to 6 m is credited 9.6 m, as everywhere."""
    make_visit(sari, at(7, 20), metres=60 + 9)
    assert line_of(session, sari).state == State.PRESENT
    other = make_person("Tetangga", unit=sari.unit)
    make_visit(other, at(7, 20), metres=60 + 11)
    assert line_of(session, other).state == State.MISSED


def test_a_session_with_a_place_of_its_own_asks_for_that_place(cast, sari):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False, name="Halaman Kantor Bupati")
    session = make_session(cast.health, site=yard)
    make_visit(sari, at(7, 10))
    assert line_of(session, sari).state == State.MISSED
    make_visit(sari, at(7, 25), door=OTHER_DOOR)
    assert line_of(session, sari).state == State.PRESENT


def test_an_old_position_stored_in_the_phone_places_nobody_at_the_yard(cast, sari):
    yard = make_site(cast.secretariat, at=OTHER_DOOR, used=False)
    session = make_session(cast.health, site=yard)
    checkin = make_visit(sari, at(7, 25), door=OTHER_DOOR, outcome=None)
    fix = {**checkin.payload["fixes"][0], "time_ms": int(at(5).timestamp() * 1000)}
    other = make_person("Titip", unit=sari.unit)
    from nyata.boards.tests.factories import make_attempt

    make_attempt(other, at(7, 25), fixes=(fix,))
    assert line_of(session, other).state == State.MISSED


def test_a_review_that_waits_is_being_looked_at_not_missing(session, sari):
    checkin = make_visit(sari, at(7, 20), "review")
    assert line_of(session, sari).state == State.REVIEW
    judge(checkin, "accepted", stage="review")
    assert line_of(session, sari).state == State.PRESENT


@pytest.mark.parametrize("outcome", ["step_up", "error", None])
def test_what_is_not_settled_yet_is_being_looked_at(session, sari, outcome):
    make_visit(sari, at(7, 20), outcome)
    assert line_of(session, sari).state == State.REVIEW


def test_what_was_not_accepted_after_a_look_is_no_presence(session, sari):
    judge(make_visit(sari, at(7, 20), "review"), "declined", stage="review")
    assert line_of(session, sari).state == State.MISSED


def test_where_a_person_accepted_an_attempt_without_a_position_it_counts(session, sari):
    judge(make_visit(sari, at(7, 20), "review", is_placed=False), "accepted", stage="review")
    assert line_of(session, sari).state == State.PRESENT


def test_declared_field_duty_elsewhere_that_was_accepted_is_work_but_not_this_place(session, sari):
    judge(make_visit(sari, at(7, 20), "review", metres=4000), "accepted", stage="review")
    assert line_of(session, sari).state == State.MISSED


def test_a_witness_in_the_window_is_enough_for_who_has_no_phone(cast, session, sari):
    attest(sari, cast.supervisor, at(7, 35))
    assert line_of(session, sari)[3:] == (State.PRESENT, Why.NONE, at(7, 35), 5, Known.WITNESS)


def test_the_time_of_the_press_counts_however_late_the_phone_sends(session, sari):
    make_visit(sari, at(7, 28), received_at=at(21), time_mark="anchored")
    assert line_of(session, sari)[3:] == (State.PRESENT, Why.NONE, at(7, 28), 0, Known.ANCHORED)


def test_before_the_window_is_over_nobody_has_missed_anything(session, sari):
    assert line_of(session, sari, at(7, 59, 59)).state == State.AWAITED
    assert line_of(session, sari, at(8)).state == State.MISSED


@pytest.mark.parametrize(
    ("kind", "why"),
    [("sick", Why.LEAVE), ("annual", Why.LEAVE), ("travel", Why.DUTY), ("training", Why.DUTY),
     ("field", Why.ELSEWHERE)],
)  # fmt: skip
def test_what_was_granted_is_a_reason_by_itself_and_leave_says_not_which(session, sari, kind, why):
    grant(sari, kind)
    assert state_of(session, sari) == (State.EXCUSED, why)


def test_leave_that_is_only_asked_for_is_no_reason_and_approved_afterwards_it_is(session, sari):
    slot = grant(sari, "annual", stage=Slot.Stage.SUPERVISOR)
    assert state_of(session, sari) == (State.MISSED, Why.NONE)
    Slot.objects.filter(pk=slot.pk).update(stage=Slot.Stage.IN_FORCE)
    assert state_of(session, sari) == (State.EXCUSED, Why.LEAVE)


def test_half_a_day_and_some_hours_are_reasons_where_they_lie_over_the_start(session, sari, cast):
    grant(sari, "annual", extent=3)
    assert state_of(session, sari) == (State.MISSED, Why.NONE)
    other = make_person("Pagi", unit=cast.clinic)
    grant(other, "annual", extent=2)
    assert state_of(session, other) == (State.EXCUSED, Why.LEAVE)
    hours = make_person("Jam", unit=cast.clinic)
    grant(hours, "permission", extent=0, times=(dt.time(7, 30), dt.time(9)))
    assert state_of(session, hours) == (State.EXCUSED, Why.PERMISSION)
    later = make_person("Nanti", unit=cast.clinic)
    grant(later, "permission", extent=0, times=(dt.time(7, 31), dt.time(9)))
    assert state_of(session, later) == (State.MISSED, Why.NONE)


def test_who_came_all_the_same_was_there_whatever_was_granted(session, sari):
    grant(sari, "annual")
    make_visit(sari, at(7, 20))
    assert state_of(session, sari) == (State.PRESENT, Why.NONE)


def test_a_night_shift_that_was_over_before_the_start_is_other_hours(session, sari):
    night = make_shift((21, 31))
    use(office_week(night, 7, follows=False), sari)
    assert state_of(session, sari) == (State.EXCUSED, Why.OTHER_HOURS)


def test_a_night_shift_that_goes_on_over_the_start_asks_for_the_apel(session, sari):
    night = make_shift((21, 32))
    use(office_week(night, 7, follows=False), sari)
    assert state_of(session, sari) == (State.MISSED, Why.NONE)


def test_an_afternoon_shift_by_roster_is_other_hours(session, sari):
    roster(sari, MONDAY, make_shift((14, 21)))
    assert state_of(session, sari) == (State.EXCUSED, Why.OTHER_HOURS)


def test_a_part_timer_whose_day_is_not_this_one_is_not_asked(session, cast):
    part = make_person("Paruh", unit=cast.clinic, employment=Person.Employment.PPPK_PW, weekly_minutes=600)
    shift = make_shift((7.5, 12))
    from nyata.schedules.tests.factories import make_pattern

    use(make_pattern(None, shift, None, shift, None, None, None), part)
    assert state_of(session, part) == (State.EXCUSED, Why.REST)


def test_of_whom_nobody_said_what_the_day_asks_no_claim_is_made(cast):
    lone = make_person("Tanpa jadwal", unit=cast.inspectorate)
    from nyata.people.tests.factories import make_stage

    make_stage(cast.inspectorate)
    session = make_session(cast.inspectorate)
    assert state_of(session, lone) == (State.EXCUSED, Why.UNPLANNED)


def test_an_arrangement_is_a_reason_for_who_was_not_there(cast, session, sari):
    Accommodation.objects.create(
        person=sari, kind="no_moves", valid_from=MONDAY, valid_to=MONDAY,
        granted_by=cast.hr, granted_at=at(8, day=MONDAY - DAY), reason="Terapi",
    )  # fmt: skip
    assert state_of(session, sari) == (State.EXCUSED, Why.ACCOMMODATION)


def test_a_holiday_declared_afterwards_frees_everybody(session, sari):
    assert state_of(session, sari) == (State.MISSED, Why.NONE)
    day_off(MONDAY)
    assert state_of(session, sari) == (State.EXCUSED, Why.NOT_HELD)


def test_on_the_first_day_of_ramadan_apel_is_suspended_and_the_day_before_it_is_not(cast, sari):
    fast(MONDAY, MONDAY + 29 * DAY)
    before = make_session(cast.clinic, day=MONDAY - 3 * DAY)
    assert state_of(before, sari, at(9, day=before.day)) == (State.MISSED, Why.NONE)
    assert state_of(make_session(cast.clinic), sari) == (State.EXCUSED, Why.NOT_HELD)


def test_a_ceremony_asks_for_who_a_holiday_frees(cast, sari):
    day_off(MONDAY)
    assert state_of(make_session(cast.clinic, kind=Kind.CEREMONY), sari) == (State.MISSED, Why.NONE)


def test_who_moves_on_the_day_belongs_to_the_new_unit(cast, session, sari):
    moved = make_person("Pindah", unit=cast.roads, joined_on=MONDAY)
    make_placement(moved, unit=cast.clinic, valid_from=MONDAY - 60 * DAY, valid_to=MONDAY - DAY)
    there = make_session(cast.roads)
    assert line_of(session, moved) is None
    assert line_of(there, moved).state == State.MISSED
    earlier = make_session(cast.clinic, day=MONDAY - 7 * DAY)
    assert line_of(earlier, moved, at(9, day=MONDAY)).state == State.MISSED


def test_a_unit_without_those_below_invites_only_its_own(cast, office):
    session = make_session(cast.health, with_below=False)
    assert {line.person_id for line in lines_of(session, at(9))} == {cast.operator.pk}


def test_only_the_employments_that_are_invited(cast, office):
    contract = make_person("Kontrak", unit=cast.clinic, employment=Person.Employment.PPPK)
    session = make_session(cast.clinic, employments=["PPPK"])
    assert [line.person_id for line in lines_of(session, at(9))] == [contract.pk]


def test_where_checking_in_has_not_begun_nobody_is_invited(cast):
    make_person("Belum", unit=cast.bkpsdm)
    assert lines_of(make_session(cast.bkpsdm), at(9)) == []


def test_a_crowd_costs_no_more_statements_than_ten(cast, office, django_assert_max_num_queries):
    make_crowd([cast.clinic], 10)
    _place_everybody()
    session = make_session(cast.health)
    lines_of(session, at(9))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        assert len(lines_of(session, at(9))) == 13
    make_crowd([cast.clinic], 990)
    _place_everybody()
    with CaptureQueriesContext(connection) as many:
        assert len(lines_of(session, at(9))) == 1003
    assert len(many) == len(few) <= 26


def _place_everybody():
    from nyata.people.models import Placement

    without = Person.objects.filter(placements=None)
    Placement.objects.bulk_create(
        Placement(person=one, unit_id=one.unit_id, employment=one.employment, valid_from=dt.date(2025, 1, 1),
                  recorded_at=at(8)) for one in without
    )  # fmt: skip
