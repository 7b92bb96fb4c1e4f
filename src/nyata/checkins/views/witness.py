"""The page of a witness, and the one on which witnesses are named."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.accounts.sessions import person_of
from nyata.checkins import selectors, services
from nyata.checkins.forms import FindColleague, NameWitness
from nyata.checkins.models import Attestation, Purpose
from nyata.checkins.refusals import Refused
from nyata.checkins.words import trouble_words
from nyata.core.encoding import b64url
from nyata.enrolment import selectors as enrolment
from nyata.people.models import Unit

A_PAGE = 50
# More colleagues are not shown at once: a part of the name finds the others.
MOST_SHOWN = 8


@login_required
@ensure_csrf_cookie
@require_GET
def witness(request: HttpRequest) -> HttpResponse:
    """Choose somebody, say why, sign with one's own bound phone. The list comes from the API."""
    person, on = person_of(request), timezone.localdate()
    device = enrolment.active_device(person)
    context = {
        "has_device": device is not None,
        "namings": selectors.namings_in_force(person, on).select_related("unit", "named_by"),
        "may_name": selectors.units_to_name_for(person, on).exists(),
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


@login_required
@require_http_methods(["GET", "POST"])
def witnesses(request: HttpRequest) -> HttpResponse:
    """Colleagues named as witnesses for the units one leads, and a form to name another. 404 for whoever leads none."""
    actor, on = person_of(request), timezone.localdate()
    find = FindColleague(request.POST or request.GET, actor, on)
    unit, words = find.asked()
    if unit is None:
        raise Http404
    form = NameWitness(request.POST or None, colleagues=selectors.witness_candidates(actor, unit, on), on=on)
    if form.is_valid() and _named(request, form, unit):
        return redirect("checkins:witnesses")
    colleagues = selectors.witness_candidates(actor, unit, on, words)
    context = {
        "find": find,
        "unit": unit,
        "words": words,
        "form": form,
        "colleagues": colleagues[:MOST_SHOWN],
        "more": max(colleagues.count() - MOST_SHOWN, 0),
        "found": Paginator(selectors.witnesses_named(actor, on), A_PAGE).get_page(request.GET.get("hal")),
        "today": on,
    }
    return render(request, "checkins/witnesses.html", context, status=422 if form.is_bound else 200)


def _named(request: HttpRequest, form: NameWitness, unit: Unit) -> bool:
    try:
        services.name_witness(actor=person_of(request), unit=unit, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, _(refused.reason.sentence))
        return False
    words = _("%(name)s ditunjuk sebagai saksi untuk %(unit)s.")
    messages.success(request, words % {"name": form.cleaned_data["person"].name, "unit": unit})
    return True


@login_required
@require_POST
def end_witness(request: HttpRequest, pk: int) -> HttpResponse:
    """End a naming from now on."""
    at = timezone.now()
    named = get_object_or_404(selectors.witnesses_named(person_of(request), timezone.localdate(at)), pk=pk)
    try:
        services.end_witness(actor=person_of(request), named=named, at=at)
    except Refused as refused:
        messages.error(request, _(refused.reason.sentence))
    else:
        messages.success(request, _("Penunjukan diakhiri. Pernyataan yang sudah dibuat tetap tercatat."))
    return redirect("checkins:witnesses")
