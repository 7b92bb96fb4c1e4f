"""The team's calendar, exemptions counted, outages, days brought into a year."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.leave import selectors, services
from nyata.leave.counting import days_between
from nyata.leave.forms import CarryOverForm, OutageForm
from nyata.leave.kinds import COUNTED, Kind
from nyata.leave.models import Outage
from nyata.leave.refusals import Refused
from nyata.leave.timing import moment
from nyata.leave.views.doors import row
from nyata.leave.words import SHORT, STATES, exemption_words
from nyata.people.answering import answer_button
from nyata.people.models import Person, Unit
from nyata.people.nip import clean
from nyata.people.selectors import authority_of, people_visible_to, units_visible_to
from nyata.people.selectors.asking import person_of
from nyata.people.views.access import for_hr

A_PAGE = 40
SPAN = 14
DAY = dt.timedelta(days=1)
MOST_OUTAGES = 30
MOST_RECORDS = 300


def _day(request: HttpRequest, name: str, default: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return default


@login_required
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Two weeks of everybody whose days one may read."""
    on, actor = timezone.localdate(), person_of(request)
    first = _day(request, "mulai", on - DAY * on.weekday())
    last = first + DAY * (SPAN - 1)
    units = units_visible_to(actor, on).filter(is_active=True)
    chosen = request.GET.get("unit", "")
    unit: Unit | None = units.filter(pk=int(chosen)).first() if chosen.isdigit() else None
    page = Paginator(selectors.crew(actor, unit, on), A_PAGE).get_page(request.GET.get("hal"))
    sees_kinds = bool(selectors.reach_of(actor, on).paths) or not _is_ordinary(actor, on)
    lines = selectors.calendar(list(page.object_list), first, last)
    return render(
        request,
        "leave/calendar.html",
        {
            "lines": [_calendar_line(line, sees_kinds or line.person == actor) for line in lines],
            "days": days_between(first, last),
            "today": on,
            "found": page,
            "units": units if not _is_ordinary(actor, on) else (),
            "unit": unit,
            "before": first - DAY * SPAN,
            "after": first + DAY * SPAN,
            "legend": [(SHORT[kind], kind.label) for kind in Kind if kind != Kind.CORRECTION] if sees_kinds else (),
        },
    )


def _is_ordinary(actor: Any, on: dt.date) -> bool:
    powers = authority_of(actor, on)
    return not (powers.supervises or powers.operates or powers.is_hr or powers.is_auditor)


def _calendar_line(line: selectors.Line, sees_kinds: bool) -> dict[str, Any]:
    """Colleagues read that somebody is away, not why."""
    cells: list[dict[str, Any]] = []
    for cell in line.cells:
        asked = cell.request
        if asked is None or (cell.waits and not sees_kinds):
            cells.append({"day": cell.day})
        elif sees_kinds:
            kind = Kind(asked.kind)
            state = STATES["supervisor" if cell.waits else "in_force"]
            cells.append({"day": cell.day, "short": SHORT[kind], "word": kind.label, "state": state,
                          "waits": cell.waits, "url": reverse("leave:request", args=[asked.public_id])})  # fmt: skip
        else:
            cells.append({"day": cell.day, "short": "•", "word": _("tidak di tempat")})
    return {"person": line.person, "cells": cells}


@login_required
@require_GET
def exemptions(request: HttpRequest) -> HttpResponse:
    """Exemptions of a month by person, OPD and approver, beside what is usual."""
    on, actor = timezone.localdate(), person_of(request)
    if _is_ordinary(actor, on):
        raise PermissionDenied
    month = _day(request, "bulan", on).replace(day=1)
    following = (month + DAY * 32).replace(day=1)
    shown = selectors.exemption_counts(actor, month, following - DAY, on)
    context = {
        "shown": shown,
        "month": month,
        "before": (month - DAY).replace(day=1),
        "after": following if following <= on else None,
        "kinds": [(kind.value, *exemption_words(kind)) for kind in COUNTED],
        "powers": authority_of(actor, on),
    }
    return render(request, "leave/exemptions.html", context)


