"""Whose numbers are whose; those that are nobody's, with what waits under them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nyata.people.answering import FormPage, answer_button, answer_form
from nyata.people.models import Person
from nyata.people.nip import clean
from nyata.sources import services
from nyata.sources.forms.orders import FileForm, NumberForm
from nyata.sources.models import NumberUse
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.desk import uses_of, waiting_numbers
from nyata.sources.selectors.reach import machines_in
from nyata.sources.services.numbers import EXAMPLE
from nyata.sources.views.doors import Visitor, for_readers


@for_readers
def numbers(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """Both lists, and the form that gives one number."""
    machine = who.kept(pk)
    waiting = waiting_numbers(machine)
    wanted = next((one for one in waiting if one.number == request.GET.get("nomor")), None)
    initial = {"number": wanted.number, "first": wanted.first} if wanted else {"first": who.today.replace(day=1)}
    form = NumberForm(request.POST or None, initial=initial)
    page = FormPage(
        _("Nomor pegawai di mesin"), _("Pasangkan"), reverse("sources:machine", args=[pk]),
        template="sources/numbers.html",
    )  # fmt: skip

    def act() -> tuple[str, str]:
        data = form.cleaned_data
        person = Person.objects.select_related("unit").filter(nip=clean(data["nip"])).first()
        if person is None:
            raise Refused(Code.PERSON_UNKNOWN)
        given = services.Given(data["number"].strip(), person, data["first"])
        services.give(actor=who.person, machine=machine, given=given, at=who.now)
        words = _("Nomor %(number)s dipasangkan dengan %(name)s.") % {"number": given.number, "name": person.name}
        return reverse("sources:numbers", args=[pk]), words

    return answer_form(request, form, page, act, machine=machine, waiting=waiting, uses=uses_of(machine))


@for_readers
def many(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """A file of numbers and NIPs."""
    machine = who.kept(pk)
    form = FileForm(request.POST or None, request.FILES or None)
    back = reverse("sources:numbers", args=[pk])
    page = FormPage(_("Pasangkan dari berkas"), _("Pasangkan semua"), back, template="people/upload.html")

    def act() -> tuple[str, str]:
        content = form.cleaned_data["file"].read()
        made = services.give_many(actor=who.person, machine=machine, content=content, at=who.now)
        return back, ngettext("%(n)d nomor dipasangkan.", "%(n)d nomor dipasangkan.", made) % {"n": made}

    hints = [
        _("Judul kolom di baris pertama: nomor, nip; boleh ditambah mulai (tanggal). Semua baris, atau tidak satu pun.")
    ]
    example = reverse("sources:example", args=[pk])
    return answer_form(request, form, page, act, hints=hints, example=example)


@require_GET
@for_readers
def example(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """A file to begin with. With a byte order mark, so that Excel reads it as UTF-8."""
    who.kept(pk)
    answer = HttpResponse("\ufeff" + EXAMPLE, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="contoh-nomor.csv"'
    return answer


@require_POST
@for_readers
def end(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """A number is no longer theirs: after a day, or never was."""
    uses = NumberUse.objects.select_related("number__machine__unit", "person")
    use = get_object_or_404(uses, pk=pk, number__machine__in=machines_in(who.authority))
    address = reverse("sources:numbers", args=[use.number.machine_id])
    form = NumberForm({"number": use.number.text, "nip": use.person.nip, "first": request.POST.get("last")})
    if not form.is_valid():
        return redirect(address)
    return answer_button(
        request, address, _("Pemasangan nomor diakhiri."),
        lambda: services.take_away(actor=who.person, use=use, last=form.cleaned_data["first"], at=who.now),
    )  # fmt: skip
