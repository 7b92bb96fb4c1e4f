"""Who may open the letters of a request, and who looked."""

import datetime as dt

from django.db.models import QuerySet

from nyata.leave.models import Attachment, AttachmentLook, Request, Step
from nyata.leave.selectors.reach import reach_of, superiors
from nyata.people.models import Person

DECISIONS = (Step.Act.BY_SUPERVISOR, Step.Act.BY_HR, Step.Act.DECLINED)


def may_open(actor: Person, request: Request, on: dt.date) -> bool:
    """The person, who added it for them, HR officers, who decided, and while it waits, the nearest who can decide.

    A superior further above, an operator or an auditor does not: these are letters about somebody's health.
    """
    if actor.pk in (request.person_id, request.asked_by_id):
        return True
    reach = reach_of(actor, on)
    if reach.powers.is_hr:
        return True
    if request.steps.filter(actor=actor, act__in=DECISIONS).exists():
        return True
    heads = superiors([request.person], on)[request.person_id]
    name = reach.in_whose_name(request.person, headless=not heads)
    return name is not None and (not heads or name.pk == heads[0])


def attachments_of(request: Request) -> QuerySet[Attachment]:
    """The letters of a request, without their bytes."""
    return request.attachments.defer("sealed").order_by("added_at")


def looks_at(request: Request) -> QuerySet[AttachmentLook]:
    """Who opened them, newest first."""
    found = AttachmentLook.objects.filter(attachment__request=request)
    return found.select_related("actor").defer("attachment__sealed").order_by("-looked_at")
