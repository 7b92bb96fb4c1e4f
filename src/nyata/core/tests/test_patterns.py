"""Patterns worth a talk: only what is large, unlikely by chance, and still so among all that was compared."""

import dataclasses
import datetime as dt
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.patterns import Day, Habit, Limits, at_least, discoveries, gathered_at_least, patterns

LIMITS = Limits(
    last_minute=3, always=0.8, often=0.25, mostly=0.6, least_days=15, least_occasions=4, least_team=4,
    false_discovery=0.05,
)  # fmt: skip
MONDAY = dt.date(2026, 9, 7)
WEEKS = 8
DATES = [MONDAY + dt.timedelta(days=7 * week + day) for week in range(WEEKS) for day in range(5)]
ME = 1


def days(**change) -> list[Day]:
    """Forty working days of eight weeks, come ten minutes early; `change`: a function of the date for each field."""
    found = []
    for day in DATES:
        plain = {"margin": 10, "after_rest": day.weekday() == 0, "before_rest": day.weekday() == 4}
        found.append(Day(day, **plain | {name: one(day) for name, one in change.items()}))
    return found


def team(mine, others=None, size=8) -> dict[int, list[Day]]:
    """One person with the days given, among others who are ordinary, or like `others`."""
    return {ME: mine} | {2 + number: list(others or days()) for number in range(size - 1)}


def seen(mine, others=None, size=8, limits=LIMITS) -> list[Habit]:
    return [one.habit for one in patterns(team(mine, others, size), limits).get(ME, [])]


def on(*weekdays: int, times: int = WEEKS):
    """Whether a date is one of so many first such weekdays."""
    wanted = [day for day in DATES if day.weekday() in weekdays][:times]
    return lambda day: day in wanted


def test_ordinary_days_show_nothing():
    assert patterns(team(days()), LIMITS) == {}


@pytest.mark.parametrize(("margin", "shown"), [(0, True), (2, True), (3, False), (-1, False)])
def test_always_at_the_last_minute(margin, shown):
    assert (seen(days(margin=lambda _: margin)) == [Habit.LAST_MINUTE]) == shown


@pytest.mark.parametrize(("many", "shown"), [(31, False), (32, True)])
def test_always_means_four_days_in_five(many, shown):
    late = set(DATES[:many])
    mine = days(margin=lambda day: 1 if day in late else 20)
    assert (Habit.LAST_MINUTE in seen(mine)) == shown


def test_a_team_that_comes_by_the_same_boat_has_no_pattern():
    boat = days(margin=lambda _: 1)
    assert patterns(team(boat, boat), LIMITS) == {}


def test_nobody_is_compared_with_a_team_too_small():
    mine = days(margin=lambda _: 1)
    assert seen(mine, size=4) == [] and seen(mine, size=5) == [Habit.LAST_MINUTE]


def test_nothing_is_said_of_few_days():
    mine = days(margin=lambda _: 1)
    assert seen(mine[:14]) == [] and seen(mine[:15]) == [Habit.LAST_MINUTE]


def test_lateness_after_days_of_rest():
    (found,) = patterns(team(days(late=on(0))), LIMITS)[ME]
    assert (found.habit, found.count, found.of, found.share) == (Habit.LATE_AFTER_REST, 8, 8, 1.0)
    assert found.days == tuple(day for day in DATES if day.weekday() == 0) and found.others is None


@pytest.mark.parametrize(("times", "shown"), [(3, False), (4, True), (5, True)])
def test_three_times_are_no_pattern(times, shown):
    assert (seen(days(late=on(0, times=times))) == [Habit.LATE_AFTER_REST]) == shown


def test_lateness_on_any_day_is_no_pattern_of_mondays():
    assert seen(days(late=lambda day: day.day % 3 == 0)) == []


def test_a_monday_that_is_late_for_the_whole_team_is_nobodys_pattern():
    mondays = days(late=on(0))
    assert patterns(team(mondays, mondays), LIMITS) == {}


@pytest.mark.parametrize(
    ("habit", "field", "weekday"),
    [
        (Habit.ABSENT_AFTER_REST, "absent", 0),
        (Habit.ABSENT_BEFORE_REST, "absent", 4),
        (Habit.EARLY_BEFORE_REST, "early", 4),
    ],
)
def test_what_gathers_around_days_of_rest(habit, field, weekday):
    assert seen(days(**{field: on(weekday)})) == [habit]


