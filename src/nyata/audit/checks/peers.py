"""What several checks share: counts by OPD and by whoever decided, and those among them that stand out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nyata.audit.checks.shape import Found, Scope, Weight
from nyata.core.peers import Unusual, named, seldom
from nyata.people.models import Person

Row = dict[str, Any]


def by_opd(scope: Scope, people: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By OPD how many of its active people are among these (each once), and how many it has. One query."""
    wanted, heads, among = set(people), Counter[int](), Counter[int]()
    for pk, path in Person.objects.filter(is_active=True).order_by().values_list("pk", "unit__path"):
        opd = scope.opd_of(str(path)).pk
        heads[opd] += 1
        among[opd] += pk in wanted
    return {opd: (among[opd], count) for opd, count in heads.items()}


def by_decider(decisions: Iterable[tuple[int | None, int]]) -> dict[int, tuple[int, int]]:
    """By who decided: how many were granted, and for how many people. `decisions`: (decider, person)."""
    granted: Counter[int] = Counter()
    about: dict[int, set[int]] = defaultdict(set)
    for decider, person in decisions:
        if decider is not None:
            granted[decider] += 1
            about[decider].add(person)
    return {one: (granted[one], len(about[one])) for one in granted}


def units_named(scope: Scope, counts: Mapping[int, tuple[int, int]], code: str) -> Iterator[Found]:
    """The OPD among these that stand out."""
    names = {unit.pk: unit.name for unit in scope.opds.values()}
    for opd, one in sorted(named(counts, scope.limits).items()):
        facts = {"unit": names[opd], **_facts(one)}
        yield Found(code, f"{code}:{opd}", Weight.ASK, facts, [("opd", opd)], opd)


def people_named(
    scope: Scope, counts: Mapping[int, tuple[int, int]], code: str, *, is_seldom: bool = False
) -> Iterator[Found]:
    """The people among these who stand out in what they decided or did; `is_seldom`: by doing it so rarely."""
    found = (seldom if is_seldom else named)(counts, scope.limits)
    people = Person.objects.select_related("unit").in_bulk(found)
    for pk, one in sorted(found.items()):
        facts = {"person": people[pk].name, "unit": people[pk].unit.name, **_facts(one)}
        yield Found(code, f"{code}:{pk}", Weight.ASK, facts, [("person", pk)])


def rows_of_opds(scope: Scope, counts: Mapping[int, tuple[int, int]]) -> list[Row]:
    """Each OPD with its count and people, the highest rate first; those with none are left out."""
    names = {unit.pk: unit.name for unit in scope.opds.values()}
    ordered = sorted(counts.items(), key=lambda item: (-item[1][0] / item[1][1], names[item[0]]))
    return [{"unit": names[opd], "count": count, "of": of} for opd, (count, of) in ordered if count]


def rows_of_people(counts: Mapping[int, tuple[int, int]]) -> list[Row]:
    """Each decider with count and people, the most first."""
    people = Person.objects.select_related("unit").in_bulk(counts)
    ordered = sorted(counts.items(), key=lambda item: (-item[1][0], people[item[0]].name))
    return [{"name": people[pk].name, "unit": people[pk].unit.name, "count": count, "of": of}
            for pk, (count, of) in ordered]  # fmt: skip


def _facts(one: Unusual) -> dict[str, int | float]:
    times = round(one.rate / one.others, 1) if one.others else 0
    return {"count": one.count, "of": one.of, "others": round(one.others, 4), "times": times, "chance": one.chance}
