"""One finding with its evidence, and what people do about it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nyata.audit import words
from nyata.audit.forms import AssignForm, WordsForm
from nyata.audit.links import links_of
from nyata.audit.models import Finding
from nyata.audit.selectors.reports import may_read
from nyata.audit.services import stepping
from nyata.audit.views.doors import Visitor, finding_asked, for_everybody
from nyata.people.answering import FormPage, answer_form

Act = Callable[..., object]
SAID: dict[str, tuple[Act, Any, Any, Any]] = {
    "jawab": (stepping.answer, gettext_lazy("Jawab temuan"), gettext_lazy("Kirim jawaban"),
              gettext_lazy("Jawaban dicatat.")),
    "tutup": (stepping.close, gettext_lazy("Tutup temuan"), gettext_lazy("Tutup"),
              gettext_lazy("Temuan ditutup.")),
    "buka": (stepping.reopen, gettext_lazy("Buka kembali temuan"), gettext_lazy("Buka kembali"),
             gettext_lazy("Temuan dibuka kembali.")),
}  # fmt: skip


@require_GET
@for_everybody
def finding(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """What was found, what may be the reason, where its evidence lies, and every step."""
    shown = finding_asked(who, pk)
    found = shown.finding
    context = {
        "shown": shown,
        "found": found,
        "sentence": words.sentence(found.code, found.facts),
        "causes": words.causes(found.code),
        "check": words.title(found.check_name),
        "facts": words.facts(found.facts),
        "links": links_of(found),
        "is_late": shown.is_late(who.today),
        "is_owner": shown.assignment.owner_id == who.person.pk,
        "is_auditor": who.authority.is_auditor,
        "reads_all": may_read(who.authority),
    }
    return render(request, "audit/finding.html", context)


@for_everybody
def step(request: HttpRequest, who: Visitor, pk: int, kind: str) -> HttpResponse:
    """Answer it, close it, or open it again."""
    found = finding_asked(who, pk).finding
    if kind not in SAID:
        raise Http404
    act, heading, submit, done = SAID[kind]
    form = WordsForm(request.POST or None)

    def carry_out() -> tuple[str, Any]:
        act(actor=who.person, finding=found, words=form.cleaned_data["words"], at=who.now)
        return _back(found), done

    return answer_form(request, form, _page(found, heading, submit), carry_out)


@for_everybody
def assign(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Name who answers, and until when."""
    shown = finding_asked(who, pk)
    found, now = shown.finding, shown.assignment
    form = AssignForm(who.today, request.POST or None, initial={"owner": now.owner_id, "due_on": now.due_on})

    def carry_out() -> tuple[str, Any]:
        typed = form.cleaned_data
        stepping.assign(actor=who.person, finding=found, owner=typed["owner"], due_on=typed["due_on"],
                        words=typed["words"], at=who.now)  # fmt: skip
        return _back(found), _("Penanggung jawab dicatat.")

    return answer_form(request, form, _page(found, _("Tetapkan yang menjawab"), _("Tetapkan")), carry_out)


def _back(found: Finding) -> str:
    return reverse("audit:finding", args=[found.pk])


def _page(found: Finding, heading: Any, submit: Any) -> FormPage:
    return FormPage(heading, submit, _back(found), words.sentence(found.code, found.facts))
