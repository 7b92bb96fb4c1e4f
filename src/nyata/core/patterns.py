"""Habits over days that a superior may want to talk about: never a sanction, never an accusation, no score.

Pure: the days of a team in, patterns out. Something is a pattern only where it is (1) large: a share of days, or of
somebody's own occasions; (2) unlikely by chance against the person's own days and against the rest of the team (exact
tests); and (3) still unlikely among all the comparisons made in the team (Benjamini-Hochberg).
docs/algorithms/patterns.md tells why, and what was measured.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Habit(StrEnum):
    """What may be seen. The code is part of pages and tests; words are made on reading."""

    LAST_MINUTE = "last_minute"
    FORGOTTEN_OUT = "forgotten_out"
    LATE_AFTER_REST = "late_after_rest"
    ABSENT_AFTER_REST = "absent_after_rest"
    ABSENT_BEFORE_REST = "absent_before_rest"
    EARLY_BEFORE_REST = "early_before_rest"
    EXCUSED_WEEKDAY = "excused_weekday"


@dataclass(frozen=True, slots=True)
class Day:
    """One working day of somebody. `margin`: whole minutes from coming to the start of work, below zero when late; None
    where either is not known. `after_rest`, `before_rest`: the day before, or after, asked for nothing.
    """

    day: date
    came: bool = True
    margin: int | None = None
    late: bool = False
    early: bool = False
    forgot_out: bool = False
    absent: bool = False
    excused: bool = False  # a permission of hours or a correction; never an illness
    after_rest: bool = False
    before_rest: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """From when something is large enough to be spoken of; shares from 0 to 1, `last_minute` in minutes."""

    last_minute: int
    always: float
    often: float
    mostly: float
    least_days: int
    least_occasions: int
    least_team: int
    false_discovery: float


@dataclass(frozen=True, slots=True)
class Pattern:
    """`days`: those on which it was so. For a habit of many days: so often of `of` days. For one that gathers on a kind
    of day: `count` of all its `of` occasions. `others`: the same share among the rest of the team, None where they are
    too few. `chance`: the larger p-value of the tests, before the comparison of all. `weekday`: 0 is Monday.
    """

    habit: Habit
    days: tuple[date, ...]
    of: int
    others: float | None
    chance: float
    weekday: int | None = None

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def share(self) -> float:
        return len(self.days) / self.of


@dataclass(frozen=True, slots=True)
class _Rate:
    """A habit of many days: on which days it can be told, whether it was so, from which share it is one."""

    habit: Habit
    known: Callable[[Day, Limits], bool]
    so: Callable[[Day, Limits], bool]
    share: Callable[[Limits], float]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Occasions that may gather on one kind of day."""

    habit: Habit
    known: Callable[[Day], bool]
    occasion: Callable[[Day], bool]
    focus: Callable[[Day], bool]


RATES = (
    _Rate(
        Habit.LAST_MINUTE,
        lambda day, _: day.margin is not None,
        lambda day, limits: day.margin is not None and 0 <= day.margin < limits.last_minute,
        lambda limits: limits.always,
    ),
    _Rate(Habit.FORGOTTEN_OUT, lambda day, _: day.came, lambda day, _: day.forgot_out, lambda limits: limits.often),
)
GATHERED = (
    _Gathered(Habit.LATE_AFTER_REST, lambda day: day.came, lambda day: day.late, lambda day: day.after_rest),
    _Gathered(Habit.ABSENT_AFTER_REST, lambda day: True, lambda day: day.absent, lambda day: day.after_rest),
    _Gathered(Habit.ABSENT_BEFORE_REST, lambda day: True, lambda day: day.absent, lambda day: day.before_rest),
    _Gathered(Habit.EARLY_BEFORE_REST, lambda day: day.came, lambda day: day.early, lambda day: day.before_rest),
)
WEEK = range(7)


def patterns(team: Mapping[int, Sequence[Day]], limits: Limits) -> dict[int, list[Pattern]]:
    """The patterns of each person of a team who has any. `team`: the working days of everybody, by person."""
    compared = [(person, one) for person in team for one in _compared(person, team, limits)]
    kept = discoveries([one.chance for _, one in compared], limits.false_discovery)
    found: dict[int, list[Pattern]] = {}
    for (person, one), is_kept in zip(compared, kept, strict=True):
        if is_kept and one.share >= _least_share(one.habit, limits) and one.count >= limits.least_occasions:
            found.setdefault(person, []).append(one)
    return found


def at_least(count: int, of: int, share: float) -> float:
    """P(X >= count) for X binomial(of, share); exact up to rounding."""
    if count <= 0:
        return 1.0
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return min(1.0, math.fsum(
        math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count, of + 1)
    ))  # fmt: skip


