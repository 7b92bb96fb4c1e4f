"""Whether anything happened since a page was made: one cheap statement, the same for every crowd."""

import datetime as dt
import hashlib

from django.db import connection

# Ids only grow, and each maximum is one step in an index.
NEWEST = """
SELECT (SELECT max(id) FROM checkins_checkin), (SELECT max(id) FROM checkins_verdict),
       (SELECT max(id) FROM checkins_attestation), (SELECT max(id) FROM checkins_refusal),
       (SELECT max(id) FROM enrolment_device), (SELECT max(id) FROM enrolment_devicechange),
       (SELECT max(id) FROM people_post), (SELECT max(id) FROM people_rolloutdecision),
       (SELECT max(id) FROM leave_step)
"""


def revision(now: dt.datetime, *seen_by: object) -> str:
    """An ETag's value for what `seen_by` (actor, address, language) would see. One query.

    Rows that change in place (a post that ends, an answered request) show within a minute: the minute is in it.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        newest = cursor.fetchone()
    minute = int(now.timestamp()) // 60
    return hashlib.sha256(repr((newest, minute, seen_by)).encode()).hexdigest()[:32]
