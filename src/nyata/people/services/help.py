"""Asking the operator for help, and answering."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import HelpRequest, Person
from nyata.people.refusals import Code, Refused
from nyata.people.selectors import authority_of


def ask_for_help(*, person: Person, kind: str, words: str, at: dt.datetime) -> HelpRequest:
    """A request to the operator of the person's unit. Raises Refused(help_open) while the same one waits."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if HelpRequest.objects.filter(person=person, kind=kind, answered_at__isnull=True).exists():
            raise Refused(Code.HELP_OPEN)
        asked = HelpRequest.objects.create(person=person, kind=kind, words=words.strip(), asked_at=at)
        ledger.append(Kind.HELP, {"action": "asked", "request": asked.pk, "person": person.pk, "kind": kind}, at=at)
    return asked


def answer_help(*, actor: Person, request: HelpRequest, answer: str, at: dt.datetime) -> HelpRequest:
    """Answer a request: the operator of the person's unit or an HR officer, never the person themselves.

    Raises Refused: not_operator, answer_missing, help_answered.
    """
    authority = authority_of(actor, timezone.localdate(at))
    may = authority.operates_person(request.person) or (authority.is_hr and actor.pk != request.person_id)
    if not may:
        raise Refused(Code.NOT_OPERATOR)
    if not answer.strip():
        raise Refused(Code.ANSWER_MISSING)
    with transaction.atomic():
        request = HelpRequest.objects.select_for_update().get(pk=request.pk)
        if request.answered_at:
            raise Refused(Code.HELP_ANSWERED)
        request.answer, request.answered_by, request.answered_at = answer.strip(), actor, at
        request.save(update_fields=["answer", "answered_by", "answered_at"])
        content = {"action": "answered", "request": request.pk, "person": request.person_id, "actor": actor.pk}
        ledger.append(Kind.HELP, content, at=at)
    return request
