"""What pages know of whoever asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from nyata.people.selectors import authority_of
from nyata.people.selectors.authority import remembering


class RequestAuthority:
    """Puts the powers of whoever asks on the request as `authority`, read when first looked at.

    Rooms below people (rules) learn of roles this way; a page that never looks pays nothing. While a page is only
    read, powers are read once; a change reads them anew at every guard.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.authority = SimpleLazyObject(lambda: authority_of(request.user, timezone.localdate()))  # type: ignore[attr-defined, arg-type]
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with remembering():
            return self.get_response(request)
