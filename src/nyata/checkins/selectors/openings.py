"""Places where checking in is right for a while only: where people are called together."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from nyata.checkins.models import SiteOpening
from nyata.people import selectors as people
from nyata.people.models import Person, Site


def sites_open_to(person: Person, at: dt.datetime) -> list[Site]:
    """Active sites that are opened for the person's unit at that moment (the first counts, the last does not).

    One query (two where the person's unit was not loaded with the person).
    """
    found = _openings_for(person).filter(opens_at__lte=at, closes_at__gt=at)
    return list({one.site_id: one.site for one in found}.values())


def openings_until(person: Person, now: dt.datetime, end: dt.datetime) -> Sequence[SiteOpening]:
    """Openings for the person's unit that begin before `end` and are not over yet, the next first. One query."""
    return list(_openings_for(person).filter(opens_at__lt=end, closes_at__gt=now).order_by("opens_at", "pk"))


def _openings_for(person: Person) -> QuerySet[SiteOpening]:
    paths = people.above(person.unit.path)
    mine = Q(unit__path=person.unit.path) | Q(unit__path__in=paths, with_below=True)
    return SiteOpening.objects.filter(mine, site__is_active=True, taken_back_at=None).select_related("site")
