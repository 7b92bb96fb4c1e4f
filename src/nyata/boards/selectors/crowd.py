"""Whom a board shows by name, and to whom."""

import datetime as dt

from django.db.models import Q, QuerySet

from nyata.people.models import Person, Unit
from nyata.people.selectors import Authority, authority_of, people_visible_to, units_visible_to
from nyata.people.selectors.authority import below


def has_board(authority: Authority) -> bool:
    """Whether the live board exists for them: they lead, operate, or oversee. Executives see figures only."""
    return bool(authority.supervises or authority.operates or authority.is_hr or authority.is_auditor)


def has_summary(authority: Authority) -> bool:
    """Whether they may see the figures of every OPD."""
    return authority.is_executive or authority.is_hr or authority.is_auditor


def crowd(actor: Person, on: dt.date) -> QuerySet[Person]:
    """Active people whom the actor's board names: all for HR and auditors, else those below their posts.

    Never the actor's own row for supervisors and operators, and nobody at all for an executive without people
    of their own: figures are enough for them. Two queries to build (authority), one to run.
    """
    authority = authority_of(actor, on)
    people = people_visible_to(actor, on).filter(is_active=True)
    if authority.is_hr or authority.is_auditor:
        return people
    return people.exclude(pk=actor.pk).filter(below("unit__path", authority.supervises + authority.operates))


def everybody(actor: Person, on: dt.date) -> QuerySet[Person]:
    """Active people behind the figures of the summary; empty for whoever may not see it. Never shown by name."""
    people = Person.objects.filter(is_active=True)
    return people if has_summary(authority_of(actor, on)) else people.none()


def search(people: QuerySet[Person], words: str, opd: Unit | None) -> QuerySet[Person]:
    """The people of one OPD whose name, or whose whole NIP, is asked for; everything where nothing is asked."""
    if opd is not None:
        people = people.filter(unit__path__startswith=opd.path)
    for word in words.split()[:6]:
        people = people.filter(Q(name__icontains=word) | Q(nip=word) | Q(unit__name__icontains=word))
    return people


def opds(actor: Person, on: dt.date) -> list[Unit]:
    """Active OPD of the units that the actor may see, by name."""
    return list(units_visible_to(actor, on).filter(parent=None, is_active=True).order_by("name"))
