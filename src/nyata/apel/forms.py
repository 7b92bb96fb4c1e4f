"""Forms of apel."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.apel.kinds import Kind, Rhythm
from nyata.apel.models import Reason, Session
from nyata.apel.refusals import Code
from nyata.apel.services.making import Plan, Repeats, Window
from nyata.apel.words import NUMBERS, WEEKDAYS
from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import Person, Site, Unit


class ClockField(forms.TimeField):
    """A time of the day, by the browser's own picker; 07.30 is read too."""

    def __init__(self, **options: object) -> None:
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        options.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        super().__init__(**options)  # type: ignore[arg-type]


class ReasonForm(forms.Form):
    """Why somebody was not there."""

    kind = forms.ChoiceField(label=_("Karena"), choices=Reason.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Keterangan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Singkat saja, misalnya tugas apa dan di mana."),
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("Bukti (foto atau PDF, boleh kosong)"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=_("Disimpan tersegel; hanya Anda, atasan, dan BKPSDM yang dapat membukanya, dan itu tercatat."),
    )  # fmt: skip


class WindowForm(forms.Form):
    """Where, and between which times. Without a place people come together where they check in every day."""

    site = forms.ModelChoiceField(
        label=_("Lokasi"), queryset=Site.objects.none(), required=False,
        empty_label=_("Lokasi absen masing-masing"),
    )  # fmt: skip
    opens = ClockField(label=_("Absen dibuka"))
    starts = ClockField(label=_("Mulai"), help_text=_("Lewat jam ini dihitung terlambat."))
    closes = ClockField(label=_("Absen ditutup"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Site.objects.filter(is_active=True).order_by("name")

    def window(self) -> Window:
        asked = self.cleaned_data
        return Window(asked["opens"], asked["starts"], asked["closes"])


class CallForm(WindowForm):
    """A session, or a series without its rhythm. `units` are those that the actor may invite."""

    title = forms.CharField(label=_("Nama"), max_length=120)
    kind = forms.ChoiceField(label=_("Jenis"), choices=Kind.choices)
    unit = UnitField(label=_("Milik"), required=False, empty_label=_("Kabupaten"))
    units = forms.ModelMultipleChoiceField(
        label=_("Unit yang diundang"), queryset=Unit.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Tekan Ctrl untuk memilih beberapa. Kosong berarti semua OPD Anda."),
    )  # fmt: skip
    with_below = forms.BooleanField(label=_("Termasuk semua unit di bawahnya"), required=False, initial=True)
    employments = forms.MultipleChoiceField(
        label=_("Status kepegawaian (kosong: semua)"), choices=Person.Employment.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    document_number = forms.CharField(label=_("Nomor surat (bila ada)"), max_length=80, required=False)
    field_order = ["title", "kind", "unit", "units", "with_below", "employments", "site", "opens", "starts", "closes"]

    def __init__(self, *arguments: Any, units: Any, is_hr: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._invitable = units
        opds = units.filter(parent=None)
        for name, choices in (("units", units), ("unit", opds)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices
        if not is_hr:
            self.fields["unit"].required = True
            self.initial.setdefault("unit", opds.first())

    def plan(self) -> Plan:
        asked = self.cleaned_data
        chosen = list(asked["units"]) or list(self._opds(asked["unit"]))
        return Plan(
            kind=Kind(asked["kind"]), title=asked["title"], unit=asked["unit"], site=asked["site"],
            window=self.window(), units=[(unit, asked["with_below"]) for unit in chosen],
            employments=asked["employments"], document_number=asked["document_number"],
        )  # fmt: skip

    def _opds(self, unit: Unit | None) -> Any:
        return [unit] if unit is not None else self._invitable.filter(parent=None)


class SessionForm(CallForm):
    """One session on a day."""

    day = DayField(label=_("Tanggal"))
    field_order = ["title", "kind", "day", *CallForm.field_order[2:]]


class SeriesForm(CallForm):
    """Sessions that come again."""

    each_opd = forms.BooleanField(
        label=_("Setiap OPD mengadakan sendiri"), required=False,
        help_text=_("Setiap OPD yang diundang mendapat apelnya sendiri, dengan daftar sendiri."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(label=_("Pengulangan"), choices=Rhythm.choices)
    weekday = forms.TypedChoiceField(
        label=_("Hari"), choices=[("", "–"), *enumerate(WEEKDAYS)], coerce=int, empty_value=None, required=False
    )
    number = forms.TypedChoiceField(
        label=_("Minggu ke"), choices=[("", "–"), *NUMBERS.items()], coerce=int, empty_value=None, required=False
    )
    date = forms.IntegerField(label=_("Tanggal dalam bulan (1–28)"), min_value=1, max_value=28, required=False)
    valid_from = DayField(label=_("Berlaku mulai"))
    valid_to = DayField(label=_("Sampai (boleh kosong)"), required=False)
    field_order = [
        "title", "kind", "unit", "each_opd", "units", "with_below", "employments", "rhythm", "weekday", "number",
        "date", "valid_from", "valid_to", "site", "opens", "starts", "closes",
    ]  # fmt: skip

    def repeats(self) -> Repeats:
        asked = self.cleaned_data
        by_date = asked["rhythm"] == Rhythm.DATE
        number = asked["date"] if by_date else asked["number"]
        return Repeats(
            rhythm=Rhythm(asked["rhythm"]), valid_from=asked["valid_from"], valid_to=asked["valid_to"],
            weekday=None if by_date else asked["weekday"],
            number=None if asked["rhythm"] == Rhythm.WEEKLY else number, each_opd=asked["each_opd"],
        )  # fmt: skip


class ChangeForm(WindowForm):
    """Another day, window or place of a session, with the reason."""

    day = DayField(label=_("Tanggal"))
    words = forms.CharField(label=_("Alasan perubahan"), max_length=300, help_text=_("Dibaca semua yang diundang."))
    field_order = ["day", "site", "opens", "starts", "closes", "words"]

    @classmethod
    def of(cls, session: Session, zone: dt.tzinfo) -> dict[str, object]:
        """What the form shows first."""
        local = {name: getattr(session, f"{name}_at").astimezone(zone).time() for name in ("opens", "starts", "closes")}
        return {"day": session.day, "site": session.site_id, **local}


class WordsForm(forms.Form):
    """A reason, and for a series its last day."""

    last = DayField(label=_("Hari terakhir"), required=False)
    words = forms.CharField(
        label=_("Alasan"), max_length=300, help_text=_("Dibaca semua yang diundang."),
        error_messages={"required": Code.WORDS_MISSING.sentence},
    )  # fmt: skip
