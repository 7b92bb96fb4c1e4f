"""Fences wider than the policy speaks of, sites nobody surveyed, and sites where nobody could vouch for anybody."""

import math
from collections.abc import Iterator

from nyata.audit.checks.shape import Found, Result, Scope, Weight
from nyata.checkins.models import NamedWitness
from nyata.core.plane import plane
from nyata.people.models import Post, Site, SiteUse
from nyata.people.selectors import above
from nyata.people.selectors.authority import SUPERVISING, in_force


def fences(scope: Scope) -> Result:
    """Every active site with how far it reaches from its middle."""
    most = scope.policy.audit.periodic.fence_widest
    sites = list(Site.objects.filter(is_active=True).select_related("unit").order_by("pk"))
    reaches = {site.pk: reach(site) for site in sites}
    wide = [site for site in sites if reaches[site.pk] > most]
    figures = {
        "sites": len(sites), "sites_wide": len(wide), "metres_most": most,
        "metres_widest": round(max(reaches.values(), default=0)),
        "sites_unsurveyed": sum(site.surveyed_on is None for site in sites),
    }  # fmt: skip
    return Result(figures, [*_wide(wide, reaches, most), *_unsurveyed(sites)])


def witnesses(scope: Scope) -> Result:
    """Every active site in use on the last day, with how many active people could vouch there besides oneself."""
    uses = SiteUse.objects.filter(in_force(scope.last), site__is_active=True, unit__isnull=False)
    posts = Post.objects.filter(in_force(scope.last), role__in=SUPERVISING, person__is_active=True)
    held = dict[str, set[int]]()
    for path, person in posts.values_list("unit__path", "person_id"):
        held.setdefault(str(path), set()).add(person)
    named = NamedWitness.objects.filter(
        valid_from__lte=scope.last, valid_to__gte=scope.last, ended_at=None, person__is_active=True
    )
    for path, person in named.values_list("unit__path", "person_id"):
        held.setdefault(str(path), set()).add(person)
    may: dict[int, set[int]] = {}
    sites: dict[int, Site] = {}
    for use in uses.select_related("site__unit", "unit"):
        assert use.unit is not None
        sites[use.site_id] = use.site
        mine = (held.get(step, set()) for step in above(use.unit.path))
        may.setdefault(use.site_id, set()).update(*mine)
    alone = [site for pk, site in sorted(sites.items()) if not may[pk]]
    figures = {
        "sites_used": len(sites), "sites_alone": len(alone),
        "sites_with_one": sum(len(people) == 1 for people in may.values()), "named_witnesses": named.count(),
    }  # fmt: skip
    return Result(figures, [
        Found("site_without_witness", f"{one.pk}", Weight.ASK, {"site": one.name, "unit": one.unit.name},
              [("site", one.pk)], one.unit_id)
        for one in alone
    ])  # fmt: skip


def reach(site: Site) -> float:
    """Metres from the middle of a fence to its farthest corner; of a circle its radius."""
    if site.shape["type"] == "Point":
        return float(site.radius_m or 0)
    ring = site.shape["coordinates"][0]
    lons, lats = [corner[0] for corner in ring], [corner[1] for corner in ring]
    flat = plane((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
    return max(math.hypot(*flat(corner)) for corner in ring)


def _wide(sites: list[Site], reaches: dict[int, float], most: float) -> Iterator[Found]:
    for one in sites:
        facts = {"site": one.name, "unit": one.unit.name, "metres": round(reaches[one.pk]), "most": most}
        yield Found("fence_wide", f"wide:{one.pk}", Weight.ASK, facts, [("site", one.pk)], one.unit_id)


def _unsurveyed(sites: list[Site]) -> Iterator[Found]:
    for one in sites:
        if one.surveyed_on is None:
            facts = {"site": one.name, "unit": one.unit.name}
            yield Found("site_unsurveyed", f"unsurveyed:{one.pk}", Weight.NOTE, facts, [("site", one.pk)], one.unit_id)
