"""Who was placed where and as what, in a span of days."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from nyata.people.models import Placement


class Placed(NamedTuple):
    """One placement, clipped to the days asked for; `first` and `last` are both included."""

    person_id: int
    unit_id: int
    path: str
    employment: str
    weekly_minutes: int | None
    first: dt.date
    last: dt.date


def placements(person_ids: Iterable[int] | None, first: dt.date, last: dt.date) -> list[Placed]:
    """Placements of these people (None: everybody) that touch the days, by person and day. One query."""
    found = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)
    if person_ids is not None:
        found = found.filter(person_id__in=list(person_ids))
    rows = found.order_by("person_id", "valid_from").values_list(
        "person_id", "unit_id", "unit__path", "employment", "weekly_minutes", "valid_from", "valid_to"
    )
    return [
        Placed(person, unit, path or "", employment, minutes, max(begin, first), min(end or last, last))
        for person, unit, path, employment, minutes, begin, end in rows
    ]


def placements_of(person_id: int) -> list[Placement]:
    """All placements of a person, the newest first, with unit and recorder. One query."""
    found = Placement.objects.filter(person_id=person_id).select_related("unit", "recorded_by")
    return list(found.order_by("-valid_from"))


def weekly_minutes_of(person_id: int) -> int | None:
    """The contract's minutes a week of a person's newest placement; None where there is none. One query."""
    newest = Placement.objects.filter(person_id=person_id).order_by("-valid_from")
    return newest.values_list("weekly_minutes", flat=True).first()
