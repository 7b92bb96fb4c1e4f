"""Signing in and out, and passkeys, for the phone's page and for second clients (docs/wire.md)."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth
from webauthn import generate_authentication_options
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

from nyata.accounts import services
from nyata.accounts.address import client_address
from nyata.accounts.decoys import offered
from nyata.accounts.forms import tidy_nip
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.selectors import passkeys_of
from nyata.accounts.services import CEREMONY
from nyata.accounts.sessions import open_session, person_of
from nyata.people.models import Person

router = Router()
HANDED = "nyata_passkey"  # the cookie with the challenge of a sign-in
STATUS = {
    Code.WRONG_CREDENTIALS: 401,
    Code.SLIP_EXPIRED: 403,
    Code.PASSKEY_INVALID: 401,
    Code.TOO_MANY_TRIES: 429,
    Code.WRONG_ORIGIN: 403,
    Code.WRONG_PASSWORD: 401,
    Code.SAME_PASSWORD: 422,
    Code.WEAK_PASSWORD: 422,
}


class Refusal(Schema):
    """Why not, and what to do."""

    code: str
    sentence: str
    next: str | None = None


class Credentials(Schema):
    nip: str = Field(max_length=40)
    password: str = Field(max_length=200)


class Who(Schema):
    nip: str
    name: str


class NewPassword(Schema):
    old: str = Field(max_length=200)
    new: str = Field(max_length=200)


class SignedIn(Schema):
    """`csrf` goes into the header X-CSRFToken of later POSTs that act by session."""

    person: Who
    csrf: str
    must_change_password: bool


class Nip(Schema):
    nip: str = Field(max_length=40)


class Assertion(Schema):
    """The flat form of docs/wire.md; every value base64url."""

    id: str
    clientDataJSON: str  # noqa: N815 - WebAuthn's name
    authenticatorData: str  # noqa: N815
    signature: str


class PasskeySignIn(Schema):
    nip: str = Field(max_length=40)
    assertion: Assertion


class NewPasskey(Schema):
    """`registration` is the RegistrationResponseJSON of navigator.credentials.create()."""

    registration: dict[str, Any]
    name: str = Field("", max_length=60)


class MadePasskey(Schema):
    id: int
    name: str
    is_synced: bool


def refusal(refused: Refused) -> Status[Any]:
    """Status and body of a refusal."""
    return Status(STATUS.get(refused.code, 400), {"code": refused.code, "sentence": refused.sentence, "next": None})


def require_own_origin(request: HttpRequest) -> None:
    """Nobody's page but ours may sign somebody in: there is no session yet whose token could show it."""
    if request.headers.get("Origin", settings.ORIGIN) != settings.ORIGIN:
        raise Refused(Code.WRONG_ORIGIN)


