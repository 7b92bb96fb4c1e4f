"""Who may open a page of schedules."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, with their authority of today. The clock is read here, once a request."""

    person: Person
    authority: Authority
    now: dt.datetime
    today: dt.date


def _behind(view: View, allowed: Callable[[Authority], bool]) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        person, today = person_of(request), timezone.localdate(now)
        authority = authority_of(person, today)
        if not allowed(authority):
            raise PermissionDenied
        return view(request, Visitor(person, authority, now, today), *args, **kwargs)

    return cast(View, guarded)


def for_hr(view: View) -> View:
    """A page of HR officers; 403 for everybody else. The view is given the visitor."""
    return _behind(view, lambda authority: authority.is_hr)


def for_planners(view: View) -> View:
    """A page of whoever sets rosters and patterns: HR officers, operators, supervisors."""
    return _behind(view, lambda authority: authority.is_hr or bool(authority.operates or authority.supervises))
