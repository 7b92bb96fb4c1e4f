"""Who may open a page of schedules, and how a form is answered."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from nyata.people.models import Person
from nyata.people.refusals import Refused as FileRefused
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of
from nyata.schedules.refusals import Refused

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


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form, and where "Batal" leads."""

    title: Any
    submit: Any
    back: str
    lead: Any = ""
    template: str = "schedules/form.html"


def answer_form(
    request: HttpRequest, form: Form, page: FormPage, act: Callable[[], tuple[str, Any]], **context: Any
) -> HttpResponse:
    """Show a form, or carry out what it says: `act` returns where to go and what to say.

    A refusal comes back on the form (status 422), as does what the form itself cannot read.
    """
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                address, words = act()
            except (Refused, FileRefused) as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, words)
                return redirect(address)
        status = 422
    return render(request, page.template, {"form": form, "page": page, **context}, status=status)


def answer_button(request: HttpRequest, address: str, words: Any, act: Callable[[], object]) -> HttpResponse:
    """Carry out what a button says and go on to `address`, with a message either way."""
    try:
        act()
    except (Refused, FileRefused) as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, words)
    return redirect(address)
