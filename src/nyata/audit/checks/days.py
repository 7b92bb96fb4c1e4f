"""Day records computed anew from accepted times, corrections and the policy equal those that were kept."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from nyata.attendance.selectors.locks import PAIRS, each_day, locked_days
from nyata.attendance.selectors.month import COLUMNS
from nyata.audit.checks.shape import Found, Result, Scope, Weight
from nyata.people.models import DayChange, Person
from nyata.people.tables import table

NAME = "days"
MOST = 100  # so many are named one by one; the figure tells how many there are
KEPT = f"""
SELECT r.person_id, r.day, {", ".join(f'r."{name}"' for name in COLUMNS)}
FROM attendance_dayrecord r WHERE r.current AND r.day BETWEEN %(first)s AND %(last)s
"""  # noqa: S608 - columns of ours
KEPT_SCHEMA = pl.Schema({"person": pl.Int32, "day": pl.Date} | dict.fromkeys(COLUMNS, pl.Int64))
# The newest difference that the reckoning itself has listed for a day of a locked month.
LISTED = """
SELECT DISTINCT ON (d.person_id, d.day) d.person_id, d.day FROM attendance_latedifference d
WHERE d.day BETWEEN %(first)s AND %(last)s ORDER BY d.person_id, d.day, d.id DESC
"""


def run(scope: Scope) -> Result:
    """Every day of the month, of everybody: computed anew, laid beside what is on record."""
    values = {"first": scope.first, "last": scope.last}
    kept = table(KEPT, values, KEPT_SCHEMA)
    differing = _differing(kept, scope.days)
    waiting = differing.join(_waiting(scope), on=["person", "day"], how="semi")
    told = differing.join(waiting, on=["person", "day"], how="anti")
    people = told["person"].unique().to_list()
    locked = told.join(locked_days(people, scope.first, scope.last), on=["person", "day"], how="semi")
    listed = locked.join(table(LISTED, values, PAIRS), on=["person", "day"], how="semi")
    unexplained = told.join(listed, on=["person", "day"], how="anti").sort("day", "person")
    figures = {
        "days_kept": kept.height, "days_again": scope.days.height, "days_equal": kept.height - _of(kept, differing),
        "days_waiting": waiting.height, "days_listed": listed.height, "days_unexplained": unexplained.height,
    }  # fmt: skip
    return Result(figures, [*_each(unexplained), *_of_locked(listed, scope)])


def _differing(kept: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    """Person, day and the names of the columns that are not the same; of days on one side only, `record`."""
    wide = again.select("person", "day", *(pl.col(name).cast(pl.Int64) for name in COLUMNS), is_again=True)
    both = kept.with_columns(is_kept=True).join(wide, on=["person", "day"], how="full", coalesce=True, suffix="_again")
    unlike = [pl.when(pl.col(name).ne_missing(pl.col(f"{name}_again"))).then(pl.lit(name)) for name in COLUMNS]
    alone = pl.col("is_kept").is_null() | pl.col("is_again").is_null()
    return both.select(
        "person",
        "day",
        columns=pl.when(alone)
        .then(pl.lit("record"))
        .otherwise(pl.concat_str(unlike, separator=", ", ignore_nulls=True)),
    ).filter(pl.col("columns") != "")


def _of(kept: pl.DataFrame, differing: pl.DataFrame) -> int:
    return kept.join(differing, on=["person", "day"], how="semi").height


def _waiting(scope: Scope) -> pl.DataFrame:
    """Days that were said to have changed and that the reckoning has not come to yet."""
    from nyata.attendance.services.reckoning import ranges_of

    return each_day(ranges_of(DayChange.objects.select_related("unit"), scope.last))


def _each(unexplained: pl.DataFrame) -> Iterator[Found]:
    people = Person.objects.select_related("unit").in_bulk(unexplained.head(MOST)["person"].to_list())
    for person, day, columns in unexplained.head(MOST).iter_rows():
        one = people[person]
        facts = {"person": one.name, "day": day.isoformat(), "columns": columns, "unit": one.unit.name}
        yield Found(
            "day_differs", f"{person}:{day}", Weight.GRAVE, facts, [("person", person), ("day", f"{person}/{day}")]
        )
    if unexplained.height > MOST:
        rest: dict[str, Any] = {"days": unexplained.height - MOST}
        yield Found("days_differ_more", f"more:{unexplained['day'][0]:%Y-%m}", Weight.GRAVE, rest)


def _of_locked(listed: pl.DataFrame, scope: Scope) -> Iterator[Found]:
    """By OPD: days of a locked month that would be otherwise, as the reckoning has listed them."""
    paths = dict(Person.objects.filter(pk__in=listed["person"].unique().to_list()).values_list("pk", "unit__path"))
    by_opd: dict[str, list[tuple[int, Any]]] = {}
    for person, day, _columns in listed.iter_rows():
        by_opd.setdefault(str(paths[person]), []).append((person, day))
    merged: dict[int, list[tuple[int, Any]]] = {}
    for path, rows in by_opd.items():
        merged.setdefault(scope.opd_of(path).pk, []).extend(rows)
    names = {unit.pk: unit.name for unit in scope.opds.values()}
    for opd, rows in sorted(merged.items()):
        facts = {"unit": names[opd], "days": len(rows), "people": len({person for person, _ in rows})}
        records = [("day", f"{person}/{day}") for person, day in rows[:MOST]]
        yield Found("locked_days_differ", f"{opd}:{scope.first:%Y-%m}", Weight.ASK, facts, records, opd)
