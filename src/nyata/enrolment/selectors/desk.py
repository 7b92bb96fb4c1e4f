"""What officers see: whom they may enrol, what is open, what is asked of them."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from nyata.enrolment.models import (
    Accommodation,
    Device,
    DeviceChange,
    Enrolment,
    FaceTemplate,
    Lookalike,
    TemplateLook,
)
from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of, people_visible_to
from nyata.people.selectors.authority import below

STATES = ("none", "open", "done", "checking")


def people_to_enrol(actor: Person, on: dt.date) -> QuerySet[Person]:
    """Active people whom the actor may enrol, with `has_device`, `has_face`, `is_open`, `is_asked`. Never oneself."""
    powers = authority_of(actor, on)
    people = Person.objects.filter(is_active=True).exclude(pk=actor.pk).select_related("unit")
    if not powers.is_hr:
        if not powers.operates:
            return people.none()
        below = Q()
        for path in powers.operates:
            below |= Q(unit__path__startswith=path)
        people = people.filter(below)
    mine = {"person": OuterRef("pk")}
    return people.annotate(
        has_device=Exists(Device.objects.filter(**mine, revoked_at=None)),
        has_face=Exists(FaceTemplate.objects.filter(**mine, superseded_at=None)),
        is_open=Exists(Enrolment.objects.filter(**mine, state=Enrolment.State.OPEN)),
        is_asked=Exists(
            Lookalike.objects.filter(
                template__person=OuterRef("pk"), template__superseded_at=None, answer=Lookalike.Answer.OPEN
            )
        ),
    )


def in_state(people: QuerySet[Person], state: str) -> QuerySet[Person]:
    """Narrow `people_to_enrol` to one of STATES; anything else is everybody."""
    narrowed = {
        "none": Q(has_device=False, is_open=False),
        "open": Q(is_open=True),
        "done": Q(has_device=True, is_open=False, is_asked=False),
        "checking": Q(is_asked=True),
    }
    return people.filter(narrowed.get(state, Q()))


def matching(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """People whose name or NIP holds the words."""
    words = words.strip()
    return people.filter(Q(name__icontains=words) | Q(nip__startswith=words)) if words else people


def progress(actor: Person, on: dt.date) -> tuple[int, int]:
    """(people with a bound phone, people) among those whom the actor may enrol."""
    counted = people_to_enrol(actor, on).aggregate(all=Count("pk"), bound=Count("pk", filter=Q(has_device=True)))
    return counted["bound"], counted["all"]


def enrollable(actor: Person, on: dt.date, pk: int) -> Person:
    """A person whom the actor may enrol. Raises Http404."""
    found = people_to_enrol(actor, on).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def enrolment_for(actor: Person, on: dt.date, pk: int) -> Enrolment:
    """An enrolment of somebody whom the actor may enrol. Raises Http404."""
    found = Enrolment.objects.select_related("person__unit", "officer").filter(
        pk=pk, person__in=people_to_enrol(actor, on).values("pk")
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def lookalikes_for(actor: Person, on: dt.date) -> QuerySet[Lookalike]:
    """Questions an HR officer may answer, the open ones first; none about themselves."""
    if not authority_of(actor, on).is_hr:
        return Lookalike.objects.none()
    questions = Lookalike.objects.exclude(template__person=actor).exclude(other__person=actor)
    joined = questions.select_related("template__person__unit", "other__person__unit", "enrolment__officer")
    return joined.annotate(is_open=Q(answer=Lookalike.Answer.OPEN)).order_by("-is_open", "-asked_at")


def reverifications_for(actor: Person, on: dt.date) -> QuerySet[Enrolment]:
    """Drawn enrolments for the auditor, those not looked at first; none that the actor had a hand in."""
    if not authority_of(actor, on).is_auditor:
        return Enrolment.objects.none()
    drawn = Enrolment.objects.filter(reverify=True, state=Enrolment.State.COMPLETE)
    mine = drawn.exclude(person=actor).exclude(officer=actor)
    joined = mine.select_related("person__unit", "officer", "reverification")
    return joined.annotate(is_open=Q(reverification=None)).order_by("-is_open", "-completed_at")


def doubted(actor: Person, on: dt.date) -> QuerySet[Enrolment]:
    """Enrolments that the auditor did not agree with, of people whom the actor may enrol, until enrolled anew."""
    people = people_to_enrol(actor, on).values("pk")
    newer = FaceTemplate.objects.filter(person=OuterRef("person"), made_at__gt=OuterRef("reverification__made_at"))
    found = Enrolment.objects.filter(reverification__agrees=False, person__in=people)
    return found.filter(~Exists(newer)).select_related("person__unit", "reverification")


def changes_for(actor: Person, on: dt.date) -> QuerySet[DeviceChange]:
    """Open requests for another phone of the people whom the actor sees, oldest first; not the actor's own.

    `earlier`: how many were approved for the same person before.
    """
    seen = people_visible_to(actor, on).exclude(pk=actor.pk).values("pk")
    waiting = DeviceChange.objects.filter(person__in=seen, state__in=["asked", "supported"])
    approved = Count("person__device_changes", filter=Q(person__device_changes__state="approved"))
    return waiting.annotate(earlier=approved).select_related("person__unit", "supervisor").order_by("asked_at")


def changes_waiting(authority: Authority) -> int:
    """How many requests wait for this actor's own step: the supervisor's, then the officer's. One query."""
    waiting = DeviceChange.objects.exclude(person=authority.person)
    if authority.is_hr:
        return waiting.filter(state=DeviceChange.State.SUPPORTED).count()
    theirs = below("person__unit__path", authority.supervises)
    return waiting.filter(theirs, state=DeviceChange.State.ASKED).count()


def change_for(actor: Person, on: dt.date, pk: int) -> DeviceChange:
    """One of `changes_for`. Raises Http404."""
    found = changes_for(actor, on).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def accommodations_for(actor: Person, on: dt.date) -> QuerySet[Accommodation]:
    """All arrangements, for HR; the reasons tell of health, so nobody else reads them here."""
    if not authority_of(actor, on).is_hr:
        return Accommodation.objects.none()
    return Accommodation.objects.select_related("person__unit", "granted_by").order_by("-valid_to", "person__name")


def accommodation_for(actor: Person, on: dt.date, pk: int) -> Accommodation:
    """One of `accommodations_for`. Raises Http404."""
    found = accommodations_for(actor, on).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def looks_at_reference(actor: Person) -> list[TemplateLook]:
    """Who opened the actor's own reference photograph, newest first."""
    looks = TemplateLook.objects.filter(template__person=actor).select_related("actor__unit")
    return list(looks.order_by("-looked_at", "-id"))


def own_changes(actor: Person) -> QuerySet[DeviceChange]:
    """The actor's own requests for another phone, newest first."""
    return DeviceChange.objects.filter(person=actor).order_by("-asked_at")


def own_accommodations(actor: Person) -> QuerySet[Accommodation]:
    """The actor's own arrangements, newest first."""
    return Accommodation.objects.filter(person=actor).order_by("-valid_from")
