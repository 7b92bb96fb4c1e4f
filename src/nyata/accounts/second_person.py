"""Two people make the first password of whoever has power over records: alone, one officer could become another.

HR officers, auditors and executives decide on everybody, heads on their OPD; Bagian Hukum signs the law beside BKPSDM.
The request is one officer's, the confirmation a second one's.
"""

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from nyata.accounts.models import FirstPassword, PasswordRequest
from nyata.accounts.refusals import Code, Refused
from nyata.core.policy import Policy
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person, Post
from nyata.people.selectors import authority_of
from nyata.people.selectors.authority import in_force
from nyata.rules.selectors import policy_on

OFFICES = (Post.Role.HR, Post.Role.AUDITOR, Post.Role.EXECUTIVE, Post.Role.LEGAL, Post.Role.OPD_HEAD)
CONFIRMING = (Post.Role.HR, Post.Role.AUDITOR)


def _terms(at: dt.datetime) -> Policy:
    rules: Policy = policy_on(timezone.localdate(at)).accounts.first_password
    return rules


def in_office(person: Person, on: dt.date) -> bool:
    """Whether the person holds an office with power over records, or will: a password made before it serves in it."""
    posts = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), person=person)
    return posts.filter(role__in=OFFICES).exists()


def requests_open(at: dt.datetime) -> QuerySet[PasswordRequest]:
    """Requests that can still be confirmed or used."""
    return PasswordRequest.objects.filter(closed_at=None, expires_at__gt=at)


def open_request(*, person: Person, officer: Person, at: dt.datetime) -> PasswordRequest:
    """Write the officer's request, in the caller's transaction, which holds the person's row.

    Raises Refused(password_request_open | no_second_person).
    """
    if requests_open(at).filter(person=person).exists():
        raise Refused(Code.REQUEST_OPEN)
    if not _others(person, officer, at).exists():
        raise Refused(Code.NO_SECOND_PERSON)
    PasswordRequest.objects.filter(person=person, closed_at=None).update(closed_at=at)
    request = PasswordRequest.objects.create(
        person=person, officer=officer, asked_at=at, expires_at=at + _terms(at).request_life
    )
    _record(request, "asked", officer, at)
    return request


def _others(person: Person, officer: Person, at: dt.datetime) -> QuerySet[Person]:
    """Who could confirm: in office today, able to sign in, neither of the two, and not made by the asking officer."""
    posts = Post.objects.filter(in_force(timezone.localdate(at)), role__in=CONFIRMING)
    found = Person.objects.filter(pk__in=posts.values("person"), is_active=True).exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return found.exclude(pk__in=(person.pk, officer.pk)).exclude(pk__in=_made_by(officer, at))


def _made_by(officer: Person, at: dt.datetime) -> QuerySet[FirstPassword, int]:
    """People whose first password the officer made lately: whoever made it may be whoever signs in with it.

    After the gap somebody who was locked out of their own account would have said so.
    """
    lately = FirstPassword.objects.filter(officer=officer, made_at__gt=at - _terms(at).second_person_gap)
    return lately.values_list("person", flat=True)


def made_password_lately(*, officer: Person, person_id: int, at: dt.datetime) -> bool:
    """Whether what the person did at that time may have been the officer: a first password of theirs came from them."""
    return _made_by(officer, at).filter(person=person_id, made_at__lte=at).exists()


def guard_confirming(*, request: PasswordRequest, actor: Person, at: dt.datetime) -> None:
    """Whether the actor may agree: another HR officer or an auditor, independent of whoever asks.

    Raises Refused(password_request_closed | not_on_oneself | not_allowed | second_person).
    """
    if request.closed_at is not None or request.confirmed_at is not None or request.expires_at <= at:
        raise Refused(Code.REQUEST_CLOSED)
    if actor.pk == request.person_id:
        raise Refused(Code.NOT_YOURSELF)
    powers = authority_of(actor, timezone.localdate(at))
    if not powers.is_hr and not powers.is_auditor:
        raise Refused(Code.NOT_ALLOWED)
    if actor.pk == request.officer_id or actor.pk in _made_by(request.officer, at):
        raise Refused(Code.SECOND_PERSON)


@transaction.atomic
def confirm_request(*, request: PasswordRequest, actor: Person, at: dt.datetime) -> PasswordRequest:
    """The second person agrees; the one who asked can now make the password. Raises what `guard_confirming` raises."""
    current = PasswordRequest.objects.select_for_update(of=("self",)).select_related("officer").get(pk=request.pk)
    guard_confirming(request=current, actor=actor, at=at)
    current.confirmed_by, current.confirmed_at = actor, at
    current.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(current, "confirmed", actor, at)
    return current


def use_request(*, person: Person, officer: Person, at: dt.datetime) -> int:
    """Use up the officer's confirmed request, in the caller's transaction; who confirmed it.

    Raises Refused(second_person_needed).
    """
    found = requests_open(at).select_for_update().filter(person=person, officer=officer)
    request = found.exclude(confirmed_by=None).first()
    if request is None or request.confirmed_by_id is None:
        raise Refused(Code.SECOND_PERSON_NEEDED)
    request.closed_at = at
    request.save(update_fields=["closed_at"])
    return request.confirmed_by_id


def _record(request: PasswordRequest, event: str, actor: Person, at: dt.datetime) -> None:
    content = {"request": request.pk, "event": event, "person": request.person_id, "actor": actor.pk}
    append(Kind.PASSWORD, content, at=at)
