"""What somebody brings into a year of annual leave, as HR records it from the books kept before."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.leave.models import CarryOver
from nyata.leave.refusals import Code, Refused
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.people.selectors import authority_of

MOST = 12  # two unused years bring 24 with those of the year itself (PerBKN 24/2017)


@transaction.atomic
def record_carry_over(
    *, actor: Person, person: Person, year: int, days: int, source: str, at: dt.datetime
) -> CarryOver:
    """Record the days that a person brings into a year; the newest record of a year holds.

    Raises Refused: not_hr, not_on_oneself, days_wrong, words_missing.
    """
    on = timezone.localdate(at)
    if not authority_of(actor, on).is_hr:
        raise Refused(Code.NOT_HR)
    if actor.pk == person.pk:
        raise Refused(Code.NOT_ON_ONESELF)
    if not 0 <= days <= MOST or not on.year - 2 <= year <= on.year + 1:
        raise Refused(Code.DAYS_WRONG)
    if not source.strip():
        raise Refused(Code.WORDS_MISSING)
    row = CarryOver.objects.create(
        person=person, year=year, days=days, source=source.strip()[:200], recorded_by=actor, recorded_at=at
    )
    ledger.append(Entry.CARRY_OVER, {"person": person.pk, "year": year, "days": days, "actor": actor.pk}, at=at)
    return row
