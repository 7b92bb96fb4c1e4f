"""Nyata and other sources side by side: a unit's days, one day with every record, and the table as a file."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.checkins.selectors.punches import checkins
from nyata.core.policy import Policy
from nyata.people.models import Person, Unit
from nyata.people.selectors import people_visible_to
from nyata.rules.selectors import policy_on
from nyata.sources.selectors.beside import STATES, WIDEST, Beside, beside, people_of
from nyata.sources.selectors.counting import rules_of
from nyata.sources.selectors.punches import punches_of, wall
from nyata.sources.selectors.reach import machines_in, units_in
from nyata.sources.views.doors import Visitor, for_readers
from nyata.sources.words import CAUSES, difference, direction_word, told
from nyata.sources.words import STATES as STATE_WORDS

A_PAGE = 40
SPAN = dt.timedelta(days=29)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The unit and the days that an address asks for, with the policy of the last of them."""

    unit: Unit
    first: dt.date
    last: dt.date
    rules: Policy

    @property
    def query(self) -> str:
        return f"unit={self.unit.pk}&dari={self.first}&sampai={self.last}"


def _asked(request: HttpRequest, who: Visitor) -> Asked | None:
    """None where there is no unit to look at yet. A unit or a day that cannot be read is the first of them."""
    units = units_in(who.authority)
    wanted = request.GET.get("unit", "")
    unit = units.filter(pk=int(wanted)).first() if wanted.isdigit() and len(wanted) < 12 else None
    if wanted and unit is None:
        raise Http404
    unit = unit or _first_unit(who) or units.filter(parent__isnull=True).first() or units.first()
    if unit is None:
        return None
    last = min(_day(request.GET.get("sampai"), who.today), who.today)
    rules = policy_on(last)
    first = min(_day(request.GET.get("dari"), last - SPAN), last)
    return Asked(unit, max(first, last - rules.sources.comparison.days + DAY), last, rules)


def _first_unit(who: Visitor) -> Unit | None:
    machine = machines_in(who.authority).order_by("unit__path").first()
    return machine.unit if machine else None


