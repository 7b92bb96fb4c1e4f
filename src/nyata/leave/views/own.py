"""Izin & Cuti: one's own requests, asking, and one request."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.leave import route, selectors, services, terms
from nyata.leave.counting import Counted, working_days
from nyata.leave.forms import AskForm, CorrectionForm, EndForm, FileForm, form_of
from nyata.leave.kinds import BY_OFFICERS, Extent, Kind
from nyata.leave.models import Attachment
from nyata.leave.refusals import Code, Refused
from nyata.leave.timing import taken
from nyata.leave.views.doors import about_whom, day_asked, found, row, sees_words
from nyata.leave.words import HINTS, ICONS, days_words, span_words, step_words
from nyata.people.answering import answer_button
from nyata.people.models import Person
from nyata.people.selectors import authority_of
from nyata.people.selectors.asking import person_of

OWN = 30
# What most people come for; the others are one tap further.
FIRST = (Kind.SICK, Kind.ANNUAL, Kind.PERMISSION, Kind.CORRECTION, Kind.TRAVEL)
DAY = dt.timedelta(days=1)


@login_required
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What is left, what can be asked for, what was asked."""
    on = timezone.localdate()
    actor = person_of(request)
    person = about_whom(actor, request.GET.get("untuk", ""), on)
    offers = {offer.kind: offer for offer in terms.offers(person.employment, on)}
    if person != actor and authority_of(actor, on).is_hr:
        offers |= {kind: terms.Offer(kind) for kind in BY_OFFICERS}
    kinds = [_card(offers[kind]) for kind in (*FIRST, *offers) if kind in offers]
    replacement = selectors.replacement_of(person, on)
    return render(
        request,
        "leave/own.html",
        {
            "person": person,
            "is_other": person != actor,
            "balance": selectors.balance_of(person, on.year, on),
            "replacement": replacement,
            "replacement_left": replacement.left_on(on),
            "first_kinds": kinds[: len(FIRST)],
            "more_kinds": [card for card in kinds[len(FIRST) :] if card["kind"] not in FIRST],
            "rows": [row(one) for one in selectors.own_requests(person, OWN)],
            "waiting": len(selectors.inbox(actor, on)),
            "decides": selectors.reach_of(actor, on).decides,
        },
    )


def _card(offer: terms.Offer) -> dict[str, Any]:
    return {"kind": offer.kind, "icon": ICONS[offer.kind], "hint": HINTS[offer.kind], "is_off": offer.is_off}


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind; sent, the request is there."""
    at = timezone.now()
    on = timezone.localdate(at)
    if kind not in Kind.values:
        raise Http404
    actor, its_kind = person_of(request), Kind(kind)
    person = about_whom(actor, request.GET.get("untuk", ""), on)
    usual = on if its_kind in (Kind.SICK, Kind.CORRECTION, Kind.PERMISSION) else on + DAY
    first = day_asked(request.GET.get("tanggal", "")) or usual
    form = form_of(its_kind)(
        request.POST or None, request.FILES or None, kind=its_kind, person=person, on=on,
        initial={"first": first, "last": first},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            public_id = _send(actor, person, form, at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Permohonan terkirim. Atasan Anda akan memutuskan."))
            return redirect("leave:request", public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "leave/ask.html", _ask_context(form, person, actor, on), status=status)


@transaction.atomic
def _send(actor: Person, person: Person, form: AskForm | CorrectionForm, at: dt.datetime) -> uuid.UUID:
    """The request with its letter, or neither."""
    asked = services.ask(actor=actor, person=person, wish=form.wish(), at=at)
    if file := form.cleaned_data.get("letter"):
        _attach(actor, asked, file, at)
    return asked.public_id


def _attach(actor: Person, asked: Any, file: UploadedFile, at: dt.datetime) -> None:
    if (file.size or 0) > services.MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    services.attach(actor=actor, request=asked, name=file.name or "", content=file.read(), at=at)


def _ask_context(form: AskForm | CorrectionForm, person: Person, actor: Person, on: dt.date) -> dict[str, Any]:
    kind, as_what = form.kind, person.employment
    return {
        "form": form,
        "kind": kind,
        "hint": HINTS[kind],
        "person": person,
        "on": on,
        "is_other": person != actor,
        "is_off": terms.is_off(kind, on, as_what),
        "needs_hr": route.needs_hr(kind, on, on),
        "wants_file": route.wants_file(kind, on, on, as_what),
        "replacement": selectors.replacement_of(person, on) if kind == Kind.COLLECTIVE else None,
        "latest": route.latest(kind, on),
        "back": reverse("leave:own") + (f"?untuk={person.pk}" if person != actor else ""),
    }


@login_required
@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """How many working days a span has, and what is left after it: one line for the form."""
    on = timezone.localdate()
    person = about_whom(person_of(request), request.GET.get("untuk", ""), on)
    try:
        kind, first = Kind(request.GET["kind"]), dt.date.fromisoformat(request.GET["first"])
        last = dt.date.fromisoformat(request.GET.get("last") or request.GET["first"])
        extent = Extent(int(request.GET.get("extent") or Extent.DAYS))
        until = last - DAY * min(int(request.GET.get("travel_days") or 0), 366)
    except (KeyError, ValueError) as error:
        raise Http404 from error
    if extent != Extent.DAYS:
        last = first
    if last < first or until < first or (last - first).days > 366:
        return render(request, "leave/_count.html", {"is_wrong": True})
    if extent == Extent.TIMES:
        return HttpResponse("")
    counted = working_days(person, first, until if extent == Extent.DAYS else last)
    days = taken(len(counted.days), extent)
    context = {
        "span": span_words(first, last),
        "words": days_words(days),
        "after": _after(kind, person, first, counted, on),
        "by_standard_week": counted.by_standard_week,
    }
    return render(request, "leave/_count.html", context)


def _after(kind: Kind, person: Person, first: dt.date, counted: Counted, on: dt.date) -> Decimal | None:
    """What would be left of the balance that a kind draws on; None where it draws on none."""
    if kind == Kind.COLLECTIVE:
        found = selectors.replacement_of(person, on, counted.days)
        return Decimal(-len(found.lacking) if found.lacking else found.left_on(first))
    left = selectors.balance_of(person, first.year, first).left if kind == Kind.ANNUAL else None
    return None if left is None else left - len(counted.days)


@login_required
@require_GET
def request_page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One request: what was asked, what became of it, and what can be done now."""
    on, actor = timezone.localdate(), person_of(request)
    shown = found(actor, public_id, on)
    asked = shown.request
    is_own = asked.person_id == actor.pk
    context = row(shown) | _doable(shown, actor, on) | {
        "steps": [(step, step_words(step)) for step in shown.steps],
        "is_own": is_own,
        "sees_words": sees_words(actor, asked, on),
        "replacement": selectors.replacement_of(asked.person, on) if asked.kind == Kind.COLLECTIVE else None,
        "files": selectors.attachments_of(asked),
        "opens": selectors.may_open(actor, asked, on),
        "looks": selectors.looks_at(asked) if is_own else (),
        "lacks_file": shown.is_live
        and route.wants_file(asked.kind, asked.first, shown.last, asked.person.employment)
        and not asked.attachments.exists(),
        "awaited": selectors.awaited(asked.person, on) if shown.state == "supervisor" else None,
        "is_off": terms.is_off(asked.kind, on, asked.person.employment),
        "file_form": FileForm(),
        "end_form": EndForm(initial={"last": max(min(on, shown.last - DAY), asked.first)}),
    }  # fmt: skip
    return render(request, "leave/request.html", context)


