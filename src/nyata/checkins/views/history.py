"""One's own history: a month as a list, an attempt as a story and its photographs."""

import base64
import datetime as dt
import uuid
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.accounts.sessions import person_of
from nyata.checkins import selectors, services
from nyata.checkins.models import CheckIn, HeldFrames, Purpose
from nyata.checkins.refusals import Refused
from nyata.checkins.selectors import own
from nyata.checkins.services.photos import OWN
from nyata.checkins.story import PURPOSES, sign_of
from nyata.checkins.story import story as told
from nyata.core.reasons import Reason
from nyata.people.models import Person

FIRST_MONTH = dt.date(2020, 1, 1)


def own_or_404(person: Person, public_id: uuid.UUID) -> CheckIn:
    """One of the person's own attempts; for anybody else's, Http404."""
    try:
        return own.own_attempt(person, public_id)
    except CheckIn.DoesNotExist as error:
        raise Http404 from error


def _month_asked(request: HttpRequest, today: dt.date) -> dt.date:
    """The month of ?bulan=2026-11, never one to come nor one long before Nyata; this month for anything else."""
    try:
        asked = dt.date.fromisoformat(f"{request.GET.get('bulan', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return max(min(asked, today.replace(day=1)), FIRST_MONTH)


@login_required
@require_GET
def month(request: HttpRequest) -> HttpResponse:
    """The attempts of one month, by day, newest first."""
    today = selectors.day_of(timezone.now())
    shown = _month_asked(request, today)
    rows = [
        {
            "day": entry.checkin.day,
            "entry": entry,
            "sign": sign_of(entry.outcome),
            "purpose": PURPOSES[Purpose(entry.checkin.purpose)],
        }
        for entry in selectors.history(person_of(request), shown)
    ]
    besides = own.besides(person_of(request), shown)
    after = (shown + dt.timedelta(days=32)).replace(day=1)
    context = {
        "days": [(day, list(of_day)) for day, of_day in groupby(rows, key=lambda row: row["day"])],
        "attestations": besides.attestations,
        "refusals": [(one.refused_at, _(Reason(one.reason).sentence)) for one in besides.refusals],
        "shown": shown,
        "before": (shown - dt.timedelta(days=1)).replace(day=1),
        "after": after if after <= today else None,
    }
    return render(request, "checkins/month.html", context)


@login_required
@require_GET
def story(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One attempt, told plainly."""
    checkin = own_or_404(person_of(request), public_id)
    return render(request, "checkins/story.html", told(person_of(request), checkin, selectors.day_of(timezone.now())))


@login_required
@require_POST
def hold(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The person asks that the photographs are kept beyond their day."""
    checkin = own_or_404(person_of(request), public_id)
    try:
        services.hold_frames(actor=person_of(request), checkin=checkin, why=HeldFrames.Why.REQUEST, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error.answer()["sentence"]))
    else:
        messages.success(request, _("Foto absen ini disimpan atas permintaan Anda."))
    return redirect("checkins:story", public_id)


@login_required
@require_POST
def photos(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One's own photographs; also this look goes on record, where the person can read it.

    They are part of the page: no address of a photograph exists that could be opened again or passed on.
    """
    checkin = own_or_404(person_of(request), public_id)
    try:
        frames = services.look_at_photo(actor=person_of(request), checkin=checkin, why=OWN, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error.answer()["sentence"]))
        return redirect("checkins:story", public_id)
    pictures = [f"data:image/jpeg;base64,{base64.b64encode(frame).decode()}" for frame in frames]
    return render(request, "checkins/photos.html", {"checkin": checkin, "pictures": pictures})
