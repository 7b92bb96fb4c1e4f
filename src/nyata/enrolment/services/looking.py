"""Opening a reference photograph: never without leaving who, whose, why and when."""

import datetime as dt

from django.db import transaction

from nyata.enrolment.face_seal import PHOTO, open_face
from nyata.enrolment.models import FaceTemplate, TemplateLook
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person


@transaction.atomic
def look_at_photo(*, template: FaceTemplate, actor: Person, why: str, at: dt.datetime) -> bytes | None:
    """The reference photograph (JPEG), and the record of the look; None where it was erased.

    Who may look is for the caller to guard: it depends on the question. Raises vault.Unsealable.
    """
    TemplateLook.objects.create(template=template, actor=actor, why=why[:80], looked_at=at)
    content = {"template": template.pk, "person": template.person_id, "actor": actor.pk, "why": why[:80]}
    append(Kind.PHOTO_LOOK, content, at=at)
    if not template.photo_sealed:
        return None
    return open_face(template.person.data_key, bytes(template.photo_sealed), PHOTO, template.enrolment_id)


def has_looked(actor: Person, template: FaceTemplate) -> bool:
    """Whether the actor ever opened this photograph."""
    return TemplateLook.objects.filter(actor=actor, template=template).exists()
