"""The auditor's desk: the newest report, what waits, and everything that was audited before."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django import app

from nyata.attendance.period import month_before
from nyata.audit import words
from nyata.audit.models import Finding, Report
from nyata.audit.selectors.reports import Read, Shown, findings, gravest_first, owned_by, reports, with_state
from nyata.audit.views.doors import Visitor, for_auditors, for_everybody, for_readers, report_asked
from nyata.people.answering import answer_button

A_PAGE = 50
RUN = "audit.run"  # the name of the job in nyata.audit.tasks
STATES = ("waiting", "open", "answered", "closed")


@require_GET
@for_readers
def desk(request: HttpRequest, who: Visitor) -> HttpResponse:
    """This month's report in figures, and the findings of a state."""
    state = request.GET.get("keadaan", "waiting")
    state = state if state in STATES else "waiting"
    check = request.GET.get("periksa", "")
    every = gravest_first(findings())
    shown = with_state(every.filter(check_name=check) if check in words.CHECKS else every, state)
    found = Paginator(shown, A_PAGE).get_page(request.GET.get("hal"))
    newest = reports().select_related("asked_by").first()
    context = {
        "newest": _summary(Report.objects.get(pk=newest.pk)) if newest else None,
        "earlier": list(reports()[:24]),
        "found": found,
        "rows": [(Shown(one), Shown(one).is_late(who.today)) for one in found.object_list],
        "state": state,
        "check": check,
        "counts": [(one, words.STATE_CHIPS[one], with_state(Finding.objects.all(), one).count()) for one in STATES],
        "is_auditor": who.authority.is_auditor,
    }
    return render(request, "audit/desk.html", context)


@require_GET
@for_everybody
def own(request: HttpRequest, who: Visitor) -> HttpResponse:
    """The findings that somebody is asked to answer."""
    waiting = owned_by(with_state(findings(), "waiting"), who.person).order_by("pk")
    rows = [(Shown(one), Shown(one).is_late(who.today)) for one in waiting]
    return render(request, "audit/own.html", {"rows": rows})


@require_GET
@for_readers
def report(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """One report whole: every check with its figures, findings and lists."""
    shown = report_asked(pk)
    written = {(one.check_name, one.key): one.pk for one in Finding.objects.only("check_name", "key", "pk")}
    context = {"report": shown, "checks": [_check(one, written) for one in Read(shown).checks],
               "before": Read(shown).says["before"], "open_before": len(Read(shown).says["open_before"])}  # fmt: skip
    return render(request, "audit/report.html", context)


@require_POST
@for_auditors
def start(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Audit the month before anew, in a worker."""
    month = month_before(who.today).isoformat()
    return answer_button(
        request,
        reverse("audit:desk"),
        _("Audit berjalan di latar. Laporannya muncul di sini dalam beberapa menit."),
        lambda: app.configure_task(RUN, queue="attendance").defer(month=month, actor=who.person.pk),
    )


def _summary(one: Report) -> dict[str, object]:
    checks = [(check["name"], words.title(check["name"]).name, len(check["findings"])) for check in Read(one).checks]
    return {"report": one, "checks": checks}


def _check(told: Mapping[str, Any], written: dict[tuple[str, str], int]) -> dict[str, object]:
    return {
        "name": told["name"],
        "title": words.title(told["name"]),
        "seconds": told["seconds"],
        "figures": words.figures(told["figures"]),
        "findings": [
            (words.sentence(one["code"], one["facts"]), one["weight"], written.get((told["name"], one["key"])))
            for one in told["findings"]
        ],
        "lists": [words.listed(name, rows) for name, rows in told["lists"].items() if rows],
    }
