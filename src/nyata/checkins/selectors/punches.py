"""What was recorded of coming and going: the verdicts in force that count, and what witnesses vouched for."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from nyata.core.worktime.columns import Direction, Mark
from nyata.core.worktime.tables import PUNCHES
from nyata.people.tables import table

# The day of an attempt is that of its own time; the time that counts may be an earlier one of its chain.
# Seconds since 1970-01-01 00.00 by the wall clock of the law.
QUERY = f"""
SELECT c.person_id, floor(extract(epoch FROM v.counts_at AT TIME ZONE 'Asia/Jakarta'))::bigint AS second,
       CASE c.purpose WHEN 'in' THEN {Direction.IN:d} ELSE {Direction.OUT:d} END AS direction,
       CASE WHEN v.stage = 'witness' THEN {Mark.WITNESS:d} WHEN c.time_mark = 'anchored' THEN {Mark.ANCHORED:d}
            WHEN c.time_mark = 'unproven' THEN {Mark.UNPROVEN:d} ELSE {Mark.LIVE:d} END AS mark
FROM checkins_checkin c
CROSS JOIN LATERAL (
    SELECT stage, counts_at FROM checkins_verdict WHERE checkin_id = c.id ORDER BY id DESC LIMIT 1
) v
WHERE c.day BETWEEN %(first)s AND %(last)s AND v.counts_at IS NOT NULL {{people}}
UNION ALL
SELECT c.person_id, floor(extract(epoch FROM c.made_at AT TIME ZONE 'Asia/Jakarta'))::bigint,
       CASE c.purpose WHEN 'in' THEN {Direction.IN:d} ELSE {Direction.OUT:d} END, {Mark.WITNESS:d}
FROM checkins_attestation c
WHERE c.day BETWEEN %(first)s AND %(last)s AND c.checkin_id IS NULL {{people}}
"""  # noqa: S608 - only numbers of closed lists are written into it


def checkins(person_ids: Sequence[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """PUNCHES of these people (None: everybody) on the days of their attempts, sorted. One query."""
    values = {"first": first, "last": last, "people": list(person_ids or ())}
    people = "" if person_ids is None else "AND c.person_id = ANY(%(people)s)"
    return table(QUERY.format(people=people), values, PUNCHES).sort("person", "second")
