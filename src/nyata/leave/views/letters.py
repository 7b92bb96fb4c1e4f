"""Surat tugas: one letter for many people, and what each of them says of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nyata.leave import selectors, services
from nyata.leave.forms import LetterForm
from nyata.leave.kinds import Kind
from nyata.leave.refusals import Code, Refused
from nyata.leave.views.doors import found, row
from nyata.leave.words import ICONS, span_words
from nyata.people.answering import answer_button
from nyata.people.models import Person, Unit
from nyata.people.nip import clean
from nyata.people.selectors.asking import person_of

A_PAGE = 40
MOST_SHOWN = 300  # people to tick; beyond, one chooses a unit or pastes numbers


@login_required
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """The letters that concern the actor, the newest first."""
    on, actor = timezone.localdate(), person_of(request)
    page = Paginator(selectors.letters_seen_by(actor, on), A_PAGE).get_page(request.GET.get("hal"))
    rows = [
        {"letter": one, "icon": ICONS[Kind(one.kind)], "span": span_words(one.first, one.last)}
        for one in page.object_list
    ]
    can_record = selectors.people_sent_by(actor, on).exists()
    return render(request, "leave/letters.html", {"rows": rows, "found": page, "can_record": can_record})


@login_required
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record a letter; what stands in the way is named for each person."""
    at, actor = timezone.now(), person_of(request)
    on = timezone.localdate(at)
    people = selectors.people_sent_by(actor, on)
    if not people.exists():
        raise PermissionDenied
    form = LetterForm(request.POST or None, request.FILES or None, initial={"first": on, "last": on})
    chosen = {int(key) for key in request.POST.getlist("orang") if key.isdigit()}
    problems: list[tuple[Person, Refused]] = []
    if request.method == "POST" and form.is_valid():
        try:
            sent = _chosen(people, chosen, form.cleaned_data["nips"])
            letter = services.record_letter(actor=actor, people=sent, wish=form.wish(), file=_file(form), at=at)
        except services.LetterRefused as refused:
            form.add_error(None, refused.sentence)
            problems = refused.people
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Surat tugas tercatat dan menunggu satu persetujuan untuk semuanya."))
            return redirect("leave:letter", letter.public_id)
    context = {"form": form, "problems": problems, "chosen": chosen, **_crowd(request, people)}
    return render(request, "leave/letter_new.html", context, status=422 if request.method == "POST" else 200)


def _crowd(request: HttpRequest, people: QuerySet[Person]) -> dict[str, Any]:
    """Whom one can tick: everybody one serves, of one unit where they are many."""
    asked = request.GET.get("unit", "")
    units = Unit.objects.filter(pk__in=people.order_by().values("unit")).order_by("path")
    unit = units.filter(pk=int(asked)).first() if asked.isdigit() else None
    shown = people.filter(unit__path__startswith=unit.path) if unit and unit.path else people
    crowd = list(shown[: MOST_SHOWN + 1])
    return {
        "units": units,
        "unit": unit,
        "crowd": crowd if len(crowd) <= MOST_SHOWN else [],
        "too_many": len(crowd) > MOST_SHOWN,
    }


def _chosen(people: QuerySet[Person], keys: set[int], nips: str) -> list[Person]:
    """The ticked and the pasted; a number that is none of the actor's people is named. Raises Refused."""
    pasted = [clean(line) for line in nips.splitlines() if line.strip()]
    by_nip = {person.nip: person for person in people.filter(nip__in=pasted)}
    if unknown := [nip for nip in pasted if nip not in by_nip]:
        sentence = _("NIP ini bukan pegawai di unit Anda: %(nips)s. Periksa angkanya, atau mintalah BKPSDM.")
        raise Refused(Code.NOT_ALLOWED, sentence % {"nips": ", ".join(unknown[:5])})
    return [*people.filter(pk__in=keys), *by_nip.values()]


def _file(form: LetterForm) -> services.File | None:
    file = form.cleaned_data.get("letter")
    if file is None:
        return None
    if (file.size or 0) > services.MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    return services.File(file.name or "", file.read())


@login_required
@require_GET
def letter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One letter: where it sends, whom, and what became of each."""
    on, actor = timezone.localdate(), person_of(request)
    one = selectors.letter_for(actor, public_id, on)
    people = selectors.people_of(one)
    only_own = one.recorded_by_id != actor.pk and not selectors.people_sent_by(actor, on).exists()
    shown = [person for person in people if person.request.person_id == actor.pk] if only_own else people
    first = people[0].request
    return render(
        request,
        "leave/letter.html",
        {
            "letter": one,
            "icon": ICONS[Kind(one.kind)],
            "span": span_words(one.first, one.last),
            "places": first.places.all(),
            "words": first.words,
            "letter_date": first.letter_date,
            "lines": [_line(person) for person in shown],
            "count": len(people),
            "decides": len(selectors.decisions_of(one, actor, on)),
        },
    )


def _line(shown: selectors.Shown) -> dict[str, Any]:
    wrong = next((step for step in shown.steps if step.act == step.Act.SAID_WRONG), None)
    return {**row(shown), "wrong": wrong if shown.is_live else None}


@login_required
@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One decision for everybody on the letter whom the actor decides on."""
    at, actor = timezone.now(), person_of(request)
    one = selectors.letter_for(actor, public_id, timezone.localdate(at))
    accept = request.POST.get("keputusan") == "accept"
    try:
        outcome = services.decide_letter(
            actor=actor, letter=one, accept=accept, words=request.POST.get("words", ""), at=at
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("leave:letter", public_id)
    if n := len(outcome.done):
        words = ngettext("Keputusan tercatat untuk %(n)d orang.", "Keputusan tercatat untuk %(n)d orang.", n)
        messages.success(request, words % {"n": n})
    for sentence in dict.fromkeys(one.sentence for one in outcome.refused.values()):
        messages.error(request, sentence)
    return redirect("leave:letter", public_id)


@login_required
@require_POST
def say_wrong(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The person says that what was recorded about them is wrong."""
    at, actor = timezone.now(), person_of(request)
    asked = found(actor, public_id, timezone.localdate(at)).request
    words = request.POST.get("words", "")
    return answer_button(
        request, reverse("leave:request", args=[public_id]), _("Tercatat. Atasan dan yang mencatat melihat kata Anda."),
        lambda: services.say_wrong(actor=actor, request=asked, words=words, at=at),
    )  # fmt: skip
