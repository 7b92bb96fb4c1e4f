"""Plain spans, punches and covers as the tables of the columnar function."""

import datetime as dt

import polars as pl

from nyata.core.tests.worktime.plainly import Leave, Punch, Span, Terms
from nyata.core.worktime.columns import EPOCH
from nyata.core.worktime.records import day_records
from nyata.core.worktime.tables import COVERS, PUNCHES, SPANS, TERMS


def terms_table(terms: Terms) -> pl.DataFrame:
    row = {"terms": 0, "before": terms.before, "after": terms.after, "gap": terms.gap, "no_record": terms.no_record}
    row |= {f"late_{at}": limit for at, limit in enumerate(terms.late, 1)}
    row |= {f"early_{at}": limit for at, limit in enumerate(terms.early, 1)}
    return pl.DataFrame([row], schema=TERMS)


def spans_table(spans: list[Span], person: int = 1) -> pl.DataFrame:
    rows = [
        {
            "person": person,
            "day": EPOCH + dt.timedelta(days=span.day),
            "part": span.part,
            "kind": span.kind.value,
            "start": span.start,
            "end": span.end,
            "rest_from": span.rest[0],
            "rest_to": span.rest[1],
            "slack": span.slack,
            "weekly": span.weekly,
            "season": 0,
            "terms": 0,
        }
        for span in sorted(spans, key=lambda one: (one.start, one.part))
    ]
    return pl.DataFrame(rows, schema=SPANS)


def punches_table(punches: list[Punch], person: int = 1) -> pl.DataFrame:
    ordered = sorted(punches, key=lambda one: one.second)
    rows = [(person, one.second, one.direction.value, one.mark.value) for one in ordered]
    return pl.DataFrame(rows, schema=PUNCHES, orient="row")


def covers_table(covers: list[Leave], person: int = 1) -> pl.DataFrame:
    ordered = sorted(covers, key=lambda one: one.start)
    rows = [(person, one.start, one.end, one.cover.value, one.extent.value) for one in ordered]
    return pl.DataFrame(rows, schema=COVERS, orient="row")


def columnar(
    spans: list[Span], punches: list[Punch], covers: list[Leave], terms: Terms, as_of: int
) -> list[dict[str, object]]:
    """One person's days by the columnar function, in the shape of `plainly.records`."""
    found = day_records(
        spans_table(spans), punches_table(punches), covers_table(covers), terms_table(terms), as_of=as_of
    )
    return [row | {"day": (row["day"] - EPOCH).days} for row in found.drop("person").to_dicts()]
