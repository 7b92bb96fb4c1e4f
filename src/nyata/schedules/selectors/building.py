"""The schedule that the working-time function plans from: a fixed number of queries, however many people and days."""

import datetime as dt
from collections.abc import Collection, Sequence

import polars as pl

from nyata.core.worktime import law
from nyata.core.worktime.planning import (
    ASSIGNMENTS,
    CYCLES,
    HOLIDAYS,
    PATTERNS,
    RAMADAN,
    ROSTER,
    SERVICE,
    Schedule,
)
from nyata.ledger import statements
from nyata.people.selectors import Placed, placements
from nyata.schedules.selectors.calendars import REGENCY, days_of, days_off, fasting
from nyata.schedules.selectors.following import Contract, Following, Uses, following, read_uses
from nyata.schedules.selectors.law import hours_in, terms_in
from nyata.schedules.selectors.shifts import RESTING, Contracts, Cycle, cycles, shift_rules

_NUMBER_OF = {employment: number for number, employment in enumerate(law.EMPLOYMENTS)}
# The newest row of a person and day. As arrays, one for each column: a month of a hospital is no list of tuples.
_ROSTER = """
SELECT array_agg(person_id), array_agg(day - date '1970-01-01'), array_agg(coalesce(shift_id, 0)) FROM (
    SELECT DISTINCT ON (person_id, day) person_id, day, shift_id, by_pattern FROM schedules_rosterday
    WHERE day BETWEEN %(first)s AND %(last)s {people} ORDER BY person_id, day, id DESC
) newest WHERE NOT by_pattern
"""
_ROSTER_OF_ALL = _ROSTER.format(people="")
_ROSTER_OF = _ROSTER.format(people="AND person_id = ANY(%(people)s)")


def schedule_of(
    person_ids: Collection[int] | None, first: dt.date, last: dt.date, *, roster: pl.DataFrame | None = None
) -> Schedule:
    """Everything that `core.worktime.planning.plan` needs for these people (None: everybody) from `first` to `last`.

    `roster`: ROSTER to plan with instead of the one that is stored.

    Seven queries. A person without a pattern, and a part-time PPPK without contract minutes or a pattern of their own,
    has days of which nobody said what they ask (UNPLANNED).
    """
    placed = placements(person_ids, first, last)
    uses = read_uses(person_ids, {one.path for one in placed}, first, last)
    return schedule_for(placed, uses, roster_days(person_ids, first, last) if roster is None else roster, first, last)


def schedule_for(placed: Sequence[Placed], uses: Uses, roster: pl.DataFrame, first: dt.date, last: dt.date) -> Schedule:
    """The schedule of these placements by these uses and this ROSTER. Four queries."""
    follows = list(following(placed, uses))
    contracts = {one.follows for one in follows if isinstance(one.follows, Contract)}
    wanted = {one.follows for one in follows if isinstance(one.follows, int)} | {one.pattern for one in contracts}
    known = cycles(wanted)
    by_contract = Contracts(contracts, known)
    patterns = known | by_contract.cycles
    cycled = {shift for cycle in known.values() for shift in cycle.shifts}
    shifts = cycled.union(roster["shift"].unique()) - {RESTING}
    fasts = fasting(first, last)
    rules = (*shift_rules(shifts, first, last), *by_contract.rules(first, last))
    return Schedule(
        service=_service(follows),
        assignments=_assignments(follows, by_contract),
        patterns=_patterns(patterns),
        cycles=_cycles(patterns),
        roster=roster,
        holidays=_table(HOLIDAYS, days_off({one.calendar for one in follows}, first, last)),
        ramadan=_table(RAMADAN, [(day,) for day in days_of(fasts, first, last)]),
        hours=hours_in(frozenset(rule.id for rule in rules) | shifts, rules, fasts, first, last),
        terms_of=terms_in(fasts, first, last)[1],
    )


def roster_days(person_ids: Collection[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """ROSTER of these people (None: everybody): the days that stand otherwise than their pattern. One query."""
    values = {"first": first, "last": last}
    if person_ids is None:
        found = statements.run(_ROSTER_OF_ALL, values, binary=True)[1]
    else:
        found = statements.run(_ROSTER_OF, {**values, "people": list(person_ids)}, binary=True)[1]
    person, day, shift = (column or [] for column in found[0])
    table = pl.DataFrame({"person": person, "day": day, "shift": shift}, schema=dict.fromkeys(ROSTER, pl.Int32))
    return table.cast(ROSTER)  # type: ignore[arg-type]


def _service(follows: Sequence[Following]) -> pl.DataFrame:
    rows = [
        (one.person_id, one.first, one.last, one.calendar or REGENCY, _NUMBER_OF[one.employment]) for one in follows
    ]
    return _table(SERVICE, rows)


def _assignments(follows: Sequence[Following], contracts: Contracts) -> pl.DataFrame:
    rows = []
    for one in follows:
        if one.follows is not None:
            pattern = contracts.numbers[one.follows] if isinstance(one.follows, Contract) else one.follows
            rows.append((one.person_id, one.first, one.last, pattern))
    return _table(ASSIGNMENTS, rows)


def _patterns(patterns: dict[int, Cycle]) -> pl.DataFrame:
    return _table(PATTERNS, [(one, cycle.anchor, len(cycle.shifts), cycle.follows) for one, cycle in patterns.items()])


def _cycles(patterns: dict[int, Cycle]) -> pl.DataFrame:
    rows = [(one, place, shift) for one, cycle in patterns.items() for place, shift in enumerate(cycle.shifts)]
    return _table(CYCLES, rows)


def _table(schema: pl.Schema, rows: Sequence[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")