def signed_in(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Open the session and tell the client what it needs."""
    open_session(request, person)
    return {"person": person, "csrf": get_token(request), "must_change_password": person.must_change_password}


def put_challenge(request: HttpRequest, purpose: str) -> bytes:
    """A new 32-byte challenge, kept in the session of the person signed in for one answer."""
    challenge = secrets.token_bytes(32)
    request.session[purpose] = [bytes_to_base64url(challenge), timezone.now().timestamp()]
    return challenge


def take_challenge(request: HttpRequest, purpose: str) -> bytes:
    """The challenge put for this purpose, once. Raises Refused(passkey_expired)."""
    kept = request.session.pop(purpose, None)
    if kept is None or timezone.now().timestamp() - kept[1] > CEREMONY.total_seconds():
        raise Refused(Code.PASSKEY_EXPIRED)
    return base64url_to_bytes(kept[0])


def hand_challenge(response: HttpResponse) -> bytes:
    """A new 32-byte challenge for somebody not signed in yet, kept by their browser in a signed cookie.

    Anybody can ask for one, so nothing of it is written on the server until it signs somebody in.
    """
    challenge = secrets.token_bytes(32)
    response.set_signed_cookie(
        HANDED,
        bytes_to_base64url(challenge),
        salt=HANDED,
        max_age=CEREMONY,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return challenge


def handed_challenge(request: HttpRequest, response: HttpResponse) -> bytes:
    """The challenge handed out before; the browser forgets it. Raises Refused(passkey_expired)."""
    response.delete_cookie(HANDED, samesite="Lax")
    kept = request.get_signed_cookie(HANDED, None, salt=HANDED, max_age=CEREMONY)
    if kept is None:
        raise Refused(Code.PASSKEY_EXPIRED)
    return base64url_to_bytes(kept)


@router.post("/session", response={200: SignedIn, 400: Refusal, 401: Refusal, 403: Refusal, 429: Refusal})
def sign_in(request: HttpRequest, body: Credentials) -> Status[Any]:
    """Sign in with NIP and password."""
    try:
        require_own_origin(request)
        person = services.sign_in_with_password(
            nip=tidy_nip(body.nip), password=body.password, address=client_address(request), at=timezone.now()
        )
    except Refused as refused:
        return refusal(refused)
    return Status(200, signed_in(request, person))


@router.delete("/session", auth=django_auth, response={204: None})
def sign_out(request: HttpRequest) -> Status[None]:
    """Sign out. What waits on the phone to be sent is sent all the same."""
    logout(request)
    return Status(204, None)


@router.post("/password", auth=django_auth, response={200: SignedIn, **dict.fromkeys((401, 422, 429), Refusal)})
def password(request: HttpRequest, body: NewPassword) -> Status[Any]:
    """Replace one's password; the first one must be replaced before anything else is answered."""
    given = {"old": body.old, "new": body.new, "address": client_address(request)}
    try:
        person = services.change_password(person=person_of(request), at=timezone.now(), **given)
    except Refused as refused:
        cause = refused.__cause__
        rules = " ".join(cause.messages) if isinstance(cause, ValidationError) else ""
        answer = {"code": refused.code, "sentence": rules or refused.sentence, "next": None}
        return Status(STATUS[refused.code], answer)
    update_session_auth_hash(request, person)
    return Status(200, {"person": person, "csrf": get_token(request), "must_change_password": False})


@router.post("/session/passkey/options", response={200: dict[str, Any], 403: Refusal})
def passkey_options(request: HttpRequest, response: HttpResponse, body: Nip) -> Status[Any]:
    """PublicKeyCredentialRequestOptions for a NIP; the same shape whether or not the NIP exists."""
    try:
        require_own_origin(request)
    except Refused as refused:
        return refusal(refused)
    options = generate_authentication_options(
        rp_id=settings.RP_ID,
        challenge=hand_challenge(response),
        timeout=120_000,
        allow_credentials=[PublicKeyCredentialDescriptor(id=one) for one in offered(tidy_nip(body.nip))],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Status(200, options_to_json_dict(options))


@router.post("/session/passkey", response={200: SignedIn, 400: Refusal, 401: Refusal, 403: Refusal, 429: Refusal})
def passkey_sign_in(request: HttpRequest, response: HttpResponse, body: PasskeySignIn) -> Status[Any]:
    """Sign in with a passkey of this NIP."""
    try:
        require_own_origin(request)
        person = services.sign_in_with_passkey(
            nip=tidy_nip(body.nip),
            assertion=body.assertion.dict(),
            challenge=handed_challenge(request, response),
            address=client_address(request),
            at=timezone.now(),
        )
    except Refused as refused:
        return refusal(refused)
    return Status(200, signed_in(request, person))


@router.post("/passkeys/options", auth=django_auth, response={200: dict[str, Any]})
def new_passkey_options(request: HttpRequest) -> dict[str, Any]:
    """PublicKeyCredentialCreationOptions for one more passkey of the person signed in."""
    person = person_of(request)
    return services.creation_options(
        challenge=put_challenge(request, "passkey_new"),
        handle=secrets.token_bytes(32),
        nip=person.nip,
        name=person.name,
        rp_id=settings.RP_ID,
        bound=False,
        existing=[bytes(one.credential_id) for one in passkeys_of(person)],
    )


@router.post("/passkeys", auth=django_auth, response={201: MadePasskey, 400: Refusal, 401: Refusal})
def new_passkey(request: HttpRequest, body: NewPasskey) -> Status[Any]:
    """Keep a passkey that was just made, for signing in. It does not make this device the bound phone."""
    try:
        challenge = take_challenge(request, "passkey_new")
        made = services.verify_registration(body.registration, challenge=challenge, origin=settings.ORIGIN)
        passkey = services.add_passkey(person=person_of(request), registration=made, name=body.name, at=timezone.now())
    except services.RegistrationRefused:
        return refusal(Refused(Code.PASSKEY_INVALID))
    except Refused as refused:
        return refusal(refused)
    return Status(201, passkey)
