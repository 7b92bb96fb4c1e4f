"""Who is away and where, day by day."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from nyata.core.worktime.columns import DAY_MINUTES, minute_of
from nyata.leave.counting import days_between
from nyata.leave.models import Request, Slot
from nyata.people.models import Person, Unit
from nyata.people.selectors import authority_of, people_visible_to

MOST = 60  # people a page


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of one person: what lies over it, None where nothing does."""

    day: dt.date
    request: Request | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Line:
    person: Person
    cells: list[Cell]


def on_days(person_ids: list[int], first: dt.date, last: dt.date) -> QuerySet[Slot]:
    """What is asked or in force of these people on these days; corrections are no absence."""
    return (
        Slot.objects.filter(person_id__in=person_ids, start__lt=minute_of(last) + DAY_MINUTES, end__gt=minute_of(first))
        .exclude(request__kind="correction")
        .select_related("request")
        .order_by("-layer", "stage")
    )


def crew(actor: Person, unit: Unit | None, on: dt.date) -> QuerySet[Person]:
    """Whose days the actor may read: those below their posts; without any, the colleagues of their own unit."""
    powers = authority_of(actor, on)
    if powers.supervises or powers.operates or powers.is_hr or powers.is_auditor:
        people = people_visible_to(actor, on).filter(is_active=True)
    else:
        people = Person.objects.filter(unit_id=actor.unit_id, is_active=True).select_related("unit")
    if unit is not None and unit.path:
        people = people.filter(unit__path__startswith=unit.path)
    return people.order_by("unit__path", "name", "pk")


def calendar(people: list[Person], first: dt.date, last: dt.date) -> list[Line]:
    """The days of these people. One query. Where two lie over a day, what takes its time is shown."""
    found: dict[tuple[int, dt.date], Slot] = {}
    for slot in on_days([person.pk for person in people], first, last):
        for day in days_between(max(slot.request.first, first), min(slot.last, last)):
            found[slot.person_id, day] = slot
    days = days_between(first, last)
    return [Line(person, [_cell(day, found.get((person.pk, day))) for day in days]) for person in people]


def _cell(day: dt.date, slot: Slot | None) -> Cell:
    return Cell(day, slot.request if slot else None, slot is not None and slot.stage != Slot.Stage.IN_FORCE)


def away_on(person_ids: list[int], day: dt.date) -> dict[int, Request]:
    """What is in force on a day, by person; what takes time before what changes the place. One query."""
    found: dict[int, Request] = {}
    for slot in on_days(person_ids, day, day).filter(stage=Slot.Stage.IN_FORCE):
        found[slot.person_id] = slot.request
    return found
