"""What an officer does for somebody who stands before them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nyata.accounts import services
from nyata.accounts.refusals import Refused
from nyata.accounts.sessions import person_of
from nyata.people.selectors import people_visible_to


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A first password for a person who is present: asked once, shown once, printed as a slip."""
    at = timezone.now()
    person = get_object_or_404(people_visible_to(person_of(request), timezone.localdate(at)), pk=pk)
    context: dict[str, object] = {"person": person, "at": at, "until": services.slip_until(at)}
    try:
        if request.method == "POST":
            context["slip"] = services.issue_first_password(person=person, officer=person_of(request), at=at)
        else:
            services.guard_issuing(person=person, officer=person_of(request), on=timezone.localdate(at))
    except Refused as refused:
        context["refused"] = refused
    return render(request, "accounts/issue.html", context, status=403 if "refused" in context else 200)
