"""Amounts of the allowance: what is on record, and a file of them with its dry run."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nyata.allowance.models import AmountFile
from nyata.allowance.refusals import Code
from nyata.allowance.selectors.amounts import newest_lines
from nyata.allowance.services import amounts
from nyata.allowance.views.doors import for_readers
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.desk import UploadForm
from nyata.people.nip import masked
from nyata.people.selectors.asking import person_of
from nyata.people.services.checked_files import KEPT
from nyata.people.services.roster import plain
from nyata.people.views.access import for_hr

A_PAGE = 100
HEADINGS = {
    "nip": gettext_lazy("NIP"),
    "job_class": gettext_lazy("Kelas"),
    "amount": gettext_lazy("Besaran"),
    "valid_from": gettext_lazy("Mulai"),
    "document_number": gettext_lazy("Nomor dokumen"),
}

HINTS = (
    gettext_lazy(
        "Judul kolom di baris pertama: nip, kelas, besaran, mulai, nomor_dokumen. "
        "Setiap baris mengisi tepat dua dari tiga kolom pertama:"
    ),
    gettext_lazy("kelas dan besaran: rupiah sebulan untuk semua di kelas itu;"),
    gettext_lazy("nip dan kelas: kelas jabatan seseorang;"),
    gettext_lazy("nip dan besaran: besaran seseorang sendiri. Besaran 0 mengakhirinya."),
    gettext_lazy(
        "Di Excel, format kolom NIP sebagai Teks sebelum mengisi. Excel membulatkan bilangan lebih dari 15 angka, "
        "sehingga tiga angka terakhir NIP hilang."
    ),
)


@require_GET
@for_readers
@never_cache
def lines(request: HttpRequest) -> HttpResponse:
    """Every line on record, the last entered first."""
    found = newest_lines()
    if words := request.GET.get("q", "").strip()[:120]:
        found = found.filter(person__name__icontains=words) | found.filter(job_class__iexact=words)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("hal"))
    return render(request, "allowance/amounts.html", {"page": page, "words": words})


@for_hr
@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    """A file, looked at only."""
    form = UploadForm(request.POST or None, request.FILES or None)
    page = FormPage(_("Impor besaran TPP"), _("Periksa berkas"), reverse("allowance:amounts"),
                    template="people/upload.html")  # fmt: skip

    def act() -> tuple[str, str]:
        file = form.cleaned_data["file"]
        draft = amounts.check_file(actor=person_of(request), name=file.name, content=file.read(), at=timezone.now())
        return reverse("allowance:file", args=[draft.pk]), _("Berkas sudah diperiksa. Belum ada yang disimpan.")

    return answer_form(request, form, page, act, hints=HINTS, example=reverse("allowance:example"))


@require_GET
@for_hr
@never_cache
def example(request: HttpRequest) -> HttpResponse:
    """A file to begin with. With a byte order mark, so that Excel reads it as UTF-8."""
    answer = HttpResponse("\ufeff" + amounts.EXAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contoh-besaran-tpp.csv"'
    return answer


def _draft(request: HttpRequest, pk: UUID) -> AmountFile:
    """The one door to a checked file: its officer's, within the day; 404 else."""
    found = AmountFile.objects.filter(pk=pk, officer=person_of(request), made_at__gte=timezone.now() - KEPT).first()
    if found is None:
        raise Http404
    return found


@require_GET
@for_hr
@never_cache
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a dry run found."""
    draft = _draft(request, pk)
    page = Paginator(draft.problems, A_PAGE).get_page(request.GET.get("hal"))
    tally = Counter(code for _line, code, _cells in draft.problems)
    context = {
        "draft": draft, "page": page, "headings": HEADINGS.values(),
        "bad": [_shown(line, cells, code) for line, code, cells in page],
        "good": [_shown(line, cells) for line, cells in draft.rows[:10]],
        "tally": [(Code(code).sentence, count) for code, count in tally.most_common()],
    }  # fmt: skip
    return render(request, "allowance/file.html", context)


def _shown(line: int, cells: dict[str, str], code: str | None = None) -> dict[str, Any]:
    """One line for the page; the NIP masked, unless its length is what is wrong."""
    values = {name: plain(text) for name, text in cells.items()}
    if len(values["nip"]) == 18:
        values["nip"] = masked(values["nip"])
    cells_of = [(word, values.get(name, "")) for name, word in HEADINGS.items()]
    return {"line": line, "sentence": Code(code).sentence if code else "", "cells": cells_of}


@require_POST
@for_hr
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take over all lines."""
    draft = _draft(request, pk)
    return answer_button(
        request, reverse("allowance:file", args=[pk]), _("Semua baris sudah disimpan."),
        lambda: amounts.apply_file(actor=person_of(request), draft=draft, at=timezone.now()),
    )  # fmt: skip
