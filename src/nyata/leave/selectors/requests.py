"""Requests as people see them: their own, those of whom they serve, what became of each."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from nyata.leave.kinds import nature_of
from nyata.leave.models import Request, Slot, Step
from nyata.leave.selectors.reach import below_reach, reach_of
from nyata.people.models import Person
from nyata.people.selectors import people_visible_to

Act = Step.Act
# What a request is when no slot is left of it, by its last step.
_ENDS = {Act.DECLINED: "declined", Act.WITHDRAWN: "withdrawn", Act.CANCELLED: "cancelled", Act.CLOSED: "closed"}
STATES = ("supervisor", "hr", "in_force", *_ENDS.values())


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with its state (one of STATES), its steps, and the last day that it covers by now."""

    request: Request
    state: str
    steps: tuple[Step, ...]
    last: dt.date

    @property
    def is_live(self) -> bool:
        return self.state not in _ENDS.values()

    @property
    def answer(self) -> Step | None:
        """The last word that somebody else said."""
        told = (step for step in reversed(self.steps) if step.act not in (Act.ASKED, Act.SAID_WRONG) and step.actor)
        return next((step for step in told if step.words), None)


def with_steps(found: QuerySet[Request]) -> QuerySet[Request]:
    """The same with what `shown` needs."""
    steps = Prefetch("steps", Step.objects.select_related("actor", "as_delegate_of"))
    whole = found.select_related("slot", "claim", "person__unit", "asked_by", "duty_letter")
    return whole.prefetch_related(steps, "places")


def shown(request: Request) -> Shown:
    """A request with its state. Its slot and steps have to be loaded with it."""
    steps = tuple(request.steps.all())
    slot: Slot | None = getattr(request, "slot", None)
    if slot is not None:
        return Shown(request, slot.stage, steps, slot.last)
    last = next(step for step in reversed(steps) if step.act in _ENDS)
    return Shown(request, _ENDS[Act(last.act)], steps, request.last)


def own_requests(person: Person, most: int) -> list[Shown]:
    """The person's newest requests. Three queries."""
    found = with_steps(Request.objects.filter(person=person)).order_by("-asked_at", "-pk")
    return [shown(request) for request in found[:most]]


def request_for(actor: Person, public_id: uuid.UUID, on: dt.date) -> Shown:
    """One request: one's own, or of somebody whom one sees or decides on. Raises Http404."""
    found = with_steps(Request.objects.filter(public_id=public_id)).first()
    if found is None or not may_see(actor, found.person, on):
        raise Http404
    return shown(found)


def may_see(actor: Person, person: Person, on: dt.date) -> bool:
    """Whether the actor sees that somebody asked for something. Words and letters of health are narrower."""
    if actor.pk == person.pk or people_visible_to(actor, on).filter(pk=person.pk).exists():
        return True
    below = below_reach("unit__path", reach_of(actor, on))
    return Person.objects.filter(below, pk=person.pk).exists()


def is_health(request: Request) -> bool:
    """Whether its words and letters may speak of somebody's health."""
    return nature_of(request.kind).is_health
