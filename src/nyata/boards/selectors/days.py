"""What a day has become for each person, computed in the database: one statement for a page of any crowd."""

import datetime as dt
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from nyata.boards.hours import Starts
from nyata.boards.selectors.away import AWAY, FREED, away_values
from nyata.people.models import Person

# Of the attempts of a day and purpose the best is shown: what counts before what does not, then in the order of RANK;
# of equals the first coming in and the last going out.
BEST = """
crowd AS MATERIALIZED ({crowd}),
attempts AS (
    SELECT c.person_id, c.day, c.purpose, c.public_id, c.time_mark,
           COALESCE(v.outcome, 'waiting') AS outcome, COALESCE(v.stage = 'witness', FALSE) AS witnessed,
           v.counts_at IS NOT NULL AS counts, COALESCE(v.counts_at, c.acted_at) AS at
    FROM checkins_checkin c
    LEFT JOIN LATERAL (
        SELECT outcome, stage, counts_at FROM checkins_verdict
        WHERE checkin_id = c.id ORDER BY id DESC LIMIT 1
    ) v ON TRUE
    WHERE c.day BETWEEN %(first)s AND %(last)s AND c.person_id IN (SELECT id FROM crowd)
    UNION ALL
    SELECT person_id, day, purpose, NULL, 'live', 'accepted', TRUE, TRUE, made_at
    FROM checkins_attestation
    WHERE day BETWEEN %(first)s AND %(last)s AND checkin_id IS NULL AND person_id IN (SELECT id FROM crowd)
),
best AS (
    SELECT DISTINCT ON (person_id, day, purpose) *
    FROM attempts
    ORDER BY person_id, day, purpose, counts DESC, array_position(%(rank)s::varchar[], outcome::varchar), witnessed,
             CASE WHEN purpose = 'in' THEN at END, at DESC
)"""
RANK = ("accepted", "review", "waiting", "error", "step_up", "declined", "refused")

