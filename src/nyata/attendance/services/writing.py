"""Day records into the database: what differs stands beside what was, what does not differ is not written."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from django.db import connection

from nyata.people import tables

COLUMNS = (
    "status", "flags", "cover", "start", "end", "first_in", "last_out", "in_mark", "out_mark", "owed", "credited",
    "late", "early", "away", "beyond", "late_band", "early_band",
)  # fmt: skip
_FRESH = ", ".join(f'"{name}"' for name in COLUMNS)
_OF_FRESH = ", ".join(f'f."{name}"' for name in COLUMNS)
_OF_RECORD = ", ".join(f'r."{name}"' for name in COLUMNS)
_AS_JSON = ", ".join(f"""'{name}', f."{name}\"""" for name in COLUMNS)

PREPARE = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS attendance_fresh (
    person_id bigint, day date, locked boolean, {", ".join(f'"{name}" integer' for name in COLUMNS)}
) ON COMMIT DELETE ROWS;
TRUNCATE attendance_fresh;
"""
SAME = f"""
DELETE FROM attendance_fresh f USING attendance_dayrecord r
WHERE r.current AND r.person_id = f.person_id AND r.day = f.day AND ({_OF_RECORD}) IS NOT DISTINCT FROM ({_OF_FRESH})
"""  # noqa: S608 - columns of ours
NOTHING = """
DELETE FROM attendance_fresh f
WHERE f.status IS NULL AND NOT EXISTS (
    SELECT 1 FROM attendance_dayrecord r WHERE r.current AND r.person_id = f.person_id AND r.day = f.day
)
"""
LATE = f"""
INSERT INTO attendance_latedifference (person_id, day, columns, reckoning_id)
SELECT f.person_id, f.day, found.columns, %(reckoning)s
FROM attendance_fresh f
CROSS JOIN LATERAL (SELECT CASE WHEN f.status IS NOT NULL THEN jsonb_build_object({_AS_JSON}) END AS columns) found
LEFT JOIN LATERAL (
    SELECT TRUE AS known, d.columns FROM attendance_latedifference d
    WHERE d.person_id = f.person_id AND d.day = f.day ORDER BY d.id DESC LIMIT 1
) before ON TRUE
WHERE f.locked AND (before.known IS NULL OR before.columns IS DISTINCT FROM found.columns)
"""  # noqa: S608 - columns of ours
UNLOCKED = "DELETE FROM attendance_fresh WHERE locked"
REPLACED = """
UPDATE attendance_dayrecord r SET current = FALSE FROM attendance_fresh f
WHERE r.current AND r.person_id = f.person_id AND r.day = f.day
"""
WRITE = f"""
INSERT INTO attendance_dayrecord (person_id, day, version, current, {_FRESH}, reckoning_id)
SELECT f.person_id, f.day, 1 + coalesce(before.version, 0), TRUE, {_OF_FRESH}, %(reckoning)s
FROM attendance_fresh f
LEFT JOIN LATERAL (
    SELECT max(r.version) AS version FROM attendance_dayrecord r WHERE r.person_id = f.person_id AND r.day = f.day
) before ON TRUE
WHERE f.status IS NOT NULL
ORDER BY f.day, f.person_id
"""  # noqa: S608 - columns of ours


@dataclass(frozen=True, slots=True)
class Written:
    """`made`: new current records. `replaced`: records that are no longer current. `late`: differences listed."""

    made: int = 0
    replaced: int = 0
    late: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.made + other.made, self.replaced + other.replaced, self.late + other.late)


def write(records: pl.DataFrame, asked: pl.DataFrame, locked: pl.DataFrame, reckoning: Callable[[], int]) -> Written:
    """Write what differs of `asked` (person, day) in the caller's transaction. At most eight statements.

    `records`: RECORDS; an asked day without one has none any more. `locked` (person, day): left as they stand, the
    difference is listed. `reckoning` gives the id of the run and is only called where there is something to write.
    """
    fresh = (
        asked.join(records, on=["person", "day"], how="left", maintain_order="left")
        .join(locked.with_columns(locked=pl.lit(True)), on=["person", "day"], how="left", maintain_order="left")
        .select("person", "day", pl.col("locked").fill_null(False), *COLUMNS)
    )
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
        names = ("person_id", "day", "locked", *(f'"{name}"' for name in COLUMNS))
        tables.write(fresh, "attendance_fresh", names)
        cursor.execute(SAME)
        cursor.execute(NOTHING)
        cursor.execute("SELECT count(*) FILTER (WHERE locked), count(*) FROM attendance_fresh")
        closed, differing = cursor.fetchone()
        if not differing:
            return Written()
        values = {"reckoning": reckoning()}
        late = 0
        if closed:
            cursor.execute(LATE, values)
            late = cursor.rowcount
            cursor.execute(UNLOCKED)
        cursor.execute(REPLACED)
        replaced = cursor.rowcount
        cursor.execute(WRITE, values)
        return Written(cursor.rowcount, replaced, late)
