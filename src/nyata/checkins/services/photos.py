"""Looking at somebody's photographs: on record first, then the pictures. Nothing is kept anywhere else."""

import datetime as dt

from django.db import transaction

from nyata.checkins.models import CheckIn, PhotoLook
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors.attempts import day_of, people_watched_by
from nyata.checkins.selectors.frames import sealed_frames_of
from nyata.core.reasons import Reason
from nyata.enrolment import vault
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person

# What a photograph may be opened for; everybody may open their own.
OWN = "own"
PURPOSES = frozenset({"review", "objection", "audit", OWN})


@transaction.atomic
def look_at_photo(*, actor: Person, checkin: CheckIn, why: str, at: dt.datetime) -> list[bytes]:
    """Record that the actor looks at an attempt's photographs, and open them: JPEG bytes in order of time.

    The person concerned sees who looked, why and when; their own look is recorded too. No picture is opened where
    the record cannot be written. Raises Refused: not_allowed, frames_gone.
    """
    if not people_watched_by(actor, day_of(at)).filter(pk=checkin.person_id).exists():
        raise Refused(Reason.NOT_ALLOWED)
    if why not in PURPOSES or (why == OWN) != (checkin.person_id == actor.pk):
        raise Refused(Reason.NOT_ALLOWED)
    kept = sealed_frames_of(checkin)
    if kept is None:
        raise Refused(Reason.FRAMES_GONE)
    PhotoLook.objects.create(checkin=checkin, actor=actor, why=why, looked_at=at)
    ledger.append(Kind.PHOTO_LOOK, {"checkin": str(checkin.public_id), "actor": actor.pk, "why": why}, at=at)
    return kept.split(vault.unseal(checkin.person.data_key, kept.sealed, bytes(checkin.digest)))