# One word for the row: what needs somebody first, then the last thing that happened.
DAYS = """
unit_starts AS MATERIALIZED (
    SELECT * FROM unnest(%(start_units)s::bigint[], %(unit_starts)s::timestamptz[], %(unit_planned)s::boolean[],
                         %(unit_asks)s::boolean[], %(unit_halfway)s::timestamptz[])
    AS s(id, start, planned, asks, halfway)
),
person_starts AS MATERIALIZED (
    SELECT * FROM unnest(%(start_persons)s::bigint[], %(person_starts)s::timestamptz[], %(person_planned)s::boolean[],
                         %(person_asks)s::boolean[], %(person_halfway)s::timestamptz[])
    AS s(id, start, planned, asks, halfway)
),
days AS (
    SELECT p.id AS person_id, p.name, p.nip, p.job_title, p.unit_id, u.path, u.name AS unit,
           i.at AS in_at, i.outcome AS in_outcome, i.witnessed AS in_witnessed, i.time_mark AS in_mark,
           i.public_id AS in_id,
           o.at AS out_at, o.outcome AS out_outcome, o.witnessed AS out_witnessed, o.time_mark AS out_mark,
           o.public_id AS out_id,
           d.person_id IS NOT NULL AS enrolled,
           d.person_id IS NULL AND p.unit_id <> ALL(%(unopened_units)s) AS to_enrol,
           COALESCE(l.until, a.start) AS start_at, a.planned AS start_planned, a.asks, w.kind AS away_kind,
           f.kind AS part_kind, f.extent AS part_extent, f.begins AS part_begins, f.ends AS part_ends,
           -- 07.30.59 is still 07.30; who comes in on a day of leave is not late
           COALESCE(i.counts AND w.kind IS NULL AND i.at >= COALESCE(l.until, a.start) + interval '1 minute', FALSE)
               AS late,
           CASE
               WHEN 'review' IN (i.outcome, o.outcome) THEN 'review'
               WHEN i.outcome IN ('waiting', 'error') OR o.outcome IN ('waiting', 'error') THEN 'waiting'
               WHEN COALESCE(o.outcome, i.outcome) = 'step_up' THEN 'step_up'
               WHEN o.outcome = 'accepted' THEN 'out'
               WHEN i.outcome = 'accepted' AND i.witnessed THEN 'witness'
               WHEN i.outcome = 'accepted' THEN 'in'
               WHEN COALESCE(o.outcome, i.outcome) IS NOT NULL THEN 'declined'
               WHEN p.unit_id = ANY(%(quiet_units)s) THEN 'quiet'
               WHEN w.kind IS NOT NULL THEN 'away'
               WHEN NOT a.asks THEN 'off'
               WHEN l.until > %(now)s THEN 'later'
               ELSE 'not_yet'
           END AS state
    FROM crowd
    JOIN people_person p ON p.id = crowd.id
    JOIN people_unit u ON u.id = p.unit_id
    LEFT JOIN unit_starts us ON us.id = p.unit_id
    LEFT JOIN person_starts ps ON ps.id = p.id
    CROSS JOIN LATERAL (
        -- the hours of a unit are its full-time people's; whether it works that day is everybody's
        SELECT CASE WHEN ps.id IS NOT NULL THEN ps.start WHEN p.employment <> 'PPPK_PW' THEN us.start END AS start,
               CASE WHEN ps.id IS NOT NULL THEN ps.planned WHEN p.employment <> 'PPPK_PW' THEN us.planned END
                   AS planned,
               CASE WHEN ps.id IS NOT NULL THEN ps.asks ELSE us.asks END AS asks,
               CASE WHEN ps.id IS NOT NULL THEN ps.halfway ELSE us.halfway END AS halfway
    ) a
    LEFT JOIN freed f ON f.person_id = p.id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN f.extent = %(first_half)s AND a.start IS NOT NULL
                    THEN GREATEST(COALESCE(a.halfway, f.ends), a.start)
                    WHEN f.extent = %(times)s AND f.begins <= a.start AND f.ends > a.start THEN f.ends END AS until
    ) l
    LEFT JOIN best i ON i.person_id = p.id AND i.purpose = 'in'
    LEFT JOIN best o ON o.person_id = p.id AND o.purpose = 'out'
    LEFT JOIN away w ON w.person_id = p.id
    LEFT JOIN enrolment_device d ON d.person_id = p.id AND d.revoked_at IS NULL
)"""

PAGE = """
WITH {best},{away},{freed},{days},
tally AS MATERIALIZED (
    SELECT jsonb_object_agg(state, n) AS tally FROM (SELECT state, count(*) AS n FROM days GROUP BY state) s
),
others AS MATERIALIZED (
    SELECT count(*) FILTER (WHERE late) AS late, count(*) FILTER (WHERE to_enrol) AS unenrolled FROM days
),
page AS MATERIALIZED (
    SELECT *, count(*) OVER () AS found FROM days
    WHERE (%(state)s = '' OR state = %(state)s)
      AND (NOT %(late)s OR late) AND (NOT %(unenrolled)s OR to_enrol)
    ORDER BY path, name, person_id LIMIT %(limit)s OFFSET %(offset)s
)
SELECT tally, others.late AS tally_late, others.unenrolled AS tally_unenrolled, page.*
FROM tally CROSS JOIN others LEFT JOIN page ON TRUE
ORDER BY path, name, person_id
"""

BY_UNIT = """
WITH {best},{away},{freed},{days}
SELECT unit_id, path, state, count(*) AS people, count(*) FILTER (WHERE late) AS late,
       count(*) FILTER (WHERE enrolled) AS enrolled
FROM days GROUP BY unit_id, path, state
"""

