"""A recap as CSV, Parquet or JSON: for programs. Keys are the columns' keys, days are ISO dates."""

import json
from collections.abc import Sequence
from typing import BinaryIO

import polars as pl

from nyata.attendance.columns import Column
from nyata.attendance.exports.shape import rows
from nyata.attendance.selectors.recap import Recap

# A spreadsheet would take such a text for a formula.
_FORMULA = r"^[=+\-@\t\r]"


def write_csv(recap: Recap, columns: Sequence[Column], to: BinaryIO) -> None:
    """UTF-8 with a byte order mark, which spreadsheets need; minutes stay minutes."""
    found = rows(recap, columns, as_hours=False)
    texts = [name for name, kind in found.schema.items() if kind == pl.String]
    safe = found.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in texts
    )
    to.write("\ufeff".encode())
    safe.write_csv(to)


def write_parquet(recap: Recap, columns: Sequence[Column], to: BinaryIO) -> None:
    """Minutes stay minutes."""
    rows(recap, columns, as_hours=False).write_parquet(to)


def write_json(recap: Recap, columns: Sequence[Column], to: BinaryIO) -> None:
    """{"first", "last", "people": [{"opd_name", column: value, ..., "2026-09-01": code}]}; minutes stay minutes."""
    head = {"first": recap.first.isoformat(), "last": recap.last.isoformat()}
    people = rows(recap, columns, as_hours=False).to_dicts()
    to.write(json.dumps({**head, "people": people}, ensure_ascii=False).encode())
