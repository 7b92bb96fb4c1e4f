"""Places that are known by name: the sites where people check in."""

from collections.abc import Iterable

from django.db.models.functions import Lower

from nyata.people.models import Site


def known_places(names: Iterable[str]) -> dict[str, Site]:
    """Active sites by their case-folded name, those of these names only. One query, none without names."""
    wanted = {name.casefold() for name in names}
    if not wanted:
        return {}
    found = Site.objects.filter(is_active=True).annotate(folded=Lower("name")).filter(folded__in=wanted)
    return {site.name.casefold(): site for site in found}
