"""What the policy says of working time, as tables."""

import datetime as dt
from pathlib import Path

import pytest

from nyata.core import policy
from nyata.core.policy import Activation, Book, Policy
from nyata.core.worktime import law
from nyata.core.worktime.columns import Kind

POLICY = Path(__file__).resolve().parents[5] / "policy"
MONDAY, FRIDAY, SATURDAY = dt.date(2026, 1, 19), dt.date(2026, 1, 23), dt.date(2026, 1, 24)
RAMADAN_MONDAY = dt.date(2026, 2, 23)
ALWAYS = (dt.date(2020, 1, 1), dt.date(2099, 12, 31))


@pytest.fixture(scope="module")
def book() -> Book:
    return policy.load(POLICY)


def five_day(book: Book, day: dt.date, *ramadan: dt.date) -> list[tuple[int, int, int, int]]:
    shifts = [law.ShiftRule(1, *ALWAYS, standard="five_day")]
    found = law.hours(shifts, day, day, set(ramadan), lambda on, **facts: book.on(on, **facts))
    return found.select("start", "end", "rest_from", "rest_to").rows()


def test_an_ordinary_monday_asks_for_half_past_seven_to_four_with_an_hour_of_rest(book: Book) -> None:
    assert five_day(book, MONDAY) == [(450, 960, 720, 780)]


def test_a_friday_ends_half_an_hour_later_because_its_rest_is_longer(book: Book) -> None:
    assert five_day(book, FRIDAY) == [(450, 990, 690, 780)]


def test_a_saturday_asks_for_nothing_in_the_five_day_week(book: Book) -> None:
    assert five_day(book, SATURDAY) == []


def test_a_monday_in_ramadan_begins_at_eight_and_ends_at_three(book: Book) -> None:
    assert five_day(book, RAMADAN_MONDAY, RAMADAN_MONDAY) == [(480, 900, 720, 750)]


def test_a_five_day_week_has_the_minutes_of_the_law(book: Book) -> None:
    shifts = [law.ShiftRule(1, *ALWAYS, standard="five_day")]
    for first, ramadan, minutes in ((MONDAY, (), 2250), (RAMADAN_MONDAY, ALWAYS, 1950)):
        week = [first + dt.timedelta(days=offset) for offset in range(7)]
        season = set(week) if ramadan else set()
        found = law.hours(shifts, week[0], week[-1], season, lambda on, **facts: book.on(on, **facts))
        net = (found["end"] - found["start"] - (found["rest_to"] - found["rest_from"])).sum()
        assert net == minutes


def test_hours_that_are_switched_off_make_the_day_unplanned_and_nobody_late(book: Book) -> None:
    shifts = [law.ShiftRule(2, *ALWAYS, standard="six_day")]
    found = law.hours(shifts, MONDAY, MONDAY, set(), lambda on, **facts: book.on(on, **facts))
    assert found["kind"].to_list() == [Kind.UNPLANNED.value]


def test_hours_count_from_the_day_on_which_both_offices_switched_them_on(book: Book) -> None:
    values = [value for key in ("start", "end") for value in book.keys[f"working_time.six_day.{key}"].values]
    since = MONDAY + dt.timedelta(days=1)
    switched_on = [Activation(value.id, since) for value in values if value.status == "open"]

    def policy_of(day: dt.date, **facts: str) -> Policy:
        return book.on(day, activations=switched_on, **facts)

    shifts = [law.ShiftRule(2, *ALWAYS, standard="six_day")]
    found = law.hours(shifts, MONDAY, since, set(), policy_of)
    assert found["kind"].to_list() == [Kind.UNPLANNED.value, Kind.WORK.value]


def test_without_a_table_of_bands_the_terms_hold_minutes_only(book: Book) -> None:
    terms, places = law.terms(lambda on, **facts: book.on(on, **facts), MONDAY, FRIDAY)
    assert terms["late_1"].to_list() == [0]
    assert terms["no_record"].to_list() == [0]
    assert places.height == 5 * len(law.EMPLOYMENTS)


def test_a_table_that_begins_inside_a_month_gives_old_days_old_terms_and_new_days_new_ones(book: Book) -> None:
    since = dt.date(2026, 1, 21)
    keys = ("late_bands", "early_bands", "no_record_band")
    switched_on = [Activation(book.keys[f"discipline.lateness.{key}"].values[0].id, since) for key in keys]

    def policy_of(day: dt.date, **facts: str) -> Policy:
        return book.on(day, activations=switched_on, **facts)

    terms, places = law.terms(policy_of, MONDAY, FRIDAY)
    joined = places.join(terms, on="terms")
    first_minute = {row["day"]: row["late_1"] for row in joined.to_dicts()}
    assert first_minute == {MONDAY + dt.timedelta(days=at): (1 if at >= 2 else 0) for at in range(5)}


def test_own_hours_of_a_shift_change_in_ramadan_where_it_has_others_for_it(book: Book) -> None:
    shift = law.ShiftRule(3, *ALWAYS, parts=(law.Part(420, 840),), ramadan_parts=(law.Part(480, 780),))
    days = (MONDAY, MONDAY + dt.timedelta(days=1))
    found = law.hours([shift], *days, {days[1]}, lambda on, **facts: book.on(on, **facts))
    assert found["start"].to_list() == [420, 480]


def test_being_on_call_asks_for_nothing_at_a_time(book: Book) -> None:
    found = law.hours(
        [law.ShiftRule(4, *ALWAYS, on_call=True)], MONDAY, MONDAY, set(), lambda on, **facts: book.on(on, **facts)
    )
    assert found["kind"].to_list() == [Kind.ON_CALL.value]
