"""Importing people and baseline figures: upload, dry run with the bad lines first, then all or nothing."""

import csv
import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nyata.people import services
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.desk import UploadForm
from nyata.people.models import BaselineFigure, ImportDraft
from nyata.people.nip import masked
from nyata.people.refusals import Code
from nyata.people.services import baseline, roster
from nyata.people.services.roster import plain
from nyata.people.views.access import for_hr, person_of

A_PAGE = 500
KINDS = {"pegawai": ImportDraft.Kind.PEOPLE, "angka-awal": ImportDraft.Kind.BASELINE}
EXAMPLES = {ImportDraft.Kind.PEOPLE: roster.EXAMPLE, ImportDraft.Kind.BASELINE: baseline.EXAMPLE}
HINTS = {
    ImportDraft.Kind.PEOPLE: (
        gettext_lazy(
            "Judul kolom di baris pertama: nip, nama, status, kode_unit; boleh ditambah jabatan dan mulai (tanggal)."
        ),
        gettext_lazy(
            "Di Excel, format kolom NIP sebagai Teks sebelum mengisi. Excel membulatkan bilangan lebih dari 15 angka, "
            "sehingga tiga angka terakhir NIP hilang."
        ),
    ),
    ImportDraft.Kind.BASELINE: (
        gettext_lazy(
            "Judul kolom di baris pertama: kode_unit, bulan (2025-11), jenis (pengaduan atau kepuasan), nilai, sumber."
        ),
        gettext_lazy("Hanya bulan sebelum tahap Berlaku: angka ini pembanding, untuk menilai perubahan sesudahnya."),
    ),
}
HEADINGS = {
    "nip": gettext_lazy("NIP"),
    "name": gettext_lazy("Nama"),
    "employment": gettext_lazy("Status"),
    "unit": gettext_lazy("Kode unit"),
    "job_title": gettext_lazy("Jabatan"),
    "joined_on": gettext_lazy("Mulai"),
    "month": gettext_lazy("Bulan"),
    "kind": gettext_lazy("Jenis"),
    "value": gettext_lazy("Nilai"),
    "source": gettext_lazy("Sumber"),
}


def _kind(name: str) -> ImportDraft.Kind:
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@for_hr
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    sort = _kind(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    is_people = sort == ImportDraft.Kind.PEOPLE
    title = _("Impor pegawai") if is_people else _("Impor angka awal")
    back = reverse("people:people" if is_people else "people:baseline")
    page = FormPage(title, _("Periksa berkas"), back, template="people/upload.html")

    def act() -> tuple[str, str]:
        file = form.cleaned_data["file"]
        draft = services.check_file(
            actor=person_of(request), kind=sort, name=file.name, content=file.read(), at=timezone.now()
        )
        return reverse("people:draft", args=[draft.pk]), _("Berkas sudah diperiksa. Belum ada yang disimpan.")

    return answer_form(request, form, page, act, hints=HINTS[sort], example=reverse("people:example", args=[kind]))


@require_GET
@for_hr
def example(request: HttpRequest, kind: str) -> HttpResponse:
    """A file to begin with. With a byte order mark, so that Excel reads it as UTF-8."""
    answer = HttpResponse("\ufeff" + EXAMPLES[_kind(kind)], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="contoh-{kind}.csv"'
    return answer


def _draft(request: HttpRequest, pk: UUID) -> ImportDraft:
    """The one door to a checked file: its officer's, within the day; 404 else."""
    oldest = timezone.now() - dt.timedelta(days=1)
    return get_object_or_404(ImportDraft, pk=pk, officer=person_of(request), made_at__gte=oldest)


def _shown(line: int, cells: dict[str, str], code: str | None = None) -> dict[str, Any]:
    """One line for the page, its cells under our headings; the NIP masked, unless its length is what is wrong."""
    values = {name: plain(text) for name, text in cells.items()}
    if len(values.get("nip", "")) == 18:
        values["nip"] = masked(values["nip"])
    named = [(word, values[name]) for name, word in HEADINGS.items() if name in values]
    return {"line": line, "sentence": Code(code).sentence if code else "", "cells": named}


@require_GET
@for_hr
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _draft(request, pk)
    page = Paginator(found.problems, A_PAGE).get_page(request.GET.get("hal"))
    columns = (found.rows or found.problems or [[0, {}]])[0][-1]
    tally = Counter(code for _line, code, _cells in found.problems)
    context = {
        "draft": found,
        "page": page,
        "bad": [_shown(line, cells, code) for line, code, cells in page],
        "good": [_shown(line, cells) for line, cells in found.rows[:10]],
        "columns": [word for name, word in HEADINGS.items() if name in columns],
        "tally": [(Code(code).sentence, count) for code, count in tally.most_common()],
        "is_people": found.kind == ImportDraft.Kind.PEOPLE,
    }
    return render(request, "people/draft.html", context)


@require_GET
@for_hr
def problems(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every bad line as a CSV, for whoever mends the file."""
    found = _draft(request, pk)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="baris-perlu-diperbaiki.csv"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("baris"), _("alasan"), _("kode")])
    writer.writerows([line, Code(code).sentence, code] for line, code, _cells in found.problems)
    return answer


@require_POST
@for_hr
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _draft(request, pk)
    return answer_button(
        request,
        reverse("people:draft", args=[pk]),
        _("Semua baris sudah disimpan."),
        lambda: services.apply_import(actor=person_of(request), draft=found, at=timezone.now()),
    )


@require_POST
@for_hr
def check_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _draft(request, pk)
    return answer_button(
        request,
        reverse("people:draft", args=[pk]),
        _("Berkas diperiksa ulang."),
        lambda: services.recheck(actor=person_of(request), draft=found, at=timezone.now()),
    )


@require_GET
@for_hr
def figures(request: HttpRequest) -> HttpResponse:
    """The baseline figures, newest month first."""
    rows = BaselineFigure.objects.select_related("unit", "imported_by").order_by("-month", "unit__name", "kind")
    found = Paginator(rows, A_PAGE).get_page(request.GET.get("hal"))
    return render(request, "people/baseline.html", {"found": found})
