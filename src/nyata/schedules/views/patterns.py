"""Shifts and their hours, patterns and who follows them."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.people.answering import FormPage, answer_form
from nyata.rules.selectors import standing
from nyata.schedules import services, words
from nyata.schedules.forms.orders import EndUseForm, HoursForm, PatternForm, ShiftForm, UseForm
from nyata.schedules.models import Pattern, PatternUse, Shift, ShiftHours
from nyata.schedules.selectors import desk
from nyata.schedules.selectors.calendars import regency_calendar
from nyata.schedules.selectors.codes import all_codes
from nyata.schedules.services import Cycle, Wanted
from nyata.schedules.views.doors import Visitor, for_hr, for_planners

A_PAGE = 50
SIX_DAYS = ("working_time.six_day.start", "working_time.six_day.end")


@require_GET
@for_planners
def shifts(request: HttpRequest, who: Visitor) -> HttpResponse:
    found = desk.shifts_for(who.person, who.today)
    lines = [
        {"shift": line.shift, "hours": words.hours(line.now), "rests": words.rests(line.now),
         "ramadan": words.parts(line.now.ramadan_parts) if line.now and line.now.ramadan_parts else "",
         "coming": [(one.valid_from, words.hours(one)) for one in line.coming]}
        for line in found
    ]  # fmt: skip
    used = [one for line in found for one in (line.now, *line.coming) if one]
    return render(request, "schedules/shifts.html", {"lines": lines, "off": _off(used, who.today)})


def _off(used: list[ShiftHours], today: dt.date) -> list[str]:
    """Titles of the hours that a shift takes from the law while two offices have not switched them on."""
    if not any(one.standard == ShiftHours.Standard.SIX_DAY for one in used):
        return []
    return [one.key.title for one in (standing(key, today, season="normal") for key in SIX_DAYS) if one.is_off]


@for_hr
def define_shift(request: HttpRequest, who: Visitor) -> HttpResponse:
    form = ShiftForm(request.POST or None, initial={"valid_from": who.today, "slack": 0})
    back = reverse("schedules:shifts")

    def act() -> tuple[str, str]:
        cells = form.cleaned_data
        services.define_shift(
            actor=who.person, code=cells["code"], name=cells["name"], unit=cells["unit"], hours=form.hours(), at=who.now
        )
        return back, _("Dinas dibuat.")

    return answer_form(request, form, FormPage(_("Dinas baru"), _("Buat dinas"), back), act)


@for_hr
def change_hours(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    shift = get_object_or_404(Shift, pk=pk)
    back = reverse("schedules:shifts")
    newest = shift.hours.order_by("valid_from", "pk").last()
    form = HoursForm(request.POST or None, initial={"valid_from": who.today, **_shown(newest)})

    def act() -> tuple[str, str]:
        services.change_hours(actor=who.person, shift=shift, hours=form.hours(), at=who.now)
        return back, _("Jam dinas diubah; hari sebelum tanggal itu tetap seperti semula.")

    lead = _("%(shift)s. Perubahan jam memerlukan nomor dokumen.") % {"shift": shift}
    return answer_form(request, form, FormPage(_("Ubah jam dinas"), _("Simpan"), back, lead), act)


def _shown(hours: ShiftHours | None) -> dict[str, object]:
    """What the form shows first: the newest hours."""
    if hours is None:
        return {}
    found: dict[str, object] = {
        "sort": "on_call" if hours.on_call else hours.standard or "own",
        "slack": hours.slack,
        "weekly": hours.weekly,
    }
    names = (("start", "end", "rest_from", "rest_to"), ("start_2", "end_2"))
    for part, fields in zip(hours.parts, names, strict=False):
        found |= {
            name: _clock(at) for name, at in zip(fields, part, strict=False) if part[2] != part[3] or "rest" not in name
        }
    for part in hours.ramadan_parts or []:
        found |= {"ramadan_start": _clock(part[0]), "ramadan_end": _clock(part[1])}
    return found


def _clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


@require_GET
@for_planners
def patterns(request: HttpRequest, who: Visitor) -> HttpResponse:
    return render(request, "schedules/patterns.html", {"patterns": desk.patterns_for(who.person, who.today)})


@for_planners
def define_pattern(request: HttpRequest, who: Visitor) -> HttpResponse:
    units = desk.units_planned_by(who.person, who.today)
    monday = who.today - dt.timedelta(days=who.today.weekday())
    own = None if who.authority.is_hr else units.order_by("path").first()
    initial = {"anchor": monday, "unit": own, "follows_calendar": True}
    form = PatternForm(request.POST or None, initial=initial, codes=all_codes(), units=units)
    back = reverse("schedules:patterns")

    def act() -> tuple[str, str]:
        cells = form.cleaned_data
        cycle = Cycle(cells["name"], cells["unit"], cells["anchor"], cells["shifts"], cells["follows_calendar"])
        made = services.define_pattern(actor=who.person, cycle=cycle, at=who.now)
        return reverse("schedules:pattern", args=[made.pk]), _("Pola dibuat. Tentukan siapa yang memakainya.")

    lead = _("Pola tidak diubah lagi sesudah dibuat; untuk perubahan, buat pola baru dan pakai mulai tanggalnya.")
    return answer_form(request, form, FormPage(_("Pola baru"), _("Buat pola"), back, lead), act)


def _pattern(who: Visitor, pk: int) -> Pattern:
    """The one door to a pattern: 404 for whom it is not."""
    found = Pattern.objects.filter(desk.usable_by(who.person, who.today)).select_related("unit", "made_by")
    return get_object_or_404(found.prefetch_related("days__shift"), pk=pk)


@require_GET
@for_planners
def pattern(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    shown = _pattern(who, pk)
    uses = Paginator(desk.uses_for(who.person, who.today, shown), A_PAGE).get_page(request.GET.get("hal"))
    return render(request, "schedules/pattern.html", {"pattern": shown, "found": uses, "today": who.today})


@for_planners
def use_pattern(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    shown = _pattern(who, pk)
    back = reverse("schedules:pattern", args=[pk])
    initial = {"first": who.today, "calendar": regency_calendar(), "unit": shown.unit}
    units, people = (of(who.person, who.today) for of in (desk.units_planned_by, desk.people_planned_by))
    form = UseForm(request.POST or None, initial=initial, units=units, people=people)

    def act() -> tuple[str, str]:
        cells = form.cleaned_data
        wanted = Wanted(shown, cells["who"], cells["first"], cells["last"], cells["calendar"])
        services.use_pattern(actor=who.person, wanted=wanted, at=who.now)
        return back, _("Pola dipakai mulai tanggal itu. Pola sebelumnya berakhir sehari sebelumnya.")

    return answer_form(request, form, FormPage(_("Pakai pola"), _("Pakai"), back, shown.name), act)


@for_planners
def end_use(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    mine = Pattern.objects.filter(desk.usable_by(who.person, who.today))
    use = get_object_or_404(
        PatternUse.objects.select_related("pattern", "unit", "person__unit"), pk=pk, pattern__in=mine
    )
    get_object_or_404(desk.uses_for(who.person, who.today, use.pattern), pk=pk)
    back = reverse("schedules:pattern", args=[use.pattern_id])
    form = EndUseForm(request.POST or None, initial={"last": who.today})

    def act() -> tuple[str, str]:
        services.end_use(actor=who.person, use=use, at=who.now, **form.cleaned_data)
        return back, _("Pemakaian pola diakhiri.")

    lead = _("%(pattern)s, dipakai %(who)s") % {"pattern": use.pattern.name, "who": use.person or use.unit}
    return answer_form(request, form, FormPage(_("Akhiri pemakaian pola"), _("Akhiri"), back, lead), act)