def gathered_at_least(count: int, occasions: int, focus: int, of: int) -> float:
    """P(X >= count) where `occasions` fall on `of` days in any order, `focus` of which are of the kind: every
    permutation of somebody's own days, counted exactly (hypergeometric).
    """
    top = min(occasions, focus)
    ways = sum(math.comb(focus, k) * math.comb(of - focus, occasions - k) for k in range(count, top + 1))
    return ways / math.comb(of, occasions)


def discoveries(chances: Sequence[float], share: float) -> list[bool]:
    """Which p-values stand when at most `share` of what is kept may be there by chance (Benjamini-Hochberg)."""
    ordered = sorted(chances)
    limit = max((p for rank, p in enumerate(ordered, start=1) if p <= share * rank / len(ordered)), default=-1.0)
    return [p <= limit for p in chances]


def _least_share(habit: Habit, limits: Limits) -> float:
    return next((one.share(limits) for one in RATES if one.habit == habit), limits.mostly)


def _compared(person: int, team: Mapping[int, Sequence[Day]], limits: Limits) -> Iterator[Pattern]:
    """Every comparison that there is enough of to make, large or not: all of them count as made."""
    others = [days for other, days in team.items() if other != person]
    for rate in RATES:
        yield from _often(rate, team[person], others, limits)
    for gathered in GATHERED:
        yield from _on_such_days(gathered, team[person], others, limits)
    yield from _on_a_weekday(team[person], others, limits)


def _often(rate: _Rate, mine: Sequence[Day], others: Sequence[Sequence[Day]], limits: Limits) -> Iterator[Pattern]:
    known = [day for day in mine if rate.known(day, limits)]
    theirs = [[day for day in days if rate.known(day, limits)] for days in others]
    if len(known) < limits.least_days or sum(bool(days) for days in theirs) < limits.least_team:
        return
    days = tuple(day.day for day in known if rate.so(day, limits))
    of = sum(map(len, theirs))
    so = sum(rate.so(day, limits) for days_of_one in theirs for day in days_of_one)
    chance = at_least(len(days), len(known), (so + 1) / (of + 2))
    yield Pattern(rate.habit, days, len(known), so / of, chance)


def _on_such_days(
    gathered: _Gathered, mine: Sequence[Day], others: Sequence[Sequence[Day]], limits: Limits
) -> Iterator[Pattern]:
    known = [day for day in mine if gathered.known(day)]
    occasions = [day for day in known if gathered.occasion(day)]
    focus = sum(gathered.focus(day) for day in known)
    if len(known) < limits.least_days or len(occasions) < limits.least_occasions or not 0 < focus < len(known):
        return
    theirs = [day for days in others for day in days if gathered.known(day) and gathered.occasion(day)]
    yield _gathered(gathered.habit, occasions, theirs, gathered.focus, (focus, len(known)), limits)


def _on_a_weekday(mine: Sequence[Day], others: Sequence[Sequence[Day]], limits: Limits) -> Iterator[Pattern]:
    """Permissions and corrections on one day of the week: the likeliest day, at the price of having looked at all."""
    occasions = [day for day in mine if day.excused]
    if len(mine) < limits.least_days or len(occasions) < limits.least_occasions:
        return
    theirs = [day for days in others for day in days if day.excused]
    weekdays = {day.day.weekday() for day in mine}
    found = [
        _gathered(
            Habit.EXCUSED_WEEKDAY, occasions, theirs, lambda day, weekday=weekday: day.day.weekday() == weekday,  # type: ignore[misc]
            (sum(day.day.weekday() == weekday for day in mine), len(mine)), limits, weekday,
        )
        for weekday in weekdays
    ]  # fmt: skip
    best = min(found, key=lambda one: one.chance)
    chance = min(1.0, best.chance * len(weekdays))
    yield Pattern(best.habit, best.days, best.of, best.others, chance, best.weekday)


def _gathered(
    habit: Habit, occasions: Sequence[Day], theirs: Sequence[Day], focus: Callable[[Day], bool], days: tuple[int, int],
    limits: Limits, weekday: int | None = None,
) -> Pattern:  # fmt: skip
    """Against the person's own days, and where the occasions of others fall: whichever is likelier by chance."""
    mine = tuple(day.day for day in occasions if focus(day))
    chance = gathered_at_least(len(mine), len(occasions), *days)
    others = None
    if len(theirs) >= limits.least_occasions:
        there = sum(map(focus, theirs))
        others = there / len(theirs)
        chance = max(chance, at_least(len(mine), len(occasions), (there + 1) / (len(theirs) + 2)))
    return Pattern(habit, mine, len(occasions), others, chance, weekday)
