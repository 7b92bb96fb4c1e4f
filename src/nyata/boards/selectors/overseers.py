"""What overseers count: the other ways in, and looks at photographs. The views ask for the right to see it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from nyata.checkins.models import Attestation, PhotoLook
from nyata.enrolment.models import Accommodation
from nyata.people.models import Unit


@dataclass(slots=True)
class OtherWays:
    """Counts of one OPD: attestations in a span of days and for how many people, accommodations in force."""

    opd: Unit
    attestations: int = 0
    people: int = 0
    no_moves: int = 0
    no_face: int = 0


def other_ways_by_opd(first: dt.date, last: dt.date) -> list[OtherWays]:
    """OPD in which another way in was used, by name. Three queries."""
    opds = {unit.path: OtherWays(unit) for unit in Unit.objects.filter(parent=None)}
    witnessed = Attestation.objects.filter(day__range=(first, last)).values_list("person__unit__path")
    for path, times, people in witnessed.annotate(Count("pk"), Count("person", distinct=True)):
        found = opds[_opd_path(path)]
        found.attestations += times
        found.people += people
    granted = Accommodation.objects.filter(valid_from__lte=last, valid_to__gte=last)
    for path, kind, times in granted.values_list("person__unit__path", "kind").annotate(Count("pk")):
        found = opds[_opd_path(path)]
        setattr(found, kind, getattr(found, kind) + times)
    used = [row for row in opds.values() if row.attestations or row.no_moves or row.no_face]
    return sorted(used, key=lambda row: row.opd.name)


def _opd_path(path: str) -> str:
    return path.split(".", 1)[0] + "."


def accommodations_by_officer(on: dt.date) -> list[dict[str, Any]]:
    """Accommodations in force by who granted them, most first: granted_by__name, no_moves, no_face. One query."""
    in_force = Accommodation.objects.filter(valid_from__lte=on, valid_to__gte=on)
    kinds = {kind: Count("pk", filter=Q(kind=kind)) for kind in Accommodation.Kind.values}
    rows = in_force.values("granted_by", "granted_by__name").annotate(total=Count("pk"), **kinds)
    return [dict(row) for row in rows.order_by("-total", "granted_by__name")]


def looks_of_all(words: str) -> QuerySet[PhotoLook]:
    """Looks at photographs, newest first, with who looked and whose; `words` match either name."""
    looks = PhotoLook.objects.select_related("actor", "checkin__person").defer("checkin__payload", "checkin__proof")
    for word in words.split()[:6]:
        looks = looks.filter(Q(actor__name__icontains=word) | Q(checkin__person__name__icontains=word))
    return looks.order_by("-looked_at", "-pk")
