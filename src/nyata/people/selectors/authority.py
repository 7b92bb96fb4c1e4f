"""Who may see and decide on whom: follows from the posts in force and the tree of units, nothing else."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nyata.people.models import Person, Post, Unit

SUPERVISING = (Post.Role.SUPERVISOR, Post.Role.OPD_HEAD)


@dataclass(frozen=True, slots=True)
class Authority:
    """What a person may do on one day. Paths of units stand for everything below them too."""

    person: Person
    roles: frozenset[str]
    supervises: tuple[str, ...]
    operates: tuple[str, ...]
    is_hr: bool
    is_auditor: bool
    is_executive: bool
    is_legal: bool

    def supervises_person(self, other: Person) -> bool:
        """Whether a post of theirs stands above that person. Nobody supervises themselves."""
        return self._above(self.supervises, other)

    def operates_person(self, other: Person) -> bool:
        """Whether they are the personnel operator of that person's unit. Never of themselves."""
        return self._above(self.operates, other)

    def _above(self, paths: tuple[str, ...], other: Person) -> bool:
        return other.pk != self.person.pk and (other.unit.path or "").startswith(paths)


def in_force(on: dt.date) -> Q:
    """Condition for anything dated by valid_from and valid_to (inclusive, open where null)."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def above(path: str | None) -> list[str]:
    """A unit's path and those of all units above it: "7.31." -> ["7.", "7.31."]."""
    steps = (path or "").split(".")[:-1]
    return [".".join(steps[: count + 1]) + "." for count in range(len(steps))]


def below(field: str, paths: tuple[str, ...]) -> Q:
    """Condition that `field` (a unit's path) lies at or below one of the paths; nothing where there are none."""
    found = Q(pk__in=())
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


# What a page has learnt of powers while it is being made; None outside of one. See `remembering`.
_known: ContextVar[dict[tuple[int, bool, dt.date], Authority] | None] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, powers are read once for a person and day. For what only reads: a change must meet what is in force."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def authority_of(person: Person, on: dt.date) -> Authority:
    """The person's powers on that day. One query; somebody who left has none."""
    known = _known.get()
    if known is None:
        return _authority_of(person, on)
    key = (person.pk, person.is_active, on)
    if key not in known:
        known[key] = _authority_of(person, on)
    return known[key]


def _authority_of(person: Person, on: dt.date) -> Authority:
    posts: list[tuple[str, str]] = []
    if person.is_active:
        found = Post.objects.filter(in_force(on), person=person).values_list("role", "unit__path")
        posts = [(role, path) for role, path in found if path]
    roles = frozenset(role for role, _ in posts)
    return Authority(
        person=person,
        roles=roles,
        supervises=_shortest(path for role, path in posts if role in SUPERVISING),
        operates=_shortest(path for role, path in posts if role == Post.Role.OPERATOR),
        is_hr=Post.Role.HR in roles,
        is_auditor=Post.Role.AUDITOR in roles,
        is_executive=Post.Role.EXECUTIVE in roles,
        is_legal=Post.Role.LEGAL in roles,
    )


def _shortest(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie below another one of them."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not path.startswith(tuple(kept)):
            kept.append(path)
    return tuple(kept)


def people_visible_to(actor: Person, on: dt.date) -> QuerySet[Person]:
    """Everybody whom the actor may see, those who left included (`is_active` tells); the unit comes with it.

    HR officers, auditors and executives see all, operators and supervisors their units and below, everybody
    themselves. One query to build, one to run.
    """
    authority = authority_of(actor, on)
    people = Person.objects.select_related("unit")
    if authority.is_hr or authority.is_auditor or authority.is_executive:
        return people
    return people.filter(Q(pk=actor.pk) | below("unit__path", authority.supervises + authority.operates))


def units_visible_to(actor: Person, on: dt.date) -> QuerySet[Unit]:
    """The units of the people whom the actor may see: all, or their own and those below their posts."""
    authority = authority_of(actor, on)
    if authority.is_hr or authority.is_auditor or authority.is_executive:
        return Unit.objects.all()
    return Unit.objects.filter(Q(pk=actor.unit_id) | below("path", authority.supervises + authority.operates))


def supervisors_of(person: Person, on: dt.date) -> list[Person]:
    """Active people with a supervising post above the person, the nearest first; never the person. One query.

    (Two where the person's unit was not loaded with the person.)
    """
    posts = (
        Post.objects.filter(in_force(on), role__in=SUPERVISING, unit__path__in=above(person.unit.path))
        .filter(person__is_active=True)
        .exclude(person=person)
        .select_related("person__unit", "unit")
    )
    nearest = sorted(posts, key=lambda post: (-len(post.unit.path or ""), post.role != Post.Role.OPD_HEAD, post.pk))
    return list({post.person_id: post.person for post in nearest}.values())


def head_of(unit: Unit, on: dt.date) -> Post | None:
    """The post that signs for a unit: its head's, else that of the nearest unit above; who acts (Plh, Plt) goes first.

    With person and unit. One query.
    """
    posts = (
        Post.objects.filter(in_force(on), role__in=SUPERVISING, unit__path__in=above(unit.path))
        .filter(person__is_active=True)
        .select_related("person", "unit")
    )
    order = (Post.Standing.PLH, Post.Standing.PLT, Post.Standing.DEFINITIVE)

    def nearness(post: Post) -> tuple[int, int, int]:
        return (-len(post.unit.path or ""), order.index(Post.Standing(post.standing)), post.pk)

    return min(posts, key=nearness, default=None)


def operators_of(person: Person, on: dt.date) -> list[Person]:
    """Active personnel operators of the person's unit or one above it, the nearest first; never the person."""
    posts = (
        Post.objects.filter(in_force(on), role=Post.Role.OPERATOR, unit__path__in=above(person.unit.path))
        .filter(person__is_active=True)
        .exclude(person=person)
        .select_related("person", "unit")
    )
    nearest = sorted(posts, key=lambda post: (-len(post.unit.path or ""), post.pk))
    return list({post.person_id: post.person for post in nearest}.values())
