"""Exemptions counted: per person, unit and approver, beside what is usual among their peers.

Such systems rot first where somebody is freed from the ordinary proof: what is granted is shown, and nothing is said
about anybody. Leave is a right and is not counted here; days for the way that were granted beside the balance are.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Q, QuerySet

from nyata.leave.kinds import COUNTED, EXEMPTIONS, Kind
from nyata.leave.models import Outage, Request, Slot, Step
from nyata.leave.selectors.outages import approved_between
from nyata.leave.selectors.requests import Shown, shown, with_steps
from nyata.leave.timing import moment
from nyata.people.models import Person, Unit
from nyata.people.selectors import above, people_visible_to

DAY = dt.timedelta(days=1)
GRANTING = (Step.Act.BY_SUPERVISOR, Step.Act.BY_HR)
MOST = 100
MOST_RECORDS = 300
_HELD = Q(request__kind__in=EXEMPTIONS) | Q(travel_days__gt=0)  # of a slot
_ASKED = Q(kind__in=EXEMPTIONS) | Q(travel_days__gt=0)  # of a request


@dataclass(frozen=True, slots=True)
class PersonCount:
    """How many exemptions somebody was granted, by kind. `usual`: the median of their unit, itself included."""

    person: Person
    kinds: dict[str, int]
    total: int
    usual: float


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Exemptions of an OPD's people. `per_head` of its active people; `usual`: the median of the OPD."""

    unit: Unit
    kinds: dict[str, int]
    total: int
    people: int
    usual: float

    @property
    def per_head(self) -> float:
        return self.total / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class ApproverCount:
    """What somebody decided on exemptions. `people`: about how many; `usual`: the median granted a person."""

    approver: Person
    granted: int
    declined: int
    people: int
    usual: float

    @property
    def per_head(self) -> float:
        return self.granted / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class Exemptions:
    """Everything of a span of days that the actor sees."""

    people: list[PersonCount]
    units: list[UnitCount]
    approvers: list[ApproverCount]
    outages: list[Outage]
    total: int


def exemption_counts(actor: Person, first: dt.date, last: dt.date, on: dt.date) -> Exemptions:
    """Exemptions in force that begin from `first` to `last`, of the people whom the actor sees. Seven queries."""
    seen = people_visible_to(actor, on).filter(is_active=True)
    found = Slot.objects.filter(
        _HELD,
        stage=Slot.Stage.IN_FORCE,
        request__first__gte=first,
        request__first__lte=last,
        person__in=seen.order_by().values("pk"),
    )
    by_person: dict[int, Counter[str]] = defaultdict(Counter)
    for person, kind, count in found.values_list("person_id", "request__kind").annotate(Count("pk")):
        by_person[person][kind] = count
    where = {pk: str(path) for pk, path in seen.order_by().values_list("pk", "unit__path")}
    return Exemptions(
        people=_people(seen, by_person, where),
        units=_units(by_person, where),
        approvers=_approvers(seen, first, last),
        outages=list(approved_between(first, last).order_by("-starts_at")),
        total=sum(kinds.total() for kinds in by_person.values()),
    )


def exemption_records(
    actor: Person, first: dt.date, last: dt.date, on: dt.date, *, of: Q, kind: str = "", decided_by: int | None = None
) -> list[Shown]:
    """The requests behind a number of `exemption_counts`, the newest first. Four queries.

    `of`: whose (a condition on requests); `decided_by`: those that this person decided on from `first` to `last`,
    granted or declined, instead of those in force that begin then.
    """
    seen = people_visible_to(actor, on).filter(is_active=True).order_by().values("pk")
    found = Request.objects.filter(_ASKED, of, person__in=seen, kind__in=[kind] if kind in COUNTED else COUNTED)
    if decided_by is None:
        found = found.exclude(kind=Kind.ANNUAL, slot__travel_days=0)
        found = found.filter(slot__stage=Slot.Stage.IN_FORCE, first__gte=first, first__lte=last)
    else:
        found = found.filter(pk__in=_decisions(first, last).filter(actor=decided_by).values("request"))
    return [shown(request) for request in with_steps(found).order_by("-first", "-pk")[:MOST_RECORDS]]


def _decisions(first: dt.date, last: dt.date) -> QuerySet[Step]:
    return Step.objects.filter(
        Q(request__kind__in=EXEMPTIONS) | Q(travel_days__gt=0) | Q(act=Step.Act.DECLINED, request__travel_days__gt=0),
        act__in=(*GRANTING, Step.Act.DECLINED),
        at__gte=moment(first, dt.time()),
        at__lt=moment(last + DAY, dt.time()),
    )


def _people(seen: QuerySet[Person], counts: dict[int, Counter[str]], where: dict[int, str]) -> list[PersonCount]:
    in_unit: dict[str, list[int]] = defaultdict(list)
    for pk, path in where.items():
        in_unit[path].append(counts[pk].total() if pk in counts else 0)
    usual = {path: float(median(values)) for path, values in in_unit.items()}
    most = sorted(counts, key=lambda pk: (-counts[pk].total(), pk))[:MOST]
    people = seen.in_bulk(most)
    return [PersonCount(people[pk], dict(counts[pk]), counts[pk].total(), usual[where[pk]]) for pk in most]


def _units(counts: dict[int, Counter[str]], where: dict[int, str]) -> list[UnitCount]:
    heads: Counter[str] = Counter(above(path)[0] for path in where.values())
    kinds: dict[str, Counter[str]] = {opd: Counter() for opd in heads}
    for pk, counted in counts.items():
        kinds[above(where[pk])[0]] += counted
    usual = float(median(kinds[opd].total() / heads[opd] for opd in heads)) if heads else 0.0
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=list(heads))}
    rows = [UnitCount(units[opd], dict(kinds[opd]), kinds[opd].total(), heads[opd], usual) for opd in heads]
    return sorted(rows, key=lambda row: (-row.per_head, row.unit.name))


def _approvers(seen: QuerySet[Person], first: dt.date, last: dt.date) -> list[ApproverCount]:
    steps = _decisions(first, last).filter(request__person__in=seen.order_by().values("pk")).order_by()
    granted: Counter[int] = Counter()
    declined: Counter[int] = Counter()
    about: dict[int, set[int]] = defaultdict(set)
    for actor, act, person, count in steps.values_list("actor_id", "act", "request__person_id").annotate(Count("pk")):
        (declined if act == Step.Act.DECLINED else granted)[actor] += count
        about[actor].add(person)
    usual = float(median(granted[one] / len(about[one]) for one in about)) if about else 0.0
    people = Person.objects.select_related("unit").in_bulk(about)
    rows = [ApproverCount(people[one], granted[one], declined[one], len(about[one]), usual) for one in about]
    return sorted(rows, key=lambda row: (-row.per_head, row.approver.name))[:MOST]
