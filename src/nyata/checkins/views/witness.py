"""The page of a witness: who is here without a phone, or with a face that was not read."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from nyata.accounts.sessions import person_of
from nyata.checkins.models import Attestation, Purpose
from nyata.checkins.words import trouble_words
from nyata.core.encoding import b64url
from nyata.enrolment import selectors as enrolment


@login_required
@never_cache
@ensure_csrf_cookie
@require_GET
def witness(request: HttpRequest) -> HttpResponse:
    """Choose somebody, say why, sign with one's own bound phone. The list comes from the API."""
    device = enrolment.active_device(person_of(request))
    context = {
        "has_device": device is not None,
        "purposes": Purpose.choices,
        "reasons": Attestation.Reason.choices,
        "state": {"credential": b64url(bytes(device.passkey.credential_id)) if device else None},
        "words": {
            "troubles": trouble_words(),
            "waits": _("Absen %s belum cocok"),
            "done": _("Tercatat: %n hadir, dinyatakan pukul %s."),
        },
    }
    return render(request, "checkins/witness.html", context)
