"""Slips of paper with first passwords, for many people at once: made once, printed, handed over one by one."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from nyata.accounts import services
from nyata.accounts.refusals import Refused
from nyata.accounts.sessions import person_of
from nyata.people.models import Person
from nyata.people.selectors import authority_of, people_visible_to, units_visible_to

# Argon2 takes about a tenth of a second on purpose: more would keep the officer waiting.
AT_ONCE = 40


@login_required
@require_http_methods(["GET", "POST"])
def slips(request: HttpRequest) -> HttpResponse:
    """GET lists the units where people wait for a first password; POST makes the slips of one unit, shown once."""
    at = timezone.now()
    today = timezone.localdate(at)
    officer = person_of(request)
    powers = authority_of(officer, today)
    if not powers.is_hr and not powers.operates:
        raise PermissionDenied
    units = units_visible_to(officer, today).annotate(waiting=Count("people", filter=_waiting("people__")))
    context: dict[str, object] = {"until": services.slip_until(at), "most": AT_ONCE, "origin": settings.ORIGIN}
    if request.method == "POST":
        chosen = request.POST.get("unit", "")
        unit = get_object_or_404(units, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0)
        people = people_visible_to(officer, today).filter(_waiting(), unit=unit).exclude(pk=officer.pk)
        context |= {"unit": unit, "made": _issue(people.order_by("name", "pk"), request, at)}
        context["left"] = people.count()
    else:
        context["units"] = units.filter(waiting__gt=0).order_by("path")
    return render(request, "accounts/slips.html", context)


def _waiting(prefix: str = "") -> Q:
    """Active people who never had a password."""
    return Q(**{f"{prefix}is_active": True, f"{prefix}password__startswith": UNUSABLE_PASSWORD_PREFIX})


def _issue(people: QuerySet[Person], request: HttpRequest, at: dt.datetime) -> list[tuple[Person, str]]:
    """The next few people with their passwords; whom the officer may not serve is left out."""
    made = []
    for person in people[:AT_ONCE]:
        try:
            made.append((person, services.issue_first_password(person=person, officer=person_of(request), at=at)))
        except Refused:
            # An operator does not make the password of somebody with power over records: that is for HR.
            continue
    return made
