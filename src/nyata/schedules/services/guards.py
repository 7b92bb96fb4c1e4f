"""Who may change what: HR officers everything, operators and supervisors the rosters and patterns of their units."""

import datetime as dt

from django.utils import timezone

from nyata.people.models import Person, Unit
from nyata.people.selectors import Authority, authority_of
from nyata.schedules.refusals import Code, Refused

# How far ahead anybody plans.
AHEAD = dt.timedelta(days=366)


def require_hr(actor: Person, at: dt.datetime) -> None:
    """Raise Refused(not_hr) unless the actor has the post of an HR officer in force on that day."""
    if not authority_of(actor, timezone.localdate(at)).is_hr:
        raise Refused(Code.NOT_HR)


def planner(actor: Person, at: dt.datetime) -> Authority:
    """The actor's authority. Raises Refused(not_yours) where they plan for nobody at all."""
    authority = authority_of(actor, timezone.localdate(at))
    if not (authority.is_hr or authority.operates or authority.supervises):
        raise Refused(Code.NOT_YOURS)
    return authority


def require_unit(authority: Authority, unit: Unit | None) -> None:
    """Raise Refused(not_yours) unless they plan for that unit; for everybody (None) only HR officers do."""
    if authority.is_hr:
        return
    if unit is None or not (unit.path or "").startswith(authority.operates + authority.supervises):
        raise Refused(Code.NOT_YOURS)


def require_person(authority: Authority, person: Person) -> None:
    """Raise Refused: yourself (nobody plans their own days), not_yours."""
    if authority.person.pk == person.pk:
        raise Refused(Code.YOURSELF)
    if not (authority.is_hr or authority.operates_person(person) or authority.supervises_person(person)):
        raise Refused(Code.NOT_YOURS)


def require_day(authority: Authority, day: dt.date, today: dt.date) -> None:
    """Raise Refused: past_is_hrs (an absence could be turned into a day of rest afterwards), too_far."""
    if day < today and not authority.is_hr:
        raise Refused(Code.PAST_IS_HRS)
    if day > today + AHEAD:
        raise Refused(Code.TOO_FAR)
