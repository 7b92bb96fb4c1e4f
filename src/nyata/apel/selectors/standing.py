"""How a session stands: still to come, open, over, called off, or suspended by a rule, with the reason in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nyata.apel.models import Session
from nyata.apel.terms import rule_in_ramadan, rule_on_days_off
from nyata.schedules.models import Calendar, CalendarDay
from nyata.schedules.selectors import Fasting, fasting


class Is(StrEnum):
    COMING = "coming"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Standing:
    """`why`: a sentence where the session is not held. `source`: the document by which it is suspended."""

    state: Is
    why: str = ""
    source: str = ""

    @property
    def is_held(self) -> bool:
        return self.state not in (Is.CANCELLED, Is.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Stood:
    """A session with how it stands."""

    session: Session
    standing: Standing


def stood(sessions: QuerySet[Session] | Sequence[Session], now: dt.datetime) -> list[Stood]:
    """Sessions in their order, each with how it stands. Two queries beside the sessions' own."""
    rows = list(sessions)
    if not rows:
        return []
    first, last = min(one.day for one in rows), max(one.day for one in rows)
    fasts, free = fasting(first, last), _days_off(first, last)
    return [Stood(one, _standing(one, fasts, free, now)) for one in rows]


def standing_of(session: Session, now: dt.datetime) -> Standing:
    """How one session stands. Two queries."""
    return stood([session], now)[0].standing


def _standing(session: Session, fasts: Sequence[Fasting], free: dict[dt.date, str], now: dt.datetime) -> Standing:
    if session.cancelled_at is not None:
        return Standing(Is.CANCELLED, _("Dibatalkan: %(why)s") % {"why": session.cancelled_why})
    day = session.day
    if (
        any(fast.first <= day <= fast.last for fast in fasts)
        and not (rule := rule_in_ramadan(session.kind, day)).is_held
    ):
        return Standing(Is.SUSPENDED, _("Ditiadakan selama bulan Ramadan"), rule.source)
    if day in free and not (rule := rule_on_days_off(session.kind, day)).is_held:
        return Standing(Is.SUSPENDED, _("Ditiadakan karena hari libur: %(name)s") % {"name": free[day]}, rule.source)
    if now < session.opens_at:
        return Standing(Is.COMING)
    return Standing(Is.OPEN if now < session.closes_at else Is.OVER)


def _days_off(first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Days that the regency's calendar frees, with their names: the newest decision on each holds. One query."""
    newest = (
        CalendarDay.objects.filter(calendar__kind=Calendar.Kind.REGENCY, day__range=(first, last))
        .order_by("day", "-pk")
        .distinct("day")
    )
    return {one.day: one.name for one in newest if one.off}
