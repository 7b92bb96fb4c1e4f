"""Days without a record and without a reason, and the days around them: for who counts them."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from nyata.core.worktime.columns import Status
from nyata.people.tables import table

# The partial index of absent days holds little else.
ABSENT = f"""
SELECT r.person_id FROM attendance_dayrecord r
WHERE r.current AND r.status = {Status.ABSENT:d} AND r.day BETWEEN %(first)s AND %(last)s
  AND (%(only)s::int[] IS NULL OR r.person_id = ANY(%(only)s))
GROUP BY r.person_id HAVING count(*) >= %(least)s
"""  # noqa: S608 - a number of a closed list
BEGAN = f"""
SELECT r.person_id, min(r.day) FROM attendance_dayrecord r
WHERE r.current AND r.status = {Status.PRESENT:d} AND r.person_id = ANY(%(people)s) GROUP BY r.person_id
"""  # noqa: S608 - a number of a closed list
DAYS = """
SELECT r.person_id, r.day, r.status, r.id FROM attendance_dayrecord r
WHERE r.current AND r.person_id = ANY(%(people)s) AND r.day BETWEEN %(first)s AND %(last)s
ORDER BY r.person_id, r.day
"""
DAYS_SCHEMA = pl.Schema({"person": pl.Int32, "day": pl.Date, "status": pl.Int8, "record": pl.Int64})


def people_absent(first: dt.date, last: dt.date, *, least: int, among: Sequence[int] | None = None) -> set[int]:
    """Who (of these people; None: everybody) has at least so many absent days on record. One query."""
    values = {"first": first, "last": last, "least": least, "only": None if among is None else list(among)}
    return set(table(ABSENT, values, pl.Schema({"person": pl.Int32}))["person"])


def first_presence(people: Sequence[int]) -> dict[int, dt.date]:
    """The first day on which each of these people was recorded as there, by whatever way; without those who never
    were. One query.
    """
    found = table(BEGAN, {"people": list(people)}, pl.Schema({"person": pl.Int32, "day": pl.Date}))
    return dict(found.iter_rows())


def statuses(people: Sequence[int], first: dt.date, last: dt.date) -> pl.DataFrame:
    """DAYS_SCHEMA: what each day of these people is on record as, and the record's id. By person and day. One query."""
    return table(DAYS, {"people": list(people), "first": first, "last": last}, DAYS_SCHEMA)
