"""One attempt: read, look at its photographs on record, decide on a review; and the lists that lead there."""

import base64
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.boards.forms import DecisionForm, LookForm
from nyata.boards.hours import minutes_after, standard_start, start_of
from nyata.boards.selectors.attempts import Attempt, attempt_of, reasons_in_force
from nyata.boards.selectors.duties import second_phones as second_phones_of
from nyata.boards.views.doors import Visitor, board_visitor, etag_of, is_part, tagged, unchanged
from nyata.boards.words import PURPOSES, TIME_MARKS, reason_lines, turned_away
from nyata.checkins import selectors as checkins
from nyata.checkins import services
from nyata.checkins.refusals import Refused
from nyata.core.reasons import Reason

PAGE_SIZE = 40
MOST_PICTURES = 6


def _attempt(request: HttpRequest, public_id: uuid.UUID) -> tuple[Visitor, Attempt]:
    """The attempt, through the selector with the actor. Raises Http404."""
    who = board_visitor(request)
    found = attempt_of(who.authority, public_id, who.today)
    if found is None:
        raise Http404
    return who, found


def _show(
    request: HttpRequest, found: Attempt, *, part: str = "boards/_attempt.html", status: int = 200, **more: object
) -> HttpResponse:
    """The attempt as a page, or only the part of it that is asked for."""
    start = start_of(found.checkin.person, found.checkin.day)
    context = {
        "attempt": found,
        "purpose": PURPOSES[found.checkin.purpose],
        "time_mark": TIME_MARKS[found.checkin.time_mark],
        "late_minutes": minutes_after(start.at, found.counts_at) if found.checkin.purpose == "in" else 0,
        "start": start,
        "source": standard_start(found.checkin.day).source,
        "look_form": LookForm(is_own=found.checkin.person_id == request.user.pk),
        "decision_form": DecisionForm(),
        **more,
    }
    return render(request, part if is_part(request) else "boards/attempt.html", context, status=status)


@require_GET
@login_required
def attempt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One attempt, as a page or as the panel beside the list."""
    _who, found = _attempt(request, public_id)
    return _show(request, found)


@require_POST
@login_required
def photo(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The photographs, once the look and its purpose are on record; no cache keeps the answer."""
    who, found = _attempt(request, public_id)
    form = LookForm(request.POST, is_own=found.checkin.person_id == who.person.pk)
    more: dict[str, Any] = {"photo_error": _("Pilih keperluan melihat foto, lalu coba lagi.")}
    if form.is_valid():
        try:
            why = form.cleaned_data["why"]
            frames = services.look_at_photo(actor=who.person, checkin=found.checkin, why=why, at=who.now)
            more = {"pictures": [_picture(frame) for frame in _spread(frames)], "looked_at": who.now}
        except Refused as refused:
            more = {"photo_error": _(refused.reason.sentence)}
    response = _show(request, found, part="boards/_photo.html", **more)
    response.headers["Cache-Control"] = "no-store"
    return response


def _spread(frames: list[bytes]) -> list[bytes]:
    """At most six of the photographs, the first and the last among them, evenly between."""
    last = min(len(frames), MOST_PICTURES) - 1
    return [frames[round(step * (len(frames) - 1) / last)] for step in range(last + 1)] if last > 0 else frames


def _picture(frame: bytes) -> str:
    """A JPEG inside the page itself: no address of a photograph exists that could be opened without a record."""
    return "data:image/jpeg;base64," + base64.b64encode(frame).decode()


@require_POST
@login_required
def hold(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep the photographs beyond their day: an objection, or the person's request, that came to an officer."""
    who, found = _attempt(request, public_id)
    why = request.POST.get("why", "")
    try:
        if not found.may_decide:
            raise Refused(Reason.NOT_ALLOWED)
        services.hold_frames(actor=who.person, checkin=found.checkin, why=why, at=who.now)
        messages.success(request, _("Foto absen ini disimpan sampai urusannya selesai."))
    except Refused as refused:
        messages.error(request, _(refused.reason.sentence))
    return redirect("boards:attempt", public_id)


@require_POST
@login_required
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Accept or decline what waits for a review; then the next one that waits."""
    who, found = _attempt(request, public_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, decision_form=form)
    accept, words = form.cleaned_data["decision"] == "accept", form.cleaned_data["words"]
    try:
        services.decide_review(actor=who.person, checkin=found.checkin, accept=accept, words=words, at=who.now)
    except Refused as refused:
        messages.error(request, _(refused.reason.sentence))
        return redirect("boards:attempt", public_id)
    messages.success(request, _("Keputusan Anda atas absen %(name)s tercatat.") % {"name": found.checkin.person.name})
    return redirect("boards:reviews")


@require_GET
@login_required
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for this person's decision, the longest waiting first."""
    who = board_visitor(request)
    tag = etag_of(request, who.now)
    if same := unchanged(request, tag):
        return same
    found = Paginator(checkins.reviews_waiting(who.person, who.today), PAGE_SIZE).get_page(request.GET.get("hal"))
    reasons = reasons_in_force([checkin.pk for checkin in found.object_list])
    items = [
        {
            "checkin": checkin,
            "purpose": PURPOSES[checkin.purpose],
            "reason": next((line.words for line in reason_lines(*reasons[checkin.pk]) if line.tone != "ok"), ""),
        }
        for checkin in found.object_list
    ]
    template = "boards/_reviews.html" if is_part(request) else "boards/reviews.html"
    return tagged(render(request, template, {"found": found, "items": items, "here": request.get_full_path()}), tag)


@require_GET
@login_required
def second_phones(request: HttpRequest) -> HttpResponse:
    """Phones that were turned away because they are not the person's bound one."""
    who = board_visitor(request)
    found = Paginator(second_phones_of(who.person, who.today), PAGE_SIZE).get_page(request.GET.get("hal"))
    items = [{"refusal": refusal, "words": turned_away(refusal.reason)} for refusal in found.object_list]
    return render(request, "boards/second_phones.html", {"found": found, "items": items})
