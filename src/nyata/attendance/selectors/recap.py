"""A recap: of each OPD the people who were placed in it in a period, their days there, and what these add up to.

Who moved from one OPD to another stands in both, in each with the days there.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from nyata.attendance.codes import code
from nyata.attendance.columns import SUMS, sums
from nyata.attendance.selectors.stages import people_at
from nyata.people.models import RolloutDecision, Unit
from nyata.people.tables import table
from nyata.rules.selectors import standing

# Who was placed where, one row for each placement in the period.
PLACED = """
SELECT split_part(u.path, '.', 1)::bigint AS opd, o.name AS opd_name, p.person_id AS person, w.name, w.nip,
       w.job_title, p.employment, u.path, u.name AS unit,
       greatest(p.valid_from, %(first)s) AS first, least(coalesce(p.valid_to, %(last)s), %(last)s) AS last
FROM people_placement p
JOIN people_unit u ON u.id = p.unit_id
JOIN people_unit o ON o.id = split_part(u.path, '.', 1)::bigint
JOIN people_person w ON w.id = p.person_id
WHERE p.valid_from <= %(last)s AND (p.valid_to IS NULL OR p.valid_to >= %(first)s)
  AND u.path LIKE %(path)s
ORDER BY o.name, u.path, w.name, p.person_id, p.valid_from
"""
PLACED_SCHEMA = pl.Schema(
    {
        "opd": pl.Int64, "opd_name": pl.String, "person": pl.Int32, "name": pl.String, "nip": pl.String,
        "job_title": pl.String, "employment": pl.String, "path": pl.String, "unit": pl.String, "first": pl.Date,
        "last": pl.Date,
    }
)  # fmt: skip
RECORDED = """
SELECT r.person_id, r.day, r.status, r.flags, r.cover, r.owed, r.credited, r.late, r.early, r.away, r.beyond,
       r.late_band, r.early_band
FROM attendance_dayrecord r
WHERE r.current AND r.day BETWEEN %(first)s AND %(last)s {people}
"""
RECORDED_SCHEMA = pl.Schema(
    {
        "person": pl.Int32, "day": pl.Date, "status": pl.Int8, "flags": pl.Int32, "cover": pl.Int8, "owed": pl.Int16,
        "credited": pl.Int16, "late": pl.Int16, "early": pl.Int16, "away": pl.Int16, "beyond": pl.Int16,
        "late_band": pl.Int8, "early_band": pl.Int8,
    }
)  # fmt: skip
BELONGS = ["opd", "person"]
BANDS = ("discipline.lateness.late_bands", "discipline.lateness.early_bands")


@dataclass(frozen=True, slots=True)
class Recap:
    """`people`: one row for each person of an OPD, with who they are, the days there (`first`, `last`), every sum of
    nyata.attendance.columns, and `order`. `days`: opd, person, day, code, status; both in the order of `people`.
    """

    first: dt.date
    last: dt.date
    people: pl.DataFrame
    days: pl.DataFrame

    @property
    def dates(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def totals(self) -> dict[str, int]:
        """Every sum over all people."""
        return self.people.select(pl.col(column.key).sum() for column in SUMS).row(0, named=True)


def tables_off(on: dt.date) -> list[str]:
    """Titles of the tables whose columns and codes stay empty on a day, as two offices have not switched them on."""
    found = [standing(key, on) for key in BANDS]
    return [one.key.title for one in found if one.is_off]


def placed_in(first: dt.date, last: dt.date, opd: Unit | None = None) -> pl.DataFrame:
    """PLACED_SCHEMA: placements in an OPD or a unit below one (None: all), by OPD, unit and name. One query."""
    values = {"first": first, "last": last, "path": f"{opd.path if opd else ''}%"}
    return table(PLACED, values, PLACED_SCHEMA)


def recap(first: dt.date, last: dt.date, *, opd: Unit | None = None, placed: pl.DataFrame | None = None) -> Recap:
    """The recap of an OPD or a unit below one (None: of all), or of some rows of `placed_in`. Four queries at most."""
    whole = opd is None and placed is None
    found = placed_in(first, last, opd) if placed is None else placed
    people = found.group_by(BELONGS, maintain_order=True).agg(
        pl.col("opd_name", "name", "nip", "job_title").first(),
        pl.col("employment", "unit", "path").last(),
        pl.col("first").min(),
        pl.col("last").max(),
    )
    records = _records(found, first, last, whole=whole)
    added = records.group_by(BELONGS).agg(sums(SUMS))
    people = people.join(added, on=BELONGS, how="left", maintain_order="left").with_columns(
        *(pl.col(column.key).fill_null(0) for column in SUMS)
    )
    return Recap(first, last, people, records.select(*BELONGS, "day", "status", code=code()))


def _records(placed: pl.DataFrame, first: dt.date, last: dt.date, *, whole: bool) -> pl.DataFrame:
    """Current records of the days on which people were placed as said, with `opd` and `trial`."""
    people: list[int] = placed["person"].unique().to_list()
    values = {"first": first, "last": last, "people": people}
    some = "" if whole else "AND r.person_id = ANY(%(people)s)"
    records = table(RECORDED.format(people=some), values, RECORDED_SCHEMA)
    places = placed.select("person", "opd", "first", "last").with_row_index("place")
    found = records.join(places, on="person").filter(pl.col("day").is_between("first", "last")).sort("place", "day")
    return _with_trial(found.drop("place", "first", "last"), people, first, last)


def _with_trial(records: pl.DataFrame, people: Sequence[int], first: dt.date, last: dt.date) -> pl.DataFrame:
    """With `trial`: whether the day was one of a trial, which counts for nothing."""
    ranges = people_at((RolloutDecision.Stage.TRIAL,), people, first, last)
    days = ranges.select("person", day=pl.date_ranges("first", "last"), trial=True).explode("day")
    joined = records.join(days, on=["person", "day"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("trial").fill_null(False))
