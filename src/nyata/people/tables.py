"""Rows of the database as columns, and columns as rows: by COPY, so that a month of a regency is no list of objects."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection

_BOOLEANS = {"t": True, "f": False}


def table(query: str, values: Mapping[str, Any], schema: pl.Schema) -> pl.DataFrame:
    """What a SELECT finds, in the columns and types of `schema`, which are in its order. One query."""
    content = io.BytesIO()
    with connection.cursor() as cursor:
        statement = cursor.mogrify(f"COPY ({query}) TO STDOUT (FORMAT csv)", values)
        with cursor.copy(statement) as copy:
            for block in copy:
                content.write(block)
    if not content.tell():
        return schema.to_frame()
    content.seek(0)
    booleans = [name for name, kind in schema.items() if kind == pl.Boolean]
    read = pl.Schema({name: pl.String if name in booleans else kind for name, kind in schema.items()})
    found = pl.read_csv(content, has_header=False, schema=read, empty_string_is_null=False)
    return found.with_columns(pl.col(name).replace_strict(_BOOLEANS, return_dtype=pl.Boolean) for name in booleans)


def write(rows: pl.DataFrame, name: str, columns: Sequence[str]) -> None:
    """Append the rows to a table whose columns are named in the order of theirs. One statement."""
    target = f"COPY {name} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(target) as copy:
        copy.write(rows.write_csv(include_header=False).encode())
