"""What a person reads of themselves beside their attempts: nobody else's records come through this door."""

import datetime as dt
import uuid
from dataclasses import dataclass

from nyata.checkins.models import Attestation, CheckIn, HeldFrames, PhotoLook, Refusal
from nyata.checkins.selectors.attempts import JAKARTA
from nyata.checkins.selectors.witnesses import namings_in_force
from nyata.people import selectors as people
from nyata.people.models import Person


@dataclass(frozen=True, slots=True)
class Besides:
    """A month's attestations by witnesses, and the phones that were turned away."""

    attestations: list[Attestation]
    refusals: list[Refusal]


def own_attempt(person: Person, public_id: uuid.UUID) -> CheckIn:
    """One of the person's own attempts. Raises CheckIn.DoesNotExist for anybody else's. One query."""
    return CheckIn.objects.select_related("device").get(person=person, public_id=public_id)


def besides(person: Person, month: dt.date) -> Besides:
    """What a month holds beside attempts, newest first. Two queries."""
    first = month.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    start, end = (dt.datetime.combine(day, dt.time(), JAKARTA) for day in (first, after))
    seen = Attestation.objects.filter(person=person, day__gte=first, day__lt=after).select_related("witness")
    turned_away = Refusal.objects.filter(person=person, refused_at__gte=start, refused_at__lt=end)
    return Besides(list(seen.order_by("-made_at")), list(turned_away.order_by("-refused_at")))


def may_vouch(person: Person, on: dt.date) -> bool:
    """Whether the person can be a witness at all: a supervising post, or named for a unit. Two queries at most."""
    if people.authority_of(person, on).supervises:
        return True
    return namings_in_force(person, on).exists()


def hold_of(checkin: CheckIn) -> HeldFrames | None:
    """What keeps the attempt's frames beyond their day, without the frames. One query."""
    return HeldFrames.objects.filter(checkin=checkin).defer("sealed").first()


def looks_at_attempt(checkin: CheckIn) -> list[PhotoLook]:
    """Who looked at the photographs of one attempt, newest first. One query."""
    return list(checkin.looks.select_related("actor").order_by("-looked_at", "-id"))
