"""Random first passwords on paper slips: who may make one for whom, and how long it signs in."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from nyata.accounts.models import FirstPassword, PasswordRequest
from nyata.accounts.passwords import slip_password
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.second_person import in_office, open_request, use_request
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.rules.selectors import policy_on


def guard_issuing(*, person: Person, officer: Person, on: dt.date) -> None:
    """Whether the officer may make a first password for the person.

    The operator of the person's unit or an HR officer may, never for oneself; for those who hold power over others'
    records (HR, auditors, executives) or over the operator (who could else decide on themselves in that person's
    name) only an HR officer.
    Raises Refused(not_on_oneself | not_your_unit | only_hr | inactive).
    """
    powers = authority_of(officer, on)
    if officer.pk == person.pk:
        raise Refused(Code.NOT_YOURSELF)
    if not powers.is_hr and not powers.operates_person(person):
        raise Refused(Code.NOT_YOUR_UNIT)
    theirs = authority_of(person, on)
    above = theirs.supervises_person(officer) or theirs.operates_person(officer)
    if (above or in_office(person, on)) and not powers.is_hr:
        raise Refused(Code.ONLY_HR)
    if not person.is_active:
        raise Refused(Code.INACTIVE)


@transaction.atomic
def ask_for_password(*, person: Person, officer: Person, at: dt.datetime) -> PasswordRequest:
    """Ask to make the first password of somebody in an office, for a second person to confirm.

    Raises what `guard_issuing` raises, and Refused(password_request_open | no_second_person).
    """
    current = _locked(person)
    guard_issuing(person=current, officer=officer, on=timezone.localdate(at))
    return open_request(person=current, officer=officer, at=at)


@transaction.atomic
def issue_first_password(*, person: Person, officer: Person, at: dt.datetime) -> str:
    """Make a random first password for a person who stands before the officer; returns it, once, for the slip.

    It ends every session of the person, who must replace it at once. For those in an office (`second_person`) the
    officer's request must have been confirmed, and is used up. Raises what `guard_issuing` raises, and
    Refused(second_person_needed).
    """
    current = _locked(person)
    on = timezone.localdate(at)
    guard_issuing(person=current, officer=officer, on=on)
    second = use_request(person=current, officer=officer, at=at) if in_office(current, on) else None
    return _issue(current, officer, at, {"officer": officer.pk, "second": second})


@transaction.atomic
def issue_at_server(*, person: Person, at: dt.datetime) -> str:
    """The same by whoever owns the machine, where no two officers are left to do it. Raises Refused(inactive)."""
    current = _locked(person)
    if not current.is_active:
        raise Refused(Code.INACTIVE)
    return _issue(current, None, at, {"officer": None, "at_server": True})


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=person.pk)


def _issue(current: Person, officer: Person | None, at: dt.datetime, by: dict[str, Any]) -> str:
    slip = slip_password()
    current.set_password(slip)
    current.must_change_password = True
    current.save(update_fields=["password", "must_change_password"])
    FirstPassword.objects.create(person=current, officer=officer, made_at=at, expires_at=slip_until(at))
    append(Kind.PASSWORD, {"person": current.pk, "event": "issued", **by}, at=at)
    return slip


def slip_until(at: dt.datetime) -> dt.datetime:
    """When a slip made at that time signs in no more."""
    return at + policy_on(timezone.localdate(at)).accounts.first_password.life


def slip_in_force(person: Person, at: dt.datetime) -> bool:
    """Whether the newest slip made for the person may still sign in."""
    newest = FirstPassword.objects.filter(person=person).order_by("-made_at", "-id").first()
    return newest is not None and at < newest.expires_at
