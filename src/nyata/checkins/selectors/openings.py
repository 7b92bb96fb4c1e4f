"""Places where checking in is right for a while only: where people are called together."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from nyata.checkins.models import SiteOpening
from nyata.ledger import statements
from nyata.people import selectors as people
from nyata.people.models import Person, Site

# Written by hand: a worker asks for every attempt, and nearly always nothing is open. The units are `_openings_for`'s.
_OPEN = """
SELECT DISTINCT o.site_id FROM checkins_siteopening o JOIN people_unit u ON u.id = o.unit_id
WHERE (u.path = %(path)s OR (u.path = ANY(%(paths)s) AND o.with_below))
AND o.taken_back_at IS NULL AND o.opens_at <= %(at)s AND o.closes_at > %(at)s
"""


def sites_open_to(person: Person, at: dt.datetime) -> list[Site]:
    """Active sites that are opened for the person's unit at that moment (the first counts, the last does not).

    One query, two where one is open (and one more where the person's unit was not loaded with the person).
    """
    path = person.unit.path
    _, rows = statements.run(_OPEN, {"path": path, "paths": people.above(path), "at": at})
    if not rows:
        return []
    return list(Site.objects.filter(pk__in=[key for (key,) in rows], is_active=True).order_by("pk"))


def openings_until(person: Person, now: dt.datetime, end: dt.datetime) -> Sequence[SiteOpening]:
    """Openings for the person's unit that begin before `end` and are not over yet, the next first. One query."""
    return list(_openings_for(person).filter(opens_at__lt=end, closes_at__gt=now).order_by("opens_at", "pk"))


def _openings_for(person: Person) -> QuerySet[SiteOpening]:
    paths = people.above(person.unit.path)
    mine = Q(unit__path=person.unit.path) | Q(unit__path__in=paths, with_below=True)
    return SiteOpening.objects.filter(mine, site__is_active=True, taken_back_at=None).select_related("site")
