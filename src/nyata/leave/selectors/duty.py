"""Where a duty lets its person check in."""

import datetime as dt
from dataclasses import dataclass

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.kinds import WITH_PLACES
from nyata.leave.models import Place, Slot
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


def duty_of(person: Person, day: dt.date) -> Duty:
    """The places of the duties in force of a person on a day. One query."""
    found = Place.objects.filter(
        request__slot__person=person,
        request__slot__stage=Slot.Stage.IN_FORCE,
        request__slot__start__lt=minute_of(day) + DAY_MINUTES,
        request__slot__end__gt=minute_of(day),
        request__kind__in=WITH_PLACES,
    )
    places = list(found.order_by("pk"))
    measured = tuple(place for place in places if place.shape is not None)
    return Duty(measured, len(measured) < len(places))
