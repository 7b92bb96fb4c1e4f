"""What the rest of Nyata asks about one person: their phone, their face, their arrangements."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from nyata.enrolment.engine import ENGINE
from nyata.enrolment.face_seal import TEMPLATE, open_face
from nyata.enrolment.models import Accommodation, Device, Enrolment, FaceTemplate, Lookalike, NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.people.models import Person


class FaceState(StrEnum):
    """What there is of a person's face."""

    NONE = "none"
    CHECKING = "checking"  # an officer is asked whether two people look alike
    OLD_ENGINE = "old_engine"  # made by another model: to be made anew
    IN_FORCE = "in_force"


def bound_device(credential_id: bytes) -> Device | None:
    """The phone in force with this passkey, its person (with unit and data key) and passkey joined. One query."""
    return _devices().filter(passkey__credential_id=credential_id, revoked_at=None).first()


def known_device(credential_id: bytes) -> Device | None:
    """Like `bound_device`, but also a phone that was given up: to say whose it was when it is refused."""
    return _devices().filter(passkey__credential_id=credential_id).first()


def active_device(person: Person) -> Device | None:
    """The person's bound phone, or None."""
    return _devices().filter(person=person, revoked_at=None).first()


def _devices() -> QuerySet[Device]:
    return Device.objects.select_related("passkey", "person__unit", "person__data_key")


def _open_questions() -> QuerySet[Lookalike]:
    unsettled = (Lookalike.Answer.OPEN, Lookalike.Answer.SAME)
    return Lookalike.objects.filter(template=OuterRef("pk"), answer__in=unsettled)


def template_in_force(person: Person) -> FaceTemplate | None:
    """The template the person is compared with; None while an officer's question about it is open. One query."""
    return (
        FaceTemplate.objects.select_related("person__data_key")
        .filter(~Exists(_open_questions()), person=person, superseded_at=None, engine=ENGINE)
        .first()
    )


def template_of(person: Person) -> bytes | None:
    """The template in force as 192 little-endian float32 (768 bytes), or None. Raises vault.Unsealable."""
    found = template_in_force(person)
    if found is None:
        return None
    return open_face(found.person.data_key, bytes(found.sealed), TEMPLATE, found.enrolment_id)


def face_state(person: Person) -> FaceState:
    """Whether the person's face can be compared, and if not, why."""
    found = (
        FaceTemplate.objects.filter(person=person, superseded_at=None).annotate(asked=Exists(_open_questions())).first()
    )
    if found is None:
        return FaceState.NONE
    if found.asked:
        return FaceState.CHECKING
    return FaceState.IN_FORCE if found.engine == ENGINE else FaceState.OLD_ENGINE


def accommodations_on(person: Person, day: dt.date) -> set[str]:
    """The kinds of arrangement in force on a day: "no_moves", "no_face"."""
    found = Accommodation.objects.filter(in_force_on(day), person=person)
    return set(found.values_list("kind", flat=True))


def in_force_on(day: dt.date) -> Q:
    """Condition for arrangements in force on a day."""
    return Q(valid_from__lte=day, valid_to__gte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))


def has_read_notice(person: Person) -> bool:
    """Whether the person was told, in the version of today, what is processed and why."""
    return NoticeReading.objects.filter(person=person, version=VERSION).exists()


def enrolled_ids(people: Iterable[int]) -> set[int]:
    """Which of these people have a bound phone."""
    found = Device.objects.filter(person__in=list(people), revoked_at=None)
    return set(found.values_list("person_id", flat=True))


def open_enrolment_of(person: Person, pk: int | None = None) -> Enrolment | None:
    """The person's own open enrolment, if it has this id."""
    found = Enrolment.objects.select_related("person__unit").filter(person=person, state=Enrolment.State.OPEN)
    return (found if pk is None else found.filter(pk=pk)).first()
