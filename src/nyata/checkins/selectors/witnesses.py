"""Whom one may vouch for today, and the attempt of each that waits for somebody."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from nyata.checkins.models import CheckIn, NamedWitness, Outcome, Verdict
from nyata.checkins.selectors.attempts import newest_verdicts
from nyata.people import selectors as people
from nyata.people.models import Person

MOST = 500
_OPEN = (Outcome.STEP_UP, Outcome.REVIEW, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Vouchable:
    """A person one may vouch for; `attempt` is their newest of the day that is open, with its outcome, or None."""

    person: Person
    attempt: CheckIn | None
    outcome: str | None


def vouchable_by(witness: Person, on: dt.date) -> list[Vouchable]:
    """The active people a supervisor or named witness may vouch for, by name; at most 500. Four queries."""
    paths = [*people.authority_of(witness, on).supervises]
    named = NamedWitness.objects.filter(person=witness, valid_from__lte=on, valid_to__gte=on)
    paths += [path for path in named.values_list("unit__path", flat=True) if path]
    if not paths:
        return []
    below = Q(pk__in=())
    for path in paths:
        below |= Q(unit__path__startswith=path)
    found = Person.objects.filter(below, is_active=True).exclude(pk=witness.pk).select_related("unit")
    persons = list(found.order_by("name", "pk")[:MOST])
    attempts = _open_attempts([one.pk for one in persons], on)
    return [Vouchable(one, *attempts.get(one.pk, (None, None))) for one in persons]


def witnesses_named(actor: Person, on: dt.date) -> list[NamedWitness]:
    """Colleagues named for the units the actor supervises (all for HR), whose time is not over. Two queries."""
    authority = people.authority_of(actor, on)
    found = NamedWitness.objects.filter(valid_to__gte=on).select_related("person", "unit")
    if not authority.is_hr:
        below = Q(pk__in=())
        for path in authority.supervises:
            below |= Q(unit__path__startswith=path)
        found = found.filter(below)
    return list(found.order_by("unit__path", "person__name", "pk"))


def _open_attempts(persons: list[int], on: dt.date) -> dict[int, tuple[CheckIn, str]]:
    """By person the newest attempt of the day, where what is in force of it leaves it open. One query."""
    today = Verdict.objects.filter(checkin__day=on, checkin__person__in=persons)
    newest = newest_verdicts(today).select_related("checkin").defer("checkin__payload", "checkin__proof")
    latest: dict[int, tuple[CheckIn, str]] = {}
    for verdict in newest:
        known = latest.get(verdict.checkin.person_id)
        if known is None or verdict.checkin.acted_at > known[0].acted_at:
            latest[verdict.checkin.person_id] = (verdict.checkin, verdict.outcome)
    return {person: pair for person, pair in latest.items() if pair[1] in _OPEN}
