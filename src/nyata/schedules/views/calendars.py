"""The calendar of a year, and the confirmation of Ramadan."""

import calendar as months
import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nyata.people.answering import FormPage, answer_form
from nyata.schedules import services
from nyata.schedules.forms.orders import CalendarForm, DeclareForm, RamadanForm
from nyata.schedules.models import Calendar, CalendarDay
from nyata.schedules.refusals import Refused
from nyata.schedules.selectors.almanac import LIBRARY, national_days, proposed_ramadan
from nyata.schedules.selectors.calendars import days_of, fasting, regency_calendar
from nyata.schedules.selectors.desk import days_of_year, ramadans
from nyata.schedules.services import DayOrder
from nyata.schedules.views.doors import Visitor, for_hr


@dataclass(frozen=True, slots=True)
class DayBox:
    """A day in the year view; outside its month it is empty."""

    day: dt.date | None
    decided: CalendarDay | None = None
    fasting: bool = False


@require_GET
@for_hr
def year(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Twelve months of one calendar, each day a link to deciding on it."""
    shown = _year(request.GET.get("tahun", ""), who)
    calendars = list(Calendar.objects.select_related("unit"))
    chosen = next((one for one in calendars if str(one.pk) == request.GET.get("kalender")), calendars[0])
    decided = days_of_year(chosen, shown)
    fasts = fasting(dt.date(shown, 1, 1), dt.date(shown, 12, 31))
    fast_days = set(days_of(fasts, dt.date(shown, 1, 1), dt.date(shown, 12, 31)))
    missing = [one for one in national_days(shown) if one.day not in days_of_year(regency_calendar(), shown)]
    context = {
        "year": shown,
        "calendars": calendars,
        "chosen": chosen,
        "months": [(dt.date(shown, month, 1), _weeks(shown, month, decided, fast_days)) for month in range(1, 13)],
        "decided": sorted((row for row in decided.values()), key=lambda row: row.day),
        "missing": len(missing),
        "may_copy": abs(shown - who.today.year) <= 1,
        "library": LIBRARY,
        "today": who.today,
    }
    return render(request, "schedules/year.html", context)


def _year(text: str, who: Visitor) -> int:
    known = text.isascii() and text.isdigit() and len(text) == 4 and 2000 <= int(text) <= 2100
    return int(text) if known else who.today.year


def _weeks(year: int, month: int, decided: dict[dt.date, CalendarDay], fasts: set[dt.date]) -> list[list[DayBox]]:
    return [
        [DayBox(day, decided.get(day), day in fasts) if day.month == month else DayBox(None) for day in week]
        for week in months.Calendar().monthdatescalendar(year, month)
    ]


@for_hr
def declare(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Decide on one date; the query proposes date and calendar."""
    initial = {"day": request.GET.get("tanggal"), "calendar": request.GET.get("kalender") or regency_calendar().pk}
    form = DeclareForm(request.POST or None, initial=initial)
    back = f"{reverse('schedules:year')}?kalender={initial['calendar']}&tahun={str(initial['day'] or '')[:4]}"

    def act() -> tuple[str, str]:
        order = DayOrder(**form.cleaned_data)
        services.declare_day(actor=who.person, order=order, at=who.now)
        return f"{reverse('schedules:year')}?kalender={order.calendar.pk}&tahun={order.day.year}", _("Hari disimpan.")

    lead = _("Keputusan yang terbaru berlaku. Hari yang sudah lewat boleh diputuskan: rekap hari itu dihitung ulang.")
    return answer_form(request, form, FormPage(_("Putuskan satu hari"), _("Simpan"), back, lead), act)


@for_hr
def open_calendar(request: HttpRequest, who: Visitor) -> HttpResponse:
    form = CalendarForm(request.POST or None)
    back = reverse("schedules:year")

    def act() -> tuple[str, str]:
        made = services.open_calendar(actor=who.person, at=who.now, **form.cleaned_data)
        return f"{back}?kalender={made.pk}", _("Kalender dibuat. Harinya sama dengan kabupaten sampai diubah.")

    lead = _("Kalender baru dimulai dengan hari libur kabupaten; hari lain diputuskan satu per satu atau lewat impor.")
    return answer_form(request, form, FormPage(_("Kalender baru"), _("Buat kalender"), back, lead), act)


@require_POST
@for_hr
def copy_national(request: HttpRequest, who: Visitor) -> HttpResponse:
    chosen = _year(request.POST.get("tahun", ""), who)
    try:
        count = services.copy_national_days(actor=who.person, year=chosen, at=who.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(
            request, ngettext("%(count)s hari disalin.", "%(count)s hari disalin.", count) % {"count": count}
        )
    return redirect(f"{reverse('schedules:year')}?tahun={chosen}")


@require_GET
@for_hr
def ramadan(request: HttpRequest, who: Visitor) -> HttpResponse:
    """What is computed, what is confirmed: last year to two years ahead."""
    lines = ramadans(range(who.today.year - 1, who.today.year + 3))
    return render(request, "schedules/ramadan.html", {"lines": lines, "today": who.today})


@for_hr
def confirm_ramadan(request: HttpRequest, who: Visitor, hijri_year: int) -> HttpResponse:
    proposed = proposed_ramadan(hijri_year)
    initial = {"first": proposed.first, "last": proposed.last} if proposed else {}
    form = RamadanForm(request.POST or None, initial=initial)
    back = reverse("schedules:ramadan")

    def act() -> tuple[str, str]:
        services.confirm_ramadan(actor=who.person, hijri_year=hijri_year, at=who.now, **form.cleaned_data)
        return back, _("Ramadan ditetapkan. Jam kerja pada hari-hari itu mengikuti aturan Ramadan.")

    title = _("Tetapkan Ramadan %(year)s H") % {"year": hijri_year}
    lead = _("Tanggal di bawah baru perkiraan. Samakan dengan penetapan Menteri Agama.")
    return answer_form(request, form, FormPage(title, _("Tetapkan"), back, lead), act)
