"""Who stands in for whom, as the pages list it."""

import datetime as dt

from django.db.models import Q, QuerySet

from nyata.leave.models import Delegation
from nyata.people.models import Person


def delegations_of(actor: Person, on: dt.date) -> QuerySet[Delegation]:
    """Given or held by the actor, not over yet, the next first."""
    mine = Q(approver=actor) | Q(delegate=actor)
    running = Q(last__gte=on) & (Q(ended_on=None) | Q(ended_on__gt=on))
    return Delegation.objects.filter(mine, running).select_related("approver", "delegate").order_by("first", "pk")


def possible_delegates(actor: Person) -> QuerySet[Person]:
    """Active people of the actor's own OPD."""
    opd = (actor.unit.path or "").split(".")[0] + "."
    found = Person.objects.filter(is_active=True, unit__path__startswith=opd).exclude(pk=actor.pk)
    return found.select_related("unit").order_by("name")
