"""What the rest of Nyata asks about one person: their phone, their face, their arrangements."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from nyata.enrolment.engine import ENGINE
from nyata.enrolment.face_seal import TEMPLATE, open_face
from nyata.enrolment.models import DataKey, Device, Enrolment, NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.ledger import statements
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


# Written by hand: a worker asks for every attempt, and building it through the models took as long as six detections.
# While an officer is asked whether two people look alike, or has said so, nobody is compared with the template.
_FACE = """
SELECT t.engine, t.sealed, t.enrolment_id, k.wrapped, k.wrapping_key_id, k.made_at,
       EXISTS (SELECT FROM enrolment_lookalike q WHERE q.template_id = t.id AND q.answer IN ('open', 'same'))
FROM enrolment_facetemplate t
JOIN enrolment_datakey k ON k.person_id = t.person_id
WHERE t.person_id = %s AND t.superseded_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class _Face:
    """The face last made of a person, sealed by the key beside it; `asked`: an officer's question is open."""

    engine: str
    sealed: bytes
    enrolment: int | None
    data_key: DataKey
    asked: bool

    @property
    def state(self) -> FaceState:
        if self.asked:
            return FaceState.CHECKING
        return FaceState.IN_FORCE if self.engine == ENGINE else FaceState.OLD_ENGINE


def _face(person: Person) -> _Face | None:
    _, rows = statements.run(_FACE, [person.pk])
    if not rows:
        return None
    engine, sealed, enrolment, wrapped, name, made_at, asked = rows[0]
    key = DataKey(person_id=person.pk, wrapped=bytes(wrapped), wrapping_key_id=name, made_at=made_at)
    return _Face(engine, bytes(sealed), enrolment, key, asked)


def template_of(person: Person) -> bytes | None:
    """The template in force as 192 little-endian float32 (768 bytes), or None: there is none, it is of another model,
    or an officer's question about it is open. One query. Raises vault.Unsealable.
    """
    found = _face(person)
    if found is None or found.state != FaceState.IN_FORCE:
        return None
    return open_face(found.data_key, found.sealed, TEMPLATE, found.enrolment)


def face_state(person: Person) -> FaceState:
    """Whether the person's face can be compared, and if not, why. One query."""
    found = _face(person)
    return FaceState.NONE if found is None else found.state


# Written by hand: a worker asks for every attempt. The rule is that of `in_force_on`.
_ARRANGED = """
SELECT kind FROM enrolment_accommodation
WHERE person_id = %(person)s AND valid_from <= %(day)s AND valid_to >= %(day)s
AND (ended_on IS NULL OR ended_on > %(day)s)
"""


def accommodations_on(person: Person, day: dt.date) -> set[str]:
    """The kinds of arrangement in force on a day: "no_moves", "no_face". One query."""
    _, rows = statements.run(_ARRANGED, {"person": person.pk, "day": day})
    return {kind for (kind,) in rows}


def in_force_on(day: dt.date) -> Q:
    """Condition for arrangements of many people in force on a day; a test holds it to be `accommodations_on`'s."""
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
