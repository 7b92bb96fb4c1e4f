"""People: list, one person, and what may be done with one."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nyata.people import selectors, services
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.people import CorrectForm, EndPostForm, MoveForm, PostForm, RegisterForm, StatusForm
from nyata.people.models import Person, Post, Unit
from nyata.people.selectors.authority import in_force
from nyata.people.selectors.desk import PeopleFilter, find_people
from nyata.people.views.access import for_hr, for_officers, person_of

A_PAGE = 50
COLUMNS = (("name", gettext_lazy("Nama")), ("unit", gettext_lazy("Unit")), ("employment", gettext_lazy("Status")))


@require_GET
@for_officers
def people(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    actor = person_of(request)
    units = selectors.units_visible_to(actor, today).filter(is_active=True)
    wanted = filter_asked(request, today)
    page = Paginator(find_people(actor, today, wanted), A_PAGE).get_page(request.GET.get("hal"))
    context = {
        "wanted": wanted,
        "found": page,
        "units": units,
        "employments": Person.Employment.choices,
        "columns": [(name, word, _turned(name, wanted.sort)) for name, word in COLUMNS],
    }
    return render(request, "people/people.html", context)


def filter_asked(request: HttpRequest, today: dt.date) -> PeopleFilter:
    """What an address narrows the list of people by."""
    units = selectors.units_visible_to(person_of(request), today).filter(is_active=True)
    return PeopleFilter(
        words=request.GET.get("q", "").strip()[:120],
        unit=units.filter(pk=_number(request.GET.get("unit")) or 0).first(),
        employment=request.GET.get("status", ""),
        state=request.GET.get("keadaan", "active"),
        sort=request.GET.get("urut", "name"),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None


def _turned(name: str, sort: str) -> tuple[str, str]:
    """What a click on a column's head sorts by, and how the column is sorted now (aria-sort)."""
    if sort == name:
        return f"-{name}", "ascending"
    return name, "descending" if sort == f"-{name}" else "none"


def seen(request: HttpRequest, pk: int) -> Person:
    """The one door to a person: 404 for whom the actor may not see."""
    return get_object_or_404(selectors.people_visible_to(person_of(request), timezone.localdate()), pk=pk)


@require_GET
@for_officers
def person(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    shown = seen(request, pk)
    posts = shown.posts.select_related("unit", "granted_by").order_by("-valid_from", "-pk")
    context = {
        "person": shown,
        "posts": posts,
        "placements": selectors.placements_of(pk),
        "in_force": set(posts.filter(in_force(today)).values_list("pk", flat=True)),
        "supervisors": selectors.supervisors_of(shown, today),
        "sites": selectors.sites_for(shown, today),
        "stage": selectors.stage_of(shown, today),
        "above": Unit.objects.filter(path__in=selectors.above(shown.unit.path)),
        "is_self": shown == person_of(request),
        "today": today,
    }
    return render(request, "people/person.html", context)


@for_hr
def register(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    page = FormPage(
        _("Daftarkan pegawai"),
        _("Daftarkan"),
        reverse("people:people"),
        _("Untuk banyak orang sekaligus, pakai impor. Kata sandi pertama dibuat di kertas, sesudah ini."),
    )

    def act() -> tuple[str, str]:
        made = services.register_person(
            actor=person_of(request),
            nip=form.cleaned_data["nip"],
            unit=form.cleaned_data["unit"],
            particulars=form.particulars(),
            at=timezone.now(),
        )
        return reverse("people:person", args=[made.pk]), _("Pegawai terdaftar.")

    return answer_form(request, form, page, act)


@for_hr
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    back = reverse("people:person", args=[pk])
    form = CorrectForm(request.POST or None, initial=CorrectForm.of(shown))

    def act() -> tuple[str, str]:
        services.correct_person(
            actor=person_of(request), person=shown, particulars=form.particulars(), at=timezone.now()
        )
        return back, _("Perubahan disimpan.")

    return answer_form(request, form, FormPage(_("Ubah data pegawai"), _("Simpan"), back, shown.name), act)


@for_hr
def move(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    back = reverse("people:person", args=[pk])
    form = MoveForm(request.POST or None, initial={"first": timezone.localdate()})
    lead = _("Tugas yang dipegang tidak ikut berakhir. %(name)s kini di %(unit)s") % {
        "name": shown.name,
        "unit": shown.unit.name,
    }

    def act() -> tuple[str, str]:
        services.move_person(actor=person_of(request), person=shown, at=timezone.now(), **form.cleaned_data)
        return back, _("Pegawai dipindahkan.")

    return answer_form(request, form, FormPage(_("Pindah unit"), _("Pindahkan"), back, lead), act)


@for_hr
def change_status(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    back = reverse("people:person", args=[pk])
    form = StatusForm(request.POST or None, initial={"employment": shown.employment, "first": timezone.localdate()})
    lead = _("Untuk perubahan dengan SK. Salah tulis sejak awal diperbaiki lewat Ubah. Pegawai: %(name)s")

    def act() -> tuple[str, str]:
        services.change_employment(actor=person_of(request), person=shown, status=form.status(), at=timezone.now())
        return back, _("Status kepegawaian diubah.")

    page = FormPage(_("Ubah status kepegawaian"), _("Simpan"), back, lead % {"name": shown.name})
    return answer_form(request, form, page, act)


@require_POST
@for_hr
def release(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    return answer_button(
        request,
        reverse("people:person", args=[pk]),
        _("Pegawai dinonaktifkan; tugasnya berakhir hari ini."),
        lambda: services.release_person(actor=person_of(request), person=shown, at=timezone.now()),
    )


@require_POST
@for_hr
def readmit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    return answer_button(
        request,
        reverse("people:person", args=[pk]),
        _("Pegawai aktif kembali."),
        lambda: services.readmit_person(actor=person_of(request), person=shown, at=timezone.now()),
    )


@for_hr
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    back = reverse("people:person", args=[pk])
    initial = {"unit": shown.unit, "valid_from": timezone.localdate()}
    form = PostForm(request.POST or None, initial=initial)
    lead = _("Wewenang di Nyata mengikuti tugas yang berlaku, termasuk Plt dan Plh. Tugas ini untuk: %(name)s")

    def act() -> tuple[str, str]:
        services.grant_post(actor=person_of(request), person=shown, appointment=form.appointment(), at=timezone.now())
        return back, _("Tugas diberikan.")

    page = FormPage(_("Beri tugas"), _("Beri tugas"), back, lead % {"name": shown.name})
    return answer_form(request, form, page, act)


@for_hr
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("person", "unit"), pk=pk)
    back = reverse("people:person", args=[post.person_id])
    form = EndPostForm(request.POST or None, initial={"last_day": timezone.localdate()})
    words = {"name": post.person.name, "role": post.get_role_display(), "unit": post.unit.name}
    lead = _("%(role)s di %(unit)s, dipegang %(name)s") % words

    def act() -> tuple[str, str]:
        services.end_post(actor=person_of(request), post=post, at=timezone.now(), **form.cleaned_data)
        return back, _("Tugas diakhiri.")

    return answer_form(request, form, FormPage(_("Akhiri tugas"), _("Akhiri tugas"), back, lead), act)
