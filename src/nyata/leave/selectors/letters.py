"""Letters of duty for many people, and what the people on them said is wrong."""

import datetime as dt
import uuid

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from nyata.leave.models import DutyLetter, Slot, Step
from nyata.leave.selectors.inbox import Waiting, waiting_for_decision
from nyata.leave.selectors.reach import below_reach, reach_of
from nyata.leave.selectors.requests import Shown, shown, with_steps
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.people.selectors.authority import below


def people_sent_by(actor: Person, on: dt.date) -> QuerySet[Person]:
    """The active people whom the actor may put on a letter: all for HR officers, else those of their units."""
    powers = authority_of(actor, on)
    people = Person.objects.filter(is_active=True).select_related("unit").order_by("unit__path", "name", "pk")
    return people if powers.is_hr else people.filter(below("unit__path", powers.operates + powers.supervises))


def letters_seen_by(actor: Person, on: dt.date) -> QuerySet[DutyLetter]:
    """Letters that the actor recorded, is on, or that send people of their units; the newest first."""
    powers = authority_of(actor, on)
    found = DutyLetter.objects.select_related("recorded_by").annotate(people=Count("requests", distinct=True))
    if not (powers.is_hr or powers.is_auditor):
        reach = reach_of(actor, on)
        theirs = Q(requests__person=actor) | below_reach("requests__person__unit__path", reach)
        theirs |= below("requests__person__unit__path", powers.operates)
        mine = DutyLetter.objects.filter(Q(recorded_by=actor) | theirs).values("pk")
        found = found.filter(pk__in=mine)
    return found.order_by("-first", "-pk")


def letter_for(actor: Person, public_id: uuid.UUID, on: dt.date) -> DutyLetter:
    """One letter that the actor may see. Raises Http404."""
    found = letters_seen_by(actor, on).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def people_of(letter: DutyLetter) -> list[Shown]:
    """The requests of a letter with their states, by unit and name. Three queries."""
    found = with_steps(letter.requests.all()).order_by("person__unit__path", "person__name", "pk")
    return [shown(request) for request in found]


def decisions_of(letter: DutyLetter, actor: Person, on: dt.date) -> list[Waiting]:
    """Those of a letter whom the actor may decide on now."""
    waiting = waiting_for_decision(Slot.objects.filter(request__duty_letter=letter), actor, on)
    return [one for one in waiting if one.refusal is None]


def said_wrong(actor: Person, on: dt.date) -> list[Step]:
    """What people said is wrong about requests that still hold, of whom the actor decides on or recorded. One query."""
    reach = reach_of(actor, on)
    mine = Q(request__asked_by=actor) | below_reach("request__person__unit__path", reach)
    if reach.powers.is_hr:
        mine = Q()
    found = Step.objects.filter(mine, act=Step.Act.SAID_WRONG, request__slot__isnull=False).exclude(actor=actor)
    return list(found.select_related("request__person__unit", "actor").order_by("at")[:100])
