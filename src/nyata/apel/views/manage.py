"""Making series and sessions, changing them and calling them off."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.apel.forms import ChangeForm, SeriesForm, SessionForm, WordsForm
from nyata.apel.models import Session
from nyata.apel.selectors.reach import series_for, sessions_for, units_invited_by
from nyata.apel.selectors.standing import stood
from nyata.apel.services import making
from nyata.apel.services.days import DAY
from nyata.apel.terms import terms_on
from nyata.apel.views.doors import Visitor, for_arrangers, session_of
from nyata.apel.words import STANDINGS, rhythm_of
from nyata.people.answering import FormPage, answer_form
from nyata.people.forms.sites import SiteForm
from nyata.people.services.sites import draw_meeting_place

START = dt.time(7, 30)
FORM = "apel/call.html"


@require_GET
@for_arrangers
def overview(request: HttpRequest, who: Visitor) -> HttpResponse:
    """The series, and what is to come."""
    coming = sessions_for(who.person, who.today).filter(closes_at__gt=who.now, day__lte=who.today + DAY * 31)
    if not who.authority.is_hr:
        coming = coming.filter(unit__in=units_invited_by(who.person, who.today).filter(parent=None))
    rows = [
        (one, STANDINGS[one.standing.state]) for one in stood(list(coming.order_by("starts_at", "pk")[:60]), who.now)
    ]
    series = [(one, rhythm_of(one)) for one in series_for(who.person, who.today)]
    return render(request, "apel/manage.html", {"series": series, "rows": rows, "who": who})


def _times(who: Visitor) -> dict[str, object]:
    """The window that the policy proposes around half past seven."""
    terms, start = terms_on(who.today), dt.datetime.combine(who.today, START)
    return {"opens": (start - terms.opens_before).time(), "starts": START,
            "closes": (start + terms.closes_after).time()}  # fmt: skip


@for_arrangers
def make_session(request: HttpRequest, who: Visitor) -> HttpResponse:
    """One session."""
    invitable = units_invited_by(who.person, who.today)
    initial = {"day": who.today + DAY, **_times(who)}
    form = SessionForm(request.POST or None, units=invitable, is_hr=who.authority.is_hr, initial=initial)
    page = FormPage(_("Apel satu kali"), _("Buat"), reverse("apel:manage"), template=FORM)

    def act() -> tuple[str, str]:
        day = form.cleaned_data["day"]
        made = making.make_session(actor=who.person, plan=form.plan(), day=day, at=who.now)
        return reverse("apel:session", args=[made.pk]), _("Apel dibuat. Yang diundang melihatnya di halaman Absen.")

    return answer_form(request, form, page, act)


@for_arrangers
def make_series(request: HttpRequest, who: Visitor) -> HttpResponse:
    """A series."""
    invitable = units_invited_by(who.person, who.today)
    initial = {"valid_from": who.today + DAY, "weekday": 0, **_times(who)}
    form = SeriesForm(request.POST or None, units=invitable, is_hr=who.authority.is_hr, initial=initial)
    page = FormPage(_("Apel berulang"), _("Buat"), reverse("apel:manage"), template=FORM)

    def act() -> tuple[str, str]:
        making.make_series(actor=who.person, plan=form.plan(), repeats=form.repeats(), at=who.now)
        return reverse("apel:manage"), _("Apel berulang dibuat untuk minggu-minggu ke depan.")

    return answer_form(request, form, page, act)


@for_arrangers
def end_series(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Let a series end."""
    series = get_object_or_404(series_for(who.person, who.today), pk=pk)
    form = WordsForm(request.POST or None, initial={"last": who.today})
    page = FormPage(_("Akhiri apel berulang"), _("Akhiri"), reverse("apel:manage"), series.title)

    def act() -> tuple[str, str]:
        last = form.cleaned_data["last"] or who.today
        making.end_series(actor=who.person, series=series, last=last, words=form.cleaned_data["words"], at=who.now)
        return reverse("apel:manage"), _("Apel berulang berakhir; yang sesudahnya dibatalkan.")

    return answer_form(request, form, page, act)


@for_arrangers
def change(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Another day, window or place."""
    session = session_of(who, pk)
    form = ChangeForm(request.POST or None, initial=ChangeForm.of(session, making.JAKARTA))
    page = FormPage(_("Ubah apel"), _("Simpan"), reverse("apel:session", args=[pk]), _lead(session))

    def act() -> tuple[str, str]:
        asked = form.cleaned_data
        making.change_session(
            actor=who.person, session=session, day=asked["day"], window=form.window(), site=asked["site"],
            words=asked["words"], at=who.now,
        )  # fmt: skip
        return page.back, _("Perubahan disimpan dan tercatat.")

    return answer_form(request, form, page, act)


@for_arrangers
def cancel(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Call a session off."""
    session = session_of(who, pk)
    form = WordsForm(request.POST or None)
    del form.fields["last"]
    page = FormPage(_("Batalkan apel"), _("Batalkan apel"), reverse("apel:session", args=[pk]), _lead(session))

    def act() -> tuple[str, str]:
        making.cancel_session(actor=who.person, session=session, words=form.cleaned_data["words"], at=who.now)
        return page.back, _("Apel dibatalkan; alasannya tercatat.")

    return answer_form(request, form, page, act)


def _lead(session: Session) -> str:
    return f"{session.title} · {session.unit or _('Kabupaten')}"


@for_arrangers
def draw_place(request: HttpRequest, who: Visitor) -> HttpResponse:
    """A place for an apel, drawn as every site is."""
    form = SiteForm(request.POST or None, initial={"surveyed_on": who.today})
    form.fields["unit"].queryset = units_invited_by(who.person, who.today)  # type: ignore[attr-defined]
    back = reverse("apel:manage")
    page = FormPage(_("Gambar lokasi apel"), _("Simpan lokasi"), back, template="people/site_form.html")

    def act() -> tuple[str, str]:
        made = draw_meeting_place(actor=who.person, particulars=form.particulars(), at=who.now)
        return back, _("Lokasi %(name)s siap dipilih saat membuat apel.") % {"name": made.name}

    return answer_form(request, form, page, act, neighbours=[])
