"""The month's allowance by OPD and by person, as a page and as a file; keeping it; what two versions have otherwise."""

import io
import re
from collections.abc import Sequence
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
from nyata.allowance.selectors.months import Line, Who, lines_of, month, people_of, totals
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
    calculation = _newest(found, versions)
    people = kept.people_of(calculation) if calculation else people_of(found.first, found.last, unit)
    words = request.GET.get("q", "")[:120]
    page = Paginator(_named(people, words), A_PAGE).get_page(request.GET.get("hal"))
    shown = list(page)
    is_small = len(people) <= A_PAGE
    lines = _lines(found, calculation, people if is_small else shown)
    context = found.context() | {
        "unit": unit, "page": page, "words": words, "versions": versions, "kept": calculation,
        "rows": [(line, told(line.found) if line.found else []) for line in lines if line.who in shown],
        "sums": kept.totals_of(calculation) if calculation else totals(lines) if is_small else None,
        "lock": lock_of(unit, found.first, found.last),
    }  # fmt: skip
    return render(request, "allowance/office.html", context)


@require_GET
@for_readers
@never_cache
def sums(request: HttpRequest, pk: int) -> HttpResponse:
    """What the months of a large OPD come to, for the foot of its page: everybody's is worked out for it."""
    found = asked(request)
    if found.rules is None:
        raise Http404
    lines = month(found.first, found.last, found.rules, opd=opd_of(pk))
    return render(request, "allowance/_sums.html", found.context() | {"sums": totals(lines)})


def _newest(found: Asked, versions: list[Calculation]) -> Calculation | None:
    """The newest version kept; None before the first, and by an example: then the days on record are asked."""
    return versions[0] if versions and not found.is_example else None


def _lines(found: Asked, calculation: Calculation | None, people: Sequence[Who]) -> list[Line]:
    if calculation is not None:
        return kept.lines_of(calculation, people)
    return lines_of(people, found.first, found.last, found.rules) if found.rules else []


def _named(people: Sequence[Who], words: str) -> list[Who]:
    sought = words.casefold().split()[:6]
    return [one for one in people if all(word in one.name.casefold() or word == one.nip for word in sought)]


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
    assert found.rules is not None
    versions = kept.versions(unit, found.first, found.last) if unit else []
    calculation = _newest(found, versions)
    return kept.lines_of(calculation) if calculation else month(found.first, found.last, found.rules, opd=unit)


def _heading(found: Asked, unit: Unit | None) -> export.Heading:
    context: dict[str, Any] = found.context()
    assert found.rules is not None
    return export.Heading(unit.name if unit else _("Semua OPD"), context["period"], found.rules.title, found.is_example)
