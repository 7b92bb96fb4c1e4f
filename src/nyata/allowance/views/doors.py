"""What every page of the allowance asks first: who is here, which month, by which rules."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from nyata.allowance.selectors.templates import Rules, example_rules, examples, own_rules
from nyata.allowance.words import pay_title
from nyata.attendance.period import period_words
from nyata.attendance.views.doors import Shown, shown
from nyata.people.models import Person, Unit
from nyata.people.selectors import Authority, authority_of
from nyata.people.selectors.asking import person_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which days, and by which rules: the region's own, an example that was chosen, or none (`rules` is
    None). The clock is read here, once a request.
    """

    person: Person
    authority: Authority
    now: dt.datetime
    today: dt.date
    shown: Shown
    own: Rules
    rules: Rules | None

    @property
    def first(self) -> dt.date:
        return self.shown.days.first

    @property
    def last(self) -> dt.date:
        return self.shown.days.last

    @property
    def is_example(self) -> bool:
        return self.rules is not None and self.rules.is_example

    @property
    def query(self) -> str:
        """How an address names these days and this example."""
        return self.shown.query + (f"&contoh={self.rules.name}" if self.rules and self.rules.is_example else "")

    def context(self) -> dict[str, Any]:
        """What every page shows."""
        return {
            "asked": self, "shown": self.shown, "rules": self.rules, "own": self.own, "examples": examples(self.last),
            "period": period_words(self.first, self.last), "is_running": self.last >= self.today,
            "pay_title": pay_title(self.is_example),
        }  # fmt: skip


def asked(request: HttpRequest) -> Asked:
    """Who asks for what. One query."""
    now = timezone.now()
    today = timezone.localdate(now)
    person, wanted = person_of(request), shown(request, today)
    own = own_rules(wanted.days.last)
    example = example_rules(request.GET.get("contoh", ""), wanted.days.last)
    return Asked(person, authority_of(person, today), now, today, wanted, own,
                 example or (own if own.is_usable else None))  # fmt: skip


def for_readers(view: View) -> View:
    """A page of those who read everybody's allowance: HR officers and auditors; 403 for anybody else."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        authority = authority_of(person_of(request), timezone.localdate())
        if not (authority.is_hr or authority.is_auditor):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def opd_of(pk: int) -> Unit:
    """An OPD by its number; 404 for anything else."""
    found = Unit.objects.filter(pk=pk, parent=None).first()
    if found is None:
        raise Http404
    return found
