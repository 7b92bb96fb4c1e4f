"""Asking for help, which everybody may, and answering, which operators and HR officers do."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.people import selectors, services
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.desk import AnswerForm, AskForm
from nyata.people.models import HelpRequest
from nyata.people.selectors.desk import help_for
from nyata.people.views.access import for_officers, person_of

OWN = 10
A_PAGE = 50


@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    form = AskForm(request.POST or None)
    page = FormPage(_("Bantuan"), _("Kirim permintaan"), reverse("home"), template="people/help.html")

    def act() -> tuple[str, str]:
        services.ask_for_help(person=person, at=timezone.now(), **form.cleaned_data)
        return reverse("people:help"), _("Permintaan terkirim. Operator unit Anda akan menjawab.")

    authority = selectors.authority_of(person, today)
    answers = bool(authority.operates or authority.is_hr)
    context = {
        "own": person.help_requests.select_related("answered_by").order_by("-asked_at")[:OWN],
        "operators": selectors.operators_of(person, today),
        "answers": answers,
        "waiting": help_for(person, today).filter(answered_at__isnull=True).count() if answers else 0,
    }
    return answer_form(request, form, page, act, **context)


@require_GET
@for_officers
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that the officer may answer, those that wait longest first."""
    state = request.GET.get("keadaan", "open")
    found = help_for(person_of(request), timezone.localdate()).filter(answered_at__isnull=state == "open")
    rows = Paginator(found, A_PAGE).get_page(request.GET.get("hal"))
    return render(request, "people/requests.html", {"found": rows, "state": state, "form": AnswerForm()})


@require_POST
@for_officers
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    asked: HelpRequest = get_object_or_404(help_for(person_of(request), timezone.localdate()), pk=pk)
    words = request.POST.get("answer", "")[:500]
    return answer_button(
        request,
        reverse("people:requests"),
        _("Jawaban tersimpan."),
        lambda: services.answer_help(actor=person_of(request), request=asked, answer=words, at=timezone.now()),
    )
