"""Posts that began or ended in the month and who gave them; those without a document, and two sides in one hand."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from nyata.audit.checks.shape import Found, Result, Scope, Weight
from nyata.people.models import Post
from nyata.people.selectors.authority import in_force

NAME = "powers"
Role = Post.Role
# Who decides and who looks at what was decided; who writes the law's values and who signs them.
APART = ((Role.HR, Role.AUDITOR), (Role.HR, Role.LEGAL), (Role.OPERATOR, Role.AUDITOR), (Role.AUDITOR, Role.EXECUTIVE))


def run(scope: Scope) -> Result:
    """Posts whose first or last day lies in the month, and those in force on the last day."""
    month = (scope.first, scope.last)
    posts = Post.objects.select_related("person", "unit", "granted_by").order_by("pk")
    moved = list(posts.filter(Q(valid_from__range=month) | Q(valid_to__range=month)))
    held = list(posts.filter(in_force(scope.last), person__is_active=True))
    listed = [
        {"name": one.person.name, "role": one.role, "unit": one.unit.name, "from": one.valid_from.isoformat(),
         "to": one.valid_to.isoformat() if one.valid_to else "", "document": one.document_number,
         "given_by": one.granted_by.name if one.granted_by else ""}
        for one in moved
    ]  # fmt: skip
    figures = {
        "posts": len(held), "posts_begun": sum(scope.first <= one.valid_from <= scope.last for one in moved),
        "posts_ended": sum(bool(one.valid_to and one.valid_to <= scope.last) for one in moved),
        **{f"posts_{role}": sum(one.role == role for one in held) for role in (Role.HR, Role.AUDITOR, Role.LEGAL)},
    }  # fmt: skip
    begun = [one for one in moved if one.valid_from >= scope.first]
    return Result(figures, [*_bare(begun), *_own(begun), *_two_sides(held)], {"posts": listed})


def _bare(posts: list[Post]) -> Iterator[Found]:
    for one in posts:
        if not one.document_number.strip():
            facts = {"person": one.person.name, "role": one.role, "unit": one.unit.name}
            yield Found("post_without_document", f"document:{one.pk}", Weight.ASK, facts, [("person", one.person_id)])


def _own(posts: list[Post]) -> Iterator[Found]:
    for one in posts:
        if one.granted_by_id == one.person_id:
            facts = {"person": one.person.name, "role": one.role, "unit": one.unit.name}
            yield Found("post_to_oneself", f"own:{one.pk}", Weight.GRAVE, facts, [("person", one.person_id)])


def _two_sides(posts: list[Post]) -> Iterator[Found]:
    roles: dict[int, set[str]] = defaultdict(set)
    for one in posts:
        roles[one.person_id].add(one.role)
    names = {one.person_id: one.person.name for one in posts}
    for person, mine in sorted(roles.items()):
        for pair in APART:
            if mine.issuperset(pair):
                facts = {"person": names[person], "role": pair[0].value, "other_role": pair[1].value}
                key = f"sides:{person}:{pair[0].value}:{pair[1].value}"
                yield Found("post_of_two_sides", key, Weight.GRAVE, facts, [("person", person)])
