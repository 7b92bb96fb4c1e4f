"""The monthly apel as an evaluation, on one page that is printed or thrown at a wall."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.apel.selectors.evaluation import Part
from nyata.apel.selectors.evaluation import evaluation as evaluate
from nyata.apel.views.doors import Visitor, for_overseers
from nyata.attendance.period import month_before
from nyata.attendance.selectors.reach import opds_in
from nyata.people.models import Unit


@require_GET
@for_overseers
def evaluation(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Of the regency, or with ?opd= of one OPD; on ?tanggal= or today."""
    opds = Unit.objects.filter(parent=None, is_active=True) if who.is_everywhere else opds_in(who.reach)
    opd = _opd(request, who, list(opds))
    found = evaluate(who.person, _day(request, who), who.now, opd=opd)
    context = {
        "found": found, "who": who, "opds": opds.order_by("name"), "now": who.now,
        "rows": [_row(part, found.first, who, opd) for part in found.parts],
        "figures": _row(found.whole, found.first, who, opd),
        "objection_days": found.objections.days(who.now),
        "partial": sum(part.is_partial for part in found.parts),
        "opens_inbox": who.authority.is_hr or bool(who.authority.supervises),
    }  # fmt: skip
    return render(request, "apel/evaluation.html", context)


def _day(request: HttpRequest, who: Visitor) -> dt.date:
    try:
        return min(dt.date.fromisoformat(request.GET.get("tanggal", "")), who.today)
    except ValueError:
        return who.today


def _opd(request: HttpRequest, who: Visitor, opds: list[Unit]) -> Unit | None:
    asked = request.GET.get("opd", "")
    if not asked:
        return None if who.is_everywhere else next(iter(opds), None)
    found = next((unit for unit in opds if str(unit.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _row(part: Part, first: dt.date, who: Visitor, opd: Unit | None) -> dict[str, object]:
    """A part with its waits in days, and where its numbers open for this visitor."""
    unit = part.unit.pk or ""
    opens_days = bool(unit) and not who.reach.is_empty
    inner = bool(unit) and opd is None
    days = f"{reverse('attendance:sums')}?unit={unit}"
    return {
        "part": part,
        "change": _signed(part.change),
        "review_days": part.reviews.days(who.now),
        "correction_days": part.corrections.days(who.now),
        "inner": f"{reverse('apel:evaluation')}?opd={unit}" if inner else "",
        "covered": _covered(part),
        # The regency's numbers open to those of its OPD, below them.
        "days": f"{days}&bulan={first:%Y-%m}" if opens_days else "" if unit else "#bagian",
        "days_before": f"{days}&bulan={month_before(first):%Y-%m}" if opens_days else "",
        "apel": f"{reverse('apel:recap')}?unit={unit}&dari={first:%Y-%m}&sampai={first:%Y-%m}" if unit else
                f"{reverse('apel:recap')}?dari={first:%Y-%m}&sampai={first:%Y-%m}",
        "exemptions": reverse("leave:exemptions") + f"?bulan={first:%Y-%m-%d}" if not who.reach.is_empty else "",
        "reviews": reverse("boards:reviews") if _decides(who) else "",
        "corrections": reverse("leave:inbox") if _decides(who) else "",
    }  # fmt: skip


def _signed(points: float | None) -> str:
    """+1,5 or -0,3 as the language writes it; empty where there is nothing to compare with."""
    if points is None:
        return ""
    return ("+" if points > 0 else "") + formats.number_format(round(points, 1), 1)


def _covered(part: Part) -> str:
    """How many days of the month before and of this one are on record, where not all of them are."""
    if not part.is_partial:
        return ""
    then, now = (f"{len(one.dates)}/{one.length}" if one.asked else "0" for one in (part.before, part.month))
    return _("%(then)s → %(now)s hari") % {"now": now, "then": then}


def _decides(who: Visitor) -> bool:
    return who.authority.is_hr or bool(who.authority.supervises)
