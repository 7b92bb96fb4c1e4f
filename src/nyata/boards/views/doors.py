"""What every page of the boards asks first: who is here, what may they do today, what time is it."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from nyata.boards.selectors.crowd import has_board, has_summary
from nyata.boards.selectors.revision import revision
from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, with their authority of today. The clock is read here, once a request."""

    person: Person
    authority: Authority
    now: dt.datetime
    today: dt.date


def visitor(request: HttpRequest) -> Visitor:
    """Who asks. One query."""
    now = timezone.now()
    today = timezone.localdate(now)
    person = person_of(request)
    return Visitor(person, authority_of(person, today), now, today)


def board_visitor(request: HttpRequest) -> Visitor:
    """Somebody who has a board. Raises PermissionDenied for anybody else."""
    found = visitor(request)
    if not has_board(found.authority):
        raise PermissionDenied
    return found


def summary_visitor(request: HttpRequest) -> Visitor:
    """Somebody who may see the figures of every OPD. Raises PermissionDenied for anybody else."""
    found = visitor(request)
    if not has_summary(found.authority):
        raise PermissionDenied
    return found


def is_part(request: HttpRequest) -> bool:
    """Whether only the changing part of a page is wanted (by our script or htmx)."""
    return "HX-Request" in request.headers


def etag_of(request: HttpRequest, now: dt.datetime) -> str:
    """The tag of what this person would see at this address now. One query."""
    return f'"{revision(now, request.user.pk, request.get_full_path(), get_language())}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 where the page in the browser still says the truth."""
    if is_part(request) and request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return None


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The answer with its tag; nobody else's cache may keep it."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "HX-Request", "Accept-Language"])
    return response
