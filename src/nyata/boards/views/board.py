"""The live board: today's duties, then people with what their day has become."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from nyata.boards.forms import LATE, UNENROLLED, BoardFilter
from nyata.boards.places import duty_places
from nyata.boards.selectors.board import PAGE_SIZE, Board, Question, board_of
from nyata.boards.selectors.crowd import has_board, has_summary
from nyata.boards.selectors.days import Asked
from nyata.boards.views.doors import Visitor, etag_of, is_part, tagged, unchanged, visitor
from nyata.boards.words import STATES


@require_GET
@login_required
def board(request: HttpRequest) -> HttpResponse:
    """The board; with HX-Request only its changing part, and 304 when nothing happened since."""
    who = visitor(request)
    if not has_board(who.authority):
        if has_summary(who.authority):
            return redirect("boards:summary")
        raise PermissionDenied
    tag = etag_of(request, who.now)
    if same := unchanged(request, tag):
        return same
    context = _context(request, who)
    return tagged(render(request, "boards/_live.html" if is_part(request) else "boards/board.html", context), tag)


def _context(request: HttpRequest, who: Visitor) -> dict:
    wanted = BoardFilter(request.GET).asked()
    day = min(wanted.get("hari") or who.today, who.today)
    question = Question(_asked(wanted), day, wanted.get("cari") or "", wanted.get("opd"))
    shown = board_of(who.authority, question, today=who.today, now=who.now)
    link = _Links(request.GET.dict())
    return {
        "board": shown,
        "question": question,
        "filters": _filters(shown, wanted.get("status") or "", link),
        "duties": duty_places(shown.duties, link),
        "is_today": question.day == who.today,
        "pager": _pager(shown, question.asked.page, link),
        "now": who.now,
        "here": request.get_full_path(),
        "status": wanted.get("status") or "",
    }


def _asked(wanted: dict) -> Asked:
    status = wanted.get("status") or ""
    return Asked(
        state=status if status in STATES else "",
        late=status == LATE,
        unenrolled=status == UNENROLLED,
        page=wanted.get("hal") or 1,
        size=PAGE_SIZE,
    )


class _Links:
    """Addresses of this board with something changed; the page starts again at one."""

    def __init__(self, now: dict[str, str]) -> None:
        self.now = {name: value for name, value in now.items() if name in BoardFilter.base_fields and value}

    def __call__(self, **changed: object) -> str:
        values = {**self.now, "hal": "", **{name: str(value or "") for name, value in changed.items()}}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def _filters(shown: Board, status: str, link: _Links) -> list[dict]:
    """Chips by state with their counts: those that are not empty, and the one chosen."""
    chips: list[dict] = [{"count": shown.total, "url": link(status=""), "current": not status}]
    for code, state in STATES.items():
        if shown.tally.get(code) or status == code:
            count = shown.tally.get(code, 0)
            chips.append({"count": count, "url": link(status=code), "current": status == code, "state": state})
    for code, count in ((LATE, shown.late), (UNENROLLED, shown.unenrolled)):
        if count or status == code:
            chips.append({"code": code, "count": count, "url": link(status=code), "current": status == code})
    return chips


def _pager(shown: Board, page: int, link: _Links) -> dict | None:
    if shown.pages < 2:
        return None
    return {
        "page": page,
        "pages": shown.pages,
        "before": link(hal=page - 1) if page > 1 else None,
        "after": link(hal=page + 1) if page < shown.pages else None,
    }
