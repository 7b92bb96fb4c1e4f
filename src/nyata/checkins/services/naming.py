"""Naming colleagues who may vouch for the people of a unit: dated, with a reason, ended at any time."""

import datetime as dt

from django.db import transaction

from nyata.checkins.models import NamedWitness
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors.attempts import day_of
from nyata.core.reasons import Reason
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people import selectors as people
from nyata.people.models import Person, Unit

LONGEST = dt.timedelta(days=366)
MOST_WORDS = 300


@transaction.atomic
def name_witness(
    *, actor: Person, unit: Unit, person: Person, valid_from: dt.date, valid_to: dt.date, reason: str, at: dt.datetime
) -> NamedWitness:
    """Name a colleague who may vouch for the people of a unit and below it, for at most a year, both days included.

    By a supervisor of the unit or HR; nobody names themselves. Raises Refused: not_on_oneself, not_allowed,
    person_inactive, words_missing, naming_dates, named_already.
    """
    if actor.pk == person.pk:
        raise Refused(Reason.NOT_ON_ONESELF)
    _guard_unit(actor, unit, at)
    # Locked: two who name the same colleague at the same moment do so one after the other.
    if not Person.objects.select_for_update(of=("self",)).get(pk=person.pk).is_active:
        raise Refused(Reason.PERSON_INACTIVE)
    reason = reason.strip()
    if not 0 < len(reason) <= MOST_WORDS:
        raise Refused(Reason.WORDS_MISSING)
    if not dt.timedelta(0) <= valid_to - valid_from <= LONGEST or valid_to < day_of(at):
        raise Refused(Reason.NAMING_DATES)
    same = NamedWitness.objects.filter(unit=unit, person=person, ended_at=None)
    if same.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        raise Refused(Reason.NAMED_ALREADY)
    named = NamedWitness.objects.create(
        unit=unit,
        person=person,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        named_by=actor,
        named_at=at,
    )
    _record(named, "named", actor, at)
    return named


@transaction.atomic
def end_witness(*, actor: Person, named: NamedWitness, at: dt.datetime) -> NamedWitness:
    """End a naming from this moment on; what was vouched for before stays. By whoever may name for that unit.

    Raises Refused: not_allowed, naming_ended.
    """
    current = NamedWitness.objects.select_for_update(of=("self",)).select_related("unit").get(pk=named.pk)
    _guard_unit(actor, current.unit, at)
    if current.ended_at is not None or current.valid_to < day_of(at):
        raise Refused(Reason.NAMING_ENDED)
    current.ended_by, current.ended_at = actor, at
    current.save(update_fields=["ended_by", "ended_at"])
    _record(current, "ended", actor, at)
    return current


def end_namings(*, person: Person, at: dt.datetime) -> None:
    """End what a person who left was named for, in the caller's transaction: coming back gives them no word again."""
    for named in NamedWitness.objects.select_for_update().filter(person=person, ended_at=None):
        named.ended_at = at
        named.save(update_fields=["ended_at"])
        _record(named, "left", person, at)


def _guard_unit(actor: Person, unit: Unit, at: dt.datetime) -> None:
    authority = people.authority_of(actor, day_of(at))
    if not (authority.is_hr or (unit.path or "").startswith(authority.supervises)):
        raise Refused(Reason.NOT_ALLOWED)


def _record(named: NamedWitness, event: str, actor: Person, at: dt.datetime) -> None:
    content = {
        "naming": named.pk,
        "event": event,
        "named": named.person_id,
        "unit": named.unit_id,
        "from": named.valid_from.isoformat(),
        "to": named.valid_to.isoformat(),
        "reason": named.reason,
        "by": actor.pk,
    }
    ledger.append(Kind.WITNESS, content, at=at)
