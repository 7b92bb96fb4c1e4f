"""Arrangements by HR."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nyata.accounts.forms import tidy_nip
from nyata.accounts.sessions import person_of
from nyata.enrolment import selectors, services
from nyata.enrolment.forms import Accommodate
from nyata.enrolment.refusals import Refused
from nyata.people.selectors import authority_of, people_visible_to


@login_required
@require_http_methods(["GET", "POST"])
def accommodations(request: HttpRequest) -> HttpResponse:
    """All arrangements, and a form for a new one."""
    at = timezone.now()
    on = timezone.localdate(at)
    if not authority_of(person_of(request), on).is_hr:
        raise Http404
    form = Accommodate(request.POST or None, initial={"valid_from": on})
    if request.method == "POST" and form.is_valid() and _granted(request, form):
        messages.success(request, _("Penyesuaian dicatat dan mulai berlaku pada tanggalnya."))
        return redirect("enrolment:accommodations")
    context = {"form": form, "arrangements": selectors.accommodations_for(person_of(request), on)[:200], "on": on}
    return render(request, "enrolment/accommodations.html", context, status=422 if form.is_bound else 200)


def _granted(request: HttpRequest, form: Accommodate) -> bool:
    at = timezone.now()
    typed = dict(form.cleaned_data)
    nip = tidy_nip(typed.pop("nip"))
    person = people_visible_to(person_of(request), timezone.localdate(at)).filter(nip=nip).first()
    if person is None:
        form.add_error("nip", _("NIP ini tidak ditemukan. Periksa lagi angkanya."))
        return False
    try:
        services.grant_accommodation(person=person, officer=person_of(request), **typed, at=at)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


@login_required
@require_POST
def end_accommodation(request: HttpRequest, pk: int) -> HttpResponse:
    """End one from today on."""
    at = timezone.now()
    accommodation = selectors.accommodation_for(person_of(request), timezone.localdate(at), pk)
    try:
        services.end_accommodation(accommodation=accommodation, officer=person_of(request), at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Penyesuaian diakhiri mulai hari ini."))
    return redirect("enrolment:accommodations")
