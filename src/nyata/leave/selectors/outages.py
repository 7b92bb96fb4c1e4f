"""Times in which something of ours was down, and whom it touched."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nyata.leave.models import Outage, OutageStep
from nyata.leave.timing import moment
from nyata.people.models import SiteUse

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Touched:
    """An approved outage: whose units (paths; "" is everybody) and which single people it touched."""

    outage: Outage
    paths: tuple[str, ...]
    people: frozenset[int]


def uses_on(site: int, first: dt.date, last: dt.date) -> QuerySet[SiteUse]:
    """Who used a site on any of these days."""
    open_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    return SiteUse.objects.filter(open_ended, site_id=site, valid_from__lte=last)


def approved_between(first: dt.date, last: dt.date) -> QuerySet[Outage]:
    """Outages in force that touch these days."""
    said = OutageStep.objects.filter(outage=OuterRef("pk"))
    return Outage.objects.filter(
        Exists(said.filter(act=OutageStep.Act.APPROVED)),
        ~Exists(said.filter(act=OutageStep.Act.CANCELLED)),
        starts_at__lt=moment(last + DAY, dt.time()),
        ends_at__gt=moment(first, dt.time()),
    ).select_related("unit", "site")


def touched_between(first: dt.date, last: dt.date) -> list[Touched]:
    """Approved outages of these days with whom they touched. One query, and one for each of a single site."""
    return [_touched(outage, first, last) for outage in approved_between(first, last)]


def _touched(outage: Outage, first: dt.date, last: dt.date) -> Touched:
    if outage.unit is not None:
        return Touched(outage, (outage.unit.path or "",), frozenset())
    if outage.site_id is None:
        return Touched(outage, ("",), frozenset())
    uses = list(uses_on(outage.site_id, first, last).values_list("unit__path", "person_id"))
    return Touched(
        outage,
        tuple({path for path, _ in uses if path}),
        frozenset(person for _, person in uses if person is not None),
    )


def outages(most: int) -> list[Outage]:
    """The newest outages with their steps, for the officers' page. Two queries."""
    steps = Prefetch("steps", OutageStep.objects.select_related("actor"))
    found: Iterable[Outage] = Outage.objects.select_related("site", "unit", "recorded_by").prefetch_related(steps)
    return list(found.order_by("-starts_at", "-pk")[:most])  # type: ignore[attr-defined]
