"""Rows of the board as a page shows them: the day of each person in words, their week, their stage."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from nyata.boards.hours import minutes_after
from nyata.boards.words import AWAY, STATES, State, away_of
from nyata.leave.kinds import Extent, nature_of
from nyata.people.models import RolloutDecision

Stage = RolloutDecision.Stage
QUIET = (Stage.NOT_STARTED, Stage.REGISTRATION)


@dataclass(frozen=True, slots=True)
class Coming:
    """One coming in or going out: the counted time, whether it was witnessed, and the attempt to open."""

    at: dt.datetime
    outcome: str
    witnessed: bool
    offline: bool
    attempt: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Part:
    """Half a day or some hours that are taken in force. Which leave it is, is for those who decide on it."""

    is_duty: bool
    extent: Extent
    begins: dt.datetime
    ends: dt.datetime


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the small strip: `tone` is done, asked, absent, off or ahead."""

    day: dt.date
    tone: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person on one day. `attempt` is None where there is nothing that the actor may open.

    `away`: a code of AWAY where that is the row's state. `start_at`: when they are waited for, after the
    part of the day that is taken.
    """

    person_id: int
    name: str
    nip: str
    job_title: str
    state: State
    away: str | None
    coming: Coming | None
    going: Coming | None
    late_minutes: int
    start_at: dt.datetime | None
    start_planned: bool
    part: Part | None
    to_enrol: bool
    week: tuple[WeekDay, ...]
    attempt: uuid.UUID | None

    @property
    def offline(self) -> bool:
        return bool((self.coming and self.coming.offline) or (self.going and self.going.offline))


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one unit, with the unit's stage."""

    unit_id: int
    unit: str
    stage: Stage
    rows: tuple[Row, ...]


def groups(
    found: Sequence[Mapping[str, Any]],
    *,
    working: Set[tuple[int, dt.date]],
    week: Mapping[tuple[int, dt.date], Mapping[str, Any]],
    days: Sequence[dt.date],
    today: dt.date,
    stages: Mapping[int, Stage],
    openable: tuple[str, ...] | None,
) -> list[Group]:
    """The rows of one page by unit, in their order.

    `working`: on which days of the week who is asked to work. `openable`: paths of units whose attempts the actor may
    open, None for all; others' states are shown, their attempts are not.
    """
    made: list[Group] = []
    for (unit_id, unit), members in groupby(found, key=lambda row: (row["unit_id"], row["unit"])):
        rows = tuple(
            _row(
                row,
                week=tuple(_week_day((row["person_id"], day), week, today, working) for day in days),
                opens=openable is None or row["path"].startswith(openable),
            )
            for row in members
        )
        made.append(Group(unit_id, unit, stages.get(unit_id, Stage.NOT_STARTED), rows))
    return made


def _row(row: Mapping[str, Any], *, week: tuple[WeekDay, ...], opens: bool) -> Row:
    coming, going = _coming(row, "in", opens), _coming(row, "out", opens)
    first, last = (coming.attempt if coming else None), (going.attempt if going else None)
    away = away_of(row["away_kind"]) if row["state"] == "away" else None
    newest = first if coming and coming.outcome == "review" else last or first
    return Row(
        person_id=row["person_id"],
        name=row["name"],
        nip=row["nip"],
        job_title=row["job_title"],
        state=AWAY[away] if away else STATES[row["state"]],
        away=away,
        coming=coming,
        going=going,
        late_minutes=minutes_after(row["start_at"], row["in_at"]) if row["late"] else 0,
        start_at=row["start_at"],
        start_planned=bool(row["start_planned"]),
        part=_part(row),
        to_enrol=row["to_enrol"],
        week=week,
        attempt=newest,
    )


def _part(row: Mapping[str, Any]) -> Part | None:
    if row["part_kind"] is None:
        return None
    is_duty = nature_of(row["part_kind"]).is_duty
    return Part(is_duty, Extent(row["part_extent"]), row["part_begins"], row["part_ends"])


def _coming(row: Mapping[str, Any], purpose: str, opens: bool) -> Coming | None:
    if row[f"{purpose}_at"] is None:
        return None
    return Coming(
        at=row[f"{purpose}_at"],
        outcome=row[f"{purpose}_outcome"],
        witnessed=row[f"{purpose}_witnessed"],
        offline=row[f"{purpose}_mark"] != "live",
        attempt=row[f"{purpose}_id"] if opens else None,
    )


def _week_day(
    key: tuple[int, dt.date],
    week: Mapping[tuple[int, dt.date], Mapping[str, Any]],
    today: dt.date,
    working: Set[tuple[int, dt.date]],
) -> WeekDay:
    found, day = week.get(key), key[1]
    is_away = found is not None and found["outcome"] == "away"
    if found is not None and not is_away:
        done = found["outcome"] == "accepted"
        return WeekDay(day, "done" if done else "asked", found["at"] if done else None)
    if day > today:
        return WeekDay(day, "ahead", None)
    return WeekDay(day, "absent" if key in working and not is_away else "off", None)


def week_around(day: dt.date) -> list[dt.date]:
    """Monday to Saturday of the day's week, and Sunday when the day is one."""
    monday = day - dt.timedelta(days=day.isoweekday() - 1)
    return [monday + dt.timedelta(days=number) for number in range(7 if day.isoweekday() == 7 else 6)]
