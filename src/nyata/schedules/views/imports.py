"""Importing rosters and days off: upload, dry run with the bad lines first, then all or nothing."""

import csv
import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.desk import UploadForm
from nyata.people.nip import masked
from nyata.people.services.roster import plain
from nyata.schedules import services
from nyata.schedules.models import RosterDraft
from nyata.schedules.refusals import Code
from nyata.schedules.services.reading import HOLIDAY_EXAMPLE, ROSTER_EXAMPLE
from nyata.schedules.views.doors import Visitor, for_planners

A_PAGE = 500
Kind = RosterDraft.Kind
KINDS = {"jadwal": Kind.ROSTER, "libur": Kind.HOLIDAYS}
WORDS = {kind: word for word, kind in KINDS.items()}
EXAMPLES = {Kind.ROSTER: ROSTER_EXAMPLE, Kind.HOLIDAYS: HOLIDAY_EXAMPLE}
HINTS = {
    Kind.ROSTER: (
        gettext_lazy(
            "Satu baris satu orang sebulan: nip, bulan (2026-02), lalu kolom 1 sampai 31 berisi kode dinas. "
            "Atau satu baris satu hari: nip, tanggal, dinas."
        ),
        gettext_lazy("L berarti libur, POLA berarti kembali mengikuti pola, kosong berarti tidak diubah."),
    ),
    Kind.HOLIDAYS: (
        gettext_lazy(
            "Judul kolom di baris pertama: tanggal, nama, jenis (libur nasional, cuti bersama, libur setempat, "
            "libur sekolah, hari kerja), nomor_dokumen; boleh ditambah kalender."
        ),
    ),
}
HEADINGS = {
    "nip": gettext_lazy("NIP"),
    "day": gettext_lazy("Tanggal"),
    "shift": gettext_lazy("Dinas"),
    "month": gettext_lazy("Bulan"),
    "name": gettext_lazy("Nama"),
    "kind": gettext_lazy("Jenis"),
    "document": gettext_lazy("Nomor dokumen"),
    "calendar": gettext_lazy("Kalender"),
}


def _kind(who: Visitor, name: str) -> RosterDraft.Kind:
    if name not in KINDS:
        raise Http404
    if KINDS[name] == Kind.HOLIDAYS and not who.authority.is_hr:
        raise PermissionDenied
    return KINDS[name]


@for_planners
def upload(request: HttpRequest, who: Visitor, kind: str) -> HttpResponse:
    sort = _kind(who, kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    is_roster = sort == Kind.ROSTER
    title = _("Impor jadwal") if is_roster else _("Impor hari libur")
    back = reverse("schedules:roster" if is_roster else "schedules:year")
    page = FormPage(title, _("Periksa berkas"), back, template="people/upload.html")

    def act() -> tuple[str, str]:
        file = form.cleaned_data["file"]
        draft = services.check_file(actor=who.person, kind=sort, name=file.name, content=file.read(), at=who.now)
        return reverse("schedules:draft", args=[draft.pk]), _("Berkas sudah diperiksa. Belum ada yang disimpan.")

    return answer_form(request, form, page, act, hints=HINTS[sort], example=reverse("schedules:example", args=[kind]))


@require_GET
@for_planners
def example(request: HttpRequest, who: Visitor, kind: str) -> HttpResponse:
    """A file to begin with. With a byte order mark, so that Excel reads it as UTF-8."""
    answer = HttpResponse("\ufeff" + EXAMPLES[_kind(who, kind)], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="contoh-{kind}.csv"'
    return answer


def _draft(who: Visitor, pk: UUID) -> RosterDraft:
    """The one door to a checked file: its officer's, within the day; 404 else."""
    return get_object_or_404(RosterDraft, pk=pk, officer=who.person, made_at__gte=who.now - dt.timedelta(days=1))


def _shown(line: int, cells: dict[str, str], code: str | None = None) -> dict[str, Any]:
    """One line for the page: its cells under our headings, the NIP masked, the days of a month together."""
    values = {name: plain(text) for name, text in cells.items()}
    if len(values.get("nip", "")) == 18:
        values["nip"] = masked(values["nip"])
    named: list[tuple[Any, str]] = [(word, values[name]) for name, word in HEADINGS.items() if name in values]
    month = [f"{name[1:]}: {text}" for name, text in values.items() if name not in HEADINGS and text]
    if month:
        named.append((_("Hari"), ", ".join(month)))
    return {"line": line, "sentence": Code(code).sentence if code else "", "cells": named}


@require_GET
@for_planners
def draft(request: HttpRequest, who: Visitor, pk: UUID) -> HttpResponse:
    found = _draft(who, pk)
    page = Paginator(found.problems, A_PAGE).get_page(request.GET.get("hal"))
    tally = Counter(code for _line, code, _cells in found.problems)
    context = {
        "draft": found,
        "kind": WORDS[Kind(found.kind)],
        "page": page,
        "bad": [_shown(line, cells, code) for line, code, cells in page],
        "good": [_shown(line, cells) for line, cells in found.rows[:10]],
        "tally": [(Code(code).sentence, count) for code, count in tally.most_common()],
        "back": reverse("schedules:roster" if found.kind == Kind.ROSTER else "schedules:year"),
    }
    return render(request, "schedules/draft.html", context)


@require_GET
@for_planners
def problems(request: HttpRequest, who: Visitor, pk: UUID) -> HttpResponse:
    """Every bad line as a CSV, for whoever mends the file."""
    found = _draft(who, pk)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="baris-perlu-diperbaiki.csv"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("baris"), _("alasan"), _("kode")])
    writer.writerows([line, Code(code).sentence, code] for line, code, _cells in found.problems)
    return answer


@require_POST
@for_planners
def apply(request: HttpRequest, who: Visitor, pk: UUID) -> HttpResponse:
    found = _draft(who, pk)
    return answer_button(
        request,
        reverse("schedules:draft", args=[pk]),
        _("Semua baris sudah disimpan."),
        lambda: services.apply_file(actor=who.person, draft=found, at=who.now),
    )
