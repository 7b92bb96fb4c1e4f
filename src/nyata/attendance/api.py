"""Days for second clients: one's own month with its reasons, and the months of the people one leads."""

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.security import django_auth

from nyata.attendance.codes import LEGEND, code_of
from nyata.attendance.models import DayRecord
from nyata.attendance.period import Period, period
from nyata.attendance.selectors import month as days
from nyata.attendance.selectors.pages import grid, page_of
from nyata.attendance.selectors.reach import reach_of, units_in
from nyata.attendance.services.reckoning import minute_now
from nyata.attendance.words import story
from nyata.core.policy import Policy
from nyata.core.worktime.columns import Status, moment_of
from nyata.people.nip import masked
from nyata.people.selectors import authority_of
from nyata.people.selectors.asking import person_of
from nyata.schedules.selectors.holidays import holiday_names

router = Router()
MONTH = r"^20\d\d-(0[1-9]|1[0-2])$"


class Span(Schema):
    """Which days: a month, or from a day of one to a day of the next (from_day 26, to_day 25). This month without."""

    month: str = Field("", pattern=f"{MONTH}|^$", examples=["2026-09"])
    from_day: int = Field(1, ge=1, le=31)
    to_day: int | None = Field(None, ge=1, le=31)

    def days(self, today: dt.date) -> Period:
        first = dt.date.fromisoformat(f"{self.month}-01") if self.month else today.replace(day=1)
        return period(first, self.from_day, self.to_day)


class Reason(Schema):
    """One sentence of a day, and the rule it follows from ("" where none is named)."""

    sentence: str
    source: str


class Day(Schema):
    """One day. Times are those of the wall clock in Jakarta, without a zone; minutes are whole.

    `provisional`: it will be reckoned again by itself. `title` and `reasons` are words for the person.
    """

    day: dt.date
    code: str
    status: str
    title: str
    reasons: list[Reason]
    holiday: str
    start: dt.datetime | None
    end: dt.datetime | None
    first_in: dt.datetime | None
    last_out: dt.datetime | None
    owed: int
    credited: int
    late: int
    early: int
    provisional: bool


class Month(Schema):
    """Days of which something is known, and minutes over them. `code`s are explained by `GET /api/v1/days/codes`."""

    first: dt.date
    last: dt.date
    days: list[Day]
    owed: int
    credited: int
    late: int
    early: int


class TeamSpan(Span):
    """`unit`: one that the actor leads, 0 for the first of them. `search`: words of a name, or a whole NIP."""

    unit: int = Field(0, ge=0, lt=2**63)
    search: str = Field("", max_length=120)
    page: int = Field(1, ge=1, le=10_000)


class Member(Schema):
    """One person: the code of each day on record there, and how many days and minutes."""

    id: int
    name: str
    nip: str  # masked
    unit: str
    days: dict[str, str]  # by ISO date
    present: int
    absent: int
    late: int


class Team(Schema):
    """One page of the people of a unit and of those below it, those who moved with their days there only."""

    unit: int
    name: str
    first: dt.date
    last: dt.date
    found: int
    page: int
    pages: int
    people: list[Member]


@router.get("/days", response=Month, auth=django_auth, summary="One's own month with the reasons of each day")
def own_month(request: HttpRequest, response: HttpResponse, wanted: Annotated[Span, Query()]) -> Month:
    """Own balances and requests are at `GET /api/v1/leave`."""
    now = timezone.now()
    today, person = timezone.localdate(now), person_of(request)
    shown = wanted.days(today)
    found = days.month_of(person.pk, shown.first, shown.last, today=today, as_of=minute_now(now))
    rules = days.rules_of(found.values(), person.pk)
    holidays = holiday_names(person.pk, shown.first, shown.last)
    made = [_day(day, record, rules[day], holidays) for day, record in found.items()]
    response.headers["Cache-Control"] = "private, no-store"
    return Month(
        first=shown.first,
        last=shown.last,
        days=made,
        **{name: sum(getattr(one, name) for one in made) for name in ("owed", "credited", "late", "early")},
    )


def _day(day: dt.date, record: DayRecord, rules: Policy, holidays: dict[dt.date, str]) -> Day:
    told = story(record, rules)
    return Day(
        day=day,
        code=code_of(record),
        status=Status(record.status).name.lower(),
        title=told.title,
        reasons=[Reason(sentence=line.text, source=line.source) for line in told.lines],
        holiday=holidays.get(day, ""),
        start=_moment(record.start),
        end=_moment(record.end),
        first_in=_moment(record.first_in),
        last_out=_moment(record.last_out),
        owed=record.owed,
        credited=record.credited,
        late=record.late,
        early=record.early,
        provisional=not record.version,
    )


def _moment(minute: int | None) -> dt.datetime | None:
    return None if minute is None else moment_of(minute)


@router.get("/days/codes", response=dict[str, str], auth=django_auth, summary="What each code of a day means")
def codes(request: HttpRequest) -> dict[str, Any]:
    """Codes such as TL1/PSW2 are two of them beside each other; a number is the band."""
    return {code: str(meaning) for code, meaning in LEGEND.items()}


@router.get("/team/days", response=Team, auth=django_auth, summary="A month of the people one leads, day by day")
def team_month(request: HttpRequest, response: HttpResponse, wanted: Annotated[TeamSpan, Query()]) -> Team:
    """Supervisors and operators see the units of their posts, HR and auditors every unit; fifty people a page.

    404 for a unit that is not theirs, and for who leads none.
    """
    today = timezone.localdate()
    units = units_in(reach_of(authority_of(person_of(request), today)))
    unit = units.filter(pk=wanted.unit).first() if wanted.unit else units.filter(is_active=True).first()
    if unit is None:
        raise Http404
    shown = wanted.days(today)
    page = page_of(shown, unit, number=wanted.page, words=wanted.search)
    response.headers["Cache-Control"] = "private, no-store"
    return Team(
        unit=unit.pk,
        name=unit.name,
        first=shown.first,
        last=shown.last,
        found=page.total,
        page=page.number,
        pages=page.count,
        people=[
            Member(
                id=row.person["person"],
                name=row.person["name"],
                nip=masked(row.person["nip"]),
                unit=row.person["unit"],
                days={one.day.isoformat(): one.code for one in row.squares if one.is_known},
                present=row.person["present"],
                absent=row.person["absent"],
                late=row.person["late"],
            )
            for row in grid(page)
        ],
    )
