"""Warnings and proposals: the list, one of them, that it was read, and its steps."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nyata.attendance.selectors.objections import open_days
from nyata.attendance.views.doors import Visitor, visitor
from nyata.discipline.forms import StepForm
from nyata.discipline.models import Finding, Step
from nyata.discipline.selectors import ways
from nyata.discipline.selectors.findings import Shown, finding_for, listed, may_open, may_record
from nyata.discipline.services.reading import mark_read
from nyata.discipline.services.stepping import record_step
from nyata.discipline.words import duties, medium
from nyata.people.answering import FormPage, answer_button, answer_form


@require_GET
@login_required
@never_cache
def findings(request: HttpRequest) -> HttpResponse:
    """Whom a superior has to look after; for HR officers and auditors everybody."""
    who = visitor(request)
    if not may_open(who.reach):
        raise PermissionDenied
    found = [(one, one.read_by(who.person)) for one in listed(who.reach, who.today)]
    context = {
        "proposals": [row for row in found if row[0].finding.stage == Finding.Stage.REACHED],
        "warnings": [row for row in found if row[0].finding.stage == Finding.Stage.NEAR],
        "duties": duties("PNS", who.today),
        "contract": duties("PPPK", who.today).contract,
        "supervises": bool(who.reach.authority.supervises),
        "year": who.today.year,
    }
    return render(request, "discipline/desk.html", context)


@require_GET
@login_required
@never_cache
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them with its days, what the law asks, who read it, and the steps that people recorded."""
    who = visitor(request)
    shown = _shown(who, pk)
    found = shown.finding
    is_own = found.person_id == who.person.pk
    supervises = who.reach.authority.supervises_person(found.person)
    context = {
        "shown": shown,
        "found": found,
        "is_own": is_own,
        "page": "base.html" if is_own else "desk.html",
        "objected": open_days(found.person_id, found.days),
        "reading": shown.read_by(who.person),
        "may_read": is_own or supervises,
        "may_record": may_record(who.person, found, who.today),
        "is_hr": who.reach.authority.is_hr,
        "examination": ways.examination(found, who.today) if found.stage == Finding.Stage.REACHED else [],
        "salary": ways.salary(found, who.today),
        "stops_from": ways.stops_from(found),
        "duties": duties(found.employment, who.today),
        "medium": medium(found, who.today),
        "today": who.today,
    }
    return render(request, "discipline/finding.html", context)


@require_POST
@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """That it was read, with the time."""
    who = visitor(request)
    found = _shown(who, pk).finding
    return answer_button(
        request,
        reverse("discipline:finding", args=[pk]),
        _("Dicatat bahwa Anda sudah membacanya."),
        lambda: mark_read(actor=who.person, finding=found, at=who.now),
    )


@login_required
@never_cache
def step(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Record a step with its document."""
    who = visitor(request)
    found = _shown(who, pk).finding
    if kind not in Step.Kind.values or not may_record(who.person, found, who.today):
        raise Http404
    wanted = Step.Kind(kind)
    back = reverse("discipline:finding", args=[pk])
    lead = _("%(name)s: catat yang sudah dilakukan; sistem tidak melakukan langkah apa pun.")
    page = FormPage(wanted.label, _("Catat"), back, lead % {"name": found.person.name})
    form = StepForm(wanted, request.POST or None, initial={"on": who.today, "month": ways.stops_from(found)})

    def act() -> tuple[str, str]:
        record_step(actor=who.person, finding=found, done=form.done(), at=who.now)
        return back, _("Langkah dicatat.")

    return answer_form(request, form, page, act)


def _shown(who: Visitor, pk: int) -> Shown:
    try:
        return finding_for(who.person, who.reach, pk, who.today)
    except Finding.DoesNotExist as error:
        raise Http404 from error
