"""The week of the phone's page, and what the button offers."""

import datetime as dt

import pytest

from nyata.checkins.models import CheckIn, Verdict
from nyata.checkins.selectors import HistoryEntry
from nyata.checkins.week import purpose_now, week_of

ZONE = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.date(2026, 1, 19)


def entry(purpose: str, day: dt.date, time: str, outcome: str | None = "accepted") -> HistoryEntry:
    at = dt.datetime.combine(day, dt.time.fromisoformat(time), ZONE)
    counts = at if outcome in ("accepted", "review") else None
    verdict = Verdict(outcome=outcome, counts_at=counts) if outcome else None
    return HistoryEntry(CheckIn(purpose=purpose, day=day, acted_at=at), verdict)


def test_a_day_lasts_from_the_first_coming_in_to_the_last_going_out() -> None:
    week = week_of(
        MONDAY,
        [
            entry("in", MONDAY, "07:40"),
            entry("in", MONDAY, "07:28"),
            entry("out", MONDAY, "15:58"),
            entry("out", MONDAY, "16:28"),
        ],
    )
    assert week.days[0].worked == dt.timedelta(hours=9)
    assert week.days[0].height == 48
    assert week.total == "9 jam"


def test_what_did_not_count_fills_no_bar() -> None:
    week = week_of(MONDAY, [entry("in", MONDAY, "07:28", "step_up"), entry("out", MONDAY, "16:00")])
    assert week.days[0].worked == dt.timedelta()
    assert week.days[0].brief == "–"


def test_a_day_that_goes_on_shows_that_coming_in_is_on_record() -> None:
    (today, *_) = week_of(MONDAY, [entry("in", MONDAY, "07:28")]).days
    assert (today.brief, today.words, today.is_today) == ("•", "masuk tercatat", True)


def test_the_week_has_seven_days_from_monday() -> None:
    week = week_of(MONDAY + dt.timedelta(days=6), [])
    assert [day.short for day in week.days] == ["Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg"]
    assert week.days[0].date == MONDAY


def test_hours_and_minutes_are_added_up_over_the_week() -> None:
    days = [MONDAY + dt.timedelta(days=n) for n in range(3)]
    entries = [one for day in days for one in (entry("in", day, "07:30"), entry("out", day, "16:10"))]
    assert week_of(MONDAY, entries).total == "26 jam"
    assert week_of(MONDAY, entries[:2]).total == "8 jam 40 menit"


@pytest.mark.parametrize(
    ("entries", "hour", "expected"),
    [
        ([], "07:10", "in"),
        ([("in", "07:28", "accepted")], "16:00", "out"),
        ([("in", "07:28", "review")], "16:00", "out"),
        ([("in", "07:28", None)], "07:29", "out"),
        ([("in", "07:28", "step_up")], "07:30", "in"),
        ([("in", "07:28", "accepted"), ("out", "12:00", "accepted")], "13:00", "in"),
        ([("in", "07:28", "accepted"), ("out", "12:00", "step_up")], "12:05", "out"),
    ],
)
def test_the_button_offers_what_comes_next(entries: list, hour: str, expected: str) -> None:
    now = dt.datetime.combine(MONDAY, dt.time.fromisoformat(hour), ZONE)
    assert purpose_now([entry(purpose, MONDAY, at, outcome) for purpose, at, outcome in entries], now) == expected


def test_a_night_shift_ends_on_the_next_morning_but_not_on_the_next_evening() -> None:
    shift = [entry("in", MONDAY, "20:00")]
    tuesday = MONDAY + dt.timedelta(days=1)
    assert purpose_now(shift, dt.datetime.combine(tuesday, dt.time(8), ZONE)) == "out"
    assert purpose_now(shift, dt.datetime.combine(tuesday, dt.time(12, 0, 1), ZONE)) == "in"
