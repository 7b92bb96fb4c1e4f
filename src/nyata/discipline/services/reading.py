"""That a finding was read, by the person it is about or by a superior: recorded once, with the time."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.discipline.models import Finding, Reading
from nyata.discipline.refusals import Code, Refused
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.selectors import authority_of


@transaction.atomic
def mark_read(*, actor: Person, finding: Finding, at: dt.datetime) -> Reading:
    """Record that the actor read it; the first time counts. Raises Refused: not_concerned."""
    powers = authority_of(actor, timezone.localdate(at))
    if actor.pk != finding.person_id and not powers.supervises_person(finding.person):
        raise Refused(Code.NOT_CONCERNED)
    reading, is_new = Reading.objects.get_or_create(finding=finding, reader=actor, defaults={"at": at})
    if is_new:
        ledger.append(Kind.ABSENCE_READ, {"finding": finding.pk, "reader": actor.pk}, at=at)
    return reading
