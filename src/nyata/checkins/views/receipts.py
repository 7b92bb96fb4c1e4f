"""Receipts: one's own as a code and as a file, and the public page on which anybody checks one."""

import datetime as dt
import io
import json
import uuid
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nyata.accounts.address import client_address
from nyata.accounts.sessions import person_of
from nyata.checkins.forms import ReceiptForm
from nyata.checkins.selectors import receipts
from nyata.checkins.turns import Turns
from nyata.checkins.views.history import own_or_404
from nyata.ledger.receipt_words import Answer, No
from nyata.ledger.refusals import Refused
from nyata.ledger.terms import terms_on

# A whole office shares one address.
_turns = Turns(120, dt.timedelta(minutes=1))
SIGNS = {Answer.PROMISED: ("clock", "wait"), Answer.INCLUDED: ("check", "ok"), Answer.CONTRADICTED: ("alert", "no")}


@login_required
@require_GET
def receipt_code(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The attempt's receipt as a QR code: the public page's address, the token where no server's log has it."""
    address = settings.ORIGIN + reverse("checkins:check_receipt")
    drawing = io.BytesIO()
    code = segno.make(f"{address}#{own_or_404(person_of(request), public_id).receipt}", error="l", micro=False)
    code.save(drawing, kind="svg", border=4, omitsize=True, dark="#12211f", light="#ffffff")
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@login_required
@require_GET
def full_receipt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The attempt's full receipt as a file, as soon as a checkpoint covers it."""
    checkin = own_or_404(person_of(request), public_id)
    try:
        text = json.dumps(receipts.full_receipt(checkin).as_json(), ensure_ascii=False, indent=1)
    except Refused as refused:
        messages.error(request, gettext(refused.sentence))
        return redirect("checkins:story", public_id)
    name = f"nyata-{checkin.day.isoformat()}-{checkin.purpose}-{str(public_id)[:8]}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_GET
@never_cache
def receipt_keys(request: HttpRequest) -> HttpResponse:
    """The public keys that receipts are checked with, for another machine."""
    text = json.dumps(receipts.keyring().as_json(), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_receipt(request: HttpRequest) -> HttpResponse:
    """The public page: a receipt in, its answer and its time out. Nothing else is told, to anybody."""
    context: dict[str, Any] = {"form": ReceiptForm(), "languages": settings.LANGUAGES}
    status = 200
    if request.method == "POST":
        form = ReceiptForm(request.POST, request.FILES)
        try:
            context |= _answer(form, client_address(request), timezone.now())
        except Refused as refused:
            status = 429 if refused.code is No.TOO_MANY_CHECKS else 422
            context |= {"form": form, "refused": gettext(refused.sentence), "code": refused.code.value}
    return render(request, "checkins/check_receipt.html", context, status=status)


def _answer(form: ReceiptForm, address: str, at: dt.datetime) -> dict[str, Any]:
    """What the page tells. Raises Refused."""
    if not _turns.take(address, at):
        raise Refused(No.TOO_MANY_CHECKS)
    found = receipts.judged_here(form.given(), at=at, ahead=terms_on(timezone.localdate(at)).ahead)
    icon, tone = SIGNS[found.answer]
    return {"found": found, "icon": icon, "tone": tone, "sentence": gettext(found.why.sentence)}
