"""Requests for another phone, for supervisors and HR officers."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.accounts.sessions import person_of
from nyata.enrolment import selectors, services
from nyata.enrolment.models import DeviceChange
from nyata.enrolment.refusals import Refused
from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of

A_PAGE = 40


@login_required
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What waits, and which of it the person signed in may decide."""
    on = timezone.localdate()
    actor = person_of(request)
    powers = authority_of(actor, on)
    page = Paginator(selectors.changes_for(actor, on), A_PAGE).get_page(request.GET.get("hal"))
    rows = [{"change": one, "step": step_of(one, actor, on, powers)} for one in page]
    return render(request, "enrolment/changes.html", {"rows": rows, "page": page})


def step_of(change: DeviceChange, actor: Person, on: dt.date, powers: Authority) -> str:
    """ "support" or "approve" where the actor may take that step, else ""."""
    for step, guard in (("support", services.guard_supporting), ("approve", services.guard_approving)):
        try:
            guard(change=change, actor=actor, on=on, powers=powers)
        except Refused:
            continue
        return step
    return ""


@login_required
@require_POST
def decide_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or say no with words for the person."""
    at = timezone.now()
    change = selectors.change_for(person_of(request), timezone.localdate(at), pk)
    decision = request.POST.get("decision", "")
    try:
        if decision == "support":
            services.support_change(change=change, actor=person_of(request), at=at)
        elif decision == "approve":
            services.approve_change(change=change, actor=person_of(request), at=at)
        elif decision == "decline":
            answer = request.POST.get("answer", "")
            services.decline_change(change=change, actor=person_of(request), answer=answer, at=at)
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Keputusan tercatat."))
    return redirect("enrolment:changes")
