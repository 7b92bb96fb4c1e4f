"""What a person does and sees on their own phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods

from nyata.accounts.sessions import person_of
from nyata.enrolment import selectors, services
from nyata.enrolment.forms import AskChange
from nyata.enrolment.notice import VERSION, periods
from nyata.enrolment.refusals import Refused
from nyata.enrolment.words import CAPTURE_WORDS, TROUBLE_WORDS
from nyata.people.selectors import supervisors_of


@login_required
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """Who processes what, why, how long, who looks, which rights, and the way without face or phone."""
    at = timezone.now()
    if request.method == "POST":
        services.read_notice(person=person_of(request), at=at)
        return redirect("enrolment:start")
    context = {
        "version": VERSION,
        "periods": periods(timezone.localdate(at)),
        "has_read": selectors.has_read_notice(person_of(request)),
    }
    return render(request, "enrolment/notice.html", context)


@login_required
@ensure_csrf_cookie
@require_GET
def phone(request: HttpRequest) -> HttpResponse:
    """The person's half of an enrolment: the code, the key, the selfies."""
    if not selectors.has_read_notice(person_of(request)):
        return redirect("enrolment:notice")
    context = {
        "enrolment": selectors.open_enrolment_of(person_of(request)),
        "device": selectors.active_device(person_of(request)),
        "words": {key: str(word) for key, word in (CAPTURE_WORDS | TROUBLE_WORDS).items()},
    }
    return render(request, "enrolment/phone.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ask_change(request: HttpRequest) -> HttpResponse:
    """Ask to move to another phone, or report one lost."""
    form = AskChange(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_device_change(
                person=person_of(request),
                **form.cleaned_data,
                at=timezone.now(),
                keep_session=request.session.session_key,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Permintaan sudah dikirim ke atasan Anda."))
            return redirect("enrolment:ask_change")
    context = {
        "form": form,
        "device": selectors.active_device(person_of(request)),
        "changes": selectors.own_changes(person_of(request))[:10],
        "supervisors": supervisors_of(person_of(request), timezone.localdate())[:1],
    }
    return render(request, "enrolment/ask_change.html", context, status=422 if form.is_bound else 200)


@login_required
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """Who opened the reference photograph of the person signed in."""
    return render(request, "enrolment/looks.html", {"looks": selectors.looks_at_reference(person_of(request))})
