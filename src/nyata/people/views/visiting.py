"""Who stands before a page: asked once a request, and turned away where the page is not theirs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

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


def page_of(allowed: Callable[[Authority], bool], visitor: Callable[..., Visitor] = Visitor) -> Callable[[View], View]:
    """A page of those who are allowed, 403 for everybody else; its view is given the visitor after the request."""

    def behind(view: View) -> View:
        @login_required
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            now = timezone.now()
            person, today = person_of(request), timezone.localdate(now)
            authority = authority_of(person, today)
            if not allowed(authority):
                raise PermissionDenied
            return view(request, visitor(person, authority, now, today), *args, **kwargs)

        return cast(View, guarded)

    return behind
