"""Opening a session, in one way for the page and the API."""

from typing import cast

from django.contrib.auth import login
from django.http import HttpRequest

from nyata.people.models import Person

BACKEND = "nyata.accounts.backends.NipBackend"


def open_session(request: HttpRequest, person: Person) -> None:
    """Sign the person in under a new session key and a new CSRF token."""
    login(request, person, backend=BACKEND)


def person_of(request: HttpRequest) -> Person:
    """Who asks; every page that calls this is behind the sign-in."""
    return cast(Person, request.user)
