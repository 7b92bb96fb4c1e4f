"""What every page of attendance asks first: who is here, what may they read today, which days are shown."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from nyata.attendance.period import Period, month_after, month_before, period
from nyata.attendance.selectors.reach import Reach, reach_of, units_in
from nyata.attendance.services.reckoning import minute_now
from nyata.people.models import Person, Unit
from nyata.people.selectors import authority_of, placements
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


def unit_asked(request: HttpRequest, who: Visitor) -> Unit | None:
    """The unit asked for; the first that the actor may read where none is. 404 for one that is not theirs."""
    pk = number(request.GET.get("unit") or request.POST.get("unit"))
    if pk is None:
        return units_in(who.reach).filter(is_active=True).first()
    found = units_in(who.reach).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_of_month(who: Visitor, pk: int | None, days: Period) -> tuple[Person, Callable[[dt.date], bool]]:
    """Whose month is asked for, and which of its days the actor may read: those in a unit of theirs.

    Oneself without `pk`. 404 where it is none of them.
    """
    if pk is None or pk == who.person.pk:
        return who.person, lambda day: True
    spans = [(one.first, one.last) for one in placements([pk], days.first, days.last) if who.reach.holds(one.path)]
    person = Person.objects.select_related("unit").filter(pk=pk).first()
    if person is None or not spans:
        raise Http404
    return person, lambda day: any(first <= day <= last for first, last in spans)
