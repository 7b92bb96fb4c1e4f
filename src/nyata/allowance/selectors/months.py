"""A month's allowance of an OPD, of everybody, or of one person, worked out from the days on record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import polars as pl

from nyata.allowance.selectors.amounts import Amount, amounts_on
from nyata.allowance.selectors.templates import WEEKS, Rules
from nyata.apel.selectors.recap import missed
from nyata.attendance.columns import ASKED
from nyata.attendance.selectors.locks import PAIRS, each_day
from nyata.attendance.selectors.stages import Stage, people_at
from nyata.core.allowance.reckoning import Day, reckon
from nyata.core.allowance.steps import Allowance
from nyata.core.worktime.columns import Cover, Flag, Status
from nyata.people.models import Unit
from nyata.people.tables import table

# Everybody once, in the OPD where they were placed last in the period: it pays the whole month.
PEOPLE = """
SELECT * FROM (
    SELECT DISTINCT ON (p.person_id) p.person_id AS person, w.name, w.nip, w.job_title, p.employment,
           o.id AS opd, o.name AS opd_name, u.name AS unit, u.path
    FROM people_placement p
    JOIN people_unit u ON u.id = p.unit_id
    JOIN people_unit o ON o.id = split_part(u.path, '.', 1)::bigint
    JOIN people_person w ON w.id = p.person_id
    WHERE p.valid_from <= %(last)s AND (p.valid_to IS NULL OR p.valid_to >= %(first)s)
      AND (%(person)s IS NULL OR p.person_id = %(person)s)
    ORDER BY p.person_id, p.valid_from DESC
) newest
WHERE path LIKE %(path)s ORDER BY opd_name, path, name, person
"""
PEOPLE_SCHEMA = pl.Schema(
    {
        "person": pl.Int64, "name": pl.String, "nip": pl.String, "job_title": pl.String, "employment": pl.String,
        "opd": pl.Int64, "opd_name": pl.String, "unit": pl.String, "path": pl.String,
    }
)  # fmt: skip
# Days on which anything happened that a template may ask about; the many others are not read.
DAYS = f"""
SELECT r.person_id, r.day, r.late, r.early, (r.flags & {Flag.NO_IN:d}) <> 0, (r.flags & {Flag.NO_OUT:d}) <> 0,
       r.late_band, r.early_band, r.status, r.cover
FROM attendance_dayrecord r
WHERE r.current AND r.day BETWEEN %(first)s AND %(last)s {{people}}
  AND (r.late > 0 OR r.early > 0 OR r.status = ANY(%(statuses)s) OR (r.flags & {Flag.NO_IN | Flag.NO_OUT:d}) <> 0)
"""  # noqa: S608 - numbers of closed lists
DAYS_SCHEMA = pl.Schema(
    {
        "person": pl.Int32, "day": pl.Date, "late": pl.Int16, "early": pl.Int16, "no_in": pl.Boolean,
        "no_out": pl.Boolean, "late_band": pl.Int8, "early_band": pl.Int8, "status": pl.Int8, "cover": pl.Int8,
    }
)  # fmt: skip
# Who works six days a week: of whom a Saturday of the period asked for work.
SATURDAYS = """
SELECT DISTINCT r.person_id FROM attendance_dayrecord r
WHERE r.current AND r.day = ANY(%(days)s) AND r.status = ANY(%(asked)s) {people}
"""
LEAVES = {
    Cover.ANNUAL: "annual", Cover.LONG: "long", Cover.SICK: "sick", Cover.MATERNITY: "maternity",
    Cover.IMPORTANT: "important", Cover.UNPAID: "unpaid", Cover.COLLECTIVE: "collective",
}  # fmt: skip


class Who(NamedTuple):
    """A person and where they were placed last in the period."""

    person: int
    name: str
    nip: str
    job_title: str
    employment: str
    opd: int
    opd_name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person's month. `found` is None without an amount, and where the rules do not reach their employment."""

    who: Who
    found: Allowance | None
    job_class: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Of some lines: people, those of them with a calculation, and whole Rupiah."""

    people: int
    reckoned: int
    amount: int
    deduction: int

    @property
    def pay(self) -> int:
        return self.amount - self.deduction


def totals(lines: Iterable[Line]) -> Totals:
    """What the lines add up to."""
    kept = list(lines)
    found = [line.found for line in kept if line.found]
    return Totals(len(kept), len(found), sum(one.amount for one in found), sum(one.deduction for one in found))


def month(
    first: dt.date, last: dt.date, rules: Rules, *, opd: Unit | None = None, days: pl.DataFrame | None = None
) -> list[Line]:
    """Everybody of an OPD (None: of all), by OPD, unit and name. At most seven queries, however many people.

    `days`: RECORDS that are used instead of those on record, for whoever computes them anew.
    """
    return _lines(people_of(first, last, opd), first, last, rules, whole=opd is None, records=days)


def people_of(first: dt.date, last: dt.date, opd: Unit | None = None) -> list[Who]:
    """Who has a month in an OPD (None: in any), by OPD, unit and name. One query."""
    return _people(first, last, path=opd.path or "" if opd else "")


def lines_of(people: Sequence[Who], first: dt.date, last: dt.date, rules: Rules) -> list[Line]:
    """The months of some of `people_of`, in their order. At most six queries."""
    return _lines(people, first, last, rules, whole=False)


def month_of(person_id: int, first: dt.date, last: dt.date, rules: Rules) -> Line | None:
    """One person's month; None where they were placed nowhere in it. At most seven queries."""
    people = _people(first, last, person=person_id)
    return next(iter(_lines(people, first, last, rules, whole=False)), None)


