"""The roster of a unit, a month on one page."""

import calendar
import datetime as dt
import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nyata.people.models import Unit
from nyata.schedules import services, words
from nyata.schedules.forms.orders import month_of
from nyata.schedules.refusals import Refused
from nyata.schedules.selectors import desk, grid
from nyata.schedules.selectors.desk import people_planned_by, units_planned_by
from nyata.schedules.views.doors import Visitor, for_planners

A_PAGE = 40


@require_GET
@for_planners
def roster(request: HttpRequest, who: Visitor) -> HttpResponse:
    units = list(units_planned_by(who.person, who.today).order_by("path"))
    unit = _chosen(request, who, units)
    first = month_of(request.GET.get("bulan", ""), who.today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    path = (unit.path or "-") if unit else "-"
    people = people_planned_by(who.person, who.today).filter(unit__path__startswith=path).order_by("unit__path", "name")
    page = Paginator(people, A_PAGE).get_page(request.GET.get("hal"))
    shown = list(page)
    fixed_before = dt.date.min if who.authority.is_hr else who.today
    shifts = grid.codes_of(shown)
    hours = {line.shift.pk: line.now for line in desk.shifts_for(who.person, who.today)}
    context = {
        "unit": unit,
        "units": units,
        "first": first,
        "before": first - dt.timedelta(days=1),
        "after": last + dt.timedelta(days=1),
        "heads": grid.month_heads(first, last),
        "lines": grid.month_lines(shown, first, last, fixed_before=fixed_before, fixed={who.person.pk}),
        "found": page,
        "legend": [(shift, words.hours(hours.get(shift.pk))) for shift in shifts],
        "codes": sorted({shift.code for shift in shifts} | {grid.REST}),
        "sentences": _sentences(),
        "today": who.today,
    }
    return render(request, "schedules/roster.html", context)


def _sentences() -> dict[str, str]:
    """What the grid says while it is filled; %s is a number."""
    return {
        "none": _("Belum ada perubahan."),
        "changed": _("%s hari berubah, belum disimpan."),
        "unknown": _("%s kode tidak dikenal. Lihat arti kode di bawah."),
        "saving": _("Menyimpan …"),
        "network": _("Tidak tersambung. Perubahan masih di halaman ini; coba simpan lagi."),
    }


def _chosen(request: HttpRequest, who: Visitor, units: list[Unit]) -> Unit | None:
    """The unit asked for, else one's own, else the first."""
    wanted = request.GET.get("unit", "")
    by_id = {str(unit.pk): unit for unit in units}
    return by_id.get(wanted) or by_id.get(str(who.person.unit_id)) or (units[0] if units else None)


@require_POST
@for_planners
def save_roster(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Every changed day of the page at once: {"changes": [[person, "2026-01-19", code], ...]}, all or none."""
    try:
        typed = [_typed(row) for row in json.loads(request.body)["changes"]]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"sentence": _("Perubahan tidak terbaca. Muat ulang halaman, lalu coba lagi.")}, status=400)
    try:
        count = services.set_codes(actor=who.person, typed=typed, today=who.today, at=who.now)
    except Refused as refused:
        return JsonResponse({"code": refused.code, "sentence": refused.sentence}, status=422)
    sentence = ngettext("%(count)s hari disimpan.", "%(count)s hari disimpan.", count) % {"count": count}
    return JsonResponse({"sentence": sentence})


def _typed(row: Any) -> tuple[int, dt.date, str]:
    person, day, code = row
    return int(person), dt.date.fromisoformat(day), str(code)[:10]
