"""Salaries that ten days in a row concern: HR's list, and as a file. Each step of it was recorded by a person."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from nyata.attendance.views.doors import Visitor, visitor
from nyata.discipline.salary_file import COLUMNS, rows, write
from nyata.discipline.selectors.findings import salary_cases
from nyata.discipline.words import duties


def _officer(request: HttpRequest) -> Visitor:
    who = visitor(request)
    if not (who.reach.authority.is_hr or who.reach.authority.is_auditor):
        raise PermissionDenied
    return who


@require_GET
@login_required
@never_cache
def cases(request: HttpRequest) -> HttpResponse:
    """Who, which days, and how far it has come."""
    who = _officer(request)
    found = salary_cases(who.today)
    context = {
        "rows": list(zip(found, rows(found), strict=True)),
        "heads": [column.title for column in COLUMNS],
        "duties": duties("PNS", who.today),
    }
    return render(request, "discipline/salary.html", context)


@require_GET
@login_required
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    who = _officer(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="penghentian-gaji-{who.today}.csv"'
    write(salary_cases(who.today), answer)
    return answer
