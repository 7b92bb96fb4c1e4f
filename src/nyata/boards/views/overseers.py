"""For HR officers and auditors: how often the other ways in are used, and who opened whose photographs."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.boards.forms import CheckForm, LookForm
from nyata.boards.selectors.overseers import accommodations_by_officer, looks_of_all, other_ways_by_opd
from nyata.boards.views.doors import visitor
from nyata.checkins import selectors as checkins
from nyata.checkins import services

SPAN = dt.timedelta(days=29)
PAGE_SIZE = 50


@require_GET
@login_required
def other_ways(request: HttpRequest) -> HttpResponse:
    """Accommodations and attestations, counted by OPD and by who granted or vouched. A count, no suspicion."""
    who = visitor(request)
    if not (who.authority.is_hr or who.authority.is_auditor):
        raise PermissionDenied
    first = who.today - SPAN
    context = {
        "first": first,
        "last": who.today,
        "by_opd": other_ways_by_opd(first, who.today),
        "by_witness": checkins.witness_counts(who.person, first, who.today, who.today),
        "by_officer": accommodations_by_officer(who.today),
    }
    return render(request, "boards/other_ways.html", context)


@require_GET
@login_required
def drawn(request: HttpRequest) -> HttpResponse:
    """Attestations drawn at random, for HR to ask the people concerned; the longest waiting first."""
    who = visitor(request)
    if not who.authority.is_hr:
        raise PermissionDenied
    found = Paginator(checkins.attestations_drawn(who.person, who.today), PAGE_SIZE).get_page(request.GET.get("hal"))
    return render(request, "boards/drawn.html", {"found": found})


@require_POST
@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the person concerned said of an attestation that was drawn."""
    who = visitor(request)
    attestation = get_object_or_404(checkins.attestations_drawn(who.person, who.today), pk=pk)
    form = CheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Pilih sesuai atau tidak sesuai, lalu kirim lagi."))
        return redirect("boards:drawn")
    services.check_attestation(
        actor=who.person,
        pk=attestation.pk,
        agrees=form.cleaned_data["agrees"],
        words=form.cleaned_data["words"],
        at=who.now,
    )
    messages.success(request, _("Jawaban %(name)s tercatat.") % {"name": attestation.person.name})
    return redirect("boards:drawn")


@require_GET
@login_required
def looks(request: HttpRequest) -> HttpResponse:
    """Every photograph that was opened: by whom, whose, what for, when. For auditors."""
    who = visitor(request)
    if not who.authority.is_auditor:
        raise PermissionDenied
    words = request.GET.get("cari", "")[:60].strip()
    found = Paginator(looks_of_all(words), PAGE_SIZE).get_page(request.GET.get("hal"))
    items = [{"look": look, "why": LookForm.WORDS.get(look.why, look.why)} for look in found.object_list]
    return render(request, "boards/looks.html", {"found": found, "items": items, "words": words})
