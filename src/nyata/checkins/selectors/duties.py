"""What waits for a person: reviews to decide, phones that were turned away, attestations drawn for a question."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nyata.checkins.models import Attestation, CheckIn, Outcome, Refusal, Verdict
from nyata.checkins.selectors.attempts import people_watched_by
from nyata.checkins.selectors.witnesses import namings_in_force
from nyata.people import selectors as people
from nyata.people.models import Person


def _people_decided_by(actor: Person, on: dt.date) -> QuerySet[Person]:
    """Those on whom the actor may decide: watched by them, not themselves, and never by an auditor's eyes alone."""
    authority = people.authority_of(actor, on)
    seen = people_watched_by(actor, on).exclude(pk=actor.pk)
    if authority.is_hr or not authority.is_auditor:
        return seen
    own = Q(pk__in=())
    for path in authority.supervises:
        own |= Q(unit__path__startswith=path)
    return seen.filter(own)


def may_decide_on(actor: Person, person: Person, on: dt.date) -> bool:
    """Whether the actor may decide on this person's review: supervisor above them, or HR; nobody on themselves."""
    authority = people.authority_of(actor, on)
    return actor.pk != person.pk and (authority.is_hr or authority.supervises_person(person))


def reviews_waiting(actor: Person, on: dt.date) -> QuerySet[CheckIn]:
    """Attempts that wait for the actor's decision, oldest first, with person and unit. Two queries.

    Of a chain of attempts the last one is decided on; what the first one says follows from it.
    An attempt that was set aside after errors waits here too: no machine will judge it any more.
    """
    decided_on = _people_decided_by(actor, on).values("pk")
    found = CheckIn.objects.filter(waits__outcome__in=(Outcome.REVIEW, Outcome.ERROR), person__in=decided_on)
    retried = CheckIn.objects.filter(step_up_of=OuterRef("pk"))
    return found.filter(~Exists(retried)).select_related("person__unit").order_by("acted_at", "id")


def unanswered_step_ups(before: dt.datetime, most: int) -> list[int]:
    """Attempts that were to be tried again since before that moment and were not, longest waiting first. One query."""
    root = Coalesce(OuterRef("step_up_of"), OuterRef("pk"))
    on_its_way = CheckIn.objects.filter(step_up_of=root, pk__gt=OuterRef("pk"))
    waiting = CheckIn.objects.filter(waits__outcome=Outcome.STEP_UP, waits__since__lt=before)
    return list(waiting.filter(~Exists(on_its_way)).order_by("waits__since").values_list("pk", flat=True)[:most])


def counts_otherwise(checkin: CheckIn) -> bool:
    """Whether another attempt, or a witness, already counts for the same person, day and purpose. Two queries."""
    same = {"person": checkin.person_id, "day": checkin.day, "purpose": checkin.purpose}
    newest = Verdict.objects.filter(checkin=OuterRef("pk")).order_by("-id").values("counts_at")[:1]
    others = CheckIn.objects.filter(**same).exclude(pk=checkin.pk).annotate(counts_at=Subquery(newest))
    return Attestation.objects.filter(**same).exists() or others.filter(counts_at__isnull=False).exists()


def refusals_visible_to(actor: Person, on: dt.date) -> QuerySet[Refusal]:
    """Attempts that proved nothing, of the people the actor watches, newest first, with person and unit."""
    seen = people_watched_by(actor, on).values("pk")
    return Refusal.objects.filter(person__in=seen).select_related("person__unit").order_by("-refused_at", "-id")


def may_witness(actor: Person, person: Person, on: dt.date) -> bool:
    """Whether the actor may vouch for this person: a supervisor above them, or a witness named for their unit."""
    if actor.pk == person.pk:
        return False
    if people.authority_of(actor, on).supervises_person(person):
        return True
    path = person.unit.path or ""
    named = namings_in_force(actor, on).values_list("unit__path", flat=True)
    return any(path.startswith(unit or "-") for unit in named)


def attestations_drawn(actor: Person, on: dt.date) -> QuerySet[Attestation]:
    """Attestations drawn at random that HR has not asked about yet, oldest first; nothing for anybody else."""
    if not people.authority_of(actor, on).is_hr:
        return Attestation.objects.none()
    open_ones = Attestation.objects.filter(sampled=True, check_made=None).exclude(person=actor).exclude(witness=actor)
    return open_ones.select_related("person__unit", "witness").order_by("made_at", "id")


@dataclass(frozen=True, slots=True)
class WitnessCount:
    """How often somebody vouched in a span of days, and for how many people."""

    witness_id: int
    name: str
    times: int
    people: int


def witness_counts(actor: Person, first: dt.date, last: dt.date, on: dt.date) -> list[WitnessCount]:
    """Attestations for the people the actor watches, by witness, most first. Two queries. A count, no suspicion."""
    seen = people_watched_by(actor, on).values("pk")
    rows = (
        Attestation.objects.filter(day__range=(first, last), person__in=seen)
        .values("witness_id", "witness__name")
        .annotate(times=Count("pk"), people=Count("person", distinct=True))
        .order_by("-times", "witness__name")
    )
    return [WitnessCount(row["witness_id"], row["witness__name"], row["times"], row["people"]) for row in rows]
