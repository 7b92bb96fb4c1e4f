"""Persetujuan: what waits, many at once with a preview, and who stands in."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.leave import selectors, services
from nyata.leave.forms import DelegationForm, WordsForm
from nyata.leave.kinds import Kind
from nyata.leave.models import Slot
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors import Waiting
from nyata.leave.views.doors import found
from nyata.leave.words import ICONS, days_words, when
from nyata.people.answering import answer_button
from nyata.people.selectors.asking import person_of

MOST = 500  # decided at once


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What the person may decide, the nearest first."""
    on, actor = timezone.localdate(), person_of(request)
    waiting = selectors.inbox(actor, on)
    kinds = Counter(one.slot.request.kind for one in waiting)
    kind = request.GET.get("jenis", "")
    chosen = [one for one in waiting if one.slot.request.kind == kind or kind not in kinds]
    context = {
        "near": _lines([one for one in chosen if one.nearest][:MOST]),
        "far": _lines([one for one in chosen if not one.nearest][:MOST]),
        "total": len(waiting),
        "kinds": [{"kind": Kind(code), "count": count, "current": code == kind} for code, count in kinds.most_common()],
        "kind": kind,
        "most": MOST,
        "wrong": selectors.said_wrong(actor, on),
    }
    return render(request, "leave/inbox.html", context)


def _lines(waiting: list[Waiting]) -> list[dict[str, Any]]:
    slots = [one.slot for one in waiting]
    signs = selectors.signs_of(slots)
    return [
        {
            "pk": one.slot.pk,
            "request": one.slot.request,
            "icon": ICONS[Kind(one.slot.request.kind)],
            "when": when(one.slot.request),
            "days": days_words(one.slot.request.days),
            "signs": signs[one.slot.pk],
            "stage": one.slot.stage,
            "travel_days": one.slot.travel_days,
            "name": one.name,
            "refusal": one.refusal,
        }
        for one in waiting
    ]


@login_required
@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """First what would happen; confirmed, it does."""
    at, actor = timezone.now(), person_of(request)
    keys = [int(key) for key in request.POST.getlist("pilih") if key.isdigit()][:MOST]
    accept = request.POST.get("keputusan") != "decline"
    if not keys:
        messages.error(request, _("Belum ada yang dipilih. Centang dahulu permohonannya."))
        return redirect("leave:inbox")
    if "pasti" not in request.POST:
        return _preview(request, keys, accept=accept)
    try:
        outcome = services.decide(actor=actor, requests=keys, accept=accept, words=request.POST.get("words", ""), at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _preview(request, keys, accept=accept, status=422)
    if outcome.done:
        done = len(outcome.done)
        words = ngettext("%(n)d permohonan diputuskan.", "%(n)d permohonan diputuskan.", done) % {"n": done}
        messages.success(request, words)
    for sentence, count in Counter(error.sentence for error in outcome.refused.values()).items():
        messages.error(request, _("%(n)d tidak diputuskan: %(why)s") % {"n": count, "why": sentence})
    return redirect("leave:inbox")


def _preview(request: HttpRequest, keys: list[int], *, accept: bool, status: int = 200) -> HttpResponse:
    on, actor = timezone.localdate(), person_of(request)
    chosen = selectors.waiting_for_decision(Slot.objects.filter(pk__in=keys).order_by("pk"), actor, on)
    able = [one for one in chosen if one.refusal is None]
    # Those of strangers are not named: their keys were guessed.
    unable = len(keys) - len(able)
    context = {"lines": _lines(able), "unable": unable, "accept": accept, "form": WordsForm()}
    return render(request, "leave/preview.html", context, status=status)


@login_required
@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One request, from its own page."""
    at, actor = timezone.now(), person_of(request)
    asked = found(actor, public_id, timezone.localdate(at)).request
    accept = request.POST.get("keputusan") == "accept"
    words, way = request.POST.get("words", ""), request.POST.get("travel_days", "").strip()

    def act() -> None:
        if way and not way.isdecimal():
            raise Refused(Code.TRAVEL_TOO_MANY)
        travel_days = int(way) if way else None
        services.decide_one(actor=actor, request=asked, accept=accept, words=words, travel_days=travel_days, at=at)

    return answer_button(request, reverse("leave:request", args=[public_id]), _("Keputusan tercatat."), act)


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    at, actor = timezone.now(), person_of(request)
    asked = found(actor, public_id, timezone.localdate(at)).request
    words = request.POST.get("words", "")
    return answer_button(
        request, reverse("leave:request", args=[public_id]), _("Permohonan dibatalkan."),
        lambda: services.cancel(actor=actor, request=asked, words=words, at=at),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom."""
    at, actor = timezone.now(), person_of(request)
    on = timezone.localdate(at)
    form = DelegationForm(request.POST or None, initial={"first": on, "last": on})
    form.fields["delegate"].queryset = selectors.possible_delegates(actor)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            services.delegate(approver=actor, at=at, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Wakil ditetapkan. Ia memutuskan atas nama Anda pada hari-hari itu."))
            return redirect("leave:delegations")
    powers = selectors.reach_of(actor, on).powers
    context = {
        "form": form,
        "rows": selectors.delegations_of(actor, on),
        "may_give": bool(powers.supervises or powers.is_executive),
        "person": actor,
    }
    return render(request, "leave/delegations.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    at, actor = timezone.now(), person_of(request)
    one = get_object_or_404(selectors.delegations_of(actor, timezone.localdate(at)), pk=pk)
    return answer_button(
        request, reverse("leave:delegations"), _("Perwakilan diakhiri."),
        lambda: services.end_delegation(approver=actor, delegation=one, at=at),
    )  # fmt: skip
