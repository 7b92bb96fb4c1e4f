"""Where the demo's people are called to on a morning: the places that are opened for their units."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from nyata.checkins.models import SiteOpening
from nyata.people.models import Person
from nyata.people.selectors.authority import below


class Call(NamedTuple):
    """A place (latitude, longitude), open from and until minutes after midnight."""

    place: tuple[float, float]
    opens: int
    closes: int


def called_on(first: dt.date, last: dt.date) -> dict[dt.date, Mapping[int, Call]]:
    """By day and person. A query for each opening of the days."""
    found: dict[dt.date, dict[int, Call]] = defaultdict(dict)
    openings = SiteOpening.objects.filter(opens_at__date__range=(first, last), taken_back_at=None)
    for one in openings.select_related("site", "unit"):
        whose = below("unit__path", (str(one.unit.path),)) if one.with_below else Q(unit=one.unit_id)
        people = Person.objects.filter(whose)
        begin, end = timezone.localtime(one.opens_at), timezone.localtime(one.closes_at)
        call = Call(_middle(one.site.shape), begin.hour * 60 + begin.minute, end.hour * 60 + end.minute)
        found[begin.date()] |= dict.fromkeys(people.values_list("pk", flat=True), call)
    return dict(found)


def _middle(shape: Mapping[str, Any]) -> tuple[float, float]:
    """A point of a circle or a yard that lies well inside."""
    ring = [shape["coordinates"]] if shape["type"] == "Point" else shape["coordinates"][0][:-1]
    return sum(one[1] for one in ring) / len(ring), sum(one[0] for one in ring) / len(ring)
