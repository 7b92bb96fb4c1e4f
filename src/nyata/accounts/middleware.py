"""What comes before everything else: the first password must be replaced."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from nyata.accounts.refusals import SENTENCES, Code


class FirstThings:
    """Sends a person with a first password to the page that replaces it; the API answers with a code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_open(request):
            return self.get_response(request)
        user = request.user
        if not user.is_authenticated or not user.must_change_password:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            code = Code.MUST_CHANGE_PASSWORD
            return JsonResponse({"code": code, "sentence": str(SENTENCES[code]), "next": "password"}, status=403)
        return redirect("accounts:password")

    def _is_open(self, request: HttpRequest) -> bool:
        """Decided by the path alone: a check-in authenticates itself and must not pay for a session's query."""
        if request.path.startswith("/static/") or (request.method, request.path) == ("POST", "/api/v1/checkins"):
            return True
        if request.path in ("/api/v1/session", "/api/v1/password"):
            return True
        names = ("password", "sign_in", "sign_out", "language")
        return request.path in {reverse(f"accounts:{name}") for name in names}
