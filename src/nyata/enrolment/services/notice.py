"""Being told first."""

import datetime as dt

from django.db import transaction

from nyata.enrolment.models import NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person


@transaction.atomic
def read_notice(*, person: Person, at: dt.datetime) -> NoticeReading:
    """Record that the person was told, in today's version. Reading it again changes nothing."""
    reading, new = NoticeReading.objects.get_or_create(person=person, version=VERSION, defaults={"read_at": at})
    if new:
        append(Kind.NOTICE_READ, {"person": person.pk, "version": VERSION}, at=at)
    return reading
