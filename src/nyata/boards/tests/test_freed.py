"""Half a day and hours of permission on the board: nobody is missing or late while a part of the day is taken."""

import datetime as dt

import pytest

from nyata.boards.hours import start_of
from nyata.boards.selectors.board import Question, board_of
from nyata.boards.selectors.days import Asked
from nyata.boards.selectors.summary import summary_of
from nyata.boards.tests.factories import MONDAY, make_attempt, moment
from nyata.boards.tests.test_away import grant
from nyata.boards.tests.test_board_page import BOARD, text_of
from nyata.leave.kinds import Extent, Kind
from nyata.people.selectors import authority_of
from nyata.schedules.tests.factories import make_pattern, make_shift, office_week, roster, use

HALF = {"extent": Extent.FIRST_HALF}
SECOND = {"extent": Extent.SECOND_HALF}


def hours(begin: int, end: int) -> dict:
    return {"extent": Extent.TIMES, "time_from": dt.time(begin), "time_to": dt.time(end)}


def row_of(cast, now, day=MONDAY):
    question = Question(Asked(), day)
    board = board_of(authority_of(cast.supervisor, MONDAY), question, today=MONDAY, now=now)
    (row,) = [row for group in board.groups for row in group.rows if row.person_id == cast.servant.pk]
    return row


@pytest.fixture
def planned(cast):
    """The servant works from 07.30 to 16.00 with a break from 12 to 13."""
    use(office_week(make_shift((7.5, 16, 12, 13))), cast.servant)


@pytest.mark.parametrize(
    ("kind", "fields", "until"),
    [
        (Kind.SICK, HALF, moment(13)),
        (Kind.PERMISSION, HALF, moment(13)),
        (Kind.PERMISSION, hours(7, 10), moment(10)),
        (Kind.TRAVEL, hours(6, 11), moment(11)),
    ],
)
def test_who_has_the_beginning_of_the_day_off_is_waited_for_after_it(cast, planned, kind, fields, until):
    grant(cast.servant, kind, **fields)
    early = row_of(cast, moment(8))
    assert (early.state.code, early.start_at) == ("later", until)
    assert row_of(cast, until - dt.timedelta(minutes=1)).state.code == "later"
    assert row_of(cast, until).state.code == "not_yet"
    assert start_of(cast.servant, MONDAY).at == until


@pytest.mark.parametrize("fields", [hours(9, 11), hours(14, 15), SECOND])
def test_a_part_later_in_the_day_leaves_the_start_as_it_is(cast, planned, fields):
    grant(cast.servant, Kind.PERMISSION, **fields)
    assert (row_of(cast, moment(8)).state.code, row_of(cast, moment(8)).start_at) == ("not_yet", moment(7, 30))
    assert start_of(cast.servant, MONDAY).at == moment(7, 30)


def test_late_is_counted_from_the_end_of_the_part(cast, planned):
    grant(cast.servant, Kind.PERMISSION, **hours(7, 10))
    make_attempt(cast.servant, moment(9, 50))
    assert row_of(cast, moment(11)).late_minutes == 0


def test_who_comes_after_the_part_is_late_by_what_is_beyond_it(cast, planned):
    grant(cast.servant, Kind.PERMISSION, **hours(7, 10))
    make_attempt(cast.servant, moment(10, 12))
    row = row_of(cast, moment(11))
    assert (row.state.code, row.late_minutes) == ("in", 12)


def test_half_of_an_afternoon_shift_ends_in_its_own_middle(cast):
    roster(cast.servant, MONDAY, make_shift((14, 21)))
    grant(cast.servant, Kind.SICK, **HALF)
    row = row_of(cast, moment(15))
    assert (row.state.code, row.start_at) == ("later", moment(17, 30))


def test_what_is_only_asked_for_moves_nothing(cast, planned):
    grant(cast.servant, Kind.SICK, stage="supervisor", **HALF)
    assert row_of(cast, moment(8)).state.code == "not_yet"


def test_on_a_day_off_nobody_is_waited_for(cast):
    use(make_pattern(make_shift((7, 14)), None), cast.servant)
    roster(cast.servant, MONDAY)
    assert row_of(cast, moment(8)).state.code == "off"
    found = summary_of(authority_of(cast.executive, MONDAY), MONDAY, now=moment(8))
    assert (found.whole.states["off"], found.whole.expected) == (
        1,
        found.whole.people - 1 - found.whole.states["quiet"],
    )


def test_who_comes_on_a_day_off_is_shown_by_that(cast):
    roster(cast.servant, MONDAY)
    make_attempt(cast.servant, moment(8))
    row = row_of(cast, moment(9))
    assert (row.state.code, row.late_minutes) == ("in", 0)


def test_who_owes_a_weekly_total_is_waited_for_without_an_hour(cast):
    use(office_week(make_shift((8, 15), weekly=True)), cast.servant)
    row = row_of(cast, moment(9))
    assert (row.state.code, row.start_at) == ("not_yet", None)


def test_the_page_says_until_when_and_never_which_leave(cast, planned, page):
    grant(cast.servant, Kind.SICK, **HALF)
    text = text_of(page(cast.supervisor, BOARD))
    assert "Izin sampai 13.00" in text
    assert "1 izin" in text
    assert "sakit" not in text.lower()


def test_the_page_tells_of_a_part_later_in_the_day(cast, planned, page):
    grant(cast.servant, Kind.PERMISSION, **hours(13, 15))
    assert "izin 13.00–15.00" in text_of(page(cast.supervisor, BOARD))


def test_duty_in_the_morning_is_called_duty(cast, planned, page):
    grant(cast.servant, Kind.TRAVEL, **hours(7, 11))
    assert "Dinas sampai 11.00" in text_of(page(cast.supervisor, BOARD))
