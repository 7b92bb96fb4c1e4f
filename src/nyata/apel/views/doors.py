"""What the pages of apel ask first: who is here, what may they arrange and read, what time is it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache

from nyata.apel.models import Session
from nyata.apel.selectors.reach import arranges_any, reads_lists, sessions_for
from nyata.attendance.selectors.reach import Reach
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

    @property
    def reach(self) -> Reach:
        return reads_lists(self.authority)

    @property
    def arranges(self) -> bool:
        return arranges_any(self.authority)

    @property
    def is_everywhere(self) -> bool:
        """Whether figures of the whole regency are for them."""
        return self.reach.paths is None or self.authority.is_executive


def _behind(view: View, allowed: Callable[[Visitor], bool]) -> View:
    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        person, today = person_of(request), timezone.localdate(now)
        who = Visitor(person, authority_of(person, today), now, today)
        if not allowed(who):
            raise PermissionDenied
        return view(request, who, *args, **kwargs)

    return cast(View, guarded)


def for_everybody(view: View) -> View:
    """A page of everybody who is signed in."""
    return _behind(view, lambda who: True)


def for_readers(view: View) -> View:
    """A page of who reads lists of others, and of executives."""
    return _behind(view, lambda who: not who.reach.is_empty or who.authority.is_executive)


def for_arrangers(view: View) -> View:
    """A page of who makes sessions: HR officers, heads and operators of an OPD."""
    return _behind(view, lambda who: who.arranges)


def for_answerers(view: View) -> View:
    """A page of who answers reasons: supervisors and HR officers."""
    return _behind(view, lambda who: who.authority.is_hr or bool(who.authority.supervises))


def for_overseers(view: View) -> View:
    """A page of figures of the whole regency or of the own OPD."""
    return _behind(view, lambda who: who.is_everywhere or who.arranges)


def session_of(who: Visitor, pk: int) -> Session:
    """A session whose page is theirs. Raises Http404."""
    return get_object_or_404(sessions_for(who.person, who.today), pk=pk)
