"""Short ways to ask in tests."""

import datetime as dt
from typing import Any

from nyata.leave import services
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Request
from nyata.leave.timing import moment
from nyata.leave.wishes import Forgotten, Spot, Wish
from nyata.people.models import Person

MONDAY = dt.date(2026, 2, 2)
POINT = {"type": "Point", "coordinates": [105.39, -3.24]}


def day(number: int) -> dt.date:
    """A day of February 2026; 2, 9, 16 and 23 are Mondays."""
    return dt.date(2026, 2, number)


def wish(kind: str = Kind.ANNUAL, first: dt.date | None = None, last: dt.date | None = None, **more: Any) -> Wish:
    """A wish for Monday the 9th unless said otherwise, with whatever its kind asks for."""
    kind = Kind(kind)
    first = first or day(9)
    if kind in (Kind.TRAVEL, Kind.FIELD, Kind.TRAINING, Kind.ELSEWHERE):
        more.setdefault("spots", (Spot("Desa Tulung Harapan", POINT, 300.0),))
    if kind in (Kind.TRAVEL, Kind.FIELD, Kind.TRAINING, Kind.RELEASED):
        more.setdefault("letter_number", "090/12/ST/2026")
    if kind in (Kind.IMPORTANT, Kind.LONG, Kind.UNPAID, Kind.PERMISSION, Kind.ELSEWHERE, Kind.RELEASED):
        more.setdefault("words", "keperluan keluarga")
    if kind == Kind.PERMISSION and "extent" not in more:
        more |= {"extent": Extent.TIMES, "time_from": dt.time(9), "time_to": dt.time(11)}
    return Wish(kind, first, last or first, **more)


def forgot(first: dt.date, purpose: str = "in", clock: dt.time = dt.time(7, 20), reason: str = "forgotten") -> Wish:
    """A correction: what was forgotten, when."""
    return Wish(Kind.CORRECTION, first, first, forgotten=Forgotten(purpose, moment(first, clock), reason))


def ask(person: Person, one: Wish, at: dt.datetime, *, actor: Person | None = None) -> Request:
    return services.ask(actor=actor or person, person=person, wish=one, at=at)


def granted(person: Person, one: Wish, at: dt.datetime, *by: Person) -> Request:
    """Asked and approved by these people, one after the other."""
    request = ask(person, one, at)
    for actor in by:
        services.decide_one(actor=actor, request=request, accept=True, at=at)
    return request
