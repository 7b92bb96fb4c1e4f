"""Recaps and months as files: for spreadsheets and programs, and on paper."""

import io
import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyata.attendance.exports import MEDIA, letterhead, write
from nyata.attendance.exports.month_paper import month_pdf
from nyata.attendance.refusals import Code
from nyata.attendance.selectors import month as days
from nyata.attendance.selectors.recap import recap
from nyata.attendance.views.doors import Shown, officer, person_of_month, shown, unit_asked, visitor
from nyata.attendance.views.recaps import columns_of, layout_asked


@require_GET
@login_required
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """A recap as a file: of one unit, or for HR officers and auditors of all (unit=semua), which no paper holds."""
    who = officer(request)
    form = request.GET.get("format", "xlsx")
    if form not in MEDIA:
        raise Http404
    wanted, unit = shown(request, who.today), None
    if request.GET.get("unit") != "semua":
        unit = unit_asked(request, who)
    elif who.reach.paths is not None:
        raise PermissionDenied
    elif form == "pdf":
        messages.error(request, Code.PAPER_OF_ONE_OPD.sentence)
        return redirect(f"{reverse('attendance:sums')}?{wanted.query}")
    found, file = recap(wanted.days.first, wanted.days.last, opd=unit), io.BytesIO()
    head = letterhead(_("Rekapitulasi kehadiran pegawai"), unit, at=who.now)
    write(form, found, columns_of(layout_asked(request)), file, head=head)
    return _file(file.getvalue(), MEDIA[form], f"rekap-{_plain(unit.name if unit else 'semua')}", wanted, form)


@require_GET
@login_required
@never_cache
def month_paper(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A month with its reasons on paper: one's own, or of somebody the days that the actor may read."""
    who = visitor(request)
    wanted = shown(request, who.today)
    person, readable = person_of_month(who, pk, wanted.days)
    found = days.month_of(person.pk, wanted.days.first, wanted.days.last, today=who.today, as_of=who.minute)
    records = {day: record for day, record in found.items() if readable(day)}
    rules = days.rules_of(records.values(), person.pk)
    head = letterhead(_("Catatan kehadiran pegawai"), person.unit, at=who.now)
    content = month_pdf(person, wanted.days, records, rules, head=head)
    return _file(content, MEDIA["pdf"], f"kehadiran-{_plain(person.name)}", wanted, "pdf")


def _file(content: bytes, media: str, name: str, wanted: Shown, ending: str) -> HttpResponse:
    dates = f"{wanted.days.first:%Y%m%d}-{wanted.days.last:%Y%m%d}"
    headers = {"Content-Disposition": f'attachment; filename="{name}-{dates}.{ending}"'}
    return HttpResponse(content, content_type=media, headers=headers)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "nyata"
