"""The one API: routers of the apps under /api/v1, its documentation at /api/docs."""

import logging
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from nyata.accounts.api import router as accounts
from nyata.attendance.api import router as attendance
from nyata.boards.api import router as boards
from nyata.checkins.api import router as checkins
from nyata.core.reasons import Reason
from nyata.enrolment.api import router as enrolment
from nyata.leave.api import router as leave
from nyata.ledger.api import router as ledger

log = logging.getLogger("nyata.api")
DEMO = " Peragaan: semua orang dan data di sini rekaan." if settings.DEMO else ""
api = NinjaAPI(
    title="Nyata",
    version="1",
    description="Attendance as evidence. The phone's page uses nothing but this; docs/wire.md explains the bundle."
    + DEMO,
    urls_namespace="api",
)
for router, tag in (
    (accounts, "session"),
    (enrolment, "enrolment"),
    (checkins, "check-in"),
    (leave, "leave"),
    (attendance, "days"),
    (boards, "boards"),
    (ledger, "log"),
):
    api.add_router("/v1", router, tags=[tag])


def refusal(request: HttpRequest, code: str, sentence: str, status: int) -> HttpResponse:
    """Every error of the API has the same three keys."""
    return api.create_response(request, {"code": code, "sentence": sentence, "next": None}, status=status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: list[str] = [".".join(str(step) for step in item["loc"][1:]) for item in error.errors]
    sentence = _("Data yang dikirim belum lengkap atau salah bentuk: %(fields)s.") % {"fields": ", ".join(fields)}
    return refusal(request, "malformed", sentence, 422)


@api.exception_handler(DataError)
def cannot_be_kept(request: HttpRequest, error: DataError) -> HttpResponse:
    """Text or a number that PostgreSQL cannot hold, such as a NUL: nothing was written, and it is no fault of ours."""
    log.warning("%s %s: %s", request.method, request.path, type(error.__cause__).__name__)
    return refusal(request, Reason.MALFORMED.value, _(Reason.MALFORMED.sentence), 422)


@api.exception_handler(AuthenticationError)
def sign_in_first(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return refusal(request, "sign_in_first", _("Silakan masuk dengan NIP Anda lebih dulu."), 401)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return refusal(request, "not_found", _("Data ini tidak ada, atau bukan untuk akun Anda."), 404)


@api.exception_handler(HttpError)
def said(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(request, "refused", str(error), error.status_code)
