"""Checkpoints: two of them beside each other, and one to be printed for the apel."""

import io
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nyata.audit.selectors import checkpoints
from nyata.audit.selectors.checkpoints import Page
from nyata.audit.views.doors import Visitor, for_readers
from nyata.ledger.models import Checkpoint


@require_GET
@for_readers
def compare(request: HttpRequest, who: Visitor) -> HttpResponse:
    """Two checkpoints side by side: whether the later continues the earlier, proven anew."""
    found = checkpoints.worth_comparing()
    context: dict[str, Any] = {"checkpoints": found, "first": "", "second": ""}
    if len(found) >= 2:
        first, second = (_asked(request, name, found[at].pk) for name, at in (("dari", 1), ("sampai", 0)))
        try:
            context |= {"first": first, "second": second, "compared": checkpoints.compared(first, second)}
        except Checkpoint.DoesNotExist as error:
            raise Http404 from error
    return render(request, "audit/compare.html", context)


@require_GET
@for_readers
def apel_page(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """One checkpoint on a sheet, to be read aloud and hung up."""
    return render(request, "audit/apel_page.html", {"page": _page(pk)})


@require_GET
@for_readers
def code(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """The whole note as a QR code (SVG)."""
    file = io.BytesIO()
    drawn = segno.make(_page(pk).checkpoint.note, error="l", micro=False)
    drawn.save(file, kind="svg", border=4, omitsize=True, dark="#12211f", light="#ffffff")
    return HttpResponse(file.getvalue(), content_type="image/svg+xml")


def _page(pk: int) -> Page:
    try:
        return checkpoints.page(pk)
    except Checkpoint.DoesNotExist as error:
        raise Http404 from error


def _asked(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdigit() and len(given) < 19 else otherwise
