"""Forms of other sources: a machine, how its files are read, a file, a number, a clock, what counts."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import DayField, UnitField
from nyata.people.services.spreadsheets import MOST_BYTES
from nyata.sources.layout import COLUMNS, ENCODINGS, ORDERS, SEPARATORS, ZONES, Layout
from nyata.sources.models import CountingDecision, Machine
from nyata.sources.refusals import Code, Refused
from nyata.sources.services import OffsetWish

CHOICES = {
    "space": _("spasi atau tab"), "tab": _("tab"), "semicolon": _("titik koma"), "comma": _("koma"),
    "pipe": _("garis tegak |"), "utf-8": "UTF-8", "latin-1": _("Latin-1 (Windows lama)"), "utf-16": "UTF-16",
    "ymd": _("tahun-bulan-hari"), "dmy": _("hari-bulan-tahun"), "mdy": _("bulan-hari-tahun"),
    "Asia/Jakarta": _("WIB"), "Asia/Makassar": _("WITA"), "Asia/Jayapura": _("WIT"), "UTC": "UTC",
}  # fmt: skip
TITLES = {
    "number": _("Kolom nomor atau NIP"), "time": _("Kolom waktu (tanggal dan jam)"), "date": _("Kolom tanggal"),
    "clock": _("Kolom jam"), "in": _("Kolom jam masuk"), "out": _("Kolom jam pulang"),
    "code": _("Kolom kode masuk/pulang"),
}  # fmt: skip
WORDS = {"masuk": "in", "pulang": "out"}


def _among(names: Any) -> list[tuple[str, Any]]:
    return [(name, CHOICES[name]) for name in names]


def _modest(file: UploadedFile | None) -> UploadedFile | None:
    """Too large a file is turned away before it is read into memory."""
    if file is not None and (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(Code.FILE_TOO_LARGE.sentence)
    return file


class MachineForm(forms.Form):
    """A source that becomes known."""

    name = forms.CharField(label=_("Nama"), max_length=80, help_text=_("Misalnya: Mesin gerbang depan."))
    code = forms.CharField(label=_("Kode"), max_length=20, help_text=_("Huruf, angka, tanda hubung: DINKES-1."))
    kind = forms.ChoiceField(label=_("Jenis"), choices=Machine.Kind.choices, widget=forms.RadioSelect)
    unit = UnitField()


class LayoutForm(forms.Form):
    """How files are read; `file` only to try it."""

    name = forms.CharField(label=_("Nama profil"), max_length=80)
    separator = forms.ChoiceField(label=_("Pemisah kolom"), choices=_among(SEPARATORS))
    has_heading = forms.BooleanField(label=_("Baris pertama berisi judul kolom"), required=False)
    order = forms.ChoiceField(label=_("Urutan tanggal"), choices=_among(ORDERS))
    zone = forms.ChoiceField(label=_("Zona waktu jam mesin"), choices=_among(ZONES))
    encoding = forms.ChoiceField(label=_("Penyandian huruf"), choices=_among(ENCODINGS))
    directions = forms.CharField(
        label=_("Arti kode"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu baris satu kode, misalnya 0 = masuk. Kosong: berkas tidak mengatakan masuk atau pulang."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Berkas untuk dicoba"),
        required=False,
        help_text=_("Hanya beberapa baris pertama dibaca; tidak disimpan."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in COLUMNS:
            self.fields[f"column_{name}"] = forms.CharField(label=TITLES[name], max_length=40, required=False)
        self.fields["column_number"].help_text = _("Judul kolomnya, atau urutannya mulai dari 1.")
        columns = [f"column_{name}" for name in COLUMNS]
        self.order_fields(
            ["name", "separator", "has_heading", *columns, "directions", "order", "zone", "encoding", "file"]
        )

    @staticmethod
    def of(layout: Layout, name: str) -> dict[str, Any]:
        """What a form begins with."""
        words = {way: word for word, way in WORDS.items()}
        told = "\n".join(f"{code} = {words[way]}" for code, way in layout.directions.items())
        columns = {f"column_{key}": place for key, place in layout.columns.items()}
        return {**layout.plain(), **columns, "directions": told, "name": name}

    def clean_directions(self) -> dict[str, str]:
        """{code: "in" or "out"}"""
        found = {}
        for line in self.cleaned_data["directions"].splitlines():
            if line.strip():
                told = re.fullmatch(r"\s*(.{1,12}?)\s*=\s*(masuk|pulang)\s*", line, re.I)
                if told is None:
                    raise forms.ValidationError(_("Tulis seperti 0 = masuk, satu baris satu kode."))
                found[told[1]] = WORDS[told[2].lower()]
        return found

    def clean_file(self) -> UploadedFile | None:
        return _modest(self.cleaned_data["file"])

    def clean(self) -> dict[str, Any]:
        """With the layout as `layout`."""
        data = super().clean() or {}
        if not self.errors:
            try:
                columns = {name: data[f"column_{name}"] for name in COLUMNS if data[f"column_{name}"]}
                chosen = {name: data[name] for name in ("separator", "order", "zone", "encoding", "has_heading")}
                data["layout"] = Layout(columns=columns, directions=data["directions"], **chosen)
            except Refused as refused:
                raise forms.ValidationError(refused.sentence) from refused
        return data


class FileForm(forms.Form):
    """A file of a machine or app."""

    file = forms.FileField(
        label=_("Berkas dari mesin atau aplikasi"), max_length=200,
        help_text=_("Paling banyak 10 MB, sekitar 200.000 baris. Berkas yang sama boleh diunggah lagi."),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile | None:
        return _modest(self.cleaned_data["file"])


class TakeBackForm(forms.Form):
    """Why a file is taken back."""

    words = forms.CharField(
        label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Misalnya: berkas mesin gerbang belakang, terunggah ke mesin gerbang depan."),
    )  # fmt: skip


class NumberForm(forms.Form):
    """Whose a number is."""

    number = forms.CharField(label=_("Nomor di mesin"), max_length=24)
    nip = forms.CharField(label=_("NIP"), max_length=30)
    first = DayField(label=_("Sejak"), help_text=_("Absen sejak hari ini ke depan menjadi milik pegawai itu."))


class ClockForm(forms.Form):
    """A clock that was off."""

    first = DayField(label=_("Dari tanggal"))
    last = DayField(label=_("Sampai tanggal"))
    minutes = forms.DecimalField(
        label=_("Jam mesin lebih cepat (menit)"), max_digits=5, decimal_places=1,
        help_text=_("Negatif bila lebih lambat, misalnya -2,5."), localize=True,
    )  # fmt: skip
    words = forms.CharField(label=_("Bagaimana diketahui"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def wish(self) -> OffsetWish:
        data = self.cleaned_data
        return OffsetWish(data["first"], data["last"], round(data["minutes"] * 60), data["words"])


class CountingForm(forms.Form):
    """Which sources count for a unit."""

    unit = UnitField()
    rule = forms.ChoiceField(label=_("Yang dihitung"), choices=CountingDecision.Rule.choices, widget=forms.RadioSelect)
    valid_from = DayField(label=_("Berlaku mulai"), help_text=_("Hari ini atau sesudahnya."))
    document_number = forms.CharField(label=_("Nomor dokumen"), max_length=80)
