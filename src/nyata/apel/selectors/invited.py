"""Who is invited: placed on the day in an invited unit, of an invited employment, where checking in has begun."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Q

from nyata.apel.models import Session
from nyata.attendance.selectors.stages import OPEN, stage_spans
from nyata.people.models import Person, Placement
from nyata.people.selectors import above
from nyata.people.selectors.authority import in_force


class Invited(NamedTuple):
    """One person of a session; unit and path as on its day."""

    person_id: int
    unit_id: int
    path: str


def invited_to(session: Session, person_ids: Collection[int] | None = None) -> list[Invited]:
    """The invited of a session (of these people only), by unit and person. Three queries, however many people."""
    wanted = _units(session.invitations.values_list("unit__path", "with_below"), "unit__path")
    found = Placement.objects.filter(in_force(session.day)).filter(wanted)
    if session.employments:
        found = found.filter(employment__in=session.employments)
    if person_ids is not None:
        found = found.filter(person_id__in=person_ids)
    rows = [
        Invited(person, unit, path or "")
        for person, unit, path in found.order_by("unit__path", "person_id").values_list(
            "person_id", "unit_id", "unit__path"
        )
    ]
    opened = {path for path, held in stage_spans({one.path for one in rows}, session.day, session.day).items()
              if any(span.stage in OPEN for span in held)}  # fmt: skip
    return [one for one in rows if one.path in opened]


def _units(rows: Iterable[tuple[str | None, bool]], field: str) -> Q:
    found = Q(pk__in=())
    for path, with_below in rows:
        found |= Q(**{f"{field}__startswith" if with_below else field: path or "-"})
    return found


def inviting(person: Person, first: dt.date, last: dt.date) -> Q:
    """Condition on sessions that invite a person as they are placed today; the list itself goes by the day's placement.

    One query.
    """
    paths = above(person.unit.path)
    units = Q(invitations__unit__path=person.unit.path) | Q(
        invitations__unit__path__in=paths, invitations__with_below=True
    )
    employed = Q(employments=[]) | Q(employments__contains=[person.employment])
    return units & employed & Q(day__range=(first, last))
