"""The month of a team as a grid, recaps with columns as they are arranged, files, locks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nyata.attendance.codes import LEGEND
from nyata.attendance.columns import COLUMNS, DAYS, HOUR, USUAL, Column, chosen
from nyata.attendance.exports import MEDIA
from nyata.attendance.models import MonthLock, RecapLayout
from nyata.attendance.period import period_words
from nyata.attendance.selectors.locks import lock_of
from nyata.attendance.selectors.pages import GridRow, grid, page_of, totals_of
from nyata.attendance.selectors.reach import opds_in, units_in
from nyata.attendance.selectors.recap import tables_off
from nyata.attendance.services import layouts, locks
from nyata.attendance.views.doors import Shown, Visitor, number, officer, shown, unit_asked
from nyata.people.answering import answer_button
from nyata.people.models import Unit
from nyata.people.nip import masked

EMPTY = SafeString("<td></td>")


def _page(request: HttpRequest, who: Visitor) -> dict[str, Any]:
    """What team and recap have in common."""
    wanted, unit = shown(request, who.today), unit_asked(request, who)
    words = _words(request)
    page = page_of(wanted.days, unit, number=number(request.GET.get("hal")) or 1, words=words)
    units = units_in(who.reach) if who.reach.paths is not None else opds_in(who.reach)
    return {
        "who": who, "shown": wanted, "unit": unit, "page": page, "words": words, "units": units,
        "period": period_words(wanted.days.first, wanted.days.last), "legend": LEGEND,
        "lock": _lock(unit, wanted), "off": tables_off(wanted.days.last),
    }  # fmt: skip


def _lock(unit: Unit | None, wanted: Shown) -> MonthLock | None:
    return lock_of(unit, wanted.days.first, wanted.days.last) if unit and unit.parent_id is None else None


@require_GET
@login_required
@never_cache
def team(request: HttpRequest) -> HttpResponse:
    """People by days."""
    who = officer(request)
    context = _page(request, who)
    blank = reverse("attendance:person_day", args=[0, context["shown"].days.first])
    prefix = blank.split("/0/")[0]
    context |= {"rows": [(row, _squares(row, prefix)) for row in grid(context["page"])]}
    context["days"] = context["shown"].days.dates
    return render(request, "attendance/team.html", context)


def _squares(row: GridRow, prefix: str) -> SafeString:
    """The cells of one person's days; as many as a page has, a template takes ten times as long."""
    place = f"{prefix}/{row.person['person']}/"
    known = '<td class="tone-{}"><a href="{}{}/">{}</a></td>'
    return format_html_join(
        "", "{}",
        ((format_html(known, one.tone, place, one.day.isoformat(), one.code or "·") if one.is_known else EMPTY,)
         for one in row.squares),
    )  # fmt: skip


@require_GET
@login_required
@never_cache
def sums(request: HttpRequest) -> HttpResponse:
    """People by what their days add up to, in the columns of a saved arrangement."""
    who = officer(request)
    context = _page(request, who)
    layout = layout_asked(request)
    columns = columns_of(layout)
    shown_columns = [column for column in columns if column is not DAYS]
    found = context["page"].recap
    context |= {
        "columns": shown_columns,
        "rows": [_row(one, shown_columns) for one in found.people.iter_rows(named=True)],
        "totals": _totals(found.totals(), shown_columns),
        "layout": layout,
        "layouts": RecapLayout.objects.order_by("name"),
        "all_columns": _places(columns),
        "formats": tuple(MEDIA),
    }
    return render(request, "attendance/sums.html", context)


def layout_asked(request: HttpRequest) -> RecapLayout | None:
    """The saved arrangement that an address names."""
    return RecapLayout.objects.filter(name=request.GET.get("susunan", "")).first()


def columns_of(layout: RecapLayout | None) -> list[Column]:
    """Its columns; the usual ones without an arrangement."""
    return chosen(layout.columns if layout else USUAL)


def _places(columns: list[Column]) -> list[tuple[Column, int | None]]:
    """Every column there is with its place in this arrangement."""
    placed = {column.key: place for place, column in enumerate(columns, start=1)}
    return sorted(
        ((column, placed.get(column.key)) for column in COLUMNS.values()), key=lambda pair: pair[1] or len(COLUMNS) + 1
    )


@require_GET
@login_required
@never_cache
def totals(request: HttpRequest) -> HttpResponse:
    """The sums over everybody of all pages, as a row under those of one page."""
    who = officer(request)
    wanted, unit = shown(request, who.today), unit_asked(request, who)
    count, sums = totals_of(wanted.days, unit, words=_words(request))
    columns = [column for column in columns_of(layout_asked(request)) if column is not DAYS]
    context = {"total": count, "totals": _totals(sums, columns), "columns": columns}
    return render(request, "attendance/_totals.html", context)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:120]


def _row(person: dict[str, Any], columns: list[Column]) -> SafeString:
    """The cells of one person's sums; as many as a page has, a template takes five times as long."""
    return format_html_join("", "{}", ((_cell(column, person[column.key]),) for column in columns))


def _cell(column: Column, value: Any) -> SafeString:
    if column.is_sum:
        return format_html('<td class="number">{}</td>', _number(column, value))
    if column.key == "name":
        return format_html('<th scope="row">{}</th>', value)
    return format_html(
        '<td class="nowrap soft">{}</td>' if column.key == "nip" else "<td>{}</td>", _text(column, value)
    )


def _text(column: Column, value: str) -> str:
    return masked(value) if column.key == "nip" else value


def _number(column: Column, value: int) -> str:
    return str(localize(round(value / HOUR, 2))) if column.is_hours else str(value)


def _totals(sums: dict[str, int], columns: list[Column]) -> list[str]:
    """The sums in the order of the columns; nothing under who somebody is."""
    return [_number(column, sums[column.key]) if column.is_sum else "" for column in columns]


@require_POST
@login_required
def save_layout(request: HttpRequest) -> HttpResponse:
    """Keep an arrangement: `kolom-<key>` is the column's place, empty where it is left out."""
    who = officer(request)
    places = {key: number(request.POST.get(f"kolom-{key}")) for key in COLUMNS}
    keys = sorted((key for key, place in places.items() if place), key=lambda key: places[key] or 0)
    name = request.POST.get("name", "").strip()
    address = f"{reverse('attendance:sums')}?{_back(request)}&susunan={name}"
    return answer_button(
        request, address, _("Susunan kolom disimpan."),
        lambda: layouts.save_layout(actor=who.person, name=name, columns=keys, on=who.today, at=who.now),
    )  # fmt: skip


@require_POST
@login_required
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the shown days of an OPD, or open them again (`step`)."""
    who = officer(request)
    unit, wanted = unit_asked(request, who), shown(request, who.today)
    if unit is None:
        raise Http404
    opens = request.POST.get("step") == MonthLock.Step.REOPEN
    act = locks.reopen if opens else locks.lock
    said = _("Bulan dibuka kembali; hari yang berbeda dihitung ulang.") if opens else _("Bulan dikunci.")
    return answer_button(
        request, f"{reverse('attendance:sums')}?unit={unit.pk}&{wanted.query}", said,
        lambda: act(
            actor=who.person, unit=unit, first=wanted.days.first, last=wanted.days.last, at=who.now,
            words=request.POST.get("words", ""), document_number=request.POST.get("document_number", ""),
        ),
    )  # fmt: skip


def _back(request: HttpRequest) -> str:
    """The address's own question, without the arrangement."""
    query = request.GET.copy()
    query.pop("susunan", None)
    return query.urlencode()
