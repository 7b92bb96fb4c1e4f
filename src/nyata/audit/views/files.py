"""A report as it was signed, and on paper."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from nyata.audit.paper import report_pdf
from nyata.audit.views.doors import Visitor, for_readers, report_asked


@require_GET
@for_readers
def as_json(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """The bytes that its SHA-256 is of."""
    one = report_asked(pk)
    return _file(bytes(one.content), "application/json", f"audit-{one.month:%Y-%m}-{one.version}.json")


@require_GET
@for_readers
def as_paper(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """The same as PDF/A."""
    one = report_asked(pk)
    return _file(report_pdf(one), "application/pdf", f"audit-{one.month:%Y-%m}-{one.version}.pdf")


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
