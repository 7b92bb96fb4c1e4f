"""What comes before every page: a body of sensible size, one strict Content-Security-Policy, the language chosen."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from nyata.config import errors
from nyata.core.reasons import Reason

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = ", ".join(
    (
        "camera=(self)",
        "geolocation=(self)",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
        "microphone=()",
    )
)


class ContentSecurityPolicy:
    """Adds the policy; a view may have set a tighter or wider one of its own beforehand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class Doorstep:
    """Turns away, unread, what no page of ours ever sends: a huge body, a NUL in the address.

    Django's CSRF check reads a form whoever sends it, and would write a file of any size to the disk for that. The
    doors of photographs have smaller limits of their own, and a code and a line in the log for whoever tries them.
    """

    MOST = 12_000_000  # a roster file may have 10 MB
    OWN_LIMIT = "/api/v1/checkins"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        fits = length.isascii() and length.isdigit() and len(length) < 18 and int(length) <= self.MOST
        if not fits and request.path_info != self.OWN_LIMIT:
            return self._away(request, Reason.BODY_TOO_LARGE, 413)
        if "%00" in request.META.get("QUERY_STRING", ""):  # PostgreSQL has no such text to look for
            return self._away(request, Reason.MALFORMED, 400)
        return self.get_response(request)

    def _away(self, request: HttpRequest, reason: Reason, status: int) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return errors.bad_request(request, status=status)
        sentence = translation.gettext(reason.sentence)
        return JsonResponse({"code": reason.value, "sentence": sentence, "next": None}, status=status)


class NeverKept:
    """What depends on who asks is kept by no browser and no proxy, unless its view says otherwise.

    Phones are lent and desks are shared: nobody reads another's page by the "back" button after a sign-out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class ChosenLanguage:
    """Indonesian until somebody switches. What the browser prefers does not count: a phone that speaks English is
    common, and a wish for official words in English is not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response
