"""What a person may read of their own account."""

import datetime as dt

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from nyata.accounts.models import Passkey, PasswordRequest
from nyata.accounts.second_person import requests_open
from nyata.people.models import Person
from nyata.people.selectors import authority_of


def passkeys_of(actor: Person) -> QuerySet[Passkey]:
    """The person's own active passkeys, oldest first, each with the bound phone it belongs to, if any."""
    return Passkey.objects.filter(person=actor, revoked_at=None).select_related("device").order_by("created_at")


def own_passkey(actor: Person, pk: int) -> Passkey:
    """One active passkey of the person. Raises Http404 for anybody else's."""
    found = passkeys_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def password_requests_for(actor: Person, at: dt.datetime) -> QuerySet[PasswordRequest]:
    """Open requests for the passwords of people in an office, oldest first; for HR and auditors, not about oneself."""
    powers = authority_of(actor, timezone.localdate(at))
    if not powers.is_hr and not powers.is_auditor:
        return PasswordRequest.objects.none()
    found = requests_open(at).exclude(person=actor)
    return found.select_related("person__unit", "officer", "confirmed_by").order_by("asked_at")


def password_request_for(actor: Person, at: dt.datetime, pk: int) -> PasswordRequest:
    """One of `password_requests_for`. Raises Http404."""
    found = password_requests_for(actor, at).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def password_requests_waiting(actor: Person, at: dt.datetime) -> int:
    """How many wait for the actor to agree."""
    return password_requests_for(actor, at).filter(confirmed_by=None).exclude(officer=actor).count()
