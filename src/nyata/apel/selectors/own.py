"""What a person reads of their own apel: the next one, those that were, their reasons."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nyata.apel.kinds import State
from nyata.apel.models import Reason, RollLine, Session
from nyata.apel.selectors.invited import inviting
from nyata.apel.selectors.lines import Line, lines_of, sealed_lines
from nyata.apel.selectors.standing import Is, Standing, stood
from nyata.people.models import Person

DAY = dt.timedelta(days=1)
AHEAD = DAY * 31
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Next:
    """The next session that a person is invited to and that is held; `standing` tells whether it is open."""

    session: Session
    standing: Standing

    @property
    def is_open(self) -> bool:
        return self.standing.state == Is.OPEN


@dataclass(frozen=True, slots=True)
class Own:
    """A session of a person, how it stands, their line in it (None: still to come) and the reason that stands."""

    session: Session
    standing: Standing
    line: Line | None
    reason: Reason | None

    @property
    def may_say_why(self) -> bool:
        """Whether a reason is of use: held, and nothing settles it yet."""
        open_line = self.line is None or self.line.state in (State.MISSED, State.AWAITED)
        return self.standing.is_held and open_line and self.reason is None


def next_for(person: Person, now: dt.datetime, today: dt.date) -> Next | None:
    """The next session that is held, until its window closes. Four queries at most, one where none is near."""
    found = _of(person, today, today + AHEAD).filter(closes_at__gt=now, cancelled_at=None).order_by("starts_at")
    for one in stood(found[:5], now):
        if one.standing.is_held:
            return Next(one.session, one.standing)
    return None


def own_sessions(person: Person, now: dt.datetime, today: dt.date) -> list[Own]:
    """A person's sessions of the last months and the next weeks, the latest first.

    A fixed number of queries, and some for each of the few whose list is not closed yet.
    """
    there = RollLine.objects.filter(person=person, current=True).values_list("session", flat=True)
    first = today - DAY * 120
    mine = inviting(person, first, today + AHEAD) | Q(pk__in=list(there), day__gte=first)
    rows = Session.objects.filter(mine).select_related("site").distinct()
    shown = stood(rows.order_by("-starts_at")[:SHOWN], now)
    reasons = {
        one.session_id: one
        for one in Reason.objects.filter(person=person, session__in=[one.session.pk for one in shown])
        .defer("evidence").select_related("answered_by").order_by("pk")
    }  # fmt: skip
    found = [
        Own(one.session, one.standing, own_line(person, one.session, now, one.standing), reasons.get(one.session.pk))
        for one in shown
    ]
    return [one for one in found if one.line is not None or one.standing.state == Is.COMING or not one.standing.is_held]


def own_line(person: Person, session: Session, now: dt.datetime, standing: Standing) -> Line | None:
    """A person's line in a session; None while it is to come, is not held, or is not theirs."""
    if not standing.is_held or standing.state == Is.COMING:
        return None
    lines = sealed_lines(session, [person.pk]) if session.sealed_version else lines_of(session, now, [person.pk])
    return next(iter(lines), None)


def _of(person: Person, first: dt.date, last: dt.date) -> QuerySet[Session]:
    return Session.objects.filter(inviting(person, first, last)).select_related("site").distinct()
