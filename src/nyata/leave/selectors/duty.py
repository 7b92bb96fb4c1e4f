"""Where a duty lets its person check in."""

import datetime as dt
from dataclasses import dataclass

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.kinds import WITH_PLACES
from nyata.leave.models import Place, Slot
from nyata.ledger import statements
from nyata.people.models import Person


@dataclass(frozen=True, slots=True)
class Duty:
    """The duty of a day: its places with a shape, and whether there are places without one.

    Without a shape nobody can measure: a check-in there is for the supervisor to look at, as declared field duty is.
    """

    places: tuple[Place, ...] = ()
    has_unmeasured: bool = False


def place(pk: int) -> Place | None:
    """A place of a duty by its primary key, whatever became of the duty. One query."""
    return Place.objects.filter(pk=pk).first()


# Written by hand: a worker asks for every attempt, and nearly always there is none.
_PLACES = """
SELECT p.id FROM leave_place p JOIN leave_request r ON r.id = p.request_id JOIN leave_slot s ON s.request_id = r.id
WHERE s.person_id = %(person)s AND s.stage = %(stage)s AND s.start < %(end)s AND s."end" > %(start)s
AND r.kind = ANY(%(kinds)s)
"""


def duty_of(person: Person, day: dt.date) -> Duty:
    """The places of the duties in force of a person on a day. One query, two where there is a place."""
    start, kinds = minute_of(day), [str(kind) for kind in WITH_PLACES]
    values = {"person": person.pk, "stage": str(Slot.Stage.IN_FORCE), "kinds": kinds}
    _, rows = statements.run(_PLACES, values | {"start": start, "end": start + DAY_MINUTES})
    places = list(Place.objects.filter(pk__in=[key for (key,) in rows]).order_by("pk")) if rows else []
    measured = tuple(place for place in places if place.shape is not None)
    return Duty(measured, len(measured) < len(places))
