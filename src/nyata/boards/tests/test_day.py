"""What a day becomes for each person, and which words, times and marks its row shows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyata.boards.hours import Starts, standard_start
from nyata.boards.selectors.board import Question, board_of
from nyata.boards.selectors.crowd import crowd
from nyata.boards.selectors.days import Asked, Yardstick, day_page
from nyata.boards.tests.factories import MONDAY, attest, judge, make_attempt, moment
from nyata.boards.tests.test_board_page import besides_rules
from nyata.checkins import selectors as checkins
from nyata.people.models import RolloutDecision
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import cast, make_person, make_stage, make_unit
from nyata.schedules.tests.factories import make_shift, office_week, roster, use

pytestmark = pytest.mark.django_db
LATE = Yardstick(Starts())


def row_of(c, **asked):
    page = day_page(crowd(authority_of(c.supervisor, MONDAY)), MONDAY, LATE, Asked(**asked), moment(9))
    return page.rows[0] if page.rows else None


def board(actor, *, words="", asked=None, day=MONDAY):
    question = Question(asked or Asked(), day, words)
    return board_of(authority_of(actor, MONDAY), question, today=MONDAY, now=moment(9))


def shown(actor, **more):
    return [row for group in board(actor, **more).groups for row in group.rows]


def test_somebody_of_whom_nothing_came_is_not_in_yet():
    row = row_of(cast())
    assert (row["state"], row["in_at"], row["late"]) == ("not_yet", None, False)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("accepted", "in"), ("review", "review"), ("step_up", "step_up"), ("error", "waiting"), (None, "waiting"),
        ("declined", "declined"), ("refused", "declined"),
    ],
)  # fmt: skip
def test_an_attempt_gives_the_row_its_state(outcome, state):
    c = cast()
    make_attempt(c.servant, moment(7, 24), outcome)
    row = row_of(c)
    assert row["state"] == state
    assert row["in_at"] == moment(7, 24)


def test_the_newest_verdict_is_in_force():
    c = cast()
    checkin = make_attempt(c.servant, moment(7, 24), "review")
    assert row_of(c)["state"] == "review"
    judge(checkin, "accepted", stage="review", by=c.supervisor, words="Saya lihat langsung")
    assert row_of(c)["state"] == "in"


def test_going_out_after_coming_in_shows_both_times():
    c = cast()
    make_attempt(c.servant, moment(7, 24))
    make_attempt(c.servant, moment(16, 2), purpose="out")
    row = row_of(c)
    assert (row["state"], row["in_at"], row["out_at"]) == ("out", moment(7, 24), moment(16, 2))


def test_a_coming_in_that_waits_for_a_look_is_seen_also_after_going_out():
    c = cast()
    make_attempt(c.servant, moment(7, 24), "review")
    make_attempt(c.servant, moment(16, 2), purpose="out")
    assert row_of(c)["state"] == "review"


def test_the_first_of_two_that_count_is_the_coming_in_and_the_last_is_the_going_out():
    c = cast()
    for hour in (7, 8):
        make_attempt(c.servant, moment(hour))
    for hour in (15, 16):
        make_attempt(c.servant, moment(hour), purpose="out")
    row = row_of(c)
    assert (row["in_at"], row["out_at"]) == (moment(7), moment(16))


def test_a_try_that_failed_does_not_hide_the_one_that_counts():
    c = cast()
    make_attempt(c.servant, moment(7, 20), "step_up")
    make_attempt(c.servant, moment(7, 22), "accepted")
    row = row_of(c)
    assert (row["state"], row["in_at"]) == ("in", moment(7, 22))


def test_a_witness_without_an_attempt_counts_at_the_time_it_was_made():
    c = cast()
    attest(c.servant, c.supervisor, moment(7, 40))
    row = row_of(c)
    assert (row["state"], row["in_at"], row["in_id"]) == ("witness", moment(7, 40), None)


def test_what_was_received_late_counts_when_it_was_acted_and_says_that_it_came_later():
    c = cast()
    make_attempt(c.servant, moment(7, 28), received_at=moment(7, 41), time_mark="anchored")
    (row,) = shown(c.supervisor)
    assert row.coming.at == moment(7, 28)
    assert row.late_minutes == 0
    assert row.offline


@pytest.mark.parametrize(
    ("at", "minutes"), [((7, 29, 59), 0), ((7, 30, 59), 0), ((7, 31, 0), 1), ((7, 42, 30), 12), ((8, 30, 0), 60)]
)
def test_late_is_counted_in_whole_minutes_after_the_standard_minute(at, minutes):
    c = cast()
    make_attempt(c.servant, moment(*at))
    (row,) = shown(c.supervisor)
    assert row.late_minutes == minutes


def test_late_names_the_article_and_is_never_said_on_a_day_that_is_no_working_day():
    assert standard_start(MONDAY).source == "Perpres 21/2023 Ps 4(3)"
    c, sunday = cast(), MONDAY - dt.timedelta(days=1)
    make_attempt(c.servant, moment(10, day=sunday))
    (row,) = shown(c.supervisor, day=sunday)
    assert row.late_minutes == 0
    assert standard_start(sunday).at is None


@pytest.mark.parametrize(("at", "minutes"), [((7, 0, 59), 0), ((7, 1, 0), 1), ((7, 30, 0), 30)])
def test_late_is_counted_from_the_start_of_ones_own_schedule(at, minutes):
    c = cast()
    use(office_week(make_shift((7, 14))), c.clinic)
    make_attempt(c.servant, moment(*at))
    (row,) = shown(c.supervisor)
    assert (row.late_minutes, row.start_planned) == (minutes, True)


def test_a_roster_of_ones_own_a_day_off_and_slack_are_respected():
    c = cast()
    other, free = make_person("Budi Tanjung", unit=c.clinic), make_person("Citra Rawa", unit=c.clinic)
    slides = make_person("Dani Lebak", unit=c.clinic)
    use(office_week(make_shift((7, 14))), c.clinic)
    use(office_week(make_shift((7, 14), slack=60)), slides)
    roster(other, MONDAY, make_shift((14, 21)))
    roster(free, MONDAY)
    for person in (other, free, slides):
        make_attempt(person, moment(8))
    assert {row.name: row.late_minutes for row in shown(c.supervisor) if row.coming} == dict.fromkeys(
        (other.name, free.name, slides.name), 0
    )


def test_part_time_people_are_never_late_by_the_hours_of_others():
    c = cast()
    owed = make_person("Budi Tanjung", unit=c.clinic, employment="PPPK_PW", weekly_minutes=1200)
    own = make_person("Citra Rawa", unit=c.clinic, employment="PPPK_PW")
    use(office_week(make_shift((7, 14))), c.clinic)
    use(office_week(make_shift((8, 12))), own)
    for person in (owed, own):
        make_attempt(person, moment(8, 10))
    assert {row.name: row.late_minutes for row in shown(c.supervisor) if row.coming} == {owed.name: 0, own.name: 10}


def test_part_time_people_without_a_contract_are_not_late_by_standard_hours_either():
    c = cast()
    unknown = make_person("Budi Tanjung", unit=c.clinic, employment="PPPK_PW")
    make_attempt(unknown, moment(9))
    assert [row.late_minutes for row in shown(c.supervisor) if row.coming] == [0]


def test_the_week_asks_for_the_days_of_ones_own_schedule():
    c, saturday = cast(), MONDAY + dt.timedelta(days=5)
    use(office_week(make_shift((7, 14)), 6), c.clinic)
    roster(c.servant, MONDAY)
    question = Question(Asked(), saturday)
    found = board_of(authority_of(c.supervisor, saturday), question, today=saturday, now=moment(9))
    assert [day.tone for day in found.groups[0].rows[0].week] == ["off"] + ["absent"] * 5


def test_a_board_asks_as_many_questions_for_many_people_as_for_few():
    c = cast()
    use(office_week(make_shift((7, 14))), c.clinic)
    roster(c.servant, MONDAY, make_shift((14, 21)))
    with CaptureQueriesContext(connection) as few:
        board(c.supervisor)
    for number in range(30):
        person = make_person(f"Orang {number}", unit=make_unit(parent=c.clinic))
        roster(person, MONDAY, make_shift((14, 21)))
    with CaptureQueriesContext(connection) as many:
        board(c.supervisor)
    assert len(besides_rules(many)) == len(besides_rules(few))


def test_a_time_that_does_not_count_is_not_late():
    c = cast()
    make_attempt(c.servant, moment(9), "step_up")
    (row,) = shown(c.supervisor)
    assert row.late_minutes == 0


def test_units_that_have_not_begun_expect_nobody():
    c = cast()
    make_stage(c.clinic, RolloutDecision.Stage.REGISTRATION)
    found = board(c.supervisor)
    assert found.tally == {"quiet": 1}
    assert (found.expected, found.unenrolled) == (0, 1)
    assert found.groups[0].stage == RolloutDecision.Stage.REGISTRATION


def test_nobody_is_asked_to_enrol_before_their_unit_begins():
    c = cast()
    make_stage(c.clinic, RolloutDecision.Stage.NOT_STARTED)
    assert board(c.supervisor).unenrolled == 0


def test_filters_narrow_the_rows_and_leave_the_counts():
    c = cast()
    late = make_person("Budi Tanjung", unit=c.clinic)
    make_attempt(late, moment(8), "accepted")
    make_attempt(c.servant, moment(7), "review")
    make_person("Citra Rawa", unit=c.clinic)
    for asked, names in (
        (Asked(), ["Budi Tanjung", "Citra Rawa", "Sari Melati"]),
        (Asked(state="review"), ["Sari Melati"]),
        (Asked(late=True), ["Budi Tanjung"]),
        (Asked(unenrolled=True), ["Citra Rawa"]),
    ):
        found = board(c.supervisor, asked=asked)
        assert [row.name for group in found.groups for row in group.rows] == names
        assert found.tally == {"in": 1, "review": 1, "not_yet": 1}


def test_search_finds_names_units_and_a_whole_nip():
    c = cast()
    make_person("Budi Tanjung", unit=c.clinic)
    for words in ("sari", "Melati SARI", c.servant.nip):
        assert [row.name for row in shown(c.supervisor, words=words)] == ["Sari Melati"]
    assert len(shown(c.supervisor, words="rawa bening")) == 2
    assert not shown(c.supervisor, words=c.servant.nip[:8])
    assert not shown(c.supervisor, words="%")


def test_pages_hold_everybody_once():
    c = cast()
    for number in range(7):
        make_person(f"Orang {number}", unit=c.clinic)
    names = []
    for page in (1, 2, 3):
        names += [row.name for row in shown(c.supervisor, asked=Asked(page=page, size=3))]
    assert len(names) == len(set(names)) == 8
    beyond = board(c.supervisor, asked=Asked(page=9, size=3))
    assert (beyond.groups, beyond.total) == ([], 8)


def test_the_week_shows_what_counted_what_is_asked_and_what_is_missing():
    c, wednesday = cast(), MONDAY + dt.timedelta(days=2)
    make_attempt(c.servant, moment(7, 20))
    make_attempt(c.servant, moment(7, 20, day=MONDAY + dt.timedelta(days=1)), "step_up")
    question = Question(Asked(), wednesday)
    found = board_of(authority_of(c.supervisor, wednesday), question, today=wednesday, now=moment(9))
    tones = [day.tone for day in found.groups[0].rows[0].week]
    assert tones == ["done", "asked", "absent", "ahead", "ahead", "ahead"]


def test_units_below_come_with_their_own_heading():
    c = cast()
    ward = make_unit("Pustu Sungai", parent=c.clinic)
    make_person("Tuti Pustu", unit=ward)
    assert [group.unit for group in board(c.supervisor).groups] == ["Puskesmas Rawa Bening", "Pustu Sungai"]


OUTCOMES = st.sampled_from(["accepted", "review", "step_up", "error", None, "declined", "refused"])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=st.lists(st.tuples(st.sampled_from(["in", "out"]), st.integers(0, 600), OUTCOMES), max_size=6))
def test_the_board_and_the_person_agree_on_what_counts(db, tries):
    """Whatever was tried in whatever order: a row counts exactly when some verdict in force does."""
    c = cast()
    made = [
        make_attempt(c.servant, moment(6) + dt.timedelta(minutes=minute), outcome, purpose=purpose)
        for purpose, minute, outcome in tries
    ]
    row = row_of(c)
    for purpose in ("in", "out"):
        entries = [entry for entry in checkins.with_verdicts(made) if entry.checkin.purpose == purpose]
        counted = [entry.counts_at for entry in entries if entry.counts_at and entry.outcome == "accepted"]
        if counted:
            assert row[f"{purpose}_at"] == (min(counted) if purpose == "in" else max(counted))
            assert row[f"{purpose}_outcome"] == "accepted"
        assert (row[f"{purpose}_at"] is not None) == bool(entries)
