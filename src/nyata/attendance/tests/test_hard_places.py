"""The hard places of a month, through the database: schedules, attempts, leave and placements as rows, reckoned."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from nyata.attendance.models import DayRecord, Reckoning
from nyata.attendance.selectors.recap import recap
from nyata.attendance.services.reckoning import reckon_changes, reckon_nights
from nyata.attendance.tests.stories import (
    AFTER,
    FIRST,
    LAST,
    MONDAY,
    SATURDAY,
    TUESDAY,
    WEDNESDAY,
    at,
    has,
    punch,
    reckon,
    record,
    whole,
)
from nyata.boards.tests.factories import attest, judge, make_attempt
from nyata.checkins.services import decide_review
from nyata.core.worktime.columns import Cover, Flag, Mark, Status, minute_of
from nyata.leave.kinds import Extent, Kind
from nyata.leave.tests.asking import forgot, granted, wish
from nyata.people.models import DayChange, Placement, RolloutDecision
from nyata.people.tests.factories import make_person, make_placement, make_stage, make_unit
from nyata.schedules.tests.factories import (
    day_off,
    fast,
    make_pattern,
    make_shift,
    office_week,
    roster,
    set_hours,
    use,
)  # fmt: skip


def test_an_ordinary_day(sari):
    whole(sari, MONDAY)
    reckon()
    found = record(sari, MONDAY)
    assert (found.status, found.owed, found.credited, found.late, found.early) == (Status.PRESENT, 450, 450, 0, 0)
    assert (found.first_in, found.last_out) == (minute_of(MONDAY, dt.time(7, 20)), minute_of(MONDAY, dt.time(16, 5)))


def test_twelve_minutes_late(sari):
    punch(sari, MONDAY, (7, 42), (16, 0))
    reckon()
    found = record(sari, MONDAY)
    assert (found.late, found.credited, has(found, Flag.LATE)) == (12, 438, True)


def test_an_out_after_midnight_belongs_to_the_shift_that_began_yesterday(cast, office):
    nurse = make_person("Perawat Malam", unit=cast.clinic)
    use(make_pattern(make_shift((20, 31)), None, anchor=MONDAY, follows=False), nurse)
    punch(nurse, MONDAY, (19, 50), (31, 10))
    reckon()
    found = record(nurse, MONDAY)
    assert (found.status, found.owed, found.credited) == (Status.PRESENT, 660, 660)
    assert found.last_out == minute_of(TUESDAY, dt.time(7, 10)) and has(found, Flag.OVERNIGHT)
    assert record(nurse, TUESDAY).status == Status.OFF and not has(record(nurse, TUESDAY), Flag.STRAY)


def test_a_punch_in_the_middle_without_an_out_claims_no_minutes(sari):
    punch(sari, MONDAY, (10, 0))
    reckon()
    found = record(sari, MONDAY)
    assert (found.status, found.last_out, found.credited) == (Status.PRESENT, None, 0)
    assert has(found, Flag.NO_OUT) and found.late == 150


def test_several_ins_and_outs_count_what_lies_between_as_away(sari):
    punch(sari, MONDAY, (7, 25), (10, 0), (10, 45), (16, 1))
    reckon()
    found = record(sari, MONDAY)
    assert (found.away, found.credited, found.late, found.early) == (45, 405, 0, 0)


def test_duplicates_change_nothing(sari):
    punch(sari, MONDAY, (7, 25))
    make_attempt(sari, at(MONDAY, 7, 25, 30))
    make_attempt(sari, at(MONDAY, 16, 2), purpose="out")
    make_attempt(sari, at(MONDAY, 16, 2, 40), purpose="out")
    reckon()
    found = record(sari, MONDAY)
    assert (found.first_in, found.away, found.credited) == (minute_of(MONDAY, dt.time(7, 25)), 0, 450)


def test_an_out_before_the_in_is_not_used(sari):
    make_attempt(sari, at(MONDAY, 7, 40), purpose="out")
    make_attempt(sari, at(MONDAY, 7, 45))
    reckon()
    found = record(sari, MONDAY)
    assert found.last_out is None and has(found, Flag.OUT_BEFORE_IN) and found.late == 15


def test_a_forgotten_out_does_not_swallow_the_next_in(sari):
    punch(sari, MONDAY, (7, 20))
    whole(sari, TUESDAY)
    reckon()
    assert has(record(sari, MONDAY), Flag.NO_OUT)
    assert record(sari, TUESDAY).credited == 450


def test_half_a_day_of_sickness_and_punches_for_the_rest(cast, sari):
    granted(sari, wish(Kind.SICK, MONDAY, extent=Extent.SECOND_HALF), at(MONDAY, 6), cast.supervisor)
    punch(sari, MONDAY, (7, 28), (12, 1))
    reckon()
    found = record(sari, MONDAY)
    assert (found.status, found.cover, found.early, found.credited) == (Status.PRESENT, Cover.SICK, 0, 270)
    assert has(found, Flag.PART_COVERED)


def test_a_shift_changed_during_the_day_holds_as_it_was_last_said(cast, sari):
    late = make_shift((13, 21, 17, 17.5))
    whole(sari, MONDAY)
    reckon()
    assert record(sari, MONDAY).late == 0
    roster(sari, MONDAY, late)
    reckon()
    found = record(sari, MONDAY)
    assert (found.start, found.version) == (minute_of(MONDAY, dt.time(13)), 2)


def test_ramadans_first_day_asks_for_the_hours_of_ramadan(cast, office):
    set_hours(office, (7.5, 16, 12, 13), ramadan_parts=[[480, 900, 720, 750]], valid_from=dt.date(2026, 2, 1))
    fast(dt.date(2026, 2, 19), dt.date(2026, 3, 20))
    for number in (18, 19):
        whole(cast.servant, dt.date(2026, 2, number))
    reckon()
    before, first = (record(cast.servant, dt.date(2026, 2, number)) for number in (18, 19))
    assert (before.start, first.start) == (
        minute_of(dt.date(2026, 2, 18), dt.time(7, 30)),
        minute_of(dt.date(2026, 2, 19), dt.time(8)),
    )
    assert has(first, Flag.RAMADAN) and not has(before, Flag.RAMADAN) and first.owed == 390


def test_a_holiday_declared_after_the_fact_takes_the_absence_away(sari):
    reckon()
    assert record(sari, MONDAY).status == Status.ABSENT
    day_off(MONDAY)
    DayChange.objects.create(first=MONDAY, last=MONDAY, why="calendar", made_at=AFTER)
    reckon_changes(at=AFTER)
    assert record(sari, MONDAY).status == Status.HOLIDAY
    kept = DayRecord.objects.get(person=sari, day=MONDAY, current=False)
    assert (kept.status, kept.version) == (Status.ABSENT, 1)
    assert not DayChange.objects.exists()


def test_a_punch_that_arrived_two_days_late_counts_with_its_mark(sari):
    reckon()
    for hour, purpose in ((7, "in"), (16, "out")):
        when = at(MONDAY, hour, 10)
        make_attempt(sari, when, purpose=purpose, time_mark="anchored", received_at=when + dt.timedelta(days=2))
    DayChange.objects.create(person=sari, first=MONDAY, last=MONDAY, why="verdict", made_at=AFTER)
    reckon_changes(at=AFTER)
    found = record(sari, MONDAY)
    assert (found.status, found.credited) == (Status.PRESENT, 450)
    assert (found.in_mark, found.out_mark) == (Mark.ANCHORED, Mark.ANCHORED)


def test_a_time_that_only_the_phone_tells_is_marked(sari):
    punch(sari, MONDAY, (7, 20), (16, 5), time_mark="unproven")
    reckon()
    assert has(record(sari, MONDAY), Flag.UNPROVEN)


def test_a_leave_approved_after_the_month_takes_its_days(cast, sari):
    reckon()
    granted(sari, wish(Kind.SICK, MONDAY, TUESDAY), at(dt.date(2026, 2, 27), 9), cast.supervisor)
    assert DayChange.objects.filter(person=sari).exists()
    reckon_changes(at=AFTER)
    assert [record(sari, day).status for day in (MONDAY, TUESDAY, WEDNESDAY)] == [
        Status.LEAVE, Status.LEAVE, Status.ABSENT,
    ]  # fmt: skip


def test_a_person_who_moves_has_the_hours_of_each_office_on_its_days(cast, sari):
    use(make_pattern(make_shift((9, 17, 12, 13))), cast.roads)
    Placement.objects.filter(person=sari).update(valid_to=dt.date(2026, 2, 14))
    make_placement(sari, unit=cast.roads, valid_from=dt.date(2026, 2, 15))
    reckon()
    before, after = dt.date(2026, 2, 13), dt.date(2026, 2, 16)
    assert record(sari, before).start == minute_of(before, dt.time(7, 30))
    assert record(sari, after).start == minute_of(after, dt.time(9))
    health, roads = recap(FIRST, LAST, opd=cast.health), recap(FIRST, LAST, opd=cast.roads)
    mine = [found.people.filter(person=sari.pk)["asked"].item() for found in (health, roads)]
    assert mine == [10, 14]  # five days a week there; every day here


def test_another_employment_from_a_day_on_leaves_the_days_before(cast, sari):
    Placement.objects.filter(person=sari).update(valid_to=dt.date(2026, 2, 14), employment="PPPK")
    make_placement(sari, employment="PNS", valid_from=dt.date(2026, 2, 15))
    for day in (MONDAY, dt.date(2026, 2, 16)):
        whole(sari, day)
    reckon()
    assert DayRecord.objects.filter(person=sari, current=True).count() == 28
    assert recap(FIRST, LAST, opd=cast.health).people.filter(person=sari.pk)["present"].item() == 2


def test_who_starts_and_who_retires_within_the_month_has_no_other_days(cast, office):
    begins = make_person("Baru", unit=cast.clinic, joined_on=dt.date(2026, 2, 10))
    retires = make_person("Purna", unit=cast.clinic, left_on=dt.date(2026, 2, 9))
    reckon()
    days = {
        person.pk: list(DayRecord.objects.filter(person=person).order_by("day").values_list("day", flat=True))
        for person in (begins, retires)
    }
    assert (days[begins.pk][0], days[retires.pk][-1]) == (dt.date(2026, 2, 10), dt.date(2026, 2, 9))


def test_nobody_is_absent_before_the_time_for_an_out_is_over(sari):
    reckon(at(TUESDAY, 0, 30))
    assert record(sari, MONDAY).status == Status.ABSENT  # 16.00 and six hours are over
    nurse = make_person("Perawat Malam", unit=sari.unit)
    use(make_pattern(make_shift((20, 31)), anchor=MONDAY, follows=False), nurse)
    reckon(at(TUESDAY, 0, 30))
    assert record(nurse, MONDAY).status == Status.PENDING
    reckon_nights(at=at(WEDNESDAY, 0, 30))
    assert record(nurse, MONDAY).status == Status.ABSENT


def test_a_night_makes_good_the_nights_that_were_missed(sari):
    reckon_nights(at=at(TUESDAY, 0, 30))
    reckon_nights(at=at(SATURDAY, 0, 30))
    days = DayRecord.objects.filter(person=sari, current=True).values_list("day", flat=True)
    assert set(days) >= {dt.date(2026, 2, number) for number in range(2, 7)}
    assert list(Reckoning.objects.values_list("last", flat=True)) == [MONDAY, dt.date(2026, 2, 6)]


def test_a_correction_stands_beside_what_was_recorded(cast, sari):
    punch(sari, MONDAY, (9, 0), (16, 5))
    reckon()
    assert record(sari, MONDAY).late == 90
    granted(sari, forgot(MONDAY), at(TUESDAY, 9), cast.supervisor)
    reckon_changes(at=AFTER)
    found = record(sari, MONDAY)
    assert (found.late, found.in_mark, has(found, Flag.CORRECTED), found.version) == (0, Mark.CORRECTED, True, 2)


def test_a_review_that_was_declined_no_longer_counts(cast, sari):
    (coming,) = punch(sari, MONDAY, (7, 20), outcome="review")
    make_attempt(sari, at(MONDAY, 16, 5), purpose="out")
    reckon()
    assert record(sari, MONDAY).credited == 450
    judge(coming, "declined", stage="review", by=cast.supervisor, words="Belum dapat dipastikan.")
    reckon()
    found = record(sari, MONDAY)
    assert found.first_in is None and has(found, Flag.NO_IN)


def test_a_decision_on_a_day_that_is_over_says_that_the_day_changed(cast, sari):
    (coming,) = punch(sari, MONDAY, (7, 20), outcome="review")
    make_attempt(sari, at(MONDAY, 16, 5), purpose="out")
    reckon()
    words = "Belum dapat dipastikan."
    decide_review(actor=cast.supervisor, checkin=coming, accept=False, words=words, at=at(WEDNESDAY, 9))
    change = DayChange.objects.get()
    assert (change.person, change.first, change.last, change.why) == (sari, MONDAY, MONDAY, "verdict")
    reckon_changes(at=AFTER)
    assert has(record(sari, MONDAY), Flag.NO_IN)


def test_a_decision_that_upholds_what_counted_changes_no_day(cast, sari):
    (coming,) = punch(sari, MONDAY, (7, 20), outcome="review")
    decide_review(actor=cast.supervisor, checkin=coming, accept=True, words="Benar orangnya.", at=at(WEDNESDAY, 9))
    assert not DayChange.objects.exists()


def test_a_decision_on_the_same_day_waits_for_the_night(cast, sari):
    (coming,) = punch(sari, MONDAY, (7, 20), outcome="review")
    decide_review(actor=cast.supervisor, checkin=coming, accept=False, words="Belum pasti.", at=at(MONDAY, 9))
    assert not DayChange.objects.exists()


def test_who_is_vouched_for_was_there(cast, sari):
    attest(sari, cast.supervisor, at(MONDAY, 7, 25))
    make_attempt(sari, at(MONDAY, 16, 5), purpose="out")
    reckon()
    assert record(sari, MONDAY).in_mark == Mark.WITNESS


def test_a_day_without_a_schedule_makes_no_claim(cast):
    reckon()
    assert record(cast.other_supervisor, MONDAY).status == Status.UNPLANNED


def test_before_the_trial_of_a_unit_nobody_has_a_record(cast, office):
    other = make_unit("Dinas Perikanan")
    use(office_week(office), other)
    person = make_person("Belum Mulai", unit=other)
    make_stage(other, RolloutDecision.Stage.REGISTRATION, valid_from=FIRST)
    make_stage(other, RolloutDecision.Stage.TRIAL, valid_from=dt.date(2026, 2, 16))
    reckon()
    days = DayRecord.objects.filter(person=person).order_by("day").values_list("day", flat=True)
    assert days[0] == dt.date(2026, 2, 16)


def test_only_the_days_that_changed_are_written_again(cast, sari):
    reckon()
    before = DayRecord.objects.count()
    whole(sari, TUESDAY)
    DayChange.objects.create(person=sari, first=TUESDAY, last=TUESDAY, why="verdict", made_at=AFTER)
    written = reckon_changes(at=AFTER)
    assert (written.made, written.replaced, DayRecord.objects.count()) == (1, 1, before + 1)
    run = Reckoning.objects.get(why="change")
    assert (run.changes, run.first, run.last) == ({"verdict": 1}, MONDAY, WEDNESDAY)
    assert len(run.policy_hash) == 64


def test_a_change_of_a_unit_touches_those_below_it_only(cast, sari):
    reckon()
    day_off(MONDAY)
    DayChange.objects.create(unit=cast.roads, first=MONDAY, last=MONDAY, why="calendar", made_at=AFTER)
    reckon_changes(at=AFTER)
    assert record(sari, MONDAY).status == Status.ABSENT
    DayChange.objects.create(unit=cast.health, first=MONDAY, last=MONDAY, why="calendar", made_at=AFTER)
    reckon_changes(at=AFTER)
    assert record(sari, MONDAY).status == Status.HOLIDAY


def test_a_change_of_today_waits_for_the_night(cast, sari):
    DayChange.objects.create(person=sari, first=MONDAY, last=MONDAY, why="verdict", made_at=at(MONDAY, 8))
    assert reckon_changes(at=at(MONDAY, 8)).made == 0
    assert not DayChange.objects.exists() and not DayRecord.objects.exists()


def test_statements_do_not_grow_with_people(cast, office):
    counts = []
    for size in (1, 30):
        for number in range(size):
            whole(make_person(f"Orang {size} {number}", unit=cast.clinic), MONDAY)
        with CaptureQueriesContext(connection) as queries:
            reckon()
        counts.append(len(queries))
    assert counts[1] <= counts[0]
