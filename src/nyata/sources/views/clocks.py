"""A machine's clock that was off: asked for, and decided by another officer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.sources import services
from nyata.sources.forms.orders import ClockForm
from nyata.sources.models import ClockOffset
from nyata.sources.selectors.reach import machines_in
from nyata.sources.views.doors import Visitor, for_hr, for_readers


@for_readers
def ask(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    machine = who.kept(pk)
    initial = {name: request.GET[name] for name in ("first", "last", "minutes") if name in request.GET}
    form = ClockForm(request.POST or None, initial={"last": who.today} | initial)
    back = reverse("sources:machine", args=[pk])
    lead = _("Waktu dari mesin tetap disimpan apa adanya. Selisih yang disetujui BKPSDM diterapkan di sampingnya.")
    page = FormPage(_("Usulkan selisih jam"), _("Kirim usulan"), back, lead=lead)

    def act() -> tuple[str, str]:
        services.ask_offset(actor=who.person, machine=machine, wish=form.wish(), at=who.now)
        return back, _("Usulan dikirim. Petugas BKPSDM yang lain memutuskan.")

    return answer_form(request, form, page, act)


@require_POST
@for_hr
def answer(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    offset = get_object_or_404(ClockOffset, pk=pk, machine__in=machines_in(who.authority))
    granted = request.POST.get("answer") == ClockOffset.Answer.GRANTED
    said = _("Selisih disetujui; hari yang terpengaruh dihitung ulang.") if granted else _("Usulan tidak disetujui.")
    return answer_button(
        request, reverse("sources:machine", args=[offset.machine_id]), said,
        lambda: services.answer_offset(actor=who.person, offset=offset, granted=granted, at=who.now),
    )  # fmt: skip
