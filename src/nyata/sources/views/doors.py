"""Who may open a page of other sources, and the machines that they find there."""

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

from nyata.people.models import Person
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of
from nyata.sources.models import Machine
from nyata.sources.selectors.reach import is_reader, keeps, machines_in

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, with their authority of today. The clock is read here, once a request."""

    person: Person
    authority: Authority
    now: dt.datetime
    today: dt.date

    def machine(self, pk: int) -> Machine:
        """A machine that they read; 404 else."""
        return get_object_or_404(machines_in(self.authority), pk=pk)

    def kept(self, pk: int) -> Machine:
        """A machine that they look after; 404 where they do not read it, 403 where they only read."""
        machine = self.machine(pk)
        if not keeps(self.authority, machine):
            raise PermissionDenied
        return machine


def _behind(view: View, allowed: Callable[[Authority], bool]) -> View:
    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        person, today = person_of(request), timezone.localdate(now)
        authority = authority_of(person, today)
        if not allowed(authority):
            raise PermissionDenied
        return view(request, Visitor(person, authority, now, today), *args, **kwargs)

    return cast(View, guarded)


def for_readers(view: View) -> View:
    """A page of HR officers, auditors, operators and supervisors. The view is given the visitor."""
    return _behind(view, is_reader)


def for_hr(view: View) -> View:
    """A page of HR officers."""
    return _behind(view, lambda authority: authority.is_hr)
