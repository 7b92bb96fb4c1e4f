"""Who may open a page, and how a form or a button is answered."""

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

from nyata.people.refusals import Refused
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of

__all__ = ["FormPage", "answer_button", "answer_form", "for_hr", "for_officers", "person_of"]

View = Callable[..., HttpResponse]


def _behind(view: View, allowed: Callable[[Authority], bool]) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allowed(authority_of(person_of(request), timezone.localdate())):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def for_hr(view: View) -> View:
    """A page of HR officers; 403 for everybody else."""
    return _behind(view, lambda authority: authority.is_hr)


def for_officers(view: View) -> View:
    """A page of HR officers and of operators, who see their own units in it."""
    return _behind(view, lambda authority: authority.is_hr or bool(authority.operates))


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form, and where "Batal" leads."""

    title: Any
    submit: Any
    back: str
    lead: Any = ""
    template: str = "people/form.html"


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
            except Refused as refused:
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
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, words)
    return redirect(address)
