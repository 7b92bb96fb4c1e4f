"""What the officers' pages list. Each takes the actor, and asks a bounded number of questions."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nyata.people.models import HelpRequest, Person, RolloutDecision, Site, SiteUse, Unit
from nyata.people.nip import clean
from nyata.people.selectors.authority import above, authority_of, below, in_force, people_visible_to
from nyata.people.selectors.rollout import Stage, own_decisions

SORTS = {
    "name": ("name", "pk"),
    "-name": ("-name", "-pk"),
    "unit": ("unit__path", "name", "pk"),
    "-unit": ("-unit__path", "-name", "-pk"),
    "employment": ("employment", "name", "pk"),
    "-employment": ("-employment", "-name", "-pk"),
}


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """What a list of people is narrowed and sorted by; each may be empty."""

    words: str = ""
    unit: Unit | None = None
    employment: str = ""
    state: str = "active"
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the tree. `people` are the active ones of the unit itself, `below` those of all units below too."""

    unit: Unit
    depth: int
    people: int
    below: int
    stage: RolloutDecision.Stage
    decision: RolloutDecision | None


def find_people(actor: Person, on: dt.date, wanted: PeopleFilter) -> QuerySet[Person]:
    """The people whom the actor may see and who fit. Words are searched in the name, digits in the NIP."""
    people = people_visible_to(actor, on)
    if wanted.state in ("active", "left"):
        people = people.filter(is_active=wanted.state == "active")
    if wanted.employment:
        people = people.filter(employment=wanted.employment)
    if wanted.unit and wanted.unit.path:
        people = people.filter(unit__path__startswith=wanted.unit.path)
    for word in wanted.words.split():
        digits = clean(word)
        people = people.filter(nip__startswith=digits) if digits.isdigit() else people.filter(name__icontains=word)
    return people.order_by(*SORTS.get(wanted.sort, SORTS["name"]))


def unit_tree(on: dt.date) -> list[UnitLine]:
    """Every unit, parents before children, with numbers and stage. Three queries."""
    own = own_decisions(on)
    counts = Counter(dict(Person.objects.filter(is_active=True).order_by().values_list("unit").annotate(Count("pk"))))
    units = list(Unit.objects.select_related("district"))
    units.sort(key=_by_name({unit.path or "": unit.name for unit in units}))
    totals: Counter[str] = Counter()
    for unit in units:
        for path in above(unit.path):
            totals[path] += counts[unit.pk]
    return [_line(unit, counts[unit.pk], totals[unit.path or ""], own) for unit in units]


def _by_name(names: dict[str, str]) -> Callable[[Unit], list[str]]:
    """Sorts a tree by names: a unit stands below its parent, beside its brothers in the order of the alphabet."""
    return lambda unit: [f"{names[path]}\x00{path}" for path in above(unit.path)]


def _line(unit: Unit, people: int, total: int, own: dict[str, RolloutDecision]) -> UnitLine:
    decision = next((own[path] for path in reversed(above(unit.path)) if path in own), None)
    stage = Stage(decision.stage) if decision else Stage.NOT_STARTED
    return UnitLine(unit, (unit.path or "").count(".") - 1, people, total, stage, decision)


def find_sites(on: dt.date, words: str = "", state: str = "") -> QuerySet[Site]:
    """Sites by name, with `units` and `persons`: how many use them now. `state`: surveyed, unsurveyed, closed."""
    uses = Q(uses__valid_from__lte=on) & (Q(uses__valid_to__isnull=True) | Q(uses__valid_to__gte=on))
    sites = Site.objects.select_related("unit", "district").annotate(
        units=Count("uses", filter=uses & Q(uses__unit__isnull=False), distinct=True),
        persons=Count("uses", filter=uses & Q(uses__person__isnull=False), distinct=True),
    )
    sites = sites.filter(is_active=state != "closed")
    if state in ("surveyed", "unsurveyed"):
        sites = sites.filter(surveyed_on__isnull=state == "unsurveyed")
    for word in words.split():
        sites = sites.filter(Q(name__icontains=word) | Q(unit__name__icontains=word))
    return sites.order_by("name", "pk")


def uses_of(site: Site) -> QuerySet[SiteUse]:
    """Who uses a site, those of the past included, newest first."""
    return site.uses.select_related("unit", "person__unit").order_by("-valid_from", "-pk")


def units_without_site(on: dt.date) -> QuerySet[Unit]:
    """Active OPD with active people and no site of their own that is in use: they are asked for first."""
    used = SiteUse.objects.filter(in_force(on), unit=OuterRef("pk"), site__is_active=True)
    staffed = Person.objects.filter(is_active=True, unit__path__startswith=OuterRef("path"))
    return Unit.objects.filter(Exists(staffed), ~Exists(used), parent__isnull=True, is_active=True).order_by("name")


def decisions_of(unit: Unit) -> QuerySet[RolloutDecision]:
    """All decisions that ever touched a unit: its own and those of units above, newest first. One query."""
    return (
        RolloutDecision.objects.filter(unit__path__in=above(unit.path))
        .select_related("unit", "decided_by")
        .order_by("-valid_from", "-id")
    )


def help_for(actor: Person, on: dt.date) -> QuerySet[HelpRequest]:
    """Requests whom the actor may answer: of the units they operate, all for HR officers; never their own."""
    authority = authority_of(actor, on)
    asked = HelpRequest.objects.select_related("person__unit", "answered_by").exclude(person=actor)
    if not authority.is_hr:
        asked = asked.filter(below("person__unit__path", authority.operates))
    return asked.order_by("answered_at", "asked_at", "pk")
