"""A session for leaders: the list of sessions, the live count at the yard, the paper to hand in."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.apel.models import Session
from nyata.apel.refusals import Code, Refused
from nyata.apel.selectors.board import A_PAGE, A_PAPER, Board, board, revision
from nyata.apel.selectors.reach import arranges_for, may_answer, sessions_for
from nyata.apel.selectors.standing import Is, stood
from nyata.apel.services import sealing
from nyata.apel.views.doors import Visitor, for_readers, session_of
from nyata.apel.words import STANDINGS, STATES, told
from nyata.attendance.selectors.reach import opds_in
from nyata.people.answering import answer_button
from nyata.people.models import Unit

SESSIONS_A_PAGE = 40
AHEAD = dt.timedelta(days=31)


@require_GET
@for_readers
def sessions(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Sessions that invite anybody of theirs: today's, coming and past."""
    wanted = sessions_for(who.person, who.today)
    opd = _opd(request, who)
    if opd is not None:
        wanted = wanted.filter(invitations__unit__path__startswith=str(opd.path))
    kind = request.GET.get("jenis", "")
    if kind:
        wanted = wanted.filter(kind=kind)
    when = request.GET.get("kapan", "lalu")
    wanted = wanted.filter(day__gt=who.today, day__lte=who.today + AHEAD) if when == "datang" else wanted.filter(
        day__lte=who.today
    )  # fmt: skip
    order = ("starts_at", "pk") if when == "datang" else ("-starts_at", "pk")
    page = Paginator(wanted.distinct().order_by(*order), SESSIONS_A_PAGE).get_page(request.GET.get("hal"))
    rows = [(one, STANDINGS[one.standing.state]) for one in stood(list(page.object_list), who.now)]
    context = {
        "page": page, "rows": rows, "who": who, "when": when, "kind": kind, "kinds": Session.kind.field.choices,
        "opd": opd, "opds": _opds(who),
    }  # fmt: skip
    return render(request, "apel/sessions.html", context)


def _opds(who: Visitor) -> list[Unit]:
    """The OPD to choose from, where there are several."""
    if who.is_everywhere:
        return list(Unit.objects.filter(parent=None, is_active=True).order_by("name"))
    return list(opds_in(who.reach))


def _opd(request: HttpRequest, who: Visitor) -> Unit | None:
    asked = request.GET.get("opd", "")
    if not asked:
        return None
    found = next((unit for unit in _opds(who) if str(unit.pk) == asked), None)
    if found is None:
        raise Http404
    return found


@require_GET
@for_readers
def session(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """How many are there, by unit, and who is not; the page asks again by itself."""
    shown = session_of(who, pk)
    tag = f'"{revision(shown, who.now, who.person.pk, request.get_full_path(), get_language())}"'
    is_part = "HX-Request" in request.headers
    if is_part and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    answer = render(request, "apel/_live.html" if is_part else "apel/session.html", _context(request, who, shown))
    answer["ETag"] = tag
    return answer


@require_GET
@for_readers
def paper(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """The same for a printer: everybody who is not there, on one list."""
    return render(request, "apel/paper.html", _context(request, who, session_of(who, pk), A_PAPER))


def _context(request: HttpRequest, who: Visitor, shown: Session, most: int = A_PAGE) -> dict[str, object]:
    names = not who.reach.is_empty
    number = int(asked) if (asked := request.GET.get("hal", "1")).isdigit() and len(asked) < 5 else 1
    opd = _opd(request, who)
    standing = stood([shown], who.now)[0].standing
    found = None
    if standing.is_held:
        found = board(shown, who.now, who.reach, opd=opd, names=names, page=max(number, 1), most=most)
    return {
        "session": shown, "standing": standing, "sign": STANDINGS[standing.state], "board": found, "who": who,
        "now": who.now, "here": request.get_full_path(), "names": names, "opd": opd,
        "rows": _rows(found, who), "pages": -(-found.total // most) if found else 0, "number": number,
        "is_live": standing.state in (Is.OPEN, Is.COMING), "steps": shown.steps.select_related("actor").order_by("-pk"),
        "sealings": shown.sealings.order_by("-version"),
        "arranges": arranges_for(who.authority, shown.unit),
        "may_change": standing.state in (Is.COMING, Is.SUSPENDED) and who.now < shown.opens_at,
        "may_seal": who.authority.is_hr and standing.state == Is.OVER and not shown.sealed_version,
    }  # fmt: skip


def _rows(found: Board | None, who: Visitor) -> list[dict[str, object]]:
    absent = found.absent if found else []
    return [
        {
            "one": one, "sign": STATES[one.line.state], "told": told(one.line),
            "may_answer": one.reason and not one.reason.answer and may_answer(who.authority, one.person),
        }
        for one in absent
    ]  # fmt: skip


@require_POST
@for_readers
def seal(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Close the list before its time."""
    shown = session_of(who, pk)

    def act() -> None:
        if not who.authority.is_hr:
            raise Refused(Code.NOT_ALLOWED)
        sealing.seal(session=shown, at=who.now)

    return answer_button(request, reverse("apel:session", args=[pk]), _("Daftar ditutup dan tercatat."), act)
