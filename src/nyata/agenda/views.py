"""The page of one's own calendar address, and the calendar that the address gives."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from nyata.agenda.feed import calendar_file
from nyata.agenda.selectors import agenda_of, key_of
from nyata.agenda.services import ReadTooOften, make_key, read_key, revoke_key
from nyata.people.selectors.asking import person_of


@require_GET
@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """Whether one has an address, since when, and when it was last read."""
    return render(request, "agenda/own.html", {"key": key_of(person_of(request))})


@require_POST
@login_required
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """Make an address and show it, this once; the one before stops."""
    person = person_of(request)
    secret = make_key(person=person, at=timezone.now())
    address = settings.ORIGIN + reverse("agenda:feed", args=[secret])
    context = {"key": key_of(person), "address": address, "subscribe": "webcal://" + address.split("://", 1)[1]}
    return render(request, "agenda/own.html", context)


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """Give one's address up."""
    if revoke_key(person=person_of(request), at=timezone.now()):
        messages.success(request, _("Alamat kalender Anda tidak berlaku lagi."))
    else:
        messages.error(request, _("Tidak ada alamat yang berlaku. Buat dulu bila Anda memerlukannya."))
    return redirect("agenda:own")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The calendar of whoever made the address. No sign-in: a calendar on a phone cannot; nobody else knows it."""
    at = timezone.now()
    try:
        key = read_key(secret=secret, at=at)
    except ReadTooOften as error:
        wait = max(1, int((error.again - at).total_seconds()))
        sentence = _("Kalender ini terlalu sering dibaca. Aturlah agar dibaca tiap enam jam.")
        return HttpResponse(
            sentence, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": str(wait)}
        )
    if key is None:
        raise Http404
    with translation.override(key.person.language):
        content = calendar_file(agenda_of(key.person_id, timezone.localdate(at)), key)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="jadwal.ics"',
        "Referrer-Policy": "no-referrer",
    }
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=answer) or answer
