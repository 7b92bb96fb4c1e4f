"""Files of machines: upload, what the dry run found, taking over, and what each file brought."""

import re
from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nyata.people.answering import FormPage, answer_form
from nyata.people.services.checked_files import KEPT
from nyata.sources import services
from nyata.sources.forms.orders import FileForm, TakeBackForm
from nyata.sources.models import PunchFile, WaitingFile
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.desk import leaned_on, lines_of
from nyata.sources.selectors.keeping import forgotten_before
from nyata.sources.selectors.punches import wall
from nyata.sources.selectors.reach import keeps, machines_in
from nyata.sources.services import waiting as uploads
from nyata.sources.services.taking import Outcome
from nyata.sources.views.doors import Visitor, for_readers
from nyata.sources.words import direction_word

A_PAGE = 200


@for_readers
def upload(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    machine = who.kept(pk)
    form = FileForm(request.POST or None, request.FILES or None)
    back = reverse("sources:machine", args=[pk])
    page = FormPage(_("Impor absen"), _("Periksa berkas"), back, template="sources/upload.html")

    def act() -> tuple[str, str]:
        file = form.cleaned_data["file"]
        made = uploads.check(actor=who.person, machine=machine, name=file.name, content=file.read(), at=who.now)
        return reverse("sources:waiting", args=[made.pk]), _("Berkas sudah diperiksa. Belum ada yang disimpan.")

    return answer_form(request, form, page, act, machine=machine, profile=machine.profiles.first())


@require_GET
@for_readers
def waiting(request: HttpRequest, who: Visitor, pk: UUID) -> HttpResponse:
    """What the dry run of one's own upload found."""
    found = get_object_or_404(
        WaitingFile.objects.select_related("machine__unit").defer("content"),
        pk=pk, officer=who.person, made_at__gte=who.now - KEPT,
    )  # fmt: skip
    outcome = Outcome(**found.outcome)
    tally = Counter(code for _line, code, _text in outcome.problems)
    context = {
        "file": found,
        "outcome": outcome,
        "problems": [(line, Code(code).sentence, text) for line, code, text in outcome.problems],
        "tally": [(Code(code).sentence, count) for code, count in tally.most_common()],
    }
    return render(request, "sources/waiting.html", context)


@require_POST
@for_readers
def apply(request: HttpRequest, who: Visitor, pk: UUID) -> HttpResponse:
    """Take one's own upload over."""
    try:
        outcome = uploads.apply(actor=who.person, waiting=pk, at=who.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("sources:machines")
    if outcome.file is None:
        messages.success(request, _("Semua absen di berkas ini sudah ada. Tidak ada yang berubah."))
        return redirect("sources:machines")
    words = ngettext("%(n)d absen baru disimpan.", "%(n)d absen baru disimpan.", outcome.added)
    messages.success(request, words % {"n": outcome.added})
    return redirect("sources:file", outcome.file)


@require_GET
@for_readers
def file(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """What a file brought, line by line."""
    found = _file(who, pk)
    wanted = int(request.GET["baris"]) if re.fullmatch(r"\d{1,9}", request.GET.get("baris", ""), re.ASCII) else 0
    lines = lines_of(found)
    page_of_line = lines.filter(line__lt=wanted).count() // A_PAGE + 1
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("hal") or page_of_line)
    shown = [(one, wall(one.second), direction_word(one.direction)) for one in page]
    taken_back = getattr(found, "taken_back", None)
    may_take_back = taken_back is None and keeps(who.authority, found.machine)
    context = {"file": found, "page": page, "lines": shown, "wanted": wanted, "taken_back": taken_back,
               "may_take_back": may_take_back, "gone": forgotten_before()}  # fmt: skip
    return render(request, "sources/file.html", context)


@for_readers
def take_back(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """What it means, the reason, and the button."""
    found = _file(who, pk)
    who.kept(found.machine_id)
    form = TakeBackForm(request.POST or None)
    back = reverse("sources:file", args=[pk])
    page = FormPage(_("Tarik berkas"), _("Tarik berkas ini"), back, template="sources/take_back.html")

    def act() -> tuple[str, str]:
        services.take_back(actor=who.person, file=found, words=form.cleaned_data["words"], at=who.now)
        return back, _("Berkas ditarik. Absennya tidak lagi dihitung; hari yang terpengaruh dihitung ulang.")

    return answer_form(request, form, page, act, file=found, later=leaned_on(found))


def _file(who: Visitor, pk: int) -> PunchFile:
    """A file of a machine that they read; 404 else."""
    files = PunchFile.objects.select_related("machine__unit", "profile", "imported_by", "taken_back__taken_by")
    return get_object_or_404(files, pk=pk, machine__in=machines_in(who.authority))
