"""Apel over months: by OPD, by person, and as a file."""

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyata.apel import exports
from nyata.apel.selectors.recap import by_opd, by_person, sessions_between
from nyata.apel.views.doors import Visitor, for_readers
from nyata.attendance.period import month_after, month_before
from nyata.attendance.selectors.reach import opds_in, units_in
from nyata.people.models import Unit

MONTHS = 6
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Months from the first day of one to the last of another, and the OPD or unit; None: all."""

    first: dt.date
    last: dt.date
    unit: Unit | None


def _asked(request: HttpRequest, who: Visitor) -> Asked:
    this = who.today.replace(day=1)
    last = min(_month(request.GET.get("sampai")) or this, this)
    first = _month(request.GET.get("dari")) or month_before(month_before(last))
    if not first <= last:
        first = last
    oldest = last
    for _step in range(MONTHS * 2 - 1):
        oldest = month_before(oldest)
    return Asked(max(first, oldest), month_after(last) - DAY, _unit(request, who))


def _month(words: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{words}-01")
    except ValueError:
        return None


def _unit(request: HttpRequest, who: Visitor) -> Unit | None:
    """The unit asked for, the own one where somebody reaches one only. 404 for one that is not theirs."""
    asked = request.GET.get("unit", "")
    units = Unit.objects.all() if who.is_everywhere else units_in(who.reach)
    if asked:
        found = units.filter(pk=int(asked) if asked.isdigit() and len(asked) < 18 else 0).first()
        if found is None:
            raise Http404
        return found
    return None if who.is_everywhere else units.filter(is_active=True).first()


@require_GET
@for_readers
def recap(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Months of each OPD; of one OPD its people too, for who reads lists by name."""
    asked = _asked(request, who)
    names = asked.unit is not None and who.reach.holds(asked.unit.path) and not who.reach.is_empty
    opds = (
        Unit.objects.filter(parent=None, is_active=True).order_by("name") if who.is_everywhere else opds_in(who.reach)
    )
    context = {
        "asked": asked, "rows": list(by_opd(asked.first, asked.last, asked.unit).iter_rows(named=True)), "who": who,
        "people": list(by_person(asked.first, asked.last, asked.unit).iter_rows(named=True)) if names else [],
        "opds": opds, "sessions": sessions_between(asked.first, asked.last), "names": names,
    }  # fmt: skip
    return render(request, "apel/recap.html", context)


@require_GET
@for_readers
def download(request: HttpRequest, who: Visitor) -> HttpResponse:
    """The recap as a file: `isi=orang` by person, for who reads lists by name."""
    asked, form = _asked(request, who), request.GET.get("format", "xlsx")
    if form not in exports.MEDIA:
        raise Http404
    rows = _people(asked, who) if request.GET.get("isi") == "orang" else by_opd(asked.first, asked.last, asked.unit)
    name = f"apel-{asked.first:%Y%m}-{asked.last:%Y%m}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        exports.write(form, rows, asked.first, asked.last), content_type=exports.MEDIA[form], headers=headers
    )


def _people(asked: Asked, who: Visitor) -> pl.DataFrame:
    if who.reach.is_empty or not who.reach.holds(asked.unit.path if asked.unit else ""):
        raise PermissionDenied
    return by_person(asked.first, asked.last, asked.unit)
