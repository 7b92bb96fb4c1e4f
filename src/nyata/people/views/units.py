"""OPD and their units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.people import selectors, services
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.units import UnitForm
from nyata.people.models import Post, SiteUse, Unit
from nyata.people.selectors.authority import in_force
from nyata.people.selectors.desk import unit_tree
from nyata.people.views.access import for_hr, person_of


@require_GET
@for_hr
def units(request: HttpRequest) -> HttpResponse:
    lines = unit_tree(timezone.localdate())
    words = request.GET.get("q", "").strip().lower()[:80]
    if words:
        lines = [line for line in lines if words in f"{line.unit.name} {line.unit.code}".lower()]
    context = {"lines": lines, "words": words, "opds": sum(line.depth == 0 for line in lines)}
    return render(request, "people/units.html", context)


def seen(request: HttpRequest, pk: int) -> Unit:
    """The one door to a unit: 404 for one the actor may not see."""
    visible = selectors.units_visible_to(person_of(request), timezone.localdate())
    return get_object_or_404(visible.select_related("parent", "district"), pk=pk)


@require_GET
@for_hr
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    today = timezone.localdate()
    posts = Post.objects.filter(in_force(today), unit=shown).select_related("person").order_by("role", "pk")
    uses = SiteUse.objects.filter(in_force(today), unit__path__in=selectors.above(shown.path))
    context = {
        "unit": shown,
        "above": Unit.objects.filter(path__in=selectors.above(shown.path)).exclude(pk=pk),
        "children": shown.children.order_by("name"),
        "people": shown.people.filter(is_active=True).count(),
        "posts": posts,
        "uses": uses.filter(site__is_active=True).select_related("site", "unit"),
        "stage": selectors.unit_stage(shown, today),
    }
    return render(request, "people/unit.html", context)


@for_hr
def open_unit(request: HttpRequest) -> HttpResponse:
    parent = request.GET.get("induk", "")
    form = UnitForm(request.POST or None, initial={"parent": parent, "kind": "bidang" if parent else "opd"})

    def act() -> tuple[str, str]:
        made = services.open_unit(actor=person_of(request), particulars=form.particulars(), at=timezone.now())
        return reverse("people:unit", args=[made.pk]), _("Unit ditambahkan.")

    return answer_form(request, form, FormPage(_("Tambah unit"), _("Tambah"), reverse("people:units")), act)


@for_hr
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    back = reverse("people:unit", args=[pk])
    form = UnitForm(request.POST or None, initial=UnitForm.of(shown))
    lead = _("Bila induknya diganti, semua unit di bawahnya ikut pindah, dan wewenang mengikuti susunan baru.")

    def act() -> tuple[str, str]:
        services.change_unit(actor=person_of(request), unit=shown, particulars=form.particulars(), at=timezone.now())
        return back, _("Perubahan disimpan.")

    return answer_form(request, form, FormPage(_("Ubah unit"), _("Simpan"), back, lead), act)


@require_POST
@for_hr
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    return answer_button(
        request,
        reverse("people:unit", args=[pk]),
        _("Unit dinonaktifkan."),
        lambda: services.close_unit(actor=person_of(request), unit=shown, at=timezone.now()),
    )


@require_POST
@for_hr
def reopen_unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = seen(request, pk)
    return answer_button(
        request,
        reverse("people:unit", args=[pk]),
        _("Unit aktif kembali."),
        lambda: services.reopen_unit(actor=person_of(request), unit=shown, at=timezone.now()),
    )
