"""Questions that need eyes: do two people look alike, does a drawn photograph show the person."""

import base64
import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nyata.accounts.sessions import person_of
from nyata.enrolment import selectors, services
from nyata.enrolment.models import Enrolment, FaceTemplate, Lookalike
from nyata.enrolment.refusals import Refused
from nyata.people.models import Person
from nyata.people.selectors import authority_of


def shown(template: FaceTemplate, actor: Person, why: str, at: dt.datetime) -> str:
    """The photograph inside the page itself: no address of its own that could be opened again unrecorded."""
    photo = services.look_at_photo(template=template, actor=actor, why=why, at=at)
    return "" if photo is None else "data:image/jpeg;base64," + base64.b64encode(photo).decode()


@login_required
@require_GET
def lookalikes(request: HttpRequest) -> HttpResponse:
    """Open and answered questions about faces that resemble one another."""
    on = timezone.localdate()
    if not authority_of(person_of(request), on).is_hr:
        raise Http404
    page = Paginator(selectors.lookalikes_for(person_of(request), on), 30).get_page(request.GET.get("hal"))
    return render(request, "enrolment/lookalikes.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def lookalike(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: look at both pictures (recorded), then say whether they are two people."""
    at = timezone.now()
    question = get_object_or_404(selectors.lookalikes_for(person_of(request), timezone.localdate(at)), pk=pk)
    context: dict[str, object] = {"question": question, "answers": Lookalike.Answer}
    if request.method == "POST" and "answer" in request.POST:
        return _answer(request, question, at)
    if request.method == "POST":
        why = _("pertanyaan kemiripan nomor %(number)s") % {"number": question.pk}
        templates = FaceTemplate.objects.select_related("person__unit", "person__data_key")
        both = templates.in_bulk([question.template_id, question.other_id])
        context["photos"] = [
            (both[pk].person, shown(both[pk], person_of(request), why, at))
            for pk in (question.template_id, question.other_id)
        ]
    return render(request, "enrolment/lookalike.html", context)


def _answer(request: HttpRequest, question: Lookalike, at: dt.datetime) -> HttpResponse:
    answer = request.POST["answer"]
    if answer not in (Lookalike.Answer.DIFFERENT, Lookalike.Answer.SAME):
        raise Http404
    try:
        services.answer_lookalike(
            question=question, actor=person_of(request), answer=answer, reason=request.POST.get("reason", ""), at=at
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("enrolment:lookalike", question.pk)
    messages.success(request, _("Jawaban tercatat."))
    return redirect("enrolment:lookalikes")


@login_required
@require_GET
def reverifications(request: HttpRequest) -> HttpResponse:
    """Enrolments drawn for the auditor."""
    on = timezone.localdate()
    if not authority_of(person_of(request), on).is_auditor:
        raise Http404
    page = Paginator(selectors.reverifications_for(person_of(request), on), 30).get_page(request.GET.get("hal"))
    return render(request, "enrolment/reverifications.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def reverification(request: HttpRequest, pk: int) -> HttpResponse:
    """One drawn enrolment: look (recorded), then agree or not."""
    at = timezone.now()
    enrolment = get_object_or_404(selectors.reverifications_for(person_of(request), timezone.localdate(at)), pk=pk)
    context: dict[str, object] = {"enrolment": enrolment}
    if request.method == "POST" and "agrees" in request.POST:
        return _reverify(request, enrolment, at)
    if request.method == "POST":
        template = FaceTemplate.objects.select_related("person__data_key").filter(enrolment=enrolment).first()
        why = _("pemeriksaan ulang pendataan nomor %(number)s") % {"number": enrolment.pk}
        context["photo"] = "" if template is None else shown(template, person_of(request), why, at)
        context["looked"] = True
    return render(request, "enrolment/reverification.html", context)


def _reverify(request: HttpRequest, enrolment: Enrolment, at: dt.datetime) -> HttpResponse:
    try:
        services.reverify(
            enrolment=enrolment,
            auditor=person_of(request),
            agrees=request.POST["agrees"] == "yes",
            note=request.POST.get("note", ""),
            at=at,
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("enrolment:reverification", enrolment.pk)
    messages.success(request, _("Hasil pemeriksaan tercatat."))
    return redirect("enrolment:reverifications")
