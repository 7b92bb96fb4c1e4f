"""Whose days somebody may read, and what they may decide about them: it follows from posts in force, nothing else."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nyata.people.models import Person, Placement, Unit
from nyata.people.selectors import Authority
from nyata.people.selectors.authority import below


@dataclass(frozen=True, slots=True)
class Reach:
    """`paths`: of the units whose people's days the actor reads; None for all of them."""

    authority: Authority
    paths: tuple[str, ...] | None

    @property
    def is_empty(self) -> bool:
        return self.paths == ()

    def holds(self, path: str | None) -> bool:
        """Whether a unit is among them, or below one."""
        return self.paths is None or (path or "").startswith(self.paths)


def reach_of(authority: Authority) -> Reach:
    """HR officers and auditors read everybody's days, supervisors and operators those of their units."""
    if authority.is_hr or authority.is_auditor:
        return Reach(authority, None)
    return Reach(authority, tuple(sorted(set(authority.supervises + authority.operates))))


def units_in(reach: Reach) -> QuerySet[Unit]:
    """The units whose recaps the actor may open, parents before children."""
    units = Unit.objects.all() if reach.paths is None else Unit.objects.filter(below("path", reach.paths))
    return units.order_by("path")


def opds_in(reach: Reach) -> QuerySet[Unit]:
    """The OPD among them, by name."""
    return units_in(reach).filter(parent__isnull=True).order_by("name")


def person_in(reach: Reach, pk: int, day: dt.date) -> Person:
    """Somebody whose day the actor may read: placed in one of their units on it, or themselves.

    Raises Person.DoesNotExist. One query.
    """
    people = Person.objects.select_related("unit")
    if reach.paths is None or pk == reach.authority.person.pk:
        return people.get(pk=pk)
    placed = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, person=pk)
    return people.filter(pk__in=placed.filter(below("unit__path", reach.paths)).values("person")).get()


def may_answer(authority: Authority, person: Person) -> bool:
    """Whether the actor answers this person's objections: a post above them, or HR; never their own."""
    if person.pk == authority.person.pk:
        return False
    return authority.is_hr or authority.supervises_person(person)