def _people(first: dt.date, last: dt.date, *, path: str = "", person: int | None = None) -> list[Who]:
    values = {"first": first, "last": last, "path": f"{path}%", "person": person}
    found = table(PEOPLE, values, PEOPLE_SCHEMA)
    return [Who(*row[:8]) for row in found.iter_rows()]


def _lines(
    people: Sequence[Who], first: dt.date, last: dt.date, rules: Rules, *, whole: bool,
    records: pl.DataFrame | None = None,
) -> list[Line]:  # fmt: skip
    ids = None if whole else [one.person for one in people]
    amounts = amounts_on(last, ids)
    days = _days(ids, first, last, rules, records)
    six = _six_day(ids, first, last) if rules.asks_for_week else frozenset()
    return [_line(one, amounts.get(one.person), days.get(one.person, ()), rules, six) for one in people]


def _line(who: Who, amount: Amount | None, days: Sequence[Day], rules: Rules, six: frozenset[int]) -> Line:
    template = rules.of(who.employment, WEEKS[who.person in six])
    if amount is None or not template.is_usable:
        return Line(who, None, amount.job_class if amount else "")
    return Line(who, reckon(days, template, amount.rupiah, source=amount.document), amount.job_class)


def _days(
    ids: Sequence[int] | None, first: dt.date, last: dt.date, rules: Rules, records: pl.DataFrame | None
) -> dict[int, list[Day]]:
    """What may cost something, by person; days of a trial count for nothing. Four queries at most."""
    statuses = [int(one) for one in (Status.ABSENT, *([Status.LEAVE] if _takes_leave(rules) else []), Status.DUTY)]
    values = {"first": first, "last": last, "people": ids, "statuses": statuses}
    if records is None:
        found = table(DAYS.format(people=_some(ids)), values, DAYS_SCHEMA)
    else:
        found = _costing(records, ids, first, last, statuses)
    trial = each_day(people_at((Stage.TRIAL,), ids, first, last))
    counted = found.join(trial, on=["person", "day"], how="anti")
    days: dict[int, dict[dt.date, Day]] = defaultdict(dict)
    for person, day, *row in counted.iter_rows():
        days[person][day] = _day(day, *row)
    if any(one.apel_missed for one in rules.by_terms.values()):
        for person, day, times in _apel(ids, first, last, trial):
            days[person][day] = replace(days[person].get(day) or Day(day), apel_missed=times)
    return {person: list(mine.values()) for person, mine in days.items()}


def _costing(
    records: pl.DataFrame, ids: Sequence[int] | None, first: dt.date, last: dt.date, statuses: Sequence[int]
) -> pl.DataFrame:
    """DAYS_SCHEMA of RECORDS: those that DAYS would find."""
    lacking = {
        name: (pl.col("flags") & int(flag)) != 0 for name, flag in (("no_in", Flag.NO_IN), ("no_out", Flag.NO_OUT))
    }
    flagged = records.with_columns(**lacking)
    mine = pl.lit(True) if ids is None else pl.col("person").is_in(list(ids))
    costs = (pl.col("late") > 0) | (pl.col("early") > 0) | pl.col("status").is_in(statuses)
    found = flagged.filter(mine, pl.col("day").is_between(first, last), costs | pl.col("no_in") | pl.col("no_out"))
    return found.select(DAYS_SCHEMA.names()).cast(DAYS_SCHEMA)  # type: ignore[arg-type]


def _apel(ids: Sequence[int] | None, first: dt.date, last: dt.date, trial: pl.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Person, day and how many sessions of it were missed, by lists that are closed. One query."""
    rows = [(one.person_id, one.day) for one in missed(ids, first, last)]
    found = pl.DataFrame(rows, schema=PAIRS, orient="row").join(trial, on=["person", "day"], how="anti")
    return found.group_by("person", "day").agg(pl.len()).iter_rows()


def _takes_leave(rules: Rules) -> bool:
    return any(one.leave_day for one in rules.by_terms.values())


def _some(ids: Sequence[int] | None) -> str:
    return "" if ids is None else "AND r.person_id = ANY(%(people)s)"


def _day(day: dt.date, late: int, early: int, no_in: bool, no_out: bool, late_band: int, early_band: int, status: int,
         cover: int) -> Day:  # fmt: skip
    return Day(
        day, late, early, no_in, no_out, late_band, early_band, absent=status == Status.ABSENT,
        leave=LEAVES.get(Cover(cover), "") if status == Status.LEAVE and cover else "", duty=status == Status.DUTY,
    )  # fmt: skip


def _six_day(ids: Sequence[int] | None, first: dt.date, last: dt.date) -> frozenset[int]:
    dates = (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
    values: dict[str, Any] = {
        "days": [day for day in dates if day.isoweekday() == 6], "asked": [int(one) for one in ASKED], "people": ids,
    }  # fmt: skip
    found = table(SATURDAYS.format(people=_some(ids)), values, pl.Schema({"person": pl.Int64}))
    return frozenset(found["person"].to_list())
