"""The tables that the dated policy makes for some days, kept while nothing that they are made of changes."""

import datetime as dt
from functools import lru_cache

import polars as pl
from django.conf import settings

from nyata.core.worktime import law
from nyata.core.worktime.columns import DAY_MINUTES, Kind
from nyata.core.worktime.law import ShiftRule
from nyata.core.worktime.planning import HOURS
from nyata.rules.selectors import activations, policy_on
from nyata.schedules.selectors.calendars import Fasting, days_of, fasting

Fasts = tuple[Fasting, ...]
DAY = dt.timedelta(days=1)


def terms_tables(first: dt.date, last: dt.date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """TERMS and TERMS_OF of the days, by the policy and the confirmed Ramadans. One query."""
    return terms_in(fasting(first, last), first, last)


def terms_in(fasts: Fasts, first: dt.date, last: dt.date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same where the Ramadans are known already."""
    return _terms(_in_force(), fasts, first, last)


def hours_in(
    shifts: frozenset[int], rules: tuple[ShiftRule, ...], fasts: Fasts, first: dt.date, last: dt.date
) -> pl.DataFrame:
    """HOURS of these shifts by their rules; a day on which a shift has no hours yet is UNPLANNED, not free."""
    return _hours(_in_force(), shifts, rules, fasts, first, last)


def _in_force() -> tuple[object, ...]:
    """What the tables depend on besides their arguments: the files, and what two offices switched on."""
    return settings.POLICY_DIR, activations()


@lru_cache(maxsize=64)
def _terms(
    in_force: tuple[object, ...], fasts: Fasts, first: dt.date, last: dt.date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    return law.terms(policy_on, first, last, set(days_of(fasts, first, last)))


@lru_cache(maxsize=64)
def _hours(
    in_force: tuple[object, ...],
    shifts: frozenset[int],
    rules: tuple[ShiftRule, ...],
    fasts: Fasts,
    first: dt.date,
    last: dt.date,
) -> pl.DataFrame:
    known = law.hours(rules, first, last, set(days_of(fasts, first, last)), policy_on)
    since: dict[int, dt.date] = dict.fromkeys(shifts, last + DAY)
    for rule in rules:
        since[rule.id] = min(since[rule.id], rule.first)
    whole_day = (0, Kind.UNPLANNED.value, 0, DAY_MINUTES, 0, 0, 0, False)
    early = [(shift, day, *whole_day) for shift, begin in since.items() for day in law.days_between(first, begin - DAY)]
    return pl.concat([known, pl.DataFrame(early, schema=HOURS, orient="row")])
