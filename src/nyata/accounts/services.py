"""The door into accounts: signing in, passwords, passkeys. Every change leaves its entry in the ledger."""

import datetime as dt
import hashlib
import logging

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from webauthn.helpers import base64url_to_bytes

from nyata.accounts import throttle
from nyata.accounts.address import masked
from nyata.accounts.assertions import Assertion, AssertionRefused, nobodys_passkey, verify_assertion
from nyata.accounts.backends import NipBackend
from nyata.accounts.decoys import MOST_PASSKEYS
from nyata.accounts.issuing import (
    ask_for_password,
    guard_issuing,
    issue_at_server,
    issue_first_password,
    slip_in_force,
    slip_until,
)
from nyata.accounts.models import Passkey
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.registration import (
    Registration,
    RegistrationRefused,
    creation_options,
    verify_registration,
)
from nyata.accounts.second_person import confirm_request, guard_confirming, in_office, made_password_lately
from nyata.accounts.spent import spend
from nyata.core.reasons import Reason
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person

__all__ = [
    "Assertion",
    "AssertionRefused",
    "Registration",
    "RegistrationRefused",
    "add_passkey",
    "ask_for_password",
    "change_password",
    "confirm_request",
    "creation_options",
    "end_sessions",
    "guard_confirming",
    "guard_issuing",
    "in_office",
    "issue_at_server",
    "issue_first_password",
    "made_password_lately",
    "nobodys_passkey",
    "passkey_known",
    "remove_passkey",
    "revoke_passkey",
    "revoke_passkeys",
    "set_language",
    "sign_in_with_passkey",
    "sign_in_with_password",
    "slip_until",
    "store_passkey",
    "verify_assertion",
    "verify_registration",
]

CEREMONY = dt.timedelta(minutes=3)  # from the options of a passkey to the answer
security = logging.getLogger("nyata.security")


def sign_in_with_password(*, nip: str, password: str, address: str, at: dt.datetime) -> Person:
    """The active person with this NIP and password. The caller opens the session (and so makes a new key for it).

    An unknown NIP, a wrong password and a person who left give the same answer after the same work; that a slip is
    too old is told only to whoever typed it rightly. Raises Refused(wrong_credentials | too_many_tries | slip_expired).
    """
    one = throttle.begin(nip=nip, address=address, at=at)
    person = NipBackend().authenticate(None, nip=nip, password=password)
    if person is None:
        security.info("sign-in refused nip=%s**** address=%s", nip[:4], masked(address))
        raise Refused(Code.WRONG_CREDENTIALS)
    if person.must_change_password and not slip_in_force(person, at):
        raise Refused(Code.SLIP_EXPIRED)
    throttle.succeeded(one)
    return person


def sign_in_with_passkey(
    *, nip: str, assertion: dict[str, str], challenge: bytes, address: str, at: dt.datetime
) -> Person:
    """The active person of this NIP whose passkey signed the challenge, which serves once.

    Raises Refused(passkey_invalid | passkey_expired | too_many_tries).
    """
    one = throttle.begin(nip=f"passkey:{nip}", address=address, at=at)
    passkey = passkey_known(credential_id_of(assertion))
    if passkey is not None and (passkey.person.nip != nip or not passkey.person.is_active):
        passkey = None
    try:
        # Decoys take as long as real ids: whoever tries the ones that were offered learns nothing from a clock.
        seen = verify_assertion(passkey or nobodys_passkey(assertion), assertion, challenge, settings.ORIGIN)
        if passkey is None:
            raise AssertionRefused(Reason.DEVICE_UNKNOWN)
        if seen.count_went_back:  # two authenticators with one key: a copy was made
            raise AssertionRefused(Reason.ASSERTION_SIGNATURE_WRONG)
    except AssertionRefused as error:
        security.info("passkey refused nip=%s**** why=%s address=%s", nip[:4], error.code, masked(address))
        raise Refused(Code.PASSKEY_INVALID) from error
    if not spend(challenge, life=CEREMONY, at=at):
        raise Refused(Code.PASSKEY_EXPIRED)
    Passkey.objects.filter(pk=passkey.pk).update(sign_count=seen.sign_count)
    throttle.succeeded(one)
    return passkey.person


def credential_id_of(assertion: dict[str, str]) -> bytes:
    """The credential id an assertion claims; b"" where it has none."""
    try:
        return base64url_to_bytes(str(assertion.get("id", ""))[:1400])
    except ValueError:
        return b""


