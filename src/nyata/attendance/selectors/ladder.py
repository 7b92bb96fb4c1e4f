"""Who stands where on the ladder of absence: counted from records, proposed to people, decided by nobody here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from nyata.attendance.columns import ASKED
from nyata.attendance.selectors.reach import Reach
from nyata.attendance.selectors.stages import RANGES, Stage, stage_spans, within
from nyata.core.discipline import Ladder, Standing, ladder_of, standing
from nyata.core.worktime.columns import Status
from nyata.core.worktime.law import EMPLOYMENTS
from nyata.people.models import Person
from nyata.people.selectors import placements
from nyata.people.tables import table
from nyata.rules.selectors import policy_on

# Absences of the period; the partial index of absent days holds little else.
ABSENT = f"""
SELECT r.person_id FROM attendance_dayrecord r JOIN people_person p ON p.id = r.person_id
JOIN people_unit u ON u.id = p.unit_id
WHERE r.current AND r.status = {Status.ABSENT:d} AND r.day BETWEEN %(first)s AND %(last)s AND p.is_active
  AND (%(everybody)s OR u.path LIKE ANY(%(paths)s)) AND (%(only)s IS NULL OR p.id = %(only)s)
GROUP BY r.person_id HAVING count(*) >= %(least)s
"""  # noqa: S608 - a number of a closed list
DAYS = """
SELECT r.person_id, r.day, r.day AS last, r.status FROM attendance_dayrecord r
WHERE r.current AND r.person_id = ANY(%(people)s) AND r.day BETWEEN %(first)s AND %(last)s
  AND r.status = ANY(%(asked)s)
ORDER BY r.person_id, r.day
"""
DAYS_SCHEMA = pl.Schema({"person": pl.Int32, "first": pl.Date, "last": pl.Date, "status": pl.Int8})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who stands on a rung, or is about to."""

    person: Person
    standing: Standing
    ladder: Ladder


def candidates(reach: Reach, today: dt.date) -> list[Candidate]:
    """People of the actor's reach who reached a rung or are to be told of one, the most days first; never oneself.

    Seven queries, however many people.
    """
    paths = None if reach.paths is None else [f"{path}%" for path in reach.authority.supervises]
    found = _standings(today, paths=paths)
    people = {one.pk: one for one in Person.objects.filter(pk__in=found).select_related("unit")}
    listed = [
        Candidate(people[pk], *stands)
        for pk, stands in found.items()
        if pk != reach.authority.person.pk and (stands[0].reached or stands[0].is_warned or stands[0].stops_salary)
    ]
    return sorted(listed, key=lambda one: (-one.standing.absent, one.person.name))


def own_standing(person: Person, today: dt.date) -> tuple[Standing, Ladder] | None:
    """Where a person stands, or None without an absence or without a ladder."""
    return _standings(today, only=person.pk).get(person.pk)


def _standings(
    today: dt.date, *, paths: Sequence[str] | None = None, only: int | None = None
) -> dict[int, tuple[Standing, Ladder]]:
    ladders = {employment: ladder_of(policy_on(today, employment=employment)) for employment in EMPLOYMENTS}
    known = {employment: ladder for employment, ladder in ladders.items() if ladder}
    if not known:
        return {}
    first, last = today.replace(month=1, day=1), today - dt.timedelta(days=1)  # PP 94/2021 Ps 15(1): a calendar year
    least = min(one.rungs[0].from_days - one.lead for one in known.values())
    values = {"first": first, "last": last, "everybody": paths is None, "paths": list(paths or ()), "only": only,
              "least": max(1, least)}  # fmt: skip
    people = table(ABSENT, values, pl.Schema({"person": pl.Int32}))["person"].to_list()
    if not people:
        return {}
    asked = {"people": people, "first": first, "last": last, "asked": [int(one) for one in ASKED]}
    counted, employed = _counted(people, set(known), first, last)
    rows = within(table(DAYS, asked, DAYS_SCHEMA), counted).select("person", "first", "status").iter_rows()
    return {
        person: (standing([(day, status == Status.ABSENT) for _, day, status in days], ladder), ladder)
        for person, days in groupby(rows, key=lambda row: row[0])
        if (ladder := known.get(employed.get(person, "")))
    }


def _counted(
    people: Sequence[int], employments: set[str], first: dt.date, last: dt.date
) -> tuple[pl.DataFrame, dict[int, str]]:
    """RANGES of days that count: in a unit that was live, as somebody who has a ladder; and what everybody is now."""
    placed = placements(people, first, last)
    spans = stage_spans({one.path for one in placed}, first, last)
    rows = [
        (one.person_id, max(one.first, span.first), min(one.last, span.last))
        for one in placed
        if one.employment in employments
        for span in spans[one.path]
        if span.stage == Stage.LIVE and span.first <= one.last and span.last >= one.first
    ]
    return pl.DataFrame(rows, schema=RANGES, orient="row"), {one.person_id: one.employment for one in placed}
