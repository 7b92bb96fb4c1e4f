"""The stage of each OPD and unit, and the decisions behind it."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.people import selectors, services
from nyata.people.answering import FormPage, answer_form
from nyata.people.forms.desk import StageForm
from nyata.people.models import RolloutDecision
from nyata.people.selectors.desk import decisions_of, unit_tree
from nyata.people.views.access import for_hr, person_of
from nyata.people.views.units import seen


@require_GET
@for_hr
def rollout(request: HttpRequest) -> HttpResponse:
    lines = [line for line in unit_tree(timezone.localdate()) if line.unit.is_active]
    # OPD, and those units below that have a decision of their own; the others follow their OPD.
    shown = [line for line in lines if line.depth == 0 or (line.decision and line.decision.unit_id == line.unit.pk)]
    people: Counter[str] = Counter()
    for line in lines:
        people[line.stage] += line.people
    stage = request.GET.get("tahap", "")
    context = {
        "lines": [line for line in shown if not stage or line.stage == stage],
        "stages": [(choice, people[choice.value]) for choice in RolloutDecision.Stage],
        "stage": stage,
        "others": lines,
    }
    return render(request, "people/rollout.html", context)


@for_hr
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    unit = seen(request, pk)
    today = timezone.localdate()
    back = reverse("people:stage", args=[pk])
    form = StageForm(request.POST or None, initial={"valid_from": today})
    page = FormPage(unit.name, _("Tetapkan"), reverse("people:rollout"), template="people/stage.html")

    def act() -> tuple[str, str]:
        services.decide_stage(actor=person_of(request), unit=unit, order=form.order(), at=timezone.now())
        return back, _("Keputusan tahap dicatat.")

    context = {
        "unit": unit,
        "now": selectors.decision_in_force(unit, today),
        "stage": selectors.unit_stage(unit, today),
        "decisions": decisions_of(unit),
        "is_surveyed": selectors.has_surveyed_site(unit, today),
        "today": today,
    }
    return answer_form(request, form, page, act, **context)
