"""GET /api/v1/team/today: the people one sees and what their day has become, for second clients."""

import datetime as dt
import uuid
from dataclasses import asdict
from typing import Annotated, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.security import django_auth

from nyata.boards.rows import Coming, Group, Row
from nyata.boards.selectors.board import PAGE_SIZE, Question, board_of
from nyata.boards.selectors.days import Asked
from nyata.boards.words import STATES
from nyata.people.models import Person
from nyata.people.nip import masked
from nyata.people.selectors import authority_of

router = Router()


class Filter(Schema):
    """`state`: one of the states of a row, empty for all. `search`: words of a name or a unit, or a whole NIP."""

    state: str = Field("", pattern=f"^({'|'.join(STATES)})?$")
    search: str = Field("", max_length=60)
    page: int = Field(1, ge=1, le=10_000)


class Side(Schema):
    """A coming in or going out: when it counts or was acted, by which outcome."""

    at: dt.datetime
    outcome: str
    witnessed: bool
    offline: bool
    attempt: uuid.UUID | None


class Member(Schema):
    """One person today. `late_minutes` is against their schedule, else the standard hours (`late_source`).

    `away`: leave, duty or released where the state is `away`, else null.
    """

    name: str
    nip: str  # masked
    job_title: str
    unit: str
    stage: str
    state: str
    away: str | None
    coming: Side | None
    going: Side | None
    late_minutes: int


class Team(Schema):
    """One page of the people one sees. `counts` by state are of all pages."""

    day: dt.date
    late_source: str
    counts: dict[str, int]
    found: int
    page: int
    pages: int
    people: list[Member]


@router.get("/team/today", response=Team, auth=django_auth, summary="The people one sees, and their day")
def team_today(request: HttpRequest, response: HttpResponse, wanted: Annotated[Filter, Query()]) -> Team:
    """Supervisors and operators see those below their posts, HR and auditors everybody, others nobody."""
    now = timezone.now()
    today = timezone.localdate(now)
    question = Question(Asked(wanted.state, page=wanted.page, size=PAGE_SIZE), today, wanted.search)
    found = board_of(authority_of(cast(Person, request.user), today), question, today=today, now=now)
    response.headers["Cache-Control"] = "private, no-store"
    return Team(
        day=today,
        late_source=found.start.source,
        counts=dict(found.tally),
        found=found.found,
        page=wanted.page,
        pages=found.pages,
        people=[_member(group, row) for group in found.groups for row in group.rows],
    )


def _member(group: Group, row: Row) -> Member:
    return Member(
        name=row.name,
        nip=masked(row.nip),
        job_title=row.job_title,
        unit=group.unit,
        stage=group.stage,
        state=row.state.code,
        away=row.away,
        coming=_side(row.coming),
        going=_side(row.going),
        late_minutes=row.late_minutes,
    )


def _side(coming: Coming | None) -> Side | None:
    return Side(**asdict(coming)) if coming else None
