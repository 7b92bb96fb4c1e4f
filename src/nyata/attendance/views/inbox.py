"""Objections that wait for an answer."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

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