def _doable(shown: selectors.Shown, actor: Person, on: dt.date) -> dict[str, Any]:
    """What this person can do about a request now."""
    asked, is_live, in_force = shown.request, shown.is_live, shown.state == "in_force"
    powers = authority_of(actor, on)
    is_own, is_asker, begins_later = asked.person_id == actor.pk, asked.asked_by_id == actor.pk, asked.first > on
    serves = powers.operates_person(asked.person) or powers.is_hr or is_asker
    is_longer = asked.extent == Extent.DAYS and shown.last > asked.first
    return {
        "can_attach": is_live and (is_own or serves),
        "can_withdraw": is_live and ((is_own and (not in_force or begins_later)) or (is_asker and not in_force)),
        "can_say_wrong": is_own and is_live and not is_asker and not _has_said_wrong(shown),
        "can_end": in_force and is_longer and (is_own or powers.is_hr),
        "can_cancel": in_force and not is_own and (powers.is_hr or begins_later),
        "decision": selectors.decision_of(asked, actor, on) if is_live and not in_force else None,
    }  # fmt: skip


def _has_said_wrong(shown: selectors.Shown) -> bool:
    return any(step.act == step.Act.SAID_WRONG for step in shown.steps)


@login_required
@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    at, actor = timezone.now(), person_of(request)
    asked = found(actor, public_id, timezone.localdate(at)).request
    return answer_button(
        request, reverse("leave:request", args=[public_id]), _("Permohonan ditarik."),
        lambda: services.withdraw(actor=actor, request=asked, at=at),
    )  # fmt: skip


@login_required
@require_POST
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    at, actor = timezone.now(), person_of(request)
    asked = found(actor, public_id, timezone.localdate(at)).request
    form = EndForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise Refused(Code.NOTHING_TO_END)
        services.end_early(actor=actor, request=asked, last=form.cleaned_data["last"], at=at)

    return answer_button(
        request, reverse("leave:request", args=[public_id]), _("Tersimpan. Selamat bekerja kembali."), act
    )


@login_required
@require_POST
def attach(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    at, actor = timezone.now(), person_of(request)
    asked = found(actor, public_id, timezone.localdate(at)).request

    def act() -> None:
        file = request.FILES.get("letter")
        if file is None:
            raise Refused(Code.FILE_UNKNOWN)
        _attach(actor, asked, file, at)

    return answer_button(request, reverse("leave:request", args=[public_id]), _("Surat tersimpan."), act)


@login_required
@require_POST
def open_file(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The letter itself, once the look is on record. Never kept by a browser, never run by it."""
    at, actor = timezone.now(), person_of(request)
    file = Attachment.objects.select_related("request__person__unit").filter(pk=key).first()
    if file is None:
        raise Http404
    asked = found(actor, file.request.public_id, timezone.localdate(at)).request
    try:
        content = services.open_attachment(actor=actor, attachment=file, at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("leave:request", asked.public_id)
    response = HttpResponse(content, content_type=file.mime)
    response.headers["Content-Disposition"] = "inline" if file.mime.startswith("image/") else "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; img-src 'self' data:; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
