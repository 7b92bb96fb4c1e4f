"""Who asks."""

from typing import cast

from django.http import HttpRequest

from nyata.people.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person signed in; every page that calls this is behind the sign-in."""
    return cast(Person, request.user)
