"""For HR officers and auditors: how often the other ways in are used, and who opened whose photographs."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyata.boards.forms import LookForm
from nyata.boards.selectors.overseers import accommodations_by_officer, looks_of_all, other_ways_by_opd
from nyata.boards.views.doors import visitor
from nyata.checkins import selectors as checkins

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
def looks(request: HttpRequest) -> HttpResponse:
    """Every photograph that was opened: by whom, whose, what for, when. For auditors."""
    who = visitor(request)
    if not who.authority.is_auditor:
        raise PermissionDenied
    words = request.GET.get("cari", "")[:60].strip()
    found = Paginator(looks_of_all(words), PAGE_SIZE).get_page(request.GET.get("hal"))
    found.object_list = [{"look": look, "why": LookForm.WORDS.get(look.why, look.why)} for look in found.object_list]
    return render(request, "boards/looks.html", {"found": found, "words": words})
