"""Another phone: asked for by the person, approved by two others; a lost one is dead at once."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from nyata.accounts.services import end_sessions, made_password_lately, revoke_passkey
from nyata.enrolment.models import Device, DeviceChange
from nyata.enrolment.refusals import Code, Refused
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of, supervisors_of
from nyata.rules.selectors import policy_on

State = DeviceChange.State
OPEN = (State.ASKED, State.SUPPORTED)
LEFT = "left"  # the phone ended with the employment


@transaction.atomic
def ask_device_change(
    *, person: Person, reason: str, is_lost: bool, at: dt.datetime, keep_session: str | None = None
) -> DeviceChange:
    """Ask to move to another phone. A phone reported lost loses its keys, and the person is signed out, at once.

    `keep_session`: the key of the session that reports the loss, which goes on. Reporting a loss while a request is
    open turns that request into one. Raises Refused(no_device | words_missing | device_change_open |
    device_change_too_soon).
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if not Device.objects.filter(person=person).exists():
        raise Refused(Code.NO_DEVICE)
    if not reason.strip():
        raise Refused(Code.WORDS_MISSING)
    change = DeviceChange.objects.filter(person=person, state__in=OPEN).first()
    if change is not None and (not is_lost or change.is_lost):
        raise Refused(Code.DEVICE_CHANGE_OPEN)
    if not is_lost and changed_lately(person, at):
        raise Refused(Code.DEVICE_CHANGE_TOO_SOON)
    if change is None:
        change = DeviceChange.objects.create(person=person, reason=reason.strip()[:300], is_lost=is_lost, asked_at=at)
    else:
        change.is_lost = True
        change.save(update_fields=["is_lost"])
    record_change(change, "lost" if is_lost else "asked", person, at)
    if is_lost:
        revoke_device(person=person, why="lost", at=at)
        end_sessions(person=person, at=at, keep=keep_session)
    return change


def changed_lately(person: Person, at: dt.datetime) -> bool:
    """Whether a change was approved within the policy's gap."""
    gap = policy_on(timezone.localdate(at)).enrolment.device.change_gap
    approved = DeviceChange.objects.filter(person=person, state=State.APPROVED)
    return approved.filter(officer_at__gt=at - gap).exists()


def guard_supporting(*, change: DeviceChange, actor: Person, on: dt.date, powers: Authority | None = None) -> None:
    """Whether the actor may speak for the change first: a supervisor of the person, never the person.

    Whoever has no supervisor above them (a head of an OPD) is spoken for by an executive. `powers`: the actor's on that
    day, where a list has read them already.
    Raises Refused(not_on_oneself | not_allowed | device_change_closed).
    """
    if actor.pk == change.person_id:
        raise Refused(Code.NOT_ON_ONESELF)
    if change.state != State.ASKED:
        raise Refused(Code.DEVICE_CHANGE_CLOSED)
    powers = powers or authority_of(actor, on)
    if powers.supervises_person(change.person):
        return
    if not (powers.is_executive and not supervisors_of(change.person, on)):
        raise Refused(Code.NOT_ALLOWED)


def guard_approving(*, change: DeviceChange, actor: Person, on: dt.date, powers: Authority | None = None) -> None:
    """Whether the actor may decide second: an HR officer, not the person, not whoever spoke first.

    Raises Refused(not_on_oneself | not_allowed | device_change_closed | second_person).
    """
    if actor.pk == change.person_id:
        raise Refused(Code.NOT_ON_ONESELF)
    if change.state != State.SUPPORTED:
        raise Refused(Code.DEVICE_CHANGE_CLOSED)
    if not (powers or authority_of(actor, on)).is_hr:
        raise Refused(Code.NOT_ALLOWED)
    if actor.pk == change.supervisor_id:
        raise Refused(Code.SECOND_PERSON)


def _locked(change: DeviceChange) -> DeviceChange:
    found = DeviceChange.objects.select_for_update(of=("self",)).select_related("person__unit")
    return found.get(pk=change.pk)


@transaction.atomic
def support_change(*, change: DeviceChange, actor: Person, at: dt.datetime) -> DeviceChange:
    """The supervisor agrees. Raises what `guard_supporting` raises."""
    current = _locked(change)
    guard_supporting(change=current, actor=actor, on=timezone.localdate(at))
    current.state, current.supervisor, current.supervisor_at = State.SUPPORTED, actor, at
    current.save(update_fields=["state", "supervisor", "supervisor_at"])
    record_change(current, "supported", actor, at)
    return current


@transaction.atomic
def approve_change(*, change: DeviceChange, actor: Person, at: dt.datetime) -> DeviceChange:
    """The HR officer agrees: the old keys are dead from now on. Raises what `guard_approving` raises.

    Refused(second_person) too where the officer made the supervisor's password lately: one could have been both.
    """
    current = _locked(change)
    guard_approving(change=current, actor=actor, on=timezone.localdate(at))
    supervisor, spoke_at = current.supervisor_id, current.supervisor_at
    if supervisor and spoke_at and made_password_lately(officer=actor, person_id=supervisor, at=spoke_at):
        raise Refused(Code.SECOND_PERSON)
    current.state, current.officer, current.officer_at = State.APPROVED, actor, at
    current.save(update_fields=["state", "officer", "officer_at"])
    record_change(current, "approved", actor, at)
    revoke_device(person=current.person, why="changed", at=at)
    return current


@transaction.atomic
def decline_change(*, change: DeviceChange, actor: Person, answer: str, at: dt.datetime) -> DeviceChange:
    """Say no, with words for the person. A phone reported lost stays dead. Raises what the step's guard raises."""
    current = _locked(change)
    on = timezone.localdate(at)
    first = current.state == State.ASKED
    (guard_supporting if first else guard_approving)(change=current, actor=actor, on=on)
    if not answer.strip():
        raise Refused(Code.WORDS_MISSING)
    current.state, current.answer = State.DECLINED, answer.strip()[:300]
    if first:
        current.supervisor, current.supervisor_at = actor, at
    else:
        current.officer, current.officer_at = actor, at
    current.save(update_fields=["state", "answer", "supervisor", "supervisor_at", "officer", "officer_at"])
    record_change(current, "declined", actor, at)
    return current


def revoke_device(*, person: Person, why: str, at: dt.datetime) -> None:
    """End the person's bound phone, in the caller's transaction; nothing happens where there is none."""
    device = Device.objects.select_for_update(of=("self",)).select_related("passkey").filter(person=person)
    for one in device.filter(revoked_at=None):
        one.revoked_at, one.revoked_why = at, why[:80]
        one.save(update_fields=["revoked_at", "revoked_why"])
        revoke_passkey(passkey=one.passkey, at=at)
        append(Kind.DEVICE_REVOKED, {"device": one.pk, "person": person.pk, "why": why}, at=at)


def record_change(change: DeviceChange, event: str, actor: Person, at: dt.datetime) -> None:
    """The ledger entry of a step of a request."""
    content = {"change": change.pk, "event": event, "person": change.person_id, "actor": actor.pk}
    append(Kind.DEVICE_CHANGE, content | {"lost": change.is_lost}, at=at)
