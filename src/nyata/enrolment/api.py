"""The phone's half of an enrolment (docs/algorithms/enrolment.md). The person is signed in, the officer is present."""

import json
import secrets
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile
from ninja.errors import HttpError
from ninja.security import SessionAuth
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from nyata.accounts.services import creation_options
from nyata.accounts.sessions import person_of
from nyata.enrolment import services
from nyata.enrolment.api_own import Refusal
from nyata.enrolment.api_own import router as own
from nyata.enrolment.client import client_family
from nyata.enrolment.models import Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.selectors import face_state, open_enrolment_of
from nyata.people.models import Person

router = Router()
router.add_router("", own)
MOST_BYTES = 1_500_000
MOST_FILES = 24


class TypedCode(Schema):
    """The 6 digits of the officer's screen, and the thumbprint (hex SHA-256) of the page key this phone has, if any."""

    code: str = Field(max_length=20)
    page_key: str | None = Field(None, pattern="^[0-9a-f]{64}$")


class Move(Schema):
    move: str
    from_ms: int
    to_ms: int


class Begun(Schema):
    """What to gather. `challenge` (32 bytes, b64url) is what the page key signs; `creation` is null for a face alone.

    `new_page_key`: forget the page key on this phone and make another.
    """

    id: int
    scope: str
    challenge: str
    creation: dict[str, Any] | None
    new_page_key: bool
    moves: list[Move]
    duration_ms: int
    frames: int
    selfies: int
    expires_at: str


class Finished(Schema):
    """`face`: in_force, checking (an officer is asked, nothing to do), or none. `credential_id` b64url or null."""

    face: str
    credential_id: str | None
    sentence: str


class SmallBody(SessionAuth):
    """Turns a body that is too large away before it is read."""

    def __call__(self, request: HttpRequest) -> Person | None:
        length = request.headers.get("Content-Length") or "0"
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise HttpError(413, Code.PHOTOGRAPHS_TOO_LARGE.sentence)
        return super().__call__(request)


def refusal(refused: Refused) -> Status[Any]:
    """Status and body of a refusal."""
    return Status(refused.status, {"code": refused.code, "sentence": refused.sentence, "next": None})


REFUSALS = dict.fromkeys((400, 403, 404, 409, 410, 413, 422, 503), Refusal)


@router.post("/enrolments/code", auth=SessionAuth(), response={200: Begun, **REFUSALS})
def begin(request: HttpRequest, body: TypedCode) -> Status[Any]:
    """Type the code that the officer's screen shows; answers with what the phone is to make and to photograph."""
    thumbprint = bytes.fromhex(body.page_key) if body.page_key else None
    try:
        started = services.enter_code(person=person_of(request), code=body.code, page_key=thumbprint, at=timezone.now())
    except Refused as refused:
        return refusal(refused)
    enrolment = started.enrolment
    challenge = bytes(enrolment.challenge or b"")
    with_device = enrolment.scope != Enrolment.Scope.FACE
    return Status(
        200,
        {
            "id": enrolment.pk,
            "scope": enrolment.scope,
            "challenge": bytes_to_base64url(challenge),
            "creation": _creation(person_of(request), challenge) if with_device else None,
            "new_page_key": started.new_page_key,
            "moves": started.draw.as_json(),
            "duration_ms": started.draw.duration_ms,
            "frames": started.frames,
            "selfies": started.selfies,
            "expires_at": enrolment.expires_at.isoformat(),
        },
    )


def _creation(person: Person, challenge: bytes) -> dict[str, Any]:
    return creation_options(
        challenge=challenge,
        handle=secrets.token_bytes(32),
        nip=person.nip,
        name=person.name,
        rp_id=settings.RP_ID,
        bound=True,
    )


@router.post("/enrolments/{int:pk}/complete", auth=SmallBody(), response={200: Finished, **REFUSALS})
def complete(
    request: HttpRequest,
    pk: int,
    times_ms: Annotated[str, Form(description="JSON list: offset of each frame in ms")] = "[]",
    registration: Annotated[str, Form(description="RegistrationResponseJSON")] = "",
    page_key: Annotated[str, Form(description="SubjectPublicKeyInfo, DER, b64url")] = "",
    page_signature: Annotated[str, Form(description="raw r||s over the challenge, b64url")] = "",
    selfie: Annotated[list[UploadedFile], File(description="JPEG")] = [],  # noqa: B006 - ninja reads it
    frame: Annotated[list[UploadedFile], File(description="JPEG, in the order of times_ms")] = [],  # noqa: B006
) -> Status[Any]:
    """Send keys, selfies and burst. What is refused can be mended and sent again; nothing of it is kept."""
    person = person_of(request)
    try:
        enrolment = open_enrolment_of(person, pk)
        if enrolment is None:
            raise Refused(Code.ENROLMENT_UNKNOWN)
        if len(selfie) + len(frame) > MOST_FILES:
            raise Refused(Code.PHOTOGRAPHS_TOO_LARGE)
        submission = services.Submission(
            registration=_json(registration, dict) if registration else None,
            page_key=_bytes(page_key),
            page_signature=_bytes(page_signature),
            selfies=[one.read() for one in selfie],
            frames=[one.read() for one in frame],
            times_ms=_times(times_ms),
            label=client_family(request.headers.get("User-Agent", "")),
        )
        done = services.complete_enrolment(
            enrolment=enrolment, submission=submission, origin=settings.ORIGIN, at=timezone.now()
        )
    except Refused as refused:
        return refusal(refused)
    sentence = _("Pendataan selesai. HP ini siap dipakai untuk absen.")
    if done.checking:
        sentence = _("Pendataan selesai. Petugas sedang memeriksa data wajah; Anda tidak perlu berbuat apa-apa.")
    credential = None if done.credential_id is None else bytes_to_base64url(done.credential_id)
    return Status(200, {"face": face_state(person), "credential_id": credential, "sentence": sentence})


def _json(text: str, kind: type) -> Any:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(Code.ENROLMENT_INCOMPLETE) from error
    if not isinstance(read, kind):
        raise Refused(Code.ENROLMENT_INCOMPLETE)
    return read


def _times(text: str) -> list[int]:
    times = _json(text, list)
    whole = all(type(one) is int and 0 <= one <= 60_000 for one in times)
    if not whole or any(later <= earlier for earlier, later in zip(times, times[1:], strict=False)):
        raise Refused(Code.ENROLMENT_INCOMPLETE)
    return times


def _bytes(text: str) -> bytes:
    try:
        return base64url_to_bytes(text[:2000])
    except ValueError as error:
        raise Refused(Code.ENROLMENT_INCOMPLETE) from error