WEEK = """
WITH {best},{away}
SELECT person_id, day, outcome, witnessed, at FROM best WHERE purpose = 'in'
UNION ALL
SELECT person_id, day, 'away', FALSE, NULL FROM away
WHERE NOT EXISTS (SELECT FROM best b WHERE b.purpose = 'in' AND (b.person_id, b.day) = (away.person_id, away.day))
"""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a day is measured by: when it begins for whom; in `quiet_units` nobody is expected to check in yet, in
    `unopened_units` nobody to enrol either.
    """

    starts: Starts
    quiet_units: Sequence[int] = ()
    unopened_units: Sequence[int] = ()

    def values(self) -> dict[str, Any]:
        return {
            **self.starts.values(),
            "quiet_units": list(self.quiet_units),
            "unopened_units": list(self.unopened_units),
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows of the board are wanted. `state` is one of STATES or empty for all; pages count from 1."""

    state: str = ""
    late: bool = False
    unenrolled: bool = False
    page: int = 1
    size: int = 60


@dataclass(frozen=True, slots=True)
class DayPage:
    """One page of a crowd's day: rows as the columns of DAYS, and how many there are of each state."""

    rows: tuple[Mapping[str, Any], ...]
    tally: Mapping[str, int]
    late: int
    unenrolled: int
    found: int

    @property
    def total(self) -> int:
        return sum(self.tally.values())


def day_page(people: QuerySet[Person], day: dt.date, yardstick: Yardstick, asked: Asked, now: dt.datetime) -> DayPage:
    """One page of the people's day, ordered by unit and name. One query, whatever the crowd."""
    rows = _run(
        PAGE,
        people,
        first=day,
        last=day,
        **yardstick.values(),
        now=now,
        state=asked.state,
        late=asked.late,
        unenrolled=asked.unenrolled,
        limit=asked.size,
        offset=(asked.page - 1) * asked.size,
    )
    head = rows[0]
    shown = tuple(row for row in rows if row["person_id"] is not None)
    found = shown[0]["found"] if shown else 0
    return DayPage(shown, json.loads(head["tally"] or "{}"), head["tally_late"], head["tally_unenrolled"], found)


def day_by_unit(people: QuerySet[Person], day: dt.date, yardstick: Yardstick, now: dt.datetime) -> list[dict[str, Any]]:
    """Counts by unit and state: unit_id, path, state, people, late, enrolled. One query; names nobody."""
    return _run(BY_UNIT, people, first=day, last=day, now=now, **yardstick.values())


def week_of(person_ids: Sequence[int], first: dt.date, last: dt.date) -> dict[tuple[int, dt.date], dict[str, Any]]:
    """How each day between two dates began, by person and day, for the people of one page. One query.

    `outcome` is `away`, and `at` None, where leave or duty takes the whole day and nobody came.
    """
    people = Person.objects.filter(pk__in=person_ids)
    return {(row["person_id"], row["day"]): row for row in _run(WEEK, people, first=first, last=last)}


def _run(query: str, people: QuerySet[Person], *, first: dt.date, last: dt.date, **values: Any) -> list[dict[str, Any]]:
    """Run one of the statements above over the people of a queryset and the days between two; rows as dicts."""
    crowd, crowd_values = _as_sql(people)
    text = query
    for name, part in (("days", DAYS), ("best", BEST), ("away", AWAY), ("freed", FREED), ("crowd", crowd)):
        text = text.replace(f"{{{name}}}", part)
    values |= {"first": first, "last": last, "rank": list(RANK), **away_values(first, last), **crowd_values}
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _as_sql(people: QuerySet[Person]) -> tuple[str, dict[str, Any]]:
    """The ids of a queryset as a subquery with named values."""
    try:
        text, values = people.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django's way to say that nobody can match
        return "SELECT NULL::bigint AS id WHERE FALSE", {}
    numbers = itertools.count()
    text = re.sub(r"%s", lambda _: f"%(crowd{next(numbers)})s", text)
    named = {f"crowd{number}": value for number, value in enumerate(values)}
    return "SELECT id FROM (" + text + ") c(id)", named  # noqa: S608 - Django's own text, its values stay values
