"""A person's own apel: the next ones, those that were, and reasons for not being there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.apel.forms import ReasonForm
from nyata.apel.models import Reason, Session
from nyata.apel.refusals import Refused
from nyata.apel.selectors.invited import invited_to
from nyata.apel.selectors.own import Own, own_sessions
from nyata.apel.selectors.reach import may_answer, reasons_waiting, sessions_for
from nyata.apel.services import reasons
from nyata.apel.terms import terms_on
from nyata.apel.views.doors import Visitor, for_answerers, for_everybody
from nyata.apel.words import STANDINGS, STATES, told
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.models import Person


@require_GET
@for_everybody
def own(request: HttpRequest, who: Visitor) -> HttpResponse:
    """One's own apel, the coming ones first."""
    found = own_sessions(who.person, who.now, who.today)
    coming = [_row(one, who) for one in reversed(found) if one.session.closes_at > who.now]
    past = [_row(one, who) for one in found if one.session.closes_at <= who.now]
    context = {"coming": coming, "past": past, "who": who}
    return render(request, "apel/own.html", context)


def _row(one: Own, who: Visitor) -> dict[str, object]:
    line = one.line
    last = one.session.closes_at + terms_on(one.session.day).reason_time
    return {
        "one": one, "sign": STATES[line.state] if line else STANDINGS[one.standing.state],
        "told": told(line) if line else one.standing.why,
        "may_say_why": one.may_say_why and who.now <= last,
    }  # fmt: skip


@for_everybody
def reason(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Say why one was not, or will not be, there; HR officers for somebody of the list (?untuk=)."""
    session = get_object_or_404(Session.objects.select_related("site"), pk=pk)
    person_id = int(asked) if (asked := request.GET.get("untuk", "")).isdigit() and len(asked) < 18 else who.person.pk
    if person_id != who.person.pk and not (who.authority.is_hr and sessions_for(who.person, who.today).filter(pk=pk)):
        raise Http404
    if not invited_to(session, [person_id]):
        raise Http404
    person = Person.objects.select_related("unit").get(pk=person_id)
    form = ReasonForm(request.POST or None, request.FILES or None)
    back = reverse("apel:own") if person == who.person else reverse("apel:session", args=[pk])
    lead = f"{session.title} · {person.name}" if person != who.person else session.title
    page = FormPage(_("Alasan tidak mengikuti apel"), _("Kirim"), back, lead, template="apel/reason.html")

    def act() -> tuple[str, str]:
        file = form.cleaned_data["evidence"]
        reasons.give_reason(
            actor=who.person, person=person, session=session, kind=form.cleaned_data["kind"],
            words=form.cleaned_data["words"], evidence=file.read() if file else None, at=who.now,
        )  # fmt: skip
        return back, _("Alasan terkirim. Atasan Anda yang menjawabnya.")

    return answer_form(request, form, page, act, session=session)


@require_GET
@for_answerers
def waiting(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Reasons that wait for an answer."""
    return render(request, "apel/waiting.html", {"reasons": reasons_waiting(who.person, who.today)[:200], "who": who})


@require_POST
@for_answerers
def answer(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Accept or decline a reason."""
    found = get_object_or_404(reasons_waiting(who.person, who.today), pk=pk)
    grants = request.POST.get("jawaban") == "terima"
    said = _("Alasan diterima.") if grants else _("Jawaban tersimpan dan dapat dibaca yang bersangkutan.")
    return answer_button(
        request, reverse("apel:waiting"), said,
        lambda: reasons.answer_reason(
            actor=who.person, reason=found, grants=grants, words=request.POST.get("words", ""), at=who.now
        ),
    )  # fmt: skip


@require_POST
@for_everybody
def evidence(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """What was added to a reason; looking is on record, and so it is a POST."""
    found = get_object_or_404(Reason.objects.select_related("person__unit"), pk=pk)
    if found.person_id != who.person.pk and not may_answer(who.authority, found.person):
        raise Http404
    try:
        content = reasons.open_evidence(actor=who.person, reason=found, at=who.now)
    except Refused as refused:
        return HttpResponse(refused.sentence, status=410, content_type="text/plain; charset=utf-8")
    ending = {"application/pdf": "pdf", "image/png": "png"}.get(found.evidence_mime, "jpg")
    headers = {"Content-Disposition": f'attachment; filename="alasan-apel-{found.pk}.{ending}"'}
    return HttpResponse(content, content_type=found.evidence_mime, headers=headers)
