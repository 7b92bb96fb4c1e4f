"""Places with a fence, and who may check in there."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from nyata.core.geometry import ShapeRefused, check_shape
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import District, Person, Site, SiteUse, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.selectors import authority_of
from nyata.people.services.guards import require_hr


@dataclass(frozen=True, slots=True)
class SiteParticulars:
    """A site as drawn. `shape` is a GeoJSON Point (with `radius_m`) or Polygon (without), WGS 84."""

    unit: Unit
    name: str
    district: District | None
    shape: dict[str, Any]
    radius_m: float | None
    surveyed_on: dt.date | None


def open_site(*, actor: Person, particulars: SiteParticulars, at: dt.datetime) -> Site:
    """A new site, used from today by everybody of its unit and below.

    Raises Refused: not_hr, unit_inactive, shape_wrong (with the shape's own sentence), surveyed_in_future.
    """
    require_hr(actor, at)
    _require_sound(particulars, at)
    if not particulars.unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    with transaction.atomic():
        site = Site.objects.create(**_fields(particulars))
        SiteUse.objects.create(site=site, unit=particulars.unit, valid_from=timezone.localdate(at))
        ledger.append(Kind.SITE, {"action": "opened", **_facts(site, actor)}, at=at)
    return site


def draw_meeting_place(*, actor: Person, particulars: SiteParticulars, at: dt.datetime) -> Site:
    """A site that nobody checks in at every day: it is opened when people are called there (apel, upacara).

    By HR officers, and by who heads or operates its unit. Raises Refused: not_hr, unit_inactive, shape_wrong,
    surveyed_in_future.
    """
    authority = authority_of(actor, timezone.localdate(at))
    above_it = (particulars.unit.path or "-").startswith(authority.supervises + authority.operates)
    if not (authority.is_hr or above_it):
        raise Refused(Code.NOT_HR)
    _require_sound(particulars, at)
    if not particulars.unit.is_active:
        raise Refused(Code.UNIT_INACTIVE)
    with transaction.atomic():
        site = Site.objects.create(**_fields(particulars))
        ledger.append(Kind.SITE, {"action": "drawn", **_facts(site, actor)}, at=at)
    return site


def redraw_site(*, actor: Person, site: Site, particulars: SiteParticulars, at: dt.datetime) -> Site:
    """Correct a site. The log keeps the fence as it was; what was judged by it stays judged by it.

    Raises Refused: as `open_site`.
    """
    require_hr(actor, at)
    _require_sound(particulars, at)
    with transaction.atomic():
        before = Site.objects.select_for_update().get(pk=site.pk)
        old = {"shape": before.shape, "radius_m": before.radius_m, "name": before.name}
        for name, value in _fields(particulars).items():
            setattr(site, name, value)
        site.save()
        ledger.append(Kind.SITE, {"action": "redrawn", "before": old, **_facts(site, actor)}, at=at)
    return site


def set_site_active(*, actor: Person, site: Site, is_active: bool, at: dt.datetime) -> Site:
    """Close a site, or open it again. Raises Refused: not_hr."""
    require_hr(actor, at)
    with transaction.atomic():
        site.is_active = is_active
        site.save(update_fields=["is_active"])
        ledger.append(Kind.SITE, {"action": "reopened" if is_active else "closed", **_facts(site, actor)}, at=at)
    return site


def use_site(
    *,
    actor: Person,
    site: Site,
    unit: Unit | None = None,
    person: Person | None = None,
    valid_from: dt.date,
    valid_to: dt.date | None,
    at: dt.datetime,
) -> SiteUse:
    """Let a unit (and those below) or one person, never both, check in at a site.

    Raises Refused: not_hr, yourself, site_inactive, backdated, ends_before_start, site_use_overlaps.
    """
    require_hr(actor, at)
    if person is not None and person.pk == actor.pk:
        raise Refused(Code.YOURSELF)
    if not site.is_active:
        raise Refused(Code.SITE_INACTIVE)
    if valid_from < timezone.localdate(at):
        raise Refused(Code.BACKDATED)
    if valid_to and valid_to < valid_from:
        raise Refused(Code.ENDS_BEFORE_START)
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        same = SiteUse.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), site=site, unit=unit, person=person
        )
        if (same.filter(valid_from__lte=valid_to) if valid_to else same).exists():
            raise Refused(Code.SITE_USE_OVERLAPS)
        use = SiteUse.objects.create(site=site, unit=unit, person=person, valid_from=valid_from, valid_to=valid_to)
        ledger.append(Kind.SITE, {"action": "used", **_use_facts(use, actor)}, at=at)
    return use


def end_site_use(*, actor: Person, use: SiteUse, at: dt.datetime) -> SiteUse | None:
    """End a use after today; one that has not begun is taken back (None). Raises Refused: not_hr, yourself."""
    require_hr(actor, at)
    if use.person_id == actor.pk:
        raise Refused(Code.YOURSELF)
    today = timezone.localdate(at)
    with transaction.atomic():
        content = {"action": "use_ended", **_use_facts(use, actor)}
        ledger.append(Kind.SITE, content, at=at)
        if use.valid_from > today:
            use.delete()
            return None
        use.valid_to = today
        use.save(update_fields=["valid_to"])
    return use


def _require_sound(particulars: SiteParticulars, at: dt.datetime) -> None:
    try:
        check_shape(particulars.shape, particulars.radius_m)
    except ShapeRefused as refused:
        raise Refused(Code.SHAPE_WRONG, gettext(refused.problem.sentence)) from refused
    if particulars.surveyed_on and particulars.surveyed_on > timezone.localdate(at):
        raise Refused(Code.SURVEYED_IN_FUTURE)


def _fields(particulars: SiteParticulars) -> dict[str, Any]:
    return {
        "unit": particulars.unit,
        "name": particulars.name.strip(),
        "district": particulars.district,
        "shape": particulars.shape,
        "radius_m": particulars.radius_m,
        "surveyed_on": particulars.surveyed_on,
    }


def _facts(site: Site, actor: Person) -> dict[str, object]:
    surveyed = site.surveyed_on.isoformat() if site.surveyed_on else None
    return {
        "site": site.pk,
        "unit": site.unit_id,
        "shape": site.shape,
        "radius_m": site.radius_m,
        "surveyed_on": surveyed,
        "actor": actor.pk,
    }


def _use_facts(use: SiteUse, actor: Person) -> dict[str, object]:
    return {
        "use": use.pk,
        "site": use.site_id,
        "unit": use.unit_id,
        "person": use.person_id,
        "from": use.valid_from.isoformat(),
        "to": use.valid_to.isoformat() if use.valid_to else None,
        "actor": actor.pk,
    }
