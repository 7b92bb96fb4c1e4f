"""What an officer does for somebody who stands before them."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.accounts import services
from nyata.accounts.models import PasswordRequest
from nyata.accounts.refusals import Refused
from nyata.accounts.selectors import password_request_for, password_requests_for
from nyata.accounts.sessions import person_of
from nyata.people.models import Person
from nyata.people.selectors import authority_of, people_visible_to


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A first password for a person who is present: asked once, shown once, printed as a slip."""
    at = timezone.now()
    officer, on = person_of(request), timezone.localdate(at)
    person = get_object_or_404(people_visible_to(officer, on), pk=pk)
    context: dict[str, object] = {"person": person, "at": at, "until": services.slip_until(at)}
    try:
        services.guard_issuing(person=person, officer=officer, on=on)
        if request.method == "POST" and "ask" in request.POST:
            services.ask_for_password(person=person, officer=officer, at=at)
        elif request.method == "POST":
            context["slip"] = services.issue_first_password(person=person, officer=officer, at=at)
        context |= _second(person, officer, at)
    except Refused as refused:
        context["refused"] = refused
    return render(request, "accounts/issue.html", context, status=403 if "refused" in context else 200)


def _second(person: Person, officer: Person, at: dt.datetime) -> dict[str, object]:
    """Whether two are needed for this person, and the request there is."""
    needs_two = services.in_office(person, timezone.localdate(at))
    asked = password_requests_for(officer, at).filter(person=person).first() if needs_two else None
    return {"needs_two": needs_two, "asked": asked, "own": asked is not None and asked.officer_id == officer.pk}


@login_required
@require_GET
def password_requests(request: HttpRequest) -> HttpResponse:
    """Requests that a second person agrees with."""
    at, actor = timezone.now(), person_of(request)
    powers = authority_of(actor, timezone.localdate(at))
    if not powers.is_hr and not powers.is_auditor:
        raise PermissionDenied
    rows = [(one, _why_not(one, actor, at)) for one in password_requests_for(actor, at)]
    return render(request, "accounts/password_requests.html", {"rows": rows})


def _why_not(one: PasswordRequest, actor: Person, at: dt.datetime) -> str:
    """What keeps the actor from agreeing, in words; "" where nothing does."""
    try:
        services.guard_confirming(request=one, actor=actor, at=at)
    except Refused as refused:
        return refused.sentence
    return ""


@login_required
@require_POST
def password_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree that the officer who asked makes the password."""
    at, actor = timezone.now(), person_of(request)
    try:
        services.confirm_request(request=password_request_for(actor, at, pk), actor=actor, at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Disetujui. Petugas yang mengajukan sekarang dapat membuat kata sandinya."))
    return redirect("accounts:password_requests")
