"""Whom a board shows by name, and to whom."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from nyata.people.models import Person, Unit
from nyata.people.selectors import Authority
from nyata.people.selectors.authority import below


def has_board(authority: Authority) -> bool:
    """Whether the live board exists for them: they lead, operate, or oversee. Executives see figures only."""
    return bool(authority.supervises or authority.operates or authority.is_hr or authority.is_auditor)


def has_summary(authority: Authority) -> bool:
    """Whether they may see the figures of every OPD."""
    return authority.is_executive or authority.is_hr or authority.is_auditor


def crowd(authority: Authority) -> QuerySet[Person]:
    """Active people whom somebody's board names: all for HR and auditors, else those below their posts.

    Never their own row for supervisors and operators, and nobody at all for an executive without people of their
    own: figures are enough for them.
    """
    people = Person.objects.filter(is_active=True)
    if authority.is_hr or authority.is_auditor:
        return people
    theirs = below("unit__path", authority.supervises + authority.operates)
    return people.exclude(pk=authority.person.pk).filter(theirs)


def units_of(authority: Authority) -> list[Unit]:
    """The units of the crowd, with their paths. One query."""
    if authority.is_hr or authority.is_auditor or authority.is_executive:
        return list(Unit.objects.all())
    return list(Unit.objects.filter(below("path", authority.supervises + authority.operates)))


def everybody(authority: Authority) -> QuerySet[Person]:
    """Active people behind the figures of the summary; empty for whoever may not see it. Never shown by name."""
    people = Person.objects.filter(is_active=True)
    return people if has_summary(authority) else people.none()


def search(people: QuerySet[Person], words: str, opd: Unit | None) -> QuerySet[Person]:
    """The people of one OPD whose name, or whose whole NIP, is asked for; everything where nothing is asked."""
    if opd is not None:
        people = people.filter(unit__path__startswith=str(opd.path))
    for word in words.split()[:6]:
        people = people.filter(Q(name__icontains=word) | Q(nip=word) | Q(unit__name__icontains=word))
    return people


def opds_among(units: Iterable[Unit]) -> list[Unit]:
    """The active OPD among units, by name."""
    found = [unit for unit in units if unit.parent_id is None and unit.is_active]
    return sorted(found, key=lambda unit: unit.name)
