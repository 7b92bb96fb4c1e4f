"""Opening a session, in one way for the page and the API."""

from django.contrib.auth import login
from django.http import HttpRequest

from nyata.people.models import Person

BACKEND = "nyata.accounts.backends.NipBackend"


def open_session(request: HttpRequest, person: Person) -> None:
    """Sign the person in under a new session key and a new CSRF token."""
    login(request, person, backend=BACKEND)
    # A session that began as a question to a passkey was to last for minutes only.
    request.session.set_expiry(None)
