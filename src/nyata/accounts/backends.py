"""Signing in with NIP and password."""

from typing import Any

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from nyata.people.models import Person

# What an unknown NIP is checked against, so that it takes as long as a known one.
NOBODY = SimpleLazyObject(lambda: make_password("nobody has this password"))


class NipBackend:
    """Django's door to people. Throttling lies before it, in accounts.services."""

    def authenticate(
        self, request: HttpRequest | None, nip: str | None = None, password: str | None = None, **other: Any
    ) -> Person | None:
        """The active person with this NIP and password, or None. Hashes exactly once, whoever asks."""
        if nip is None or password is None:
            return None
        person = Person.objects.filter(nip=nip).first()
        known = person is not None and person.is_active and is_password_usable(person.password)
        fits = check_password(password, person.password if person and known else str(NOBODY))
        return person if known and fits else None

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; None ends the session of somebody who left."""
        return Person.objects.filter(pk=user_id, is_active=True).select_related("unit").first()

    def has_perm(self, user_obj: Person | AnonymousUser, perm: str, obj: object = None) -> bool:
        """Permissions follow from posts (people.selectors.authority_of), never from Django's table."""
        return False