def _day(text: str | None, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return otherwise


@require_GET
@for_readers
def page(request: HttpRequest, who: Visitor) -> HttpResponse:
    asked = _asked(request, who)
    if asked is None:
        raise PermissionDenied
    laid = beside(people_of(asked.unit, asked.first, asked.last), asked.first, asked.last, asked.rules)
    state = request.GET.get("jenis", "") if request.GET.get("jenis", "") in STATES else ""
    day = _day(request.GET.get("hari"), dt.date.min)
    rows = laid.of(state=state, day=None if day == dt.date.min else day)
    if not state and day == dt.date.min:
        rows = laid.days.filter(laid.days["state"] != "agree")
    found = Paginator(range(rows.height), A_PAGE).get_page(request.GET.get("hal"))
    context = {
        "asked": asked,
        "units": units_in(who.authority),
        "tally": [(state, STATE_WORDS[state], count, CAUSES.get(state, "")) for state, count in laid.tally.items()],
        "total": laid.days.height,
        "by_day": laid.by_day,
        "spread": _bars(laid),
        "clock": _clock(laid, asked),
        "machines": machines_in(who.authority).filter(unit__path__startswith=str(asked.unit.path)),
        "rules": rules_of(asked.unit, asked.first, asked.last),
        "state": state,
        "state_word": STATE_WORDS.get(state, ""),
        "day": None if day == dt.date.min else day,
        "page": found,
        "rows": list(_rows(rows.slice((found.number - 1) * A_PAGE, A_PAGE))),
    }
    return render(request, "sources/beside.html", context)


def _bars(laid: Beside) -> dict[str, Any]:
    """The spread of differences as bars 60 high, from the first that has any pairs to the last; `sign` at open ends."""
    spread = laid.spread
    used = [place for place, (_, count) in enumerate(spread) if count] or [WIDEST]
    shown = spread[max(used[0] - 1, 0) : used[-1] + 2]
    most = max(count for _, count in shown) or 1
    bars = [
        {"minutes": minutes, "count": count, "x": place * 16, "height": round(60 * count / most),
         "y": 60 - round(60 * count / most), "sign": {-WIDEST: "≤", WIDEST: "≥"}.get(minutes, "")}
        for place, (minutes, count) in enumerate(shown)
    ]  # fmt: skip
    return {"bars": bars, "units": len(bars) * 16 + 8, "pixels": len(bars) * 28}


def _clock(laid: Beside, asked: Asked) -> dict[str, Any] | None:
    """The middle of all differences, where there are enough pairs and it is more than what counts as the same."""
    pairs = laid.differences
    if len(pairs) < asked.rules.sources.comparison.clock_pairs:
        return None
    middle = round(median(pairs))
    if abs(middle) <= asked.rules.sources.comparison.agree_within.total_seconds() // 60:
        return None
    return {"minutes": abs(middle), "ahead": middle > 0, "signed": middle, "pairs": len(pairs)}


def _rows(rows: Any) -> Iterator[dict[str, Any]]:
    """Rows of a table with the person and clock times."""
    people = Person.objects.select_related("unit").in_bulk(rows["person"].unique().to_list())
    for row in rows.iter_rows(named=True):
        times = {
            f"{side}_{end}": None if row[f"{side}_{end}"] is None else wall(row[f"{side}_{end}"])
            for side in ("nyata", "machine") for end in ("in", "out")
        }  # fmt: skip
        yield {**row, **times, "person": people[row["person"]], "word": STATE_WORDS[row["state"]],
               "difference": difference(row)}  # fmt: skip


@require_GET
@for_readers
def download(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Every row as CSV. With a byte order mark, so that Excel reads it as UTF-8."""
    asked = _asked(request, who)
    if asked is None:
        raise PermissionDenied
    laid = beside(people_of(asked.unit, asked.first, asked.last), asked.first, asked.last, asked.rules)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="banding-{asked.first}-{asked.last}.csv"'
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([
        _("tanggal"), _("nama"), _("NIP"), _("unit"), _("Nyata masuk"), _("Nyata pulang"), _("sumber lain masuk"),
        _("sumber lain pulang"), _("beda masuk (menit)"), _("beda pulang (menit)"), _("keadaan"),
    ])  # fmt: skip
    for row in _rows(laid.days):
        times = [row[name].strftime("%H:%M:%S") if row[name] else "" for name in
                 ("nyata_in", "nyata_out", "machine_in", "machine_out")]  # fmt: skip
        person = row["person"]
        # An apostrophe would be shown; a tab keeps Excel from rounding 18 digits and is not.
        writer.writerow([row["day"], person.name, f"\t{person.nip}", person.unit.name, *times, row["in_minutes"],
                         row["out_minutes"], row["word"]])  # fmt: skip
    return answer


@require_GET
@for_readers
def day(request: HttpRequest, who: Visitor, pk: int, day: str) -> HttpResponse:
    """Every record of one person's day, as each source told it."""
    try:
        wanted = dt.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    person = get_object_or_404(people_visible_to(who.person, who.today), pk=pk)
    own = checkins([person.pk], wanted, wanted)
    laid = beside([person.pk], wanted, wanted, policy_on(wanted))
    row = next(_rows(laid.days), None)
    context = {
        "person": person,
        "day": wanted,
        "row": row,
        "cause": CAUSES.get(row["state"], "") if row else "",
        "checkins": [(wall(second), direction_word(way)) for second, way in own.select("second", "direction").rows()],
        "punches": told(punches_of(person.pk, wanted, wanted)),
        "before": wanted - DAY,
        "after": wanted + DAY if wanted < who.today else None,
    }
    return render(request, "sources/day.html", context)
