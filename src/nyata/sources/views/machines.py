"""Machines and apps: the list, one of them, and how its files are read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nyata.people.answering import FormPage, answer_form
from nyata.sources import services
from nyata.sources.forms.orders import LayoutForm, MachineForm
from nyata.sources.layout import Layout, built_in
from nyata.sources.models import Machine
from nyata.sources.reading import Problem
from nyata.sources.refusals import Refused
from nyata.sources.selectors.desk import files_of, with_standing
from nyata.sources.selectors.punches import wall
from nyata.sources.selectors.reach import keeps, machines_in
from nyata.sources.views.doors import Visitor, for_hr, for_readers
from nyata.sources.words import direction_word, length

FILES_SHOWN = 24


@require_GET
@for_readers
def machines(request: HttpRequest, who: Visitor) -> HttpResponse:
    found = with_standing(machines_in(who.authority))
    return render(request, "sources/machines.html", {"machines": found, "is_hr": who.authority.is_hr})


@for_hr
def add(request: HttpRequest, who: Visitor) -> HttpResponse:
    form = MachineForm(request.POST or None, initial={"kind": Machine.Kind.MACHINE})
    page = FormPage(_("Sumber baru"), _("Simpan"), reverse("sources:machines"))

    def act() -> tuple[str, str]:
        made = services.add_machine(actor=who.person, at=who.now, **form.cleaned_data)
        return reverse("sources:profile", args=[made.pk]), _("Sumber tercatat. Buat profil impornya sekarang.")

    return answer_form(request, form, page, act)


@require_GET
@for_readers
def machine(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    found = who.machine(pk)
    context = {
        "machine": with_standing(machines_in(who.authority)).get(pk=pk),
        "profiles": found.profiles.select_related("made_by"),
        "files": files_of(found)[:FILES_SHOWN],
        "offsets": [(one, length(one.seconds)) for one in found.offsets.select_related("asked_by", "answered_by")],
        "keeps": keeps(who.authority, found),
        "is_hr": who.authority.is_hr,
        "who": who.person,
    }
    return render(request, "sources/machine.html", context)


@for_hr
def profile(request: HttpRequest, who: Visitor, pk: int) -> HttpResponse:
    """The next version of a profile: tried on the first lines of a file before it is kept."""
    found = who.machine(pk)
    form = LayoutForm(request.POST or None, request.FILES or None, initial=_beginning(request, found))
    context: dict[str, Any] = {"form": form, "machine": found, "built_in": built_in().values()}
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("step") == "try":
                context["tried"] = _tried(form, who)
            else:
                data = form.cleaned_data
                services.make_profile(
                    actor=who.person, machine=found, name=data["name"], layout=data["layout"], at=who.now
                )
                messages.success(request, _("Profil disimpan. Impor berikutnya memakainya."))
                return redirect("sources:machine", pk)
        except Refused as refused:
            form.add_error(None, refused.sentence)
    return render(request, "sources/profile.html", context, status=422 if form.errors else 200)


def _beginning(request: HttpRequest, machine: Machine) -> dict[str, Any]:
    """The one that is asked for of those that come with Nyata; the newest of this machine; attlog."""
    chosen = built_in().get(request.GET.get("bawaan", ""))
    newest = machine.profiles.first()
    if chosen is None and newest is not None:
        return LayoutForm.of(Layout(**newest.layout), newest.name)
    chosen = chosen or built_in()["attlog"]
    return LayoutForm.of(chosen.layout, chosen.title)


def _tried(form: LayoutForm, who: Visitor) -> list[dict[str, Any]]:
    """The first lines as the layout reads them; none where no file was chosen."""
    file = form.cleaned_data["file"]
    if file is None:
        form.add_error("file", _("Pilih berkas yang akan dicoba."))
        return []
    rows = []
    for one in services.preview(file.file, form.cleaned_data["layout"], at=who.now):
        if isinstance(one, Problem):
            rows.append({"line": one.line, "sentence": one.code.sentence, "given": one.text})
        else:
            moment = wall(one.second)
            rows.append({"line": one.line, "number": one.number, "given": one.given, "moment": moment,
                         "direction": direction_word(one.direction)})  # fmt: skip
    return rows
