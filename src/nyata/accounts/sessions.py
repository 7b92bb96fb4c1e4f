"""Opening a session, in one way for the page and the API."""

from django.contrib.auth import login
from django.http import HttpRequest

from nyata.people.models import Person
from nyata.people.selectors.asking import person_of

__all__ = ["BACKEND", "open_session", "person_of"]
BACKEND = "nyata.accounts.backends.NipBackend"


def open_session(request: HttpRequest, person: Person) -> None:
    """Sign the person in under a new session key and a new CSRF token."""
    login(request, person, backend=BACKEND)
