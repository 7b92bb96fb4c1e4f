"""The month's allowance by OPD and by person, as a page and as a file; keeping it; what two versions have otherwise."""

import io
import re
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nyata.allowance import export
from nyata.allowance.models import Calculation
from nyata.allowance.selectors import kept
from nyata.allowance.selectors.months import Line, month, totals
from nyata.allowance.services import keeping
from nyata.allowance.views.doors import Asked, asked, for_readers, opd_of
from nyata.allowance.words import told
from nyata.attendance.selectors.locks import lock_of
from nyata.attendance.views.doors import number
from nyata.people.answering import answer_button
from nyata.people.models import Unit

A_PAGE = 50


@require_GET
@for_readers
@never_cache
def offices(request: HttpRequest) -> HttpResponse:
    """Every OPD with what its people's months add up to."""
    found = asked(request)
    by_opd: dict[tuple[int, str], list[Line]] = {}
    lines = month(found.first, found.last, found.rules) if found.rules else []
    for line in lines:
        by_opd.setdefault((line.who.opd, line.who.opd_name), []).append(line)
    context = found.context() | {
        "rows": [(pk, name, totals(mine)) for (pk, name), mine in by_opd.items()],
        "sums": totals(lines),
        "opds": Unit.objects.filter(parent=None, is_active=True).order_by("name") if not found.rules else (),
    }
    return render(request, "allowance/offices.html", context)


@require_GET
@for_readers
@never_cache
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of an OPD; each row opens to its steps, each step to its days."""
    found, unit = asked(request), opd_of(pk)
    versions = kept.versions(unit, found.first, found.last)
    lines = _lines(found, unit, versions)
    page = Paginator(_named(lines, request.GET.get("q", "")), A_PAGE).get_page(request.GET.get("hal"))
    context = found.context() | {
        "unit": unit, "page": page, "words": request.GET.get("q", "")[:120], "sums": totals(lines),
        "rows": [(line, told(line.found) if line.found else []) for line in page],
        "lock": lock_of(unit, found.first, found.last), "versions": versions,
        "kept": versions[0] if versions and not found.is_example else None,
    }  # fmt: skip
    return render(request, "allowance/office.html", context)


def _lines(found: Asked, unit: Unit, versions: list[Calculation]) -> list[Line]:
    """The newest version kept; before the first, and by an example, what the days on record come to now."""
    if versions and not found.is_example:
        return kept.lines_of(versions[0])
    return month(found.first, found.last, found.rules, opd=unit) if found.rules else []


def _named(lines: list[Line], words: str) -> list[Line]:
    sought = words.casefold().split()[:6]
    return [one for one in lines if all(word in one.who.name.casefold() or word == one.who.nip for word in sought)]


@require_POST
@for_readers
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a locked month as it comes out now."""
    found, unit = asked(request), opd_of(pk)
    return answer_button(
        request, f"{reverse('allowance:office', args=[pk])}?{found.shown.query}", _("Hitungan TPP disimpan."),
        lambda: keeping.keep(actor=found.person, unit=unit, first=found.first, last=found.last, at=found.now),
    )  # fmt: skip


@require_GET
@for_readers
@never_cache
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions beside each other; the second may be what the days on record come to now."""
    found, unit = asked(request), opd_of(pk)
    known = kept.versions(unit, found.first, found.last)
    if not known:
        raise Http404
    before = _version(known, request.GET.get("dari_versi")) or known[-1]
    after = _version(known, request.GET.get("ke_versi"))
    now = month(found.first, found.last, found.own, opd=unit) if after is None else kept.lines_of(after)
    changed = kept.differences(kept.lines_of(before), now)
    page = Paginator(changed, A_PAGE).get_page(request.GET.get("hal"))
    context = found.context() | {
        "unit": unit, "known": known, "before": before, "after": after, "page": page,
        "rows": [(one, told(one.before) if one.before else [], told(one.after) if one.after else []) for one in page],
        "change": sum(one.change for one in changed),
    }  # fmt: skip
    return render(request, "allowance/versions.html", context)


def _version(known: list[Calculation], words: str | None) -> Calculation | None:
    return next((one for one in known if one.version == number(words)), None)


@require_GET
@for_readers
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """An OPD's calculation as a file, or everybody's (unit=semua); an example says on every row that it is one."""
    found = asked(request)
    form = request.GET.get("format", "xlsx")
    if form not in export.MEDIA or found.rules is None:
        raise Http404
    pk = number(request.GET.get("unit"))
    unit = opd_of(pk) if pk is not None else None
    if unit is None and request.GET.get("unit") != "semua":
        raise Http404
    lines = _all_lines(found, unit)
    file = io.BytesIO()
    export.write(form, lines, file, _heading(found, unit))
    answer = HttpResponse(file.getvalue(), content_type=export.MEDIA[form])
    place = re.sub(r"[^a-z0-9]+", "-", (unit.short_name or unit.name).lower()).strip("-") if unit else "semua"
    mark = "contoh-" if found.is_example else ""
    answer["Content-Disposition"] = f'attachment; filename="tpp-{mark}{place}-{found.shown.month:%Y-%m}.{form}"'
    return answer


def _all_lines(found: Asked, unit: Unit | None) -> list[Line]:
    if unit is not None:
        return _lines(found, unit, kept.versions(unit, found.first, found.last))
    assert found.rules is not None
    return month(found.first, found.last, found.rules)


def _heading(found: Asked, unit: Unit | None) -> export.Heading:
    context: dict[str, Any] = found.context()
    assert found.rules is not None
    return export.Heading(unit.name if unit else _("Semua OPD"), context["period"], found.rules.title, found.is_example)
