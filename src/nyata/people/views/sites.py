"""Sites: where check-ins count, drawn without any map service."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nyata.people import services
from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.forms.sites import SiteForm, UseForm
from nyata.people.models import Site, SiteUse
from nyata.people.selectors.desk import find_sites, units_without_site, uses_of
from nyata.people.views.access import for_hr, person_of

A_PAGE = 50
NEIGHBOURS = 40


@require_GET
@for_hr
def sites(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("keadaan", "")
    found = Paginator(find_sites(today, words, state), A_PAGE).get_page(request.GET.get("hal"))
    context = {"found": found, "words": words, "state": state, "missing": units_without_site(today)}
    return render(request, "people/sites.html", context)


def _neighbours(site: Site | None) -> list[dict[str, Any]]:
    """Other sites of the same kecamatan, for the drawing to show faintly."""
    if site is None or site.district_id is None:
        return []
    others = Site.objects.filter(district=site.district_id, is_active=True).exclude(pk=site.pk)[:NEIGHBOURS]
    return [{"name": other.name, "shape": other.shape, "radius": other.radius_m} for other in others]


@for_hr
def open_site(request: HttpRequest) -> HttpResponse:
    form = SiteForm(request.POST or None, initial={"unit": request.GET.get("unit", "")})
    page = FormPage(_("Tambah lokasi"), _("Tambah"), reverse("people:sites"), template="people/site_form.html")

    def act() -> tuple[str, str]:
        made = services.open_site(actor=person_of(request), particulars=form.particulars(), at=timezone.now())
        return reverse("people:site", args=[made.pk]), _("Lokasi ditambahkan dan berlaku untuk unitnya.")

    return answer_form(request, form, page, act, neighbours=[])


@for_hr
def redraw_site(request: HttpRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(Site, pk=pk)
    back = reverse("people:site", args=[pk])
    form = SiteForm(request.POST or None, initial=SiteForm.of(site))
    page = FormPage(_("Ubah lokasi"), _("Simpan"), back, site.name, template="people/site_form.html")

    def act() -> tuple[str, str]:
        services.redraw_site(actor=person_of(request), site=site, particulars=form.particulars(), at=timezone.now())
        return back, _("Lokasi disimpan. Bentuk lamanya tetap ada di buku besar.")

    return answer_form(request, form, page, act, neighbours=_neighbours(site))


@for_hr
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One site, its drawing, who uses it; the form lets another unit or a person use it."""
    shown = get_object_or_404(Site.objects.select_related("unit", "district"), pk=pk)
    today = timezone.localdate()
    back = reverse("people:site", args=[pk])
    form = UseForm(request.POST or None, initial={"valid_from": today})
    page = FormPage(shown.name, _("Izinkan"), reverse("people:sites"), template="people/site.html")

    def act() -> tuple[str, str]:
        asked = form.cleaned_data
        services.use_site(
            actor=person_of(request),
            site=shown,
            unit=asked["use_unit"],
            person=asked["person"],
            valid_from=asked["valid_from"],
            valid_to=asked["valid_to"],
            at=timezone.now(),
        )
        return back, _("Pemakaian lokasi ditambahkan.")

    context = {"site": shown, "uses": uses_of(shown), "today": today, "neighbours": _neighbours(shown)}
    return answer_form(request, form, page, act, **context)


@require_GET
@for_hr
def site_geojson(request: HttpRequest, pk: int) -> HttpResponse:
    """The site as a GeoJSON Feature, to keep or to carry elsewhere."""
    shown = get_object_or_404(Site, pk=pk)
    properties = {"name": shown.name, "radius_m": shown.radius_m, "surveyed_on": shown.surveyed_on}
    feature = {"type": "Feature", "geometry": shown.shape, "properties": properties}
    answer = JsonResponse(feature, content_type="application/geo+json")
    answer["Content-Disposition"] = f'attachment; filename="lokasi-{shown.pk}.geojson"'
    return answer


@require_POST
@for_hr
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(Site, pk=pk)
    is_active = request.POST.get("aktif") == "1"
    return answer_button(
        request,
        reverse("people:site", args=[pk]),
        _("Lokasi aktif kembali.") if is_active else _("Lokasi dinonaktifkan."),
        lambda: services.set_site_active(actor=person_of(request), site=shown, is_active=is_active, at=timezone.now()),
    )


@require_POST
@for_hr
def end_use(request: HttpRequest, pk: int) -> HttpResponse:
    use = get_object_or_404(SiteUse, pk=pk)
    return answer_button(
        request,
        reverse("people:site", args=[use.site_id]),
        _("Pemakaian lokasi berakhir hari ini."),
        lambda: services.end_site_use(actor=person_of(request), use=use, at=timezone.now()),
    )
