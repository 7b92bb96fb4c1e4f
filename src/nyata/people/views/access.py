"""Who may open a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of

__all__ = ["for_hr", "for_officers", "person_of"]

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
