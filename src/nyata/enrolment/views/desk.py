"""The officer's desk: whom to enrol, and one enrolment from its code to its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.accounts.sessions import person_of
from nyata.enrolment import selectors, services
from nyata.enrolment.forms import Start
from nyata.enrolment.models import Enrolment
from nyata.enrolment.refusals import Code, Refused
from nyata.people.selectors import authority_of


@login_required
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Whom the officer may enrol, and what waits for them. An auditor goes to what was drawn."""
    on = timezone.localdate()
    powers = authority_of(person_of(request), on)
    if powers.is_auditor and not powers.is_hr and not powers.operates:
        return redirect("enrolment:reverifications")
    if not powers.is_hr and not powers.operates:
        raise Http404
    state, words = request.GET.get("keadaan", ""), request.GET.get("cari", "")
    people = selectors.people_to_enrol(person_of(request), on)
    found = selectors.matching(selectors.in_state(people, state), words).order_by("name", "pk")
    context = {
        "page": Paginator(found, 30).get_page(request.GET.get("hal")),
        "state": state,
        "words": words,
        "progress": selectors.progress(person_of(request), on),
        "questions": selectors.lookalikes_for(person_of(request), on).filter(answer="open").count(),
        "changes": selectors.changes_for(person_of(request), on).count(),
        "doubted": selectors.doubted(person_of(request), on)[:20],
        "is_hr": powers.is_hr,
    }
    return render(request, "enrolment/desk.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the person who is present with a card, then open the enrolment."""
    at = timezone.now()
    on = timezone.localdate(at)
    person = selectors.enrollable(person_of(request), on, pk)
    form = Start(request.POST or None)
    context = {"person": person, "form": form, "face": selectors.face_state(person)}
    try:
        if form.is_valid():
            enrolment = services.open_enrolment(
                person=person,
                officer=person_of(request),
                card=form.cleaned_data["card"],
                renew_face=form.cleaned_data["renew_face"],
                at=at,
            )
            return redirect("enrolment:opened", enrolment.pk)
        services.guard_officer(person=person, officer=person_of(request), on=on)
        context["scope"] = Enrolment.Scope(services.scope_for(person=person, on=on, renew_face=True))
    except Refused as refused:
        context["refused"] = refused
        context["open"] = selectors.open_enrolment_of(person)
        return render(request, "enrolment/start.html", context, status=refused.status)
    return render(request, "enrolment/start.html", context, status=422 if form.is_bound else 200)


def _opened(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    at = timezone.now()
    enrolment = selectors.enrolment_for(person_of(request), timezone.localdate(at), pk)
    context = {
        "enrolment": enrolment,
        "is_open": enrolment.state == Enrolment.State.OPEN and enrolment.expires_at > at,
        "said": Code(enrolment.last_refusal).sentence if enrolment.last_refusal else "",
        "face": selectors.face_state(enrolment.person),
        "device": selectors.active_device(enrolment.person),
        "code": services.code_of(enrolment),
    }
    return render(request, template, context)


@login_required
@require_GET
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """The code, large, and how far the phone is."""
    return _opened(request, pk, "enrolment/opened.html")


@login_required
@require_GET
def opened_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of that page which changes by itself."""
    return _opened(request, pk, "enrolment/_opened.html")


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an enrolment without result."""
    at = timezone.now()
    enrolment = selectors.enrolment_for(person_of(request), timezone.localdate(at), pk)
    try:
        services.cancel_enrolment(enrolment=enrolment, officer=person_of(request), at=at)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Pendataan dibatalkan."))
    return redirect("enrolment:desk")
