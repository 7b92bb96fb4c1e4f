"""One person's calculation, every step in words: one's own, or somebody's for those who read everybody's."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyata.allowance.selectors.kept import kept_of
from nyata.allowance.selectors.months import month_of
from nyata.allowance.views.doors import Asked, asked, for_readers
from nyata.allowance.words import told
from nyata.people.models import Person


@require_GET
@login_required
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """My calculation."""
    found = asked(request)
    return _page(request, found, found.person, is_own=True)


@require_GET
@for_readers
@never_cache
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's calculation."""
    somebody = Person.objects.select_related("unit").filter(pk=pk).first()
    if somebody is None:
        raise Http404
    return _page(request, asked(request), somebody, is_own=False)


def _page(request: HttpRequest, found: Asked, somebody: Person, *, is_own: bool) -> HttpResponse:
    kept = None if found.is_example else kept_of(somebody.pk, found.first, found.last)
    line = kept[1] if kept else None
    if line is None and found.rules is not None:
        line = month_of(somebody.pk, found.first, found.last, found.rules)
    context = found.context() | {
        "person": somebody,
        "is_own": is_own,
        "line": line,
        "steps": told(line.found) if line and line.found else [],
        "kept": kept[0] if kept else None,
    }
    return render(request, "allowance/person.html", context)
