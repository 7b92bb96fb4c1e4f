"""How every desk page answers a form or a button. A refusal of any room comes back as its sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nyata.core.refusal import Refused


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
