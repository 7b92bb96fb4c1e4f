"""A calendar's address is made, read and given up."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import connection, transaction

from nyata.agenda.models import CalendarKey
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append
from nyata.people.models import Person

# Calendars ask every few minutes at most; who asks more often than this in an hour waits for the next one.
READS_AN_HOUR = 30
HOUR = dt.timedelta(hours=1)
# Counted and found in one statement. Nothing is found of a key that was given up, or of somebody who left.
_READ = """
UPDATE agenda_calendarkey k SET
    reads = CASE WHEN k.window_from <= %(hour_ago)s THEN 1 ELSE least(k.reads + 1, 1000) END,
    window_from = CASE WHEN k.window_from <= %(hour_ago)s THEN %(at)s ELSE k.window_from END,
    read_at = %(at)s
FROM people_person p
WHERE k.digest = %(digest)s AND k.revoked_at IS NULL AND p.id = k.person_id AND p.is_active
RETURNING k.id, k.reads
"""


class ReadTooOften(Exception):
    """The address was read more than READS_AN_HOUR times. `again` says from when it answers again."""

    def __init__(self, again: dt.datetime) -> None:
        super().__init__(again.isoformat())
        self.again = again


def digest_of(secret: str) -> bytes:
    """What is kept of an address: 32 bytes. The secret has 256 bits of its own, so a plain hash cannot be searched."""
    return hashlib.sha256(b"nyata-calendar-v1" + secret.encode()).digest()


@transaction.atomic
def make_key(*, person: Person, at: dt.datetime) -> str:
    """A new secret address of one's own, in place of the one before. Returns the secret, kept nowhere."""
    _revoke(person, at)
    secret = secrets.token_urlsafe(32)
    made = CalendarKey.objects.create(person=person, digest=digest_of(secret), made_at=at, window_from=at)
    append(Kind.CALENDAR_KEY, {"person": person.pk, "key": made.pk, "step": "made"}, at=at)
    return secret


@transaction.atomic
def revoke_key(*, person: Person, at: dt.datetime) -> bool:
    """Give up one's address. Returns whether there was one."""
    return _revoke(person, at)


@transaction.atomic
def end_for_leaver(*, person: Person, at: dt.datetime) -> None:
    """Who leaves has no calendar here any more."""
    _revoke(person, at)


def _revoke(person: Person, at: dt.datetime) -> bool:
    Person.objects.select_for_update().filter(pk=person.pk).first()  # two presses at once make one address
    found = CalendarKey.objects.filter(person=person, revoked_at=None).first()
    if found is None:
        return False
    found.revoked_at = at
    found.save(update_fields=["revoked_at"])
    append(Kind.CALENDAR_KEY, {"person": person.pk, "key": found.pk, "step": "revoked"}, at=at)
    return True


def read_key(*, secret: str, at: dt.datetime) -> CalendarKey | None:
    """The key of an address with its person, and that it was read; None for one that is not known or not in force.

    Raises ReadTooOften. Two statements.
    """
    values: dict[str, Any] = {"digest": digest_of(secret), "at": at, "hour_ago": at - HOUR}
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        row = cursor.fetchone()
    if row is None:
        return None
    found = CalendarKey.objects.select_related("person").get(pk=row[0])
    if row[1] > READS_AN_HOUR:
        raise ReadTooOften(found.window_from + HOUR)
    return found