def test_permissions_and_corrections_on_one_weekday():
    (found,) = patterns(team(days(excused=on(2))), LIMITS)[ME]
    assert (found.habit, found.weekday, found.count) == (Habit.EXCUSED_WEEKDAY, 2, 8)


def test_the_likeliest_weekday_pays_for_having_looked_at_all():
    (found,) = patterns(team(days(excused=on(2))), LIMITS)[ME]
    assert found.chance == pytest.approx(5 * gathered_at_least(8, 8, 8, 40))


def test_permissions_on_many_weekdays_are_no_pattern():
    assert seen(days(excused=lambda day: day.day % 2 == 0)) == []


@pytest.mark.parametrize(("many", "shown"), [(9, False), (10, True)])
def test_forgotten_outs_from_one_day_in_four(many, shown):
    forgotten = set(DATES[:many])
    assert (seen(days(forgot_out=lambda day: day in forgotten)) == [Habit.FORGOTTEN_OUT]) == shown


def test_nothing_is_missing_where_nobody_came():
    mine = days(came=lambda _: False, absent=lambda _: True, margin=lambda _: None, forgot_out=lambda _: True)
    assert Habit.FORGOTTEN_OUT not in seen(mine)


def test_a_team_of_one_or_of_nobody_has_none():
    assert patterns({}, LIMITS) == {} and patterns({ME: days(late=on(0, 1, 2))}, LIMITS) == {}


def test_among_many_comparisons_the_same_days_are_shown_less_easily():
    """Four of four Mondays stand out alone; among four hundred ordinary people with four latenesses they do not."""
    rng = random.Random(7)
    crowd = {ME: days(late=on(0, times=4))}
    assert seen(crowd[ME]) == [Habit.LATE_AFTER_REST]
    for number in range(2, 402):
        chosen = set(rng.sample(DATES, 4))
        crowd[number] = days(late=lambda day, chosen=chosen: day in chosen)
    assert ME not in patterns(crowd, LIMITS)


@pytest.mark.slow
def test_ordinary_variety_is_hardly_ever_shown():
    """Forty teams of twelve, everybody with habits of their own and no pattern: at most five of 480 are shown."""
    rng = random.Random(1602)
    shown = 0
    for _ in range(40):
        crowd = {}
        for person in range(12):
            comes, spread = min(max(rng.gauss(-8, 9), -25), 20), rng.uniform(2.5, 7)
            forgets, misses, asks = rng.choice((0.01, 0.02, 0.05)), rng.choice((0.01, 0.02, 0.06)), rng.uniform(0, 0.1)
            mine = []
            for day in days():
                margin = -round(comes + rng.gauss(0, spread))
                absent = rng.random() < misses
                mine.append(dataclasses.replace(
                    day, came=not absent, absent=absent, margin=None if absent else margin,
                    late=not absent and margin < 0, forgot_out=not absent and rng.random() < forgets,
                    excused=rng.random() < asks,
                ))  # fmt: skip
            crowd[person] = mine
        shown += len(patterns(crowd, LIMITS))
    assert shown <= 5


def test_the_binomial_tail_is_exact():
    assert at_least(3, 3, 0.5) == pytest.approx(0.125)
    assert (at_least(0, 9, 0.2), at_least(1, 9, 0.0), at_least(9, 9, 1.0)) == (1.0, 0.0, 1.0)


@given(st.integers(2, 7), st.data())
def test_the_other_tail_counts_every_order_of_the_days(of, data):
    focus, occasions = data.draw(st.integers(1, of)), data.draw(st.integers(1, of))
    count = data.draw(st.integers(0, occasions))
    orders = list(itertools.combinations(range(of), occasions))
    there = sum(sum(place < focus for place in order) >= count for order in orders)
    assert gathered_at_least(count, occasions, focus, of) == pytest.approx(there / len(orders))


@pytest.mark.parametrize(
    ("chances", "kept"),
    [
        ([], []),
        ([0.04], [True]),
        ([0.06], [False]),
        ([0.01, 0.02, 0.03, 0.5], [True, True, True, False]),
        ([0.05, 0.04], [True, True]),
        ([0.03, 0.9], [False, False]),
    ],
)
def test_false_discoveries_are_kept_few(chances, kept):
    assert discoveries(chances, 0.05) == kept
