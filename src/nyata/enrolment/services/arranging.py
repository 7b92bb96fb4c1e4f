"""Arrangements for people whose face or moves cannot be read: dated, by HR, never a sign of suspicion."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.enrolment.models import Accommodation
from nyata.enrolment.refusals import Code, Refused
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person
from nyata.people.selectors import authority_of

LONGEST = dt.timedelta(days=366)


def guard_arranging(*, person: Person, officer: Person, on: dt.date) -> None:
    """An HR officer, never for oneself. Raises Refused(not_on_oneself | not_allowed)."""
    if officer.pk == person.pk:
        raise Refused(Code.NOT_ON_ONESELF)
    if not authority_of(officer, on).is_hr:
        raise Refused(Code.NOT_ALLOWED)


@transaction.atomic
def grant_accommodation(
    *,
    person: Person,
    officer: Person,
    kind: str,
    reason: str,
    valid_from: dt.date,
    valid_to: dt.date,
    at: dt.datetime,
) -> Accommodation:
    """Arrange that a person checks in without moves, or without face, from one day to another (inclusive).

    Raises Refused(not_on_oneself | not_allowed | person_left | words_missing | dates_wrong | arranged_already).
    """
    on = timezone.localdate(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    guard_arranging(person=person, officer=officer, on=on)
    if not person.is_active:
        raise Refused(Code.PERSON_LEFT)
    if not reason.strip():
        raise Refused(Code.WORDS_MISSING)
    if not valid_from <= valid_to <= valid_from + LONGEST or valid_to < on:
        raise Refused(Code.DATES_WRONG)
    same = Accommodation.objects.filter(person=person, kind=kind, ended_on=None)
    if same.filter(valid_from__lte=valid_to, valid_to__gte=valid_from).exists():
        raise Refused(Code.ARRANGED_ALREADY)
    granted = Accommodation.objects.create(
        person=person,
        kind=Accommodation.Kind(kind),
        reason=reason.strip()[:300],
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=officer,
        granted_at=at,
    )
    _record(granted, "granted", officer, at)
    return granted


@transaction.atomic
def end_accommodation(*, accommodation: Accommodation, officer: Person, at: dt.datetime) -> None:
    """End an arrangement from today on. Raises Refused(not_on_oneself | not_allowed | question_closed)."""
    on = timezone.localdate(at)
    current = Accommodation.objects.select_for_update(of=("self",)).select_related("person").get(pk=accommodation.pk)
    guard_arranging(person=current.person, officer=officer, on=on)
    if current.ended_on is not None or current.valid_to < on:
        raise Refused(Code.QUESTION_CLOSED)
    current.ended_on = on
    current.save(update_fields=["ended_on"])
    _record(current, "ended", officer, at)


def _record(accommodation: Accommodation, event: str, officer: Person, at: dt.datetime) -> None:
    content = {
        "accommodation": accommodation.pk,
        "event": event,
        "person": accommodation.person_id,
        "kind": accommodation.kind,
        "officer": officer.pk,
        "from": accommodation.valid_from.isoformat(),
        "to": (accommodation.ended_on or accommodation.valid_to).isoformat(),
    }
    append(Kind.ACCOMMODATION, content, at=at)
