"""The policy as officers read it, and the decisions of BKPSDM and Bagian Hukum on it.

People lie above this room, so the roles of whoever asks come with the request: `nyata.people.middleware` puts them
there as `request.authority`. The templates share the officers' desk.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nyata.core.policy import Key, Value
from nyata.rules import selectors, services
from nyata.rules.forms import DecisionForm, first_shown
from nyata.rules.models import RuleDecision
from nyata.rules.refusals import Refused

READERS = {*RuleDecision.Office.values, "auditor"}


class OfficersRequest(HttpRequest):
    """A request with the posts of whoever asks."""

    authority: services.Officer


def _for(roles: set[str]) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not cast(OfficersRequest, request).authority.roles & roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast(Callable[..., HttpResponse], guarded)

    return guard


@require_GET
@_for(READERS)
def rules(request: HttpRequest) -> HttpResponse:
    day = timezone.localdate()
    chapters = selectors.chapters(day)
    words = request.GET.get("cari", "")[:80]
    waiting = request.GET.get("tunggu") == "1"
    area = request.GET.get("bagian", "" if words or waiting else "working_time")
    context = {
        "chapters": chapters,
        "area": area,
        "words": words,
        "waiting": waiting,
        "waiting_count": sum(chapter.waiting for chapter in chapters),
        "lines": selectors.find(day, area=area, words=words, waiting=waiting),
        "void": _void(),
    }
    return render(request, "rules/rules.html", context)


def _void() -> list[tuple[str, Key | None]]:
    """Values whose signatures no longer count, each with its key where the files still have it."""
    names = sorted({decision.value for decision in selectors.decisions_on_other_words()})
    return [(name, selectors.book().keys.get(name.split("@")[0])) for name in names]


@require_GET
@_for(READERS)
def rule(request: HttpRequest, key: str) -> HttpResponse:
    found, day = _key(key), timezone.localdate()
    signed, decisions = selectors.signatures(found, day)
    told = selectors.told(found, day)
    context = {
        "key": found,
        "area": key.split(".")[0],
        "told": [(one, signed.get(one.value.id)) for one in reversed(told)],
        "decisions": decisions,
        "is_off": any(one.state == "off" for one in told) and not any(one.state == "on" for one in told),
        "may_decide": bool(_offices(request)),
        "valid": {value.id: value.fingerprint for value in found.values},
    }
    return render(request, "rules/rule.html", context)


@require_http_methods(["GET", "POST"])
@_for(set(RuleDecision.Office.values))
def decide(request: HttpRequest, key: str) -> HttpResponse:
    found, day = _key(key), timezone.localdate()
    value = _value(found, request.GET.get("nilai", ""))
    offices = _offices(request)
    signed = selectors.signatures(found, day)[0][value.id]
    is_on = any(one.newest and one.newest.kind == "on" for one in signed if one.office in offices)
    form = DecisionForm(request.POST or None, offices=offices, initial=first_shown(value.fingerprint, is_on, day))
    if request.method == "POST" and form.is_valid() and _decided(request, form, value):
        return redirect("rules:rule", key)
    context = {"key": found, "value": value, "form": form, "signed": signed, "today": day}
    return render(request, "rules/decide.html", context, status=422 if request.method == "POST" else 200)


def _decided(request: HttpRequest, form: DecisionForm, value: Value) -> bool:
    officer = cast(OfficersRequest, request).authority
    try:
        decision = services.decide(officer=officer, order=form.order(value.id), at=timezone.now())
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, _outcome(decision, value))
    return True


def _outcome(decision: RuleDecision, value: Value) -> str:
    if decision.kind == RuleDecision.Kind.OFF:
        return _("Keputusan dicatat. Nilai ini nonaktif mulai tanggal itu.")
    other = [one for one in selectors.signatures(_key(value.key), decision.since)[0][value.id] if not one.is_on]
    if other:
        office = other[0].office.label
        return _("Keputusan dicatat. Nilai berlaku setelah %(office)s juga mengaktifkannya.") % {"office": office}
    return _("Keputusan dicatat. Kedua kantor setuju; nilai ini berlaku mulai tanggal yang lebih akhir.")


def _offices(request: HttpRequest) -> list[str]:
    return [office for office in RuleDecision.Office.values if office in cast(OfficersRequest, request).authority.roles]


def _key(name: str) -> Key:
    found = selectors.book().keys.get(name)
    if found is None:
        raise Http404
    return found


def _value(key: Key, name: str) -> Value:
    found = next((one for one in key.values if one.id == name and one.can_be_switched), None)
    if found is None:
        raise Http404
    return found
