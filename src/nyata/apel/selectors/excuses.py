"""Why people need not be at a session: what was granted to them, what their day asks, arrangements of BKPSDM."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

import polars as pl

from nyata.apel.kinds import WHY_OF, Why
from nyata.apel.models import Session
from nyata.apel.terms import rule_on_days_off
from nyata.attendance.services.reckoning import minute_now
from nyata.core.worktime.columns import Cover, Extent, Kind
from nyata.core.worktime.planning import plan
from nyata.enrolment.models import Accommodation
from nyata.enrolment.selectors.own import in_force_on
from nyata.leave import selectors as leave
from nyata.schedules.selectors import schedule_of

# A night's work begins on the day before.
BEFORE = dt.timedelta(days=1)


class Span(NamedTuple):
    """What a day asks of somebody, in minutes of the wall clock; the break where there is one, else the middle."""

    day: dt.date
    kind: int
    start: int
    end: int
    middle: int


def excuses(session: Session, person_ids: Collection[int]) -> dict[int, Why]:
    """The reason of each of these people who has one, by person. Twelve queries, however many; none for nobody.

    What was granted comes before what the day asks, that before arrangements.
    """
    if not person_ids:
        return {}
    asked = _spans(session, person_ids)
    granted = _granted(session, person_ids, asked)
    arranged = set(
        Accommodation.objects.filter(in_force_on(session.day), person__in=person_ids).values_list("person", flat=True)
    )
    found: dict[int, Why] = {}
    for person in person_ids:
        why = granted.get(person) or _by_day(session, asked.get(person, ()))
        if why == Why.NONE and person in arranged:
            why = Why.ACCOMMODATION
        if why != Why.NONE:
            found[person] = why
    return found


def _spans(session: Session, person_ids: Collection[int]) -> dict[int, tuple[Span, ...]]:
    first = session.day - BEFORE
    planned = plan(schedule_of(person_ids, first, session.day), first, session.day)
    has_rest = pl.col("rest_to") > pl.col("rest_from")
    middle = pl.when(has_rest).then(pl.col("rest_from")).otherwise((pl.col("start") + pl.col("end")) // 2)
    found: dict[int, tuple[Span, ...]] = {}
    for person, *span in planned.select("person", "day", "kind", "start", "end", middle.alias("middle")).iter_rows():
        found[person] = (*found.get(person, ()), Span(*span))
    return found


def _by_day(session: Session, spans: tuple[Span, ...]) -> Why:
    """What the day itself says. Work under way at the start, or beginning before the window closes, asks for it."""
    starts, closes = minute_now(session.starts_at), minute_now(session.closes_at)
    if any(span.kind == Kind.WORK and span.start < closes and span.end > starts for span in spans):
        return Why.NONE
    today = {span.kind for span in spans if span.day == session.day}
    if Kind.HOLIDAY in today:
        # Upacara of a national holiday asks for those whom the holiday frees.
        return Why.NONE if rule_on_days_off(session.kind, session.day).is_held else Why.HOLIDAY
    if Kind.WORK in today:
        return Why.OTHER_HOURS
    if Kind.ON_CALL in today:
        return Why.ON_CALL
    if Kind.UNPLANNED in today or not today:
        return Why.UNPLANNED
    return Why.REST


def _granted(session: Session, person_ids: Collection[int], asked: Mapping[int, tuple[Span, ...]]) -> dict[int, Why]:
    """What lies over the start of the session. Half a day ends or begins at the break of the person's own day."""
    start = minute_now(session.starts_at)
    found: dict[int, Why] = {}
    for person, begin, end, cover, extent in leave.covers(person_ids, session.day, session.day).iter_rows():
        if _lies_over(start, begin, end, extent, session.day, asked.get(person, ())):
            found.setdefault(person, WHY_OF.get(Cover(cover), Why.LEAVE))
    return found


def _lies_over(start: int, begin: int, end: int, extent: int, day: dt.date, spans: tuple[Span, ...]) -> bool:
    middle = next((span.middle for span in spans if span.day == day and span.kind == Kind.WORK), None)
    if extent == Extent.FIRST_HALF and middle is not None:
        return start < middle
    if extent == Extent.SECOND_HALF and middle is not None:
        return start >= middle
    return begin <= start < end
