"""Sealed lists added up: by OPD and month, by person, and who missed which session."""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

import polars as pl

from nyata.apel.kinds import State
from nyata.apel.models import RollLine, Session
from nyata.people.models import Unit
from nyata.people.tables import table


class Missed(NamedTuple):
    """A session that somebody was expected at, and of which nothing is known: by the newest version of its list."""

    person_id: int
    session_id: int
    day: dt.date
    kind: str


def missed(person_ids: Collection[int] | None, first: dt.date, last: dt.date) -> list[Missed]:
    """What these people (None: everybody) missed on days from `first` to `last`, by person and day; only lists that
    are closed, held sessions. One query.
    """
    found = RollLine.objects.filter(current=True, state=State.MISSED, session__day__range=(first, last))
    found = found.filter(session__cancelled_at=None)
    if person_ids is not None:
        found = found.filter(person__in=list(person_ids))
    rows = found.order_by("person_id", "session__day", "session_id").values_list(
        "person_id", "session_id", "session__day", "session__kind"
    )
    return [Missed(*row) for row in rows]


# Lines of lists that are closed, with OPD and unit as on the day of the session.
_LINES = """
SELECT split_part(u.path, '.', 1)::bigint AS opd, o.name AS opd_name, date_trunc('month', s.day)::date AS month,
       r.person_id AS person, w.name, w.nip, u.name AS unit, r.state, r.late, s.kind
FROM apel_rollline r
JOIN apel_session s ON s.id = r.session_id
JOIN people_unit u ON u.id = r.unit_id
JOIN people_unit o ON o.id = split_part(u.path, '.', 1)::bigint
JOIN people_person w ON w.id = r.person_id
WHERE r.current AND r.state <> %(gone)s AND s.cancelled_at IS NULL AND s.day BETWEEN %(first)s AND %(last)s
  AND u.path LIKE %(path)s
ORDER BY o.name, u.path, w.name, r.person_id, s.day
"""
_SCHEMA = pl.Schema(
    {
        "opd": pl.Int64, "opd_name": pl.String, "month": pl.Date, "person": pl.Int32, "name": pl.String,
        "nip": pl.String, "unit": pl.String, "state": pl.Int8, "late": pl.Int32, "kind": pl.String,
    }
)  # fmt: skip
SUMS = ("invited", "present", "late", "late_minutes", "excused", "open", "missed")


def _lines(first: dt.date, last: dt.date, opd: Unit | None) -> pl.DataFrame:
    values: dict[str, Any] = {
        "first": first, "last": last, "path": f"{opd.path if opd else ''}%", "gone": int(State.NOT_INVITED),
    }  # fmt: skip
    return table(_LINES, values, _SCHEMA)


def _sums() -> list[pl.Expr]:
    state = pl.col("state")
    is_late = (state == int(State.PRESENT)) & (pl.col("late") > 0)
    return [
        pl.len().alias("invited"),
        (state == int(State.PRESENT)).sum().alias("present"),
        is_late.sum().alias("late"),
        pl.when(is_late).then("late").otherwise(0).sum().alias("late_minutes"),
        (state == int(State.EXCUSED)).sum().alias("excused"),
        state.is_in([int(State.REVIEW), int(State.ASKED)]).sum().alias("open"),
        (state == int(State.MISSED)).sum().alias("missed"),
    ]


def by_opd(first: dt.date, last: dt.date, opd: Unit | None = None) -> pl.DataFrame:
    """One row for each OPD and month: opd, opd_name, month and SUMS, by name and month. One query."""
    return _lines(first, last, opd).group_by("opd", "opd_name", "month", maintain_order=True).agg(_sums()).sort(
        "opd_name", "opd", "month"
    )  # fmt: skip


def by_person(first: dt.date, last: dt.date, opd: Unit | None = None) -> pl.DataFrame:
    """One row for each person of an OPD: opd, opd_name, person, name, nip, unit and SUMS. One query."""
    lines = _lines(first, last, opd)
    return lines.group_by("opd", "opd_name", "person", maintain_order=True).agg(
        pl.col("name", "nip").first(), pl.col("unit").last(), *_sums()
    )


def sessions_between(first: dt.date, last: dt.date) -> int:
    """How many lists of these days are closed. One query."""
    return Session.objects.filter(day__range=(first, last), sealed_version__gt=0, cancelled_at=None).count()
