"""Which sources count on a day: what was decided for the nearest unit, Nyata alone before any decision."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from nyata.core.worktime.tables import PUNCHES
from nyata.people.models import Unit
from nyata.people.selectors.authority import above
from nyata.people.selectors.placed import placements
from nyata.people.selectors.turns import Turn, turns
from nyata.people.tables import table
from nyata.sources.models import CountingDecision, PunchFile
from nyata.sources.selectors.punches import DAY_SECONDS, machine_punches

Rule = CountingDecision.Rule
Row = tuple[str | None, dt.date, str]
RANGES = pl.Schema({"person": pl.Int32, "first": pl.Date, "last": pl.Date, "rule": pl.String})
PAIRS = pl.Schema({"person": pl.Int32, "day": pl.Date})
DAYS_OF_FILE = """
SELECT DISTINCT u.person_id, shown.day FROM sources_punch p
CROSS JOIN LATERAL (SELECT DATE '1970-01-01' + (p.second / 86400)::int AS day) shown
JOIN sources_numberuse u ON u.number_id = p.number_id AND daterange(u.valid_from, u.valid_to, '[]') @> shown.day
WHERE p.file_id = %(file)s
"""


class Counted(NamedTuple):
    """Days (both included) of a person on which more than Nyata, or other than Nyata, counts."""

    person: int
    first: dt.date
    last: dt.date
    rule: str


def counting(person_ids: Sequence[int] | None, first: dt.date, last: dt.date) -> list[Counted]:
    """For these people (None: everybody), by person and day. One query; two where anything was decided."""
    rows = _rows(last)
    if not any(rule != Rule.NYATA for _, _, rule in rows):
        return []
    placed = placements(person_ids, first, last)
    held = turns({one.path for one in placed}, rows, first=first, last=last, otherwise=Rule.NYATA.value)
    return [
        Counted(one.person_id, max(one.first, turn.first), min(one.last, turn.last), turn.what)
        for one in placed
        for turn in held[one.path]
        if turn.what != Rule.NYATA and turn.first <= one.last and turn.last >= one.first
    ]


def rules_of(unit: Unit, first: dt.date, last: dt.date) -> list[Turn]:
    """What counted for a unit from day to day. One query."""
    path = unit.path or ""
    return turns({path}, _rows(last), first=first, last=last, otherwise=Rule.NYATA.value)[path]


def decisions_on(unit: Unit) -> list[CountingDecision]:
    """Decisions on a unit and those above it, the newest first. One query."""
    found = CountingDecision.objects.filter(unit__path__in=above(unit.path)).select_related("unit", "decided_by")
    return list(found.order_by("-valid_from", "-pk"))


def counted(recorded: pl.DataFrame, person_ids: Sequence[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """PUNCHES that count of what Nyata recorded and what machines told, sorted. A punch is of its calendar day.

    `recorded`: Nyata's PUNCHES of these people and days.
    """
    spans = counting(person_ids, first, last)
    if not spans:
        return recorded
    ranges = pl.DataFrame(spans, schema=RANGES, orient="row")
    told = machine_punches(ranges["person"].unique().to_list(), first, last)
    alone = _inside(recorded, ranges.filter(pl.col("rule") == Rule.MACHINE.value))
    parts = [recorded.filter(~alone), told.filter(_inside(told, ranges))]
    return pl.concat(parts).select(PUNCHES.names()).sort("person", "second")


def counted_days(file: PunchFile) -> list[tuple[int, dt.date]]:
    """Whose days a file's punches count for, by the day that the machine showed. Three queries."""
    pairs = table(DAYS_OF_FILE, {"file": file.pk}, PAIRS)
    if pairs.is_empty():
        return []
    spans = counting(pairs["person"].unique().to_list(), file.first, file.last)
    ranges = pl.DataFrame(spans, schema=RANGES, orient="row")
    found = pairs.join(ranges, on="person").filter(pl.col("day").is_between("first", "last"))
    return found.select("person", "day").rows()


def _inside(punches: pl.DataFrame, ranges: pl.DataFrame) -> pl.Series:
    """Of each punch whether it lies on a day of the ranges of its person."""
    day = (pl.col("second") // DAY_SECONDS).cast(pl.Int32).cast(pl.Date)
    placed = punches.with_columns(day=day).with_row_index()
    found = placed.join(ranges, on="person").filter(pl.col("day").is_between("first", "last"))
    return placed["index"].is_in(found["index"].implode())


def _rows(last: dt.date) -> list[Row]:
    found = CountingDecision.objects.filter(valid_from__lte=last).order_by("valid_from", "pk")
    return list(found.values_list("unit__path", "valid_from", "rule"))
