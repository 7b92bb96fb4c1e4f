"""Objections that wait for an answer, and who stands on the ladder of absence."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyata.attendance.selectors.ladder import candidates
from nyata.attendance.selectors.objections import answered_lately, waiting
from nyata.attendance.views.doors import officer


@require_GET
@login_required
@never_cache
def objections(request: HttpRequest) -> HttpResponse:
    """Those of people below the actor, the oldest first; and what was answered lately."""
    who = officer(request)
    context = {"waiting": waiting(who.reach), "answered": answered_lately(who.reach)}
    return render(request, "attendance/objections.html", context)


@require_GET
@login_required
@never_cache
def ladder(request: HttpRequest) -> HttpResponse:
    """A proposal whom to look at, for HR officers, auditors and supervisors; nobody is sanctioned here."""
    who = officer(request)
    authority = who.reach.authority
    if not (authority.is_hr or authority.is_auditor or authority.supervises):
        raise PermissionDenied
    context = {"candidates": candidates(who.reach, who.today), "year": who.today.year}
    return render(request, "attendance/ladder.html", context)
