"""Forms about calendars, shifts and patterns."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.core.worktime.columns import DAY_MINUTES
from nyata.core.worktime.law import Part
from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import Person, Unit
from nyata.people.nip import clean
from nyata.schedules.models import Calendar, CalendarDay, ShiftHours
from nyata.schedules.refusals import Code
from nyata.schedules.selectors.codes import REST_CODES, ShiftCodes
from nyata.schedules.services import Hours

OWN, ON_CALL = "own", "on_call"


class ClockField(forms.TimeField):
    """A clock time, by the browser's own picker, as minutes from midnight; 24 hours, with a colon or a point."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        options.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        options.setdefault("required", False)
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else found.hour * 60 + found.minute


class DeclareForm(forms.Form):
    """A decision on one date of a calendar."""

    calendar = forms.ModelChoiceField(label=_("Kalender"), queryset=Calendar.objects.all(), empty_label=None)
    day = DayField(label=_("Tanggal"))
    kind = forms.ChoiceField(label=_("Jenis hari"), choices=CalendarDay.Kind.choices)
    name = forms.CharField(label=_("Nama"), max_length=120)
    document_number = forms.CharField(
        label=_("Nomor dokumen"), max_length=80, help_text=_("Keppres, SKB, SE, atau kalender pendidikan.")
    )


class CalendarForm(forms.Form):
    """A calendar of its own, for schools or for one place."""

    name = forms.CharField(label=_("Nama kalender"), max_length=80)
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[choice for choice in Calendar.Kind.choices if choice[0] != Calendar.Kind.REGENCY]
    )
    unit = UnitField(required=False, help_text=_("Pemilik kalender ini. Kosongkan bila untuk banyak unit."))


class RamadanForm(forms.Form):
    """The first and last day of fasting."""

    first = DayField(label=_("Hari pertama"))
    last = DayField(label=_("Hari terakhir"))
    document_number = forms.CharField(
        label=_("Nomor dokumen"), max_length=80, help_text=_("Keputusan Menteri Agama atau SE jam kerja Ramadan.")
    )


class HoursForm(forms.Form):
    """The hours of a shift from a day on."""

    valid_from = DayField(label=_("Berlaku mulai"))
    sort = forms.ChoiceField(
        label=_("Jenis jam"),
        choices=[
            (OWN, _("Jam sendiri")),
            *[choice for choice in ShiftHours.Standard.choices if choice[0]],
            (ON_CALL, _("Siaga: dipanggil bila perlu")),
        ],
    )
    start = ClockField(label=_("Mulai"))
    end = ClockField(label=_("Selesai"), help_text=_("Bila lebih awal dari jam mulai, selesainya besok."))
    rest_from = ClockField(label=_("Istirahat mulai"))
    rest_to = ClockField(label=_("Istirahat selesai"))
    start_2 = ClockField(label=_("Mulai, bagian kedua"), help_text=_("Untuk dinas terbagi, misalnya pagi dan sore."))
    end_2 = ClockField(label=_("Selesai, bagian kedua"))
    ramadan_start = ClockField(label=_("Mulai di bulan Ramadan"), help_text=_("Kosongkan bila jamnya sama."))
    ramadan_end = ClockField(label=_("Selesai di bulan Ramadan"))
    slack = forms.IntegerField(
        label=_("Kelonggaran jam masuk (menit)"), initial=0, required=False,
        help_text=_("Jam masuk boleh mundur sejauh ini; jam pulang ikut mundur."),
    )  # fmt: skip
    weekly = forms.BooleanField(label=_("Cukup jumlah jam seminggu"), required=False)
    document_number = forms.CharField(label=_("Nomor dokumen"), max_length=80, required=False)

    def hours(self) -> Hours:
        """What the form says, for `define_shift` and `change_hours`."""
        cells = self.cleaned_data
        sort = cells["sort"]
        ramadan = _part(cells["ramadan_start"], cells["ramadan_end"])
        return Hours(
            valid_from=cells["valid_from"],
            standard="" if sort in (OWN, ON_CALL) else sort,
            parts=self._parts(),
            ramadan_parts=(ramadan,) if ramadan else None,
            slack=cells["slack"] or 0,
            weekly=cells["weekly"],
            on_call=sort == ON_CALL,
            document_number=cells["document_number"],
        )

    def _parts(self) -> tuple[Part, ...]:
        cells = self.cleaned_data
        first = _part(cells["start"], cells["end"], cells["rest_from"], cells["rest_to"])
        second = _part(cells["start_2"], cells["end_2"])
        return tuple(part for part in (first, second) if part)


