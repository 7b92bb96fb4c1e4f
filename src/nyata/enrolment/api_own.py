"""One's own notice and phone for second clients: what the pages of /pendataan/ and /akun/ganti-hp/ do."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from nyata.accounts.sessions import person_of
from nyata.enrolment import selectors, services
from nyata.enrolment.models import Device, DeviceChange
from nyata.enrolment.notice import VERSION, periods
from nyata.enrolment.refusals import Code, Refused

router = Router()
MOST = 10


class Refusal(Schema):
    """Why not, and what to do."""

    code: str
    sentence: str
    next: str | None = None


class Notice(Schema):
    """`page`: where its words stand, to be shown before it is said to be read. `days`: how long what is kept."""

    version: str
    page: str
    days: dict[str, int]
    is_read: bool


class NoticeRead(Schema):
    """The version that was shown to the person."""

    version: str = Field(max_length=20)


class Phone(Schema):
    """`tier` A: bound to its hardware, B: not proven so."""

    label: str
    tier: str
    bound_at: str


class Change(Schema):
    """A request for another phone; `answer` are the words of whoever declined it."""

    id: int
    state: str
    reason: str
    is_lost: bool
    asked_at: str
    answer: str


class OwnPhone(Schema):
    device: Phone | None
    face: str
    changes: list[Change]


class AskedChange(Schema):
    """`is_lost`: lost, stolen or broken; the old keys and every other session end at once."""

    reason: str = Field(max_length=300)
    is_lost: bool = False


@router.get("/notice", auth=django_auth, response=Notice)
def notice(request: HttpRequest) -> dict[str, Any]:
    """What is said before the first selfie, and whether this person has been told."""
    return {
        "version": VERSION,
        "page": reverse("enrolment:notice"),
        "days": periods(timezone.localdate()),
        "is_read": selectors.has_read_notice(person_of(request)),
    }


@router.post("/notice", auth=django_auth, response={200: Notice, 403: Refusal, 409: Refusal})
def read_notice(request: HttpRequest, body: NoticeRead) -> Status[Any]:
    """Record that the person was told, in the version that was shown; it is not called consent."""
    if body.version != VERSION:  # another text than today's was shown: the one in force comes first
        return _refusal(Refused(Code.NOTICE_NOT_READ))
    services.read_notice(person=person_of(request), at=timezone.now())
    return Status(200, notice(request))


@router.get("/device", auth=django_auth, response=OwnPhone)
def device(request: HttpRequest) -> dict[str, Any]:
    """One's bound phone, what there is of one's face, and the last requests for another phone."""
    person = person_of(request)
    changes = selectors.own_changes(person)[:MOST]
    return {
        "device": _phone(selectors.active_device(person)),
        "face": selectors.face_state(person),
        "changes": [_change(one) for one in changes],
    }


@router.post(
    "/device/changes", auth=django_auth, response={201: Change, **dict.fromkeys((403, 404, 409, 422), Refusal)}
)
def ask_change(request: HttpRequest, body: AskedChange) -> Status[Any]:
    """Ask for another phone, or report one lost."""
    try:
        change = services.ask_device_change(
            person=person_of(request),
            reason=body.reason,
            is_lost=body.is_lost,
            at=timezone.now(),
            keep_session=request.session.session_key,
        )
    except Refused as refused:
        return _refusal(refused)
    return Status(201, _change(change))


def _refusal(refused: Refused) -> Status[Any]:
    return Status(refused.status, {"code": refused.code, "sentence": refused.sentence, "next": None})


def _phone(device: Device | None) -> dict[str, str] | None:
    if device is None:
        return None
    return {"label": device.label, "tier": device.tier, "bound_at": device.bound_at.isoformat()}


def _change(change: DeviceChange) -> dict[str, Any]:
    return {
        "id": change.pk,
        "state": change.state,
        "reason": change.reason,
        "is_lost": change.is_lost,
        "asked_at": change.asked_at.isoformat(),
        "answer": change.answer,
    }
