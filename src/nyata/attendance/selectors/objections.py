"""Objections to days, as those see them who may read the people's days."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from nyata.attendance.models import Objection
from nyata.attendance.selectors.reach import Reach
from nyata.people.selectors.authority import below

LATELY = 50


def waiting(reach: Reach) -> list[Objection]:
    """Not answered yet, the oldest first; never one's own. One query."""
    return list(_seen(reach).filter(answered_at=None).order_by("asked_at"))


def answered_lately(reach: Reach) -> list[Objection]:
    """The newest answers. One query."""
    return list(_seen(reach).filter(answered_at__isnull=False).order_by("-answered_at")[:LATELY])


def _seen(reach: Reach) -> QuerySet[Objection]:
    found = Objection.objects.select_related("person__unit", "answered_by").exclude(person=reach.authority.person)
    return found if reach.paths is None else found.filter(below("person__unit__path", reach.paths))


def open_days(person_id: int, days: Sequence[dt.date]) -> set[dt.date]:
    """Those of a person's days to which an objection waits for its answer. One query."""
    waiting = Objection.objects.filter(person_id=person_id, day__in=list(days), answered_at=None)
    return set(waiting.values_list("day", flat=True))
