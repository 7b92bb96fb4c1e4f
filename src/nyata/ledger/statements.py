"""Statements that are the same every time, prepared once a connection: PostgreSQL then neither parses nor plans them.

Django writes values into the text of a statement, so no two are alike. For the few that every check-in needs, parsing
and planning took half of the database's time (docs/measurements/bench.md).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

# psycopg prepares nothing on a connection that has no threshold; with this one only what asks for it.
_ONLY_WHEN_ASKED = 1_000_000_000


def run(
    statement: str, values: Sequence[Any] | Mapping[str, Any], *, binary: bool = False
) -> tuple[int, list[tuple[Any, ...]]]:
    """Execute it on Django's connection, in its transaction where there is one; (rows changed or read, rows).

    Values go beside the statement, bytes in binary; `binary` asks for the answer in binary too. Raises Django's
    database errors.
    """
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = _ONLY_WHEN_ASKED
    if connection.queries_logged:  # Django's own cursors write it themselves
        connection.queries_log.append({"sql": statement, "time": ""})
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(statement, values, prepare=True, binary=binary)
        return cursor.rowcount, [] if cursor.rownumber is None else cursor.fetchall()
