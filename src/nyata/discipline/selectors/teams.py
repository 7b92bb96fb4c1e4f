"""Who is whose nearest superior: patterns are theirs to see, and nobody's above them."""

import datetime as dt
from collections.abc import Iterable

from nyata.people.models import Person, Post
from nyata.people.selectors import above
from nyata.people.selectors.authority import SUPERVISING, below, in_force


def nearest(people: Iterable[Person], on: dt.date) -> dict[int, frozenset[int]]:
    """For each person who holds the nearest supervising post above them; never the person. One query.

    The units of the people have to be loaded with them.
    """
    crowd = list(people)
    paths = {path for person in crowd for path in above(person.unit.path)}
    posts = Post.objects.filter(in_force(on), role__in=SUPERVISING, unit__path__in=paths, person__is_active=True)
    held: dict[str, set[int]] = {}
    for path, holder in posts.values_list("unit__path", "person_id"):
        held.setdefault(str(path), set()).add(holder)
    found = {}
    for person in crowd:
        steps = (held.get(path, set()) - {person.pk} for path in reversed(above(person.unit.path)))
        found[person.pk] = frozenset(next((holders for holders in steps if holders), set()))
    return found


def team_of(superior: Person, supervises: tuple[str, ...], on: dt.date) -> list[Person]:
    """The people whose nearest superior somebody is, by name. Two queries."""
    people = Person.objects.filter(below("unit__path", supervises), is_active=True).exclude(pk=superior.pk)
    crowd = list(people.select_related("unit").order_by("name"))
    heads = nearest(crowd, on)
    return [person for person in crowd if superior.pk in heads[person.pk]]


def colleagues_of(person: Person, on: dt.date) -> tuple[list[Person], list[Person]]:
    """A person's nearest superiors, and everybody who has the same, the person among them. Four queries.

    Both empty where nobody stands above the person.
    """
    superiors = nearest([person], on)[person.pk]
    if not superiors:
        return [], []
    heads = list(Person.objects.filter(pk__in=superiors).order_by("name"))
    posts = Post.objects.filter(in_force(on), role__in=SUPERVISING, person__in=superiors).select_related("unit")
    paths = tuple(sorted({str(post.unit.path) for post in posts}))
    people = Person.objects.filter(below("unit__path", paths), is_active=True).select_related("unit").order_by("name")
    crowd = list(people)
    above_them = nearest(crowd, on)
    return heads, [one for one in crowd if above_them[one.pk] & superiors]
