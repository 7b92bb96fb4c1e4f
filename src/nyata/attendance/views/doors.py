"""What every page of attendance asks first: who is here, what may they read today, which days are shown."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nyata.attendance.period import Period, month_after, month_before, period
from nyata.attendance.refusals import Refused
from nyata.attendance.selectors.reach import Reach, reach_of
from nyata.attendance.services.reckoning import minute_now
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.people.selectors.asking import person_of

FIRST_MONTH = dt.date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, whose days they may read, and the time. The clock is read here, once a request."""

    person: Person
    reach: Reach
    now: dt.datetime
    today: dt.date

    @property
    def minute(self) -> int:
        return minute_now(self.now)


@dataclass(frozen=True, slots=True)
class Shown:
    """The days a page shows, and the months beside them. `after` is None where it is still to come."""

    days: Period
    month: dt.date
    before: dt.date
    after: dt.date | None
    from_day: int
    to_day: int | None

    @property
    def query(self) -> str:
        """How the address names these days."""
        own = f"&dari={self.from_day}" if self.from_day != 1 else ""
        return f"bulan={self.month:%Y-%m}{own}" + (f"&sampai={self.to_day}" if self.to_day else "")


def visitor(request: HttpRequest) -> Visitor:
    """Who asks. One query."""
    now = timezone.now()
    today = timezone.localdate(now)
    person = person_of(request)
    return Visitor(person, reach_of(authority_of(person, today)), now, today)


def officer(request: HttpRequest) -> Visitor:
    """Somebody who may read the days of others. Raises PermissionDenied for anybody else."""
    found = visitor(request)
    if found.reach.is_empty:
        raise PermissionDenied
    return found


def shown(request: HttpRequest, today: dt.date) -> Shown:
    """The days of ?bulan=2026-09&dari=26&sampai=25; this month for anything that cannot be read."""
    from_day, to_day = _day(request.GET.get("dari")) or 1, _day(request.GET.get("sampai"))
    latest = today.replace(day=1)
    if to_day and to_day < from_day <= today.day:
        latest = month_after(today)
    try:
        month = dt.date.fromisoformat(f"{request.GET.get('bulan', '')}-01")
    except ValueError:
        month = latest
    month = max(min(month, latest), FIRST_MONTH)
    after = month_after(month)
    return Shown(
        period(month, from_day, to_day),
        month,
        month_before(month),
        after if after <= latest else None,
        from_day,
        to_day,
    )


def _day(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and 1 <= int(words[:3]) <= 31 else None


def number(words: str | None) -> int | None:
    """A positive number of an address, or None."""
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 18 else None


def done(request: HttpRequest, address: str, words: Any, act: Callable[[], object]) -> HttpResponse:
    """Carry out what a button says and go on to `address`, with a message either way."""
    try:
        act()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, words)
    return redirect(address)
