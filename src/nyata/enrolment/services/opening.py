"""The officer's half: opening an enrolment for a person who is present."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from nyata.enrolment.models import Device, DeviceChange, Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.selectors.own import FaceState, accommodations_on, face_state
from nyata.enrolment.services.changing import LEFT
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person, RolloutDecision
from nyata.people.selectors import authority_of, stage_of
from nyata.rules.selectors import policy_on


def guard_officer(*, person: Person, officer: Person, on: dt.date) -> None:
    """Whether the officer may enrol the person: the operator of their unit or HR, never oneself.

    Raises Refused(not_on_oneself | not_your_unit | person_left | unit_not_started).
    """
    if officer.pk == person.pk:
        raise Refused(Code.NOT_ON_ONESELF)
    powers = authority_of(officer, on)
    if not powers.is_hr and not powers.operates_person(person):
        raise Refused(Code.NOT_YOUR_UNIT)
    if not person.is_active:
        raise Refused(Code.PERSON_LEFT)
    if stage_of(person, on) == RolloutDecision.Stage.NOT_STARTED:
        raise Refused(Code.UNIT_NOT_STARTED)


def scope_for(*, person: Person, on: dt.date, renew_face: bool = False) -> str:
    """What an enrolment of the person would cover.

    Raises Refused(device_bound) where nothing is missing and nothing is to be renewed, and
    Refused(change_not_approved) where another phone may not be bound yet.
    """
    last = Device.objects.filter(person=person).order_by("-bound_at").first()
    needs_device = last is None or last.revoked_at is not None
    # A phone that ended because its person left was not given up for another: a newcomer is enrolled without more.
    if needs_device and last and last.revoked_why != LEFT and not _change_approved_since(person, last.bound_at):
        raise Refused(Code.CHANGE_NOT_APPROVED)
    faceless = "no_face" in accommodations_on(person, on)
    missing = face_state(person) in (FaceState.NONE, FaceState.OLD_ENGINE)
    needs_face = not faceless and (missing or renew_face)
    if not needs_device and not needs_face:
        raise Refused(Code.DEVICE_BOUND)
    if needs_device and needs_face:
        return Enrolment.Scope.FULL
    return Enrolment.Scope.DEVICE if needs_device else Enrolment.Scope.FACE


def _change_approved_since(person: Person, bound_at: dt.datetime) -> bool:
    approved = DeviceChange.objects.filter(person=person, state=DeviceChange.State.APPROVED)
    return approved.filter(officer_at__gt=bound_at).exists()


@transaction.atomic
def open_enrolment(
    *, person: Person, officer: Person, card: str, at: dt.datetime, renew_face: bool = False
) -> Enrolment:
    """Open an enrolment for a person whom the officer has just compared with a card. One at a time for a person.

    Raises what `guard_officer` and `scope_for` raise, and Refused(enrolment_open_already).
    """
    on = timezone.localdate(at)
    person = Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=person.pk)
    guard_officer(person=person, officer=officer, on=on)
    _close_expired(person, at)
    if Enrolment.objects.filter(person=person, state=Enrolment.State.OPEN).exists():
        raise Refused(Code.ENROLMENT_OPEN_ALREADY)
    enrolment = Enrolment.objects.create(
        person=person,
        officer=officer,
        card=Enrolment.Card(card),
        scope=scope_for(person=person, on=on, renew_face=renew_face),
        code_salt=secrets.token_bytes(16),
        opened_at=at,
        expires_at=at + policy_on(on).enrolment.supervised.code_life,
    )
    record(enrolment, "opened", at)
    return enrolment


def _close_expired(person: Person, at: dt.datetime) -> None:
    for old in Enrolment.objects.filter(person=person, state=Enrolment.State.OPEN, expires_at__lte=at):
        close(old, "expired", at)


def close(enrolment: Enrolment, why: str, at: dt.datetime) -> None:
    """End an open enrolment without result, in the caller's transaction."""
    enrolment.state = Enrolment.State.CANCELLED
    enrolment.save(update_fields=["state"])
    record(enrolment, why, at)


def record(enrolment: Enrolment, event: str, at: dt.datetime, **more: object) -> None:
    """The ledger entry of a change of an enrolment."""
    content = {
        "enrolment": enrolment.pk,
        "event": event,
        "person": enrolment.person_id,
        "officer": enrolment.officer_id,
        "card": enrolment.card,
        "scope": enrolment.scope,
        **more,
    }
    append(Kind.ENROLMENT, content, at=at)


@transaction.atomic
def cancel_enrolment(*, enrolment: Enrolment, officer: Person, at: dt.datetime) -> None:
    """Close an open enrolment without result. Raises Refused(not_your_unit | not_on_oneself | enrolment_unknown)."""
    current = Enrolment.objects.select_for_update(of=("self",)).select_related("person__unit").get(pk=enrolment.pk)
    guard_officer(person=current.person, officer=officer, on=timezone.localdate(at))
    if current.state != Enrolment.State.OPEN:
        raise Refused(Code.ENROLMENT_UNKNOWN)
    close(current, "cancelled", at)


def code_of(enrolment: Enrolment) -> str:
    """The 6 digits for the officer's screen: they follow from the row's salt and the server's secret."""
    seed = salted_hmac("nyata.enrolment-code", bytes(enrolment.code_salt).hex(), algorithm="sha256")
    return f"{int.from_bytes(seed.digest()[:8], 'big') % 1_000_000:06d}"


def code_fits(enrolment: Enrolment, typed: str) -> bool:
    """Whether these are the digits, spaces forgiven; compared in constant time."""
    return constant_time_compare(code_of(enrolment), "".join(typed.split()))


def is_drawn(enrolment_id: int, share: float) -> bool:
    """Whether an enrolment is drawn for the auditor: by an HMAC of its id, so nobody without the server's secret can
    know beforehand, and whoever holds it can draw again and compare."""
    key = salted_hmac("nyata.reverify", str(enrolment_id), secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return int.from_bytes(key[:8], "big") < share * 2**64
