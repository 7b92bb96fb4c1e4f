"""What machines told: as columns for the working-time law, and one by one with where each stands.

The time that counts is the one told less the machine's approved clock offset; whose a number was is told by the day
that the machine showed.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.db import connection

from nyata.core.worktime.columns import Mark
from nyata.core.worktime.tables import PUNCHES
from nyata.people.tables import table

DAY_SECONDS = 86_400
EPOCH = dt.date(1970, 1, 1)
JAKARTA = ZoneInfo("Asia/Jakarta")
# Two days: a zone and an offset may carry a punch over midnight.
MARGIN = 2
# Of a punch `p`: its file was not taken back.
STANDS = "NOT EXISTS (SELECT FROM sources_filetakenback b WHERE b.file_id = p.file_id)"
TOLD = """
FROM sources_numberuse u
JOIN sources_number n ON n.id = u.number_id
JOIN sources_punch p ON p.number_id = n.id
CROSS JOIN LATERAL (SELECT DATE '1970-01-01' + (p.second / 86400)::int AS day) shown
LEFT JOIN sources_clockoffset o
    ON o.machine_id = n.machine_id AND o.answer = 'granted' AND shown.day BETWEEN o.first AND o.last
CROSS JOIN LATERAL (
    SELECT floor(extract(epoch FROM p.at AT TIME ZONE 'Asia/Jakarta'))::bigint - coalesce(o.seconds, 0) AS second
) true_time
"""
WHERE = f"""
WHERE p.second BETWEEN %(low)s AND %(high)s AND {STANDS} AND shown.day >= u.valid_from
    AND (u.valid_to IS NULL OR shown.day <= u.valid_to) AND true_time.second >= %(begin)s AND true_time.second < %(end)s
"""
COLUMNS = f"SELECT u.person_id, true_time.second, p.direction, {Mark.MACHINE:d} {TOLD} {WHERE} {{people}}"
ROWS = f"""
SELECT p.id, true_time.second, p.given, p.code, p.direction, coalesce(o.seconds, 0) AS offset_seconds, p.line,
       p.file_id, f.name AS file_name, m.id AS machine_id, m.name AS machine, m.kind, n.text AS number,
       i.layout ->> 'zone' AS zone
{TOLD}
JOIN sources_punchfile f ON f.id = p.file_id
JOIN sources_importprofile i ON i.id = f.profile_id
JOIN sources_machine m ON m.id = n.machine_id
{WHERE} AND u.person_id = %(person)s ORDER BY true_time.second, p.id
"""


def machine_punches(person_ids: Sequence[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """PUNCHES that machines told of these people (None: everybody) on the days, sorted. One query."""
    people = "" if person_ids is None else "AND u.person_id = ANY(%(people)s)"
    values = _days(first, last) | {"people": list(person_ids or ())}
    return table(COLUMNS.format(people=people), values, PUNCHES).sort("person", "second")


def punches_of(person_id: int, first: dt.date, last: dt.date) -> list[dict[str, Any]]:
    """One by one, the earliest first: `second` (true, by the wall clock of the law), what was given, where it stands.

    One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(ROWS, _days(first, last) | {"person": person_id})
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["at"] = wall(row["second"])
    return rows


def wall(second: int) -> dt.datetime:
    """What a wall clock showed at a second since 1970-01-01 00.00, as a time of the law's zone."""
    return dt.datetime.combine(EPOCH, dt.time(), JAKARTA) + dt.timedelta(seconds=second)


def _days(first: dt.date, last: dt.date) -> dict[str, Any]:
    begin, end = ((day - EPOCH).days for day in (first, last))
    return {
        "begin": begin * DAY_SECONDS,
        "end": (end + 1) * DAY_SECONDS,
        "low": (begin - MARGIN) * DAY_SECONDS,
        "high": (end + 1 + MARGIN) * DAY_SECONDS,
    }
