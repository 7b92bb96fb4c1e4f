"""Patterns worth a talk: a superior's own team, and everybody what is seen of them. Nobody further up sees them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyata.attendance.views.doors import visitor
from nyata.discipline.habits import told
from nyata.discipline.selectors.habits import team_patterns, window
from nyata.discipline.selectors.teams import colleagues_of, team_of


@require_GET
@login_required
@never_cache
def team(request: HttpRequest) -> HttpResponse:
    """The people whose nearest superior the actor is."""
    who = visitor(request)
    if not who.reach.authority.supervises:
        raise PermissionDenied
    people = team_of(who.person, who.reach.authority.supervises, who.today)
    found = team_patterns(people, who.today)
    first, last = window(who.today)
    context = {
        "people": [(one, [told(pattern) for pattern in found[one.pk]]) for one in people if one.pk in found],
        "team": len(people),
        "first": first,
        "last": last,
    }
    return render(request, "discipline/patterns.html", context)


@require_GET
@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What the nearest superior sees of the actor."""
    who = visitor(request)
    superiors, people = colleagues_of(who.person, who.today)
    found = team_patterns(people, who.today).get(who.person.pk, ())
    first, last = window(who.today)
    context = {"patterns": [told(one) for one in found], "superiors": superiors, "first": first, "last": last}
    return render(request, "discipline/own_patterns.html", context)
