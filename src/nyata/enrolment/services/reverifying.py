"""The auditor looks again at enrolments that were drawn."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.enrolment.models import Enrolment, FaceTemplate, Reverification
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services.looking import has_looked
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person
from nyata.people.selectors import authority_of


def guard_reverifying(*, enrolment: Enrolment, auditor: Person, on: dt.date) -> None:
    """An auditor, neither the person nor the officer who enrolled them, on a drawn enrolment nobody looked at yet.

    Raises Refused(not_on_oneself | not_allowed | not_drawn | question_closed).
    """
    if auditor.pk in (enrolment.person_id, enrolment.officer_id):
        raise Refused(Code.NOT_ON_ONESELF)
    if not authority_of(auditor, on).is_auditor:
        raise Refused(Code.NOT_ALLOWED)
    if not enrolment.reverify or enrolment.state != Enrolment.State.COMPLETE:
        raise Refused(Code.NOT_DRAWN)
    if Reverification.objects.filter(enrolment=enrolment).exists():
        raise Refused(Code.QUESTION_CLOSED)


@transaction.atomic
def reverify(*, enrolment: Enrolment, auditor: Person, agrees: bool, note: str, at: dt.datetime) -> Reverification:
    """Say whether the photograph shows the person of the file. Changes nothing else: what follows is people's work.

    Raises what `guard_reverifying` raises, and Refused(look_first | words_missing) (words where one disagrees).
    """
    current = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    guard_reverifying(enrolment=current, auditor=auditor, on=timezone.localdate(at))
    template = FaceTemplate.objects.filter(enrolment=current).first()
    if template is None or not has_looked(auditor, template):
        raise Refused(Code.LOOK_FIRST)
    if not agrees and not note.strip():
        raise Refused(Code.WORDS_MISSING)
    made = Reverification.objects.create(
        enrolment=current, auditor=auditor, agrees=agrees, note=note.strip()[:300], made_at=at
    )
    content = {"enrolment": current.pk, "person": current.person_id, "auditor": auditor.pk, "agrees": agrees}
    append(Kind.REVERIFICATION, content, at=at)
    return made
