"""What the pages of leave share: whom a page is about, how a request reads in a list."""

import datetime as dt
from typing import Any

from django.http import Http404

from nyata.leave.kinds import Kind
from nyata.leave.models import Request
from nyata.leave.selectors import Shown, is_health, may_open, request_for
from nyata.leave.words import ICONS, STATES, days_words, when
from nyata.people.models import Person
from nyata.people.selectors import authority_of, people_visible_to


def about_whom(actor: Person, asked: str, on: dt.date) -> Person:
    """The person a page is about: the actor, or the one of that primary key whom they serve. Raises Http404."""
    if not asked:
        return actor
    if not asked.isdigit():
        raise Http404
    person = people_visible_to(actor, on).filter(pk=int(asked), is_active=True).first()
    powers = authority_of(actor, on)
    if person is None or not (powers.supervises_person(person) or powers.operates_person(person) or powers.is_hr):
        raise Http404
    return person


def day_asked(words: str) -> dt.date | None:
    """The day that an address names (?tanggal=2026-09-07); None where it names none."""
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None


def row(shown: Shown) -> dict[str, Any]:
    """A request as a line of a list."""
    request = shown.request
    return {
        "shown": shown,
        "asked": request,
        "state": STATES[shown.state],
        "icon": ICONS[Kind(request.kind)],
        "when": when(request, shown.last),
        "days": days_words(request.days) if shown.is_live else "",
    }


def sees_words(actor: Person, request: Request, on: dt.date) -> bool:
    """Whether the words of a request are for the actor: those of health are for who may open its letters."""
    return not is_health(request) or may_open(actor, request, on)


def found(actor: Person, public_id: Any, on: dt.date) -> Shown:
    """One request, through the selector with the actor. Raises Http404."""
    return request_for(actor, public_id, on)