def _part(start: int | None, end: int | None, rest_from: int | None = None, rest_to: int | None = None) -> Part | None:
    """A part by the clock: what is not after its start is on the next day. A time without its other half is no part
    that anybody could work, so it is refused.
    """
    if start is None and end is None:
        return None
    if start is None or end is None or (rest_from is None) != (rest_to is None):
        return Part(0, 0)
    end = end if end > start else end + DAY_MINUTES
    if rest_from is None or rest_to is None:
        return Part(start, end)
    rest_from = rest_from if rest_from >= start else rest_from + DAY_MINUTES
    rest_to = rest_to if rest_to > rest_from else rest_to + DAY_MINUTES
    return Part(start, end, rest_from, rest_to)


class ShiftForm(HoursForm):
    """A new shift with its first hours."""

    code = forms.CharField(label=_("Kode"), max_length=6, help_text=_("Singkat, seperti P, S, M: dipakai di jadwal."))
    name = forms.CharField(label=_("Nama dinas"), max_length=80)
    unit = UnitField(required=False, help_text=_("Kosongkan bila boleh dipakai semua unit."))
    field_order = ("code", "name", "unit", "valid_from", "sort")


class PatternForm(forms.Form):
    """A cycle, written as the codes of its days."""

    name = forms.CharField(label=_("Nama pola"), max_length=80)
    unit = UnitField(required=False, help_text=_("Kosongkan bila boleh dipakai semua unit (hanya BKPSDM)."))
    anchor = DayField(label=_("Hari pertama siklus"), help_text=_("Untuk pola mingguan: suatu hari Senin."))
    cycle = forms.CharField(
        label=_("Siklus"),
        help_text=_("Kode dinas tiap hari, dipisah spasi; L untuk libur. Contoh: K5 K5 K5 K5 K5 L L"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        max_length=500,
    )
    follows_calendar = forms.BooleanField(
        label=_("Libur di kalender membebaskan"), required=False, initial=True,
        help_text=_("Matikan untuk pelayanan 24 jam."),
    )  # fmt: skip

    def __init__(self, *args: Any, codes: ShiftCodes, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.codes = codes
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cells = super().clean() or {}
        unit: Unit | None = cells.get("unit")
        shifts = []
        for code in cells.get("cycle", "").upper().split():
            shift = None if code in REST_CODES else self.codes.find(code, unit)
            if shift is None and code not in REST_CODES:
                self.add_error("cycle", f"{code}: {Code.SHIFT_UNKNOWN.sentence}")
                break
            shifts.append(shift)
        return {**cells, "shifts": tuple(shifts)}


class UseForm(forms.Form):
    """Who is to follow a pattern: a unit with those below it, or one person."""

    unit = UnitField(required=False, help_text=_("Berlaku juga untuk unit di bawahnya yang tidak punya pola sendiri."))
    nip = forms.CharField(
        label=_("Atau NIP satu orang"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    calendar = forms.ModelChoiceField(label=_("Kalender"), queryset=Calendar.objects.all(), empty_label=None)
    first = DayField(label=_("Berlaku mulai"))
    last = DayField(label=_("Hari terakhir"), required=False, help_text=_("Kosongkan bila belum ditentukan."))

    def __init__(self, *args: Any, units: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.people = people

    def clean(self) -> dict[str, Any]:
        cells = super().clean() or {}
        unit, nip = cells.get("unit"), clean(cells.get("nip") or "")
        if bool(unit) == bool(nip):
            raise forms.ValidationError(_("Pilih satu: sebuah unit, atau NIP satu orang."))
        person: Person | None = self.people.filter(nip=nip).first() if nip else None
        if nip and person is None:
            raise forms.ValidationError(Code.NIP_UNKNOWN.sentence)
        return {**cells, "who": person or unit}


class EndUseForm(forms.Form):
    """The last day of a use."""

    last = DayField(label=_("Hari terakhir"), help_text=_("Sesudahnya berlaku pola unit di atasnya."))


def month_of(text: str, today: dt.date) -> dt.date:
    """The first day of 2026-01; of today's month where it is not one."""
    try:
        return dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return today.replace(day=1)
