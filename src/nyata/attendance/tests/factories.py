"""Day records as rows, for tests of what is read; and as tables, for tests of how they are written."""

import datetime as dt

import polars as pl

from nyata.attendance.models import DayRecord, Reckoning
from nyata.core.worktime.columns import Status, minute_of
from nyata.core.worktime.tables import RECORDS
from nyata.people.models import Person

MONDAY = dt.date(2026, 9, 7)
AT = dt.datetime(2026, 9, 30, 17, 30, tzinfo=dt.UTC)
START, END = dt.time(7, 30), dt.time(16, 0)


def make_reckoning(at: dt.datetime = AT, **fields) -> Reckoning:
    """A run of a night."""
    first = fields.pop("first", at.date())
    return Reckoning.objects.create(
        made_at=at, why="night", first=first, last=fields.pop("last", first), policy_hash="0" * 64, program="test",
        changes={}, **fields,
    )  # fmt: skip


def columns(day: dt.date, **changed) -> dict:
    """An ordinary day from 07.30 to 16.00, present throughout."""
    found = {
        "status": Status.PRESENT, "flags": 0, "cover": 0, "start": minute_of(day, START), "end": minute_of(day, END),
        "first_in": minute_of(day, START), "last_out": minute_of(day, END), "in_mark": 0, "out_mark": 0, "owed": 450,
        "credited": 450, "late": 0, "early": 0, "away": 0, "beyond": 0, "late_band": 0, "early_band": 0,
    }  # fmt: skip
    if changed.get("status", Status.PRESENT) != Status.PRESENT:
        found |= dict.fromkeys(("first_in", "last_out", "in_mark", "out_mark")) | {"credited": 0}
    return found | changed


def make_record(person: Person, day: dt.date = MONDAY, *, reckoning: Reckoning | None = None, **changed) -> DayRecord:
    """One current record."""
    run = reckoning or Reckoning.objects.first() or make_reckoning()
    return DayRecord.objects.create(
        person=person, day=day, version=1, current=True, reckoning=run, **columns(day, **changed)
    )


def table(*rows: tuple[Person, dt.date, dict]) -> pl.DataFrame:
    """RECORDS of ordinary days, each with what it has otherwise."""
    made = [{"person": person.pk, "day": day, "terms": 0, **columns(day, **changed)} for person, day, changed in rows]
    return pl.DataFrame(made, schema=RECORDS)


def asked(*pairs: tuple[Person, dt.date]) -> pl.DataFrame:
    """People and days that are to be reckoned."""
    return pl.DataFrame(
        [(person.pk, day) for person, day in pairs], schema={"person": pl.Int32, "day": pl.Date}, orient="row"
    )
