"""The guards every change of people begins with."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from nyata.people.models import Person
from nyata.people.refusals import Code, Refused
from nyata.people.selectors import authority_of

# Any constant of ours: it names the lock, so that the tree of units changes one move at a time.
TREE_LOCK = 602_160_200


def require_hr(actor: Person, at: dt.datetime) -> None:
    """Raise Refused(not_hr) unless the actor has the post of an HR officer in force on that day."""
    if not authority_of(actor, timezone.localdate(at)).is_hr:
        raise Refused(Code.NOT_HR)


def require_other(actor: Person, person: Person) -> None:
    """Raise Refused(yourself): nobody decides on themselves, whatever their posts."""
    if actor.pk == person.pk:
        raise Refused(Code.YOURSELF)


def lock_tree() -> None:
    """Hold the tree of units until the transaction ends: two moves at once could make a circle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE_LOCK])
