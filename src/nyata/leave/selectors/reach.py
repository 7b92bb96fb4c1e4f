"""Who decides on whom: the supervising posts in force, and for whom somebody stands in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nyata.leave.models import Delegation
from nyata.people.models import Person, Post
from nyata.people.selectors import Authority, above, authority_of
from nyata.people.selectors.authority import SUPERVISING, below, in_force


@dataclass(frozen=True, slots=True)
class Reach:
    """What an actor may decide on one day: by their own posts, and in the name of absent approvers."""

    actor: Person
    powers: Authority
    lent: tuple[Authority, ...]

    def in_whose_name(self, person: Person, *, headless: bool) -> Person | None:
        """Whose power over the person this is: the actor's own, else an absent approver's; None where there is none.

        Nobody decides on themselves, nor on whom they stand in for. `headless`: no supervising post stands above
        the person, so an executive or an HR officer decides first.
        """
        if person.pk == self.actor.pk:
            return None
        for powers in (self.powers, *self.lent):
            if powers.supervises_person(person):
                return powers.person
            if headless and powers.person.pk != person.pk and (powers.is_executive or powers.is_hr):
                return powers.person
        return None

    @property
    def paths(self) -> tuple[str, ...]:
        """The units below which the actor decides, in whatever name."""
        return tuple(dict.fromkeys(path for powers in (self.powers, *self.lent) for path in powers.supervises))

    @property
    def decides(self) -> bool:
        """Whether there is anybody on whom the actor could decide."""
        return any(one.supervises or one.is_executive or one.is_hr for one in (self.powers, *self.lent))


def delegations_on(on: dt.date) -> QuerySet[Delegation]:
    """The delegations that hold on a day, between people who are still here."""
    held = Q(first__lte=on, last__gte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))
    return Delegation.objects.filter(held, approver__is_active=True, delegate__is_active=True)


def reach_of(actor: Person, on: dt.date) -> Reach:
    """What the actor may decide on that day. Two queries, and one for each approver they stand in for."""
    given = delegations_on(on).filter(delegate=actor).select_related("approver__unit").order_by("pk")
    lent = tuple(authority_of(one.approver, on) for one in given) if actor.is_active else ()
    return Reach(actor, authority_of(actor, on), lent)


def superiors(people: Iterable[Person], on: dt.date) -> dict[int, list[int]]:
    """For each person the active holders of supervising posts above, the nearest first; never the person. One query.

    The units of the people have to be loaded with them.
    """
    crowd = list(people)
    paths = {path for person in crowd for path in above(person.unit.path)}
    posts = (
        Post.objects.filter(in_force(on), role__in=SUPERVISING, unit__path__in=paths, person__is_active=True)
        .order_by("pk")
        .values_list("unit__path", "role", "person_id")
    )
    held: dict[str, list[tuple[bool, int]]] = {}
    for path, role, holder in posts:
        held.setdefault(str(path), []).append((role != Post.Role.OPD_HEAD, holder))
    found = {}
    for person in crowd:
        near = [holder for path in reversed(above(person.unit.path)) for _, holder in sorted(held.get(path, ()))]
        found[person.pk] = [one for one in dict.fromkeys(near) if one != person.pk]
    return found


@dataclass(frozen=True, slots=True)
class Awaited:
    """Who is asked first to decide on somebody, and who stands in for them today."""

    approver: Person | None
    delegate: Person | None = None


def awaited(person: Person, on: dt.date) -> Awaited:
    """The nearest superior of a person; without one an executive or HR officer decides. Three queries."""
    heads = superiors([person], on)[person.pk]
    if not heads:
        return Awaited(None)
    held = delegations_on(on).filter(approver_id=heads[0]).select_related("delegate").first()
    return Awaited(Person.objects.get(pk=heads[0]), held.delegate if held else None)


def below_reach(field: str, reach: Reach) -> Q:
    """Condition that the unit path `field` lies below a unit on which the actor decides."""
    return below(field, reach.paths)
