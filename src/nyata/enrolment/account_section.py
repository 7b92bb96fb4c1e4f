"""The part of the account page about the bound phone and the face."""

import datetime as dt
from typing import Any

from django.utils import timezone

from nyata.enrolment import selectors
from nyata.people.models import Person


def phone_and_face(person: Person, at: dt.datetime) -> dict[str, Any]:
    """The phone in force, the state of the face, arrangements of today, and an enrolment that waits for the phone."""
    on = timezone.localdate(at)
    enrolment = selectors.open_enrolment_of(person)
    return {
        "device": selectors.active_device(person),
        "face": selectors.face_state(person),
        "accommodations": [
            one for one in selectors.own_accommodations(person) if one.valid_to >= on and one.ended_on is None
        ],
        "open": enrolment is not None and enrolment.expires_at > at,
    }
