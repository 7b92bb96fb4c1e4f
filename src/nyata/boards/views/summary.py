"""Figures of the day by OPD, on one page and on the wide screen of the apel. They name nobody."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from nyata.boards.forms import BoardFilter
from nyata.boards.hours import standard_start
from nyata.boards.selectors.crowd import has_board, opds_among, units_of
from nyata.boards.selectors.summary import Figures, summary_of
from nyata.boards.views.doors import Visitor, etag_of, is_part, summary_visitor, tagged, unchanged
from nyata.ledger.selectors import log
from nyata.people.models import RolloutDecision, Unit


@require_GET
@login_required
def summary(request: HttpRequest) -> HttpResponse:
    """Every OPD, or with `?opd=` the units of one."""
    return _page(request, "boards/summary.html", "boards/_summary.html")


@require_GET
@login_required
def screen(request: HttpRequest) -> HttpResponse:
    """The same for a screen that is read from ten metres."""
    return _page(request, "boards/screen.html", "boards/_screen.html")


def _page(request: HttpRequest, whole: str, part: str) -> HttpResponse:
    who = summary_visitor(request)
    tag = etag_of(request, who.now)
    if same := unchanged(request, tag):
        return same
    opd = _opd(request, who)
    found = summary_of(who.authority, who.today, now=who.now, opd=opd)
    context = {
        "summary": found,
        "parts": [_part(one, found.opd) for one in found.parts],
        "start": standard_start(who.today if found.is_working_day else found.before_day),
        "may_open": has_board(who.authority),
        "now": who.now,
        "here": request.get_full_path(),
    }
    if not is_part(request):
        may_audit = who.authority.is_auditor or who.authority.is_executive
        context |= {"checkpoint": log.latest_checkpoint(), "witnessed": log.witnessed(), "may_audit": may_audit}
    return tagged(render(request, part if is_part(request) else whole, context), tag)


def _opd(request: HttpRequest, who: Visitor) -> Unit | None:
    wanted = BoardFilter(request.GET).asked().get("opd")
    if wanted is None:
        return None
    found = next((unit for unit in opds_among(units_of(who.authority)) if unit.pk == wanted), None)
    if found is None:
        raise Http404
    return found


def _part(figures: Figures, opd: Unit | None) -> dict:
    """One row: its figures, its stage in a word, and where it opens."""
    stages = {stage for stage, people in figures.stages.items() if people}
    stage = stages.pop() if len(stages) == 1 else None
    return {
        "figures": figures,
        "stage": RolloutDecision.Stage(stage).label if stage else None,
        "url": f"{reverse('boards:summary')}?opd={figures.unit.pk}" if figures.unit and opd is None else None,
    }