def passkey_known(credential_id: bytes) -> Passkey | None:
    """The passkey with this id, revoked or not, with its person; None where nobody ever had it."""
    return Passkey.objects.select_related("person").filter(credential_id=credential_id).first()


def change_password(*, person: Person, old: str, new: str, address: str, at: dt.datetime) -> Person:
    """Replace the password by one that the person chose.

    The ValidationError behind weak_password is its cause and holds the sentences of the rules that were broken.
    Raises Refused(wrong_password | same_password | weak_password | too_many_tries).
    """
    one = throttle.begin(nip=f"change:{person.nip}", address=address, at=at)
    if not person.check_password(old):
        raise Refused(Code.WRONG_PASSWORD)
    throttle.succeeded(one)
    if old == new:
        raise Refused(Code.SAME_PASSWORD)
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise Refused(Code.WEAK_PASSWORD) from error
    with transaction.atomic():
        current = Person.objects.select_for_update().get(pk=person.pk)
        current.set_password(new)
        current.must_change_password = False
        current.save(update_fields=["password", "must_change_password"])
        append(Kind.PASSWORD, {"person": current.pk, "event": "changed"}, at=at)
    return current


def store_passkey(*, person: Person, registration: Registration, name: str, at: dt.datetime) -> Passkey:
    """Write a verified passkey. Raises Refused(passkey_taken) where its id was ever used before, by anybody."""
    if passkey_known(registration.credential_id) is not None:
        raise Refused(Code.PASSKEY_TAKEN)
    passkey = Passkey.objects.create(
        person=person,
        credential_id=registration.credential_id,
        public_key=registration.public_key,
        sign_count=registration.sign_count,
        transports=list(registration.transports),
        aaguid=registration.aaguid,
        attestation_format=registration.attestation_format,
        is_synced=registration.is_synced,
        name=name[:60],
        created_at=at,
    )
    append(Kind.PASSKEY, {"person": person.pk, "event": "made", "passkey": _thumbprint(passkey)}, at=at)
    return passkey


@transaction.atomic
def add_passkey(*, person: Person, registration: Registration, name: str, at: dt.datetime) -> Passkey:
    """Add a passkey for signing in. Raises Refused(passkey_full | passkey_taken)."""
    Person.objects.select_for_update().get(pk=person.pk)
    # One place stays free for the key of the bound phone.
    if person.passkeys.filter(revoked_at=None, device=None).count() >= MOST_PASSKEYS - 1:
        raise Refused(Code.PASSKEY_FULL)
    return store_passkey(person=person, registration=registration, name=name, at=at)


@transaction.atomic
def remove_passkey(*, passkey: Passkey, at: dt.datetime) -> None:
    """The person gives up a passkey of their own. Raises Refused(passkey_of_phone) for the bound phone's key."""
    if hasattr(passkey, "device"):
        raise Refused(Code.PASSKEY_OF_PHONE)
    revoke_passkey(passkey=passkey, at=at)


def revoke_passkey(*, passkey: Passkey, at: dt.datetime) -> None:
    """End a passkey in the caller's transaction. Its id stays taken for ever; a second time changes nothing."""
    if Passkey.objects.filter(pk=passkey.pk, revoked_at=None).update(revoked_at=at):
        content = {"person": passkey.person_id, "event": "revoked", "passkey": _thumbprint(passkey)}
        append(Kind.PASSKEY, content, at=at)


def revoke_passkeys(*, person: Person, at: dt.datetime) -> None:
    """End every passkey of somebody who left, in the caller's transaction."""
    for passkey in Passkey.objects.filter(person=person, revoked_at=None):
        revoke_passkey(passkey=passkey, at=at)


def _thumbprint(passkey: Passkey) -> str:
    return hashlib.sha256(bytes(passkey.credential_id)).hexdigest()


def end_sessions(*, person: Person, at: dt.datetime, keep: str | None = None) -> int:
    """Sign the person out everywhere but in the session `keep`, as a lost phone needs it; returns how many ended."""
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=at).iterator(chunk_size=500)
        if session.pk != keep and session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]


def set_language(*, person: Person, language: str) -> None:
    """Remember the language of the interface. Raises ValueError for one there is none of."""
    if language not in dict(settings.LANGUAGES):
        raise ValueError(language)
    Person.objects.filter(pk=person.pk).update(language=language)
