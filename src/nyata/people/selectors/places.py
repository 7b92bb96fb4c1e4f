"""Where a person may check in."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from nyata.people.models import Person, Site, SiteUse, Unit
from nyata.people.selectors.authority import above, in_force


def sites_for(person: Person, on: dt.date) -> list[Site]:
    """Active sites in use, on that day, by the person or by their unit or one above it. One query.

    (Two where the person's unit was not loaded with the person.)
    """
    mine = Q(person=person) | Q(unit__path__in=above(person.unit.path))
    uses = SiteUse.objects.filter(in_force(on), mine, site=OuterRef("pk"))
    return list(Site.objects.filter(Exists(uses), is_active=True))


def has_surveyed_site(unit: Unit, on: dt.date) -> bool:
    """Whether an active, surveyed site serves everybody of the unit on that day. One query."""
    return SiteUse.objects.filter(
        in_force(on),
        unit__path__in=above(unit.path),
        site__is_active=True,
        site__surveyed_on__lte=on,
    ).exists()