@login_required
@require_GET
def exemption_records(request: HttpRequest) -> HttpResponse:
    """The requests behind one number of the page of exemptions: of a person, an OPD or an approver."""
    on, actor = timezone.localdate(), person_of(request)
    if _is_ordinary(actor, on):
        raise PermissionDenied
    month = _day(request, "bulan", on).replace(day=1)
    last = (month + DAY * 32).replace(day=1) - DAY
    about, of = _about(request)
    if about is None:
        raise Http404
    approver = about.pk if "pejabat" in request.GET else None
    kind = request.GET.get("jenis", "")
    found = selectors.exemption_records(actor, month, last, on, of=of, kind=kind, decided_by=approver)
    context = {
        "about": about.name,
        "month": month,
        "kind": exemption_words(Kind(kind))[0] if kind in COUNTED else "",
        "rows": [row(one) for one in found],
        "is_approver": approver is not None,
        "most": MOST_RECORDS,
    }
    return render(request, "leave/exemption_records.html", context)


def _about(request: HttpRequest) -> tuple[Person | Unit | None, Q]:
    """Whom the number is of, and the condition on requests that says so."""
    for name, model in (("pegawai", Person), ("opd", Unit), ("pejabat", Person)):
        asked = request.GET.get(name, "")
        one: Any = model.objects.filter(pk=int(asked)).first() if asked.isdigit() else None
        if one is not None:
            of = {"pegawai": Q(person=one), "opd": Q(person__unit__path__startswith=getattr(one, "path", "") or "-")}
            return one, of.get(name, Q())
    return None, Q()


@require_http_methods(["GET", "POST"])
@for_hr
def outages(request: HttpRequest) -> HttpResponse:
    """What was down; recorded by one officer, approved by another."""
    at, actor = timezone.now(), person_of(request)
    form = OutageForm(request.POST or None, initial={"day": timezone.localdate(at)})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_outage(actor=actor, failing=_failing(form.cleaned_data), at=at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Gangguan tercatat. Menunggu persetujuan petugas BKPSDM yang lain."))
            return redirect("leave:outages")
    rows = [_outage_row(one, actor.pk) for one in selectors.outages(MOST_OUTAGES)]
    status = 422 if form.errors else 200
    return render(request, "leave/outages.html", {"form": form, "rows": rows}, status=status)


def _failing(said: dict[str, Any]) -> services.Failing:
    return services.Failing(
        starts_at=moment(said["day"], said["time_from"]),
        ends_at=moment(said["last_day"] or said["day"], said["time_to"]),
        words=said["words"],
        site=said["site"],
        unit=said["unit"] if said["site"] is None else None,
        document_number=said["document_number"],
    )


def _outage_row(one: Outage, actor: int) -> dict[str, Any]:
    steps = list(one.steps.all())
    state = steps[-1].act if steps else "open"
    may_decide = state == "open" and one.recorded_by_id != actor
    return {"outage": one, "steps": steps, "state": state, "may_decide": may_decide, "may_cancel": state == "approved"}


@require_POST
@for_hr
def decide_outage(request: HttpRequest, pk: int) -> HttpResponse:
    at, actor = timezone.now(), person_of(request)
    outage = get_object_or_404(Outage, pk=pk)
    decision, words = request.POST.get("keputusan", ""), request.POST.get("words", "")

    def act() -> None:
        if decision == "cancel":
            services.cancel_outage(actor=actor, outage=outage, words=words, at=at)
        else:
            services.decide_outage(actor=actor, outage=outage, accept=decision == "accept", words=words, at=at)

    return answer_button(request, reverse("leave:outages"), _("Keputusan tercatat."), act)


@require_http_methods(["GET", "POST"])
@for_hr
def carry_over(request: HttpRequest) -> HttpResponse:
    """Record what somebody brings into a year."""
    at, actor = timezone.now(), person_of(request)
    on = timezone.localdate(at)
    initial = {"year": on.year, "nip": request.GET.get("nip", "")}
    form = CarryOverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        person = people_visible_to(actor, on).filter(nip=clean(said.pop("nip")), is_active=True).first()
        if person is None:
            form.add_error("nip", _("NIP ini tidak ditemukan. Periksa pada daftar pegawai."))
        else:
            try:
                services.record_carry_over(actor=actor, person=person, at=at, **said)
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, _("Sisa cuti %(name)s tercatat.") % {"name": person.name})
                return redirect("leave:carry_over")
    return render(request, "leave/carry_over.html", {"form": form}, status=422 if form.errors else 200)
