"""The page that everybody opens twice a day."""

import re

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie

from nyata.accounts.sessions import person_of
from nyata.checkins import page, selectors
from nyata.checkins.selectors import own
from nyata.checkins.week import purpose_now, week_of
from nyata.checkins.words import home_words
from nyata.enrolment import selectors as enrolment
from nyata.people import selectors as people

# Browsers inside other applications: they keep nothing and often have no camera.
IN_APP = re.compile(r"; wv\)|FBAN|FBAV|Instagram|Line/|WhatsApp|TikTok|musical_ly|Telegram", re.I)


@login_required
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    """The check-in page of the signed-in person, at the stage that their unit is in."""
    now = timezone.now()
    person, today = person_of(request), selectors.day_of(now)
    entries = page.recent(person, today)
    stage = people.stage_of(person, today)
    device = enrolment.active_device(person)
    state = page.state(person, device, stage, purpose_now(entries, now), now)
    words = home_words()
    context = {
        "person": person, "now": now, "today": today, "stage": stage.value, "has_device": device is not None,
        "can_act": state["canAct"], "hours": page.hours_of(person, today), "week": week_of(today, entries),
        "words": words, "act": words["act"], "purpose": state["purpose"], "state": state,
        "may_vouch": own.may_vouch(person, today),
        "in_app": bool(IN_APP.search(request.headers.get("User-Agent", ""))),
    }  # fmt: skip
    return render(request, "checkins/home.html", context)
