"""One's own month as a calendar, one day as a story, and an objection to it."""

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nyata.attendance.codes import LEGEND, code_of, tone_of
from nyata.attendance.models import DayRecord, Objection
from nyata.attendance.notices import notices_for
from nyata.attendance.period import Period
from nyata.attendance.selectors import month as days
from nyata.attendance.selectors.reach import may_answer, person_in
from nyata.attendance.services import objections
from nyata.attendance.views.doors import Visitor, shown, visitor
from nyata.attendance.words import Story, brief, story, sums_in_words
from nyata.people.answering import answer_button
from nyata.people.models import Person
from nyata.schedules.selectors.holidays import holiday_names
from nyata.sources.selectors.counting import counting
from nyata.sources.selectors.punches import punches_of
from nyata.sources.words import told

WEEK = dt.timedelta(days=7)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the calendar; `record` is None where nothing is known of it."""

    day: dt.date
    inside: bool
    is_today: bool
    record: DayRecord | None
    code: str
    tone: str
    brief: str
    holiday: str = ""


@require_GET
@login_required
@never_cache
def month(request: HttpRequest) -> HttpResponse:
    """My month."""
    who = visitor(request)
    wanted = shown(request, who.today)
    first, last = wanted.days.first, wanted.days.last
    found = days.month_of(who.person.pk, first, last, today=who.today, as_of=who.minute)
    holidays = holiday_names(who.person.pk, first, last)
    context = {
        "shown": wanted,
        "weeks": _weeks(found, who, wanted.days, holidays),
        "sums": sums_in_words(found.values()),
        "legend": LEGEND,
        "holidays": sorted(holidays.items()),
        "notices": notices_for(who.person, who.today),
    }
    return render(request, "attendance/month.html", context)


def _weeks(
    found: dict[dt.date, DayRecord], who: Visitor, shown_days: Period, holidays: dict[dt.date, str]
) -> list[list[Cell]]:
    first, last = shown_days.first, shown_days.last
    rules = days.rules_of(found.values(), who.person.pk)
    monday = first - dt.timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        week = [monday + dt.timedelta(days=place) for place in range(7)]
        cells = [_cell(day, found.get(day), who, first <= day <= last, rules) for day in week]
        weeks.append([replace(cell, holiday=holidays.get(cell.day, "")) for cell in cells])
        monday += WEEK
    return weeks


def _cell(day: dt.date, record: DayRecord | None, who: Visitor, inside: bool, rules: dict) -> Cell:
    code = code_of(record) if record else ""
    words = brief(record, rules[day]) if record else ""
    return Cell(day, inside, day == who.today, record, code, tone_of(code) if record else "", words)


@require_GET
@login_required
@never_cache
def day(request: HttpRequest, day: dt.date, pk: int | None = None) -> HttpResponse:
    """One day told plainly: one's own, or that of somebody whom the actor may read."""
    who = visitor(request)
    person = _person(who, pk, day)
    record = days.month_of(person.pk, day, day, today=who.today, as_of=who.minute).get(day)
    its_story = _told(record, person) if record else None
    versions = days.versions_of(person.pk, day)
    asked = Objection.objects.filter(person=person, day=day).select_related("answered_by").order_by("-id")
    context = {
        "person": person,
        "is_own": person.pk == who.person.pk,
        "day": day,
        "holiday": holiday_names(person.pk, day, day).get(day, ""),
        "record": record,
        "story": its_story,
        "code": code_of(record) if record else "",
        "earlier": [(one, _told(one, person)) for one in versions if not one.current],
        "difference": days.difference_of(person.pk, day),
        "objections": asked,
        "may_object": person.pk == who.person.pk and day < who.today and versions and not asked.filter(answer=""),
        "may_mend": person.pk == who.person.pk and day <= who.today and (its_story is None or its_story.asks),
        "may_answer": may_answer(who.reach.authority, person),
        "punches": told(punches_of(person.pk, day, day)),
        "other_counts": bool(counting([person.pk], day, day)),
        "before": day - DAY,
        "after": day + DAY if day < who.today else None,
    }
    return render(request, "attendance/day.html", context)


def _person(who: Visitor, pk: int | None, day: dt.date) -> Person:
    if pk is None or pk == who.person.pk:
        return who.person
    try:
        return person_in(who.reach, pk, day)
    except Person.DoesNotExist as error:
        raise Http404 from error


def _told(record: DayRecord, person: Person) -> Story:
    return story(record, days.rules_of([record], person.pk)[record.day])


@require_POST
@login_required
def object_to(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Object to a day of one's own."""
    who = visitor(request)
    words = request.POST.get("words", "")
    return answer_button(
        request,
        reverse("attendance:day", args=[day]),
        _("Keberatan Anda sudah dikirim. Foto hari itu disimpan sampai dijawab."),
        lambda: objections.object_to(actor=who.person, day=day, words=words, at=who.now),
    )


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer somebody's objection."""
    who = visitor(request)
    found = Objection.objects.select_related("person__unit").filter(pk=pk).first()
    if found is None or _person(who, found.person_id, found.day) is None:
        raise Http404
    granted, words = request.POST.get("answer") == Objection.Answer.GRANTED, request.POST.get("words", "")
    return answer_button(
        request,
        reverse("attendance:person_day", args=[found.person_id, found.day]),
        _("Jawaban Anda sudah dikirim."),
        lambda: objections.answer(actor=who.person, objection=found, granted=granted, words=words, at=who.now),
    )
