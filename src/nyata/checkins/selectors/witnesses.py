"""Who is named as a witness, whom a witness may vouch for today, and the attempt of each that waits for somebody."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from nyata.checkins.models import CheckIn, NamedWitness, Outcome, Verdict
from nyata.checkins.selectors.attempts import newest_verdicts
from nyata.people import selectors as people
from nyata.people.models import Person, Unit
from nyata.people.selectors.authority import below

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
    named = [path for path in namings_in_force(witness, on).values_list("unit__path", flat=True) if path]
    paths = (*people.authority_of(witness, on).supervises, *named)
    if not paths:
        return []
    found = (
        Person.objects.filter(below("unit__path", paths), is_active=True).exclude(pk=witness.pk).select_related("unit")
    )
    persons = list(found.order_by("name", "pk")[:MOST])
    attempts = _open_attempts([one.pk for one in persons], on)
    return [Vouchable(one, *attempts.get(one.pk, (None, None))) for one in persons]


def namings_in_force(witness: Person, on: dt.date) -> QuerySet[NamedWitness]:
    """The units for which this person is named as a witness on that day."""
    return NamedWitness.objects.filter(person=witness, valid_from__lte=on, valid_to__gte=on, ended_at=None)


def witnesses_named(actor: Person, on: dt.date) -> QuerySet[NamedWitness]:
    """Colleagues named for the units the actor supervises (all for HR), those in force or to come; unit and people
    come with them. One query to build, one to run.
    """
    found = NamedWitness.objects.filter(valid_to__gte=on, ended_at=None, unit__in=units_to_name_for(actor, on))
    return found.select_related("person__unit", "unit", "named_by").order_by("unit__path", "person__name", "pk")


def units_to_name_for(actor: Person, on: dt.date) -> QuerySet[Unit]:
    """The active units for whose people the actor may name witnesses: those they supervise, all for HR. One query."""
    authority = people.authority_of(actor, on)
    units = Unit.objects.filter(is_active=True).order_by("path")
    return units if authority.is_hr else units.filter(below("path", authority.supervises))


def witness_candidates(actor: Person, unit: Unit, on: dt.date, words: str = "") -> QuerySet[Person]:
    """Whom the actor may name for a unit: active colleagues of its OPD whom the actor sees, never themselves; by name.

    `words`: parts of the name, or the beginning of the NIP.
    """
    colleagues = people.people_visible_to(actor, on).filter(is_active=True).exclude(pk=actor.pk)
    colleagues = colleagues.filter(unit__path__startswith=people.above(unit.path)[0])
    for word in words.split()[:6]:
        colleagues = colleagues.filter(Q(name__icontains=word) | Q(nip__startswith=word))
    return colleagues.order_by("name", "pk")


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
