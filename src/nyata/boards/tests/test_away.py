"""Leave and duty on the board: who is away all day is not waited for, and a board says no more than that."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nyata.boards.hours import start_of
from nyata.boards.selectors.board import Question, board_of
from nyata.boards.selectors.days import Asked
from nyata.boards.selectors.summary import summary_of
from nyata.boards.tests.factories import MONDAY, make_attempt, moment
from nyata.boards.tests.test_board_page import BOARD, besides_rules, text_of
from nyata.boards.words import AWAY, STATES, away_of
from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.kinds import NATURES, WHOLE_DAYS, Extent, Kind
from nyata.leave.models import Request, Slot, Step
from nyata.leave.timing import minutes_of
from nyata.people.models import Person, RolloutDecision
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_stage

TEAM = "/api/v1/team/today"
DAY = dt.timedelta(days=1)


def grant(person: Person, kind: str = Kind.ANNUAL, first=MONDAY, last=None, *, stage="in_force", **fields) -> Request:
    """A request that is in force, or at another stage of its way."""
    last = last or first
    made = Request.objects.create(
        person=person, kind=kind, first=first, last=last, asked_by=person, asked_at=moment(7), **fields
    )
    start, end = minutes_of(first, last, made.extent, made.time_from, made.time_to)
    layer = NATURES[Kind(kind)].layer
    Slot.objects.create(request=made, person=person, layer=layer, start=start, end=end, last=last, stage=stage)
    Step.objects.create(request=made, act=Step.Act.BY_SUPERVISOR, actor=person, at=moment(8))
    return made


def board(actor, *, day=MONDAY, today=MONDAY, **asked):
    return board_of(authority_of(actor, today), Question(Asked(**asked), day), today=today, now=moment(9, day=today))


def row_of(cast, **more):
    (row,) = [row for group in board(cast.supervisor, **more).groups for row in group.rows]
    return row


@pytest.mark.parametrize(
    ("kind", "words", "away"),
    [
        (Kind.ANNUAL, "Cuti", "leave"), (Kind.SICK, "Cuti", "leave"), (Kind.MATERNITY, "Cuti", "leave"),
        (Kind.TRAVEL, "Dinas", "duty"), (Kind.TRAINING, "Dinas", "duty"), (Kind.RELEASED, "Bebas tugas", "released"),
    ],
)  # fmt: skip
def test_who_is_on_leave_or_duty_is_away_and_not_missing(cast, kind, words, away):
    grant(cast.servant, kind)
    found = board(cast.supervisor)
    row = row_of(cast)
    assert (row.state.code, str(row.state.word), row.away) == ("away", words, away)
    assert (found.tally, found.expected, found.late) == ({"away": 1}, 0, 0)


def test_every_kind_that_takes_whole_days_has_its_word_on_the_board():
    assert set(Kind) - set(WHOLE_DAYS) == {Kind.FIELD, Kind.ELSEWHERE, Kind.PERMISSION, Kind.CORRECTION}
    assert {away_of(kind) for kind in WHOLE_DAYS} == set(AWAY)
    assert {state.code for state in AWAY.values()} == {"away"} <= set(STATES)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.SICK, {"extent": Extent.SECOND_HALF}), (Kind.FIELD, {}), (Kind.ELSEWHERE, {}),
        (Kind.ANNUAL, {"stage": "supervisor"}), (Kind.ANNUAL, {"stage": "hr"}),
    ],
)  # fmt: skip
def test_the_morning_of_a_half_day_other_places_and_what_is_only_asked_for_still_ask_to_come(cast, kind, fields):
    grant(cast.servant, kind, **fields)
    assert row_of(cast).state.code == "not_yet"


@pytest.mark.parametrize(("offset", "state"), [(-1, "off"), (0, "away"), (2, "away"), (3, "not_yet")])
def test_a_day_is_away_from_the_first_to_the_last_day_of_the_leave(cast, offset, state):
    grant(cast.servant, first=MONDAY, last=MONDAY + 2 * DAY)
    assert row_of(cast, day=MONDAY + offset * DAY, today=MONDAY + 4 * DAY).state.code == state


def test_leave_that_was_ended_early_is_over_on_the_next_day(cast):
    made = grant(cast.servant, last=MONDAY + 2 * DAY)
    Slot.objects.filter(pk=made.pk).update(last=MONDAY, end=minute_of(MONDAY) + DAY_MINUTES)
    assert row_of(cast).state.code == "away"
    assert row_of(cast, day=MONDAY + DAY, today=MONDAY + DAY).state.code == "not_yet"


@pytest.mark.parametrize(("outcome", "state"), [("accepted", "in"), ("review", "review"), ("declined", "declined")])
def test_who_checks_in_while_on_leave_is_shown_by_that_and_is_not_late(cast, outcome, state):
    grant(cast.servant)
    make_attempt(cast.servant, moment(9), outcome)
    row = row_of(cast)
    assert (row.state.code, row.away, row.late_minutes, row.coming.at) == (state, None, 0, moment(9))
    assert board(cast.supervisor).expected == 1


def test_the_page_of_an_attempt_calls_nobody_late_who_is_on_leave(cast, page):
    checkin = make_attempt(cast.servant, moment(9))
    grant(cast.servant, Kind.SICK, extent=Extent.SECOND_HALF)
    assert start_of(cast.servant, MONDAY).at == moment(7, 30)
    assert "terlambat" in text_of(page(cast.supervisor, f"{BOARD}{checkin.public_id}/"))
    friday = MONDAY - 3 * DAY
    other = make_attempt(cast.servant, moment(9, day=friday))
    grant(cast.servant, Kind.FIELD, first=friday)
    assert start_of(cast.servant, friday).at == moment(7, 30, day=friday)
    grant(cast.servant, first=friday)
    assert start_of(cast.servant, friday).at is None
    assert "terlambat" not in text_of(page(cast.supervisor, f"{BOARD}{other.public_id}/"))


def test_a_unit_that_has_not_begun_waits_for_nobody_in_the_first_place(cast):
    make_stage(cast.clinic, RolloutDecision.Stage.REGISTRATION)
    grant(cast.servant)
    found = board(cast.supervisor)
    assert (found.tally, found.expected) == ({"quiet": 1}, 0)


def test_the_week_strip_calls_no_day_of_leave_missing(cast):
    thursday = MONDAY + 3 * DAY
    grant(cast.servant, first=MONDAY + DAY, last=MONDAY + 4 * DAY)
    make_attempt(cast.servant, moment(7, 20, day=MONDAY + 2 * DAY))
    tones = [day.tone for day in row_of(cast, day=thursday, today=thursday).week]
    assert tones == ["absent", "off", "done", "off", "ahead", "ahead"]


def test_the_board_counts_and_filters_who_is_away_without_saying_which_leave(cast, page):
    grant(cast.servant, Kind.SICK)
    make_person("Budi Tanjung", unit=cast.clinic)
    text = text_of(page(cast.supervisor, BOARD))
    assert "0 dari 1 orang sudah masuk · 1 belum · 1 cuti atau dinas" in text
    assert "sakit" not in text.lower()
    narrowed = text_of(page(cast.supervisor, f"{BOARD}?status=away"))
    assert "Sari Melati" in narrowed
    assert "Budi Tanjung" not in narrowed


def test_second_clients_read_it_too(cast, page):
    grant(cast.servant, Kind.TRAVEL)
    make_person("Budi Tanjung", unit=cast.clinic)
    team = page(cast.supervisor, f"{TEAM}?state=away").json()
    assert team["counts"] == {"away": 1, "not_yet": 1}
    assert [(one["name"], one["state"], one["away"]) for one in team["people"]] == [("Sari Melati", "away", "duty")]
    everybody = page(cast.supervisor, TEAM).json()["people"]
    assert {one["name"]: one["away"] for one in everybody} == {"Sari Melati": "duty", "Budi Tanjung": None}


def test_the_figures_count_who_is_away_beside_those_expected(cast, page):
    grant(cast.servant)
    found = summary_of(authority_of(cast.executive, MONDAY), MONDAY, now=moment(9))
    health = next(part for part in found.parts if part.unit == cast.health)
    assert (health.people, health.away, health.expected, health.not_yet) == (3, 1, 2, 2)
    assert found.whole.away == 1
    assert "1 cuti atau dinas" in text_of(page(cast.executive, "/papan/ringkas/"))


def test_leave_that_is_granted_shows_on_a_board_that_is_open(cast, page):
    first = page(cast.supervisor, BOARD, hx_request="true")
    grant(cast.servant)
    again = page(cast.supervisor, BOARD, hx_request="true", if_none_match=first["ETag"])
    assert again.status_code == 200
    assert "Cuti" in text_of(again)


def test_leave_asks_no_further_statement_of_a_board(cast):
    with CaptureQueriesContext(connection) as none:
        board(cast.supervisor)
    for number in range(20):
        grant(make_person(f"Orang {number}", unit=cast.clinic))
    with CaptureQueriesContext(connection) as many:
        assert board(cast.supervisor).tally == {"away": 20, "not_yet": 1}
    assert len(besides_rules(many)) == len(besides_rules(none))
