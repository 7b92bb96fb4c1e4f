"""Where a person may check in."""

import datetime as dt
import json
from typing import Any

from nyata.ledger import statements
from nyata.people.models import Person, Site, SiteUse, Unit
from nyata.people.selectors.authority import above, in_force

# Written by hand: a worker asks for every attempt, and building it through the models took as long as two detections.
_COLUMNS = ("id", "unit_id", "name", "district_id", "shape", "radius_m", "surveyed_on", "is_active")
_SITES = f"""
SELECT {", ".join(_COLUMNS)} FROM people_site s
WHERE is_active AND EXISTS (
    SELECT FROM people_siteuse u LEFT JOIN people_unit t ON t.id = u.unit_id
    WHERE u.site_id = s.id AND u.valid_from <= %(on)s AND (u.valid_to IS NULL OR u.valid_to >= %(on)s)
    AND (u.person_id = %(person)s OR t.path = ANY(%(paths)s))
)
ORDER BY name
"""  # noqa: S608 - the columns are ours


def sites_for(person: Person, on: dt.date) -> list[Site]:
    """Active sites in use, on that day, by the person or by their unit or one above it. One query.

    (Two where the person's unit was not loaded with the person.)
    """
    values = {"on": on, "person": person.pk, "paths": above(person.unit.path)}
    _, rows = statements.run(_SITES, values)
    return [_site(dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def _site(named: dict[str, Any]) -> Site:
    named["shape"] = json.loads(named["shape"])  # Django's connections give jsonb as text
    return Site.from_db("default", _COLUMNS, tuple(named.values()))


def has_surveyed_site(unit: Unit, on: dt.date) -> bool:
    """Whether an active, surveyed site serves everybody of the unit on that day. One query."""
    return SiteUse.objects.filter(
        in_force(on),
        unit__path__in=above(unit.path),
        site__is_active=True,
        site__surveyed_on__lte=on,
    ).exists()
