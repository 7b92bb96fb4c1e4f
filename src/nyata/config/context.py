"""What every page knows: the demo banner, the places a person may go, the language."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from nyata.apel.selectors import next_for
from nyata.config.navigation import sections
from nyata.people.selectors import authority_of
from nyata.people.selectors.asking import person_of


def page(request: HttpRequest) -> dict[str, object]:
    """Context of every template: `sections` are the navigation by headings, `places` the same without them."""
    context: dict[str, object] = {"demo": settings.DEMO}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return context
    now = timezone.now()
    today = timezone.localdate(now)
    authority = authority_of(request.user, today)
    found = sections(authority, request.path)
    context["authority"] = authority
    context["next_apel"] = lambda: next_for(person_of(request), now, today)  # only one page asks
    context["sections"] = found
    context["places"] = [place for section in found for place in section.places]
    return context
