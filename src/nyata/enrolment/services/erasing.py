"""Templates that nobody is compared with any more are erased; the row stays, empty."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from nyata.enrolment.models import FaceTemplate, Lookalike
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append


@transaction.atomic
def erase_superseded(*, before: dt.datetime, at: dt.datetime) -> int:
    """Empty every template and reference photograph superseded before a time; returns how many.

    Those that an open question still needs stay.
    """
    open_questions = Lookalike.objects.filter(answer=Lookalike.Answer.OPEN)
    needed = Q(pk__in=open_questions.values("template")) | Q(pk__in=open_questions.values("other"))
    old = FaceTemplate.objects.filter(superseded_at__lt=before).exclude(sealed=b"").exclude(needed)
    people = list(old.values_list("person_id", flat=True))
    erased = old.update(sealed=b"", photo_sealed=None)
    if erased:
        append(Kind.ENROLMENT, {"event": "templates_erased", "people": sorted(set(people)), "count": erased}, at=at)
    return erased
