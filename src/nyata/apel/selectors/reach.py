"""Whose apel somebody arranges, and whose lists they read: it follows from posts in force."""

import datetime as dt

from django.db.models import Q, QuerySet

from nyata.apel.models import Reason, Series, Session
from nyata.attendance.selectors.reach import Reach, reach_of
from nyata.people.models import Person, Unit
from nyata.people.selectors import Authority, above, authority_of
from nyata.people.selectors.authority import below


def arranges_for(authority: Authority, unit: Unit | None) -> bool:
    """Whether the actor makes and changes sessions of an OPD (None: of the regency): HR officers, and who heads or
    operates that unit or one above it.
    """
    if authority.is_hr:
        return True
    return unit is not None and (unit.path or "-").startswith(authority.supervises + authority.operates)


def arranges_any(authority: Authority) -> bool:
    """Whether the actor arranges anything: HR officers, and heads and operators of a whole OPD."""
    return authority.is_hr or bool(own_opds(authority))


def own_opds(authority: Authority) -> list[str]:
    """Paths of the OPD that the actor heads or operates as a whole."""
    return sorted({path for path in authority.supervises + authority.operates if path.count(".") == 1})


def units_invited_by(actor: Person, on: dt.date) -> QuerySet[Unit]:
    """Active units that the actor may invite: all for HR officers, their OPD and below for its head and operator."""
    authority = authority_of(actor, on)
    units = Unit.objects.filter(is_active=True).order_by("path")
    return units if authority.is_hr else units.filter(below("path", tuple(own_opds(authority))))


def reads_lists(authority: Authority) -> Reach:
    """Whose lines the actor reads by name: HR officers and auditors everybody's, leaders those of their units."""
    return reach_of(authority)


def sessions_for(actor: Person, on: dt.date) -> QuerySet[Session]:
    """Sessions whose page the actor may open: all for who sees everybody or figures, else those that invite anybody
    of their units. One query for the actor's powers.
    """
    authority = authority_of(actor, on)
    found = Session.objects.select_related("unit", "site", "series")
    reach = reads_lists(authority)
    if reach.paths is None or authority.is_executive:
        return found
    if reach.is_empty:
        return found.none()
    steps = [step for path in reach.paths for step in above(path)]
    touched = Q(invitations__unit__path__in=steps) | below("invitations__unit__path", reach.paths)
    return found.filter(touched).distinct()


def series_for(actor: Person, on: dt.date) -> QuerySet[Series]:
    """Series that the actor arranges; HR officers and auditors read all."""
    authority = authority_of(actor, on)
    found = Series.objects.select_related("unit", "site", "made_by").order_by("-valid_from", "-pk")
    if authority.is_hr or authority.is_auditor:
        return found
    return found.filter(unit__path__in=own_opds(authority))


def reasons_waiting(actor: Person, on: dt.date) -> QuerySet[Reason]:
    """Reasons that wait for the actor's answer, oldest first; never their own."""
    authority = authority_of(actor, on)
    waiting = Reason.objects.filter(answered_at=None).exclude(person=actor).defer("evidence")
    if not authority.is_hr:
        waiting = waiting.filter(below("person__unit__path", authority.supervises))
    return waiting.select_related("person__unit", "session").order_by("given_at", "pk")


def may_answer(authority: Authority, person: Person) -> bool:
    """Whether the actor answers this person's reasons: a post above them, or HR; never their own."""
    return person.pk != authority.person.pk and (authority.is_hr or authority.supervises_person(person))
