"""What officers may ask of a board, and what they must say when they decide."""

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from nyata.boards.words import STATES

# The first Monday in which the standard hours have a value: no day before it can be measured.
FIRST_DAY = dt.date(2023, 4, 17)
LATE, UNENROLLED = "lewat", "belum-pendataan"


class BoardFilter(forms.Form):
    """The board's address line. A value that means nothing is left out, never an error page."""

    status = forms.ChoiceField(choices=[(code, code) for code in (*STATES, LATE, UNENROLLED)], required=False)
    cari = forms.CharField(max_length=60, required=False, label=_("Cari nama, NIP, atau unit"))
    opd = forms.IntegerField(min_value=1, max_value=2**31, required=False)
    hal = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    hari = forms.DateField(required=False, input_formats=["%Y-%m-%d"], validators=[MinValueValidator(FIRST_DAY)])

    def asked(self) -> dict:
        """The values that are understood."""
        self.is_valid()
        return self.cleaned_data


class DecisionForm(forms.Form):
    """A reviewer's decision with the reason in words, which the person concerned reads too."""

    decision = forms.ChoiceField(choices=[("accept", _("Terima")), ("decline", _("Tidak terima"))])
    words = forms.CharField(
        max_length=500,
        min_length=5,
        label=_("Alasan Anda"),
        help_text=_("Dibaca juga oleh pegawai yang bersangkutan."),
        error_messages={
            "required": _("Alasan belum diisi. Tulis alasan singkat, lalu kirim lagi."),
            "min_length": _("Alasan terlalu singkat. Tulis sekurangnya beberapa kata, lalu kirim lagi."),
        },
    )


class CheckForm(forms.Form):
    """What a drawn attestation turned out to be when the person concerned was asked."""

    agrees = forms.TypedChoiceField(choices=[("yes", _("Ya, sesuai")), ("no", _("Tidak sesuai"))], coerce="yes".__eq__)
    words = forms.CharField(max_length=300, required=False, label=_("Catatan singkat"))


class LookForm(forms.Form):
    """Why somebody opens a photograph; it is recorded before the photograph is shown."""

    OWN = [("own", _("Melihat foto sendiri"))]
    CHOICES = [
        ("review", _("Meninjau absen ini")),
        ("objection", _("Menanggapi pertanyaan atau keberatan pegawai")),
        ("audit", _("Pemeriksaan Inspektorat")),
    ]

    WORDS = dict(OWN + CHOICES)

    why = forms.ChoiceField(choices=CHOICES, label=_("Keperluan melihat foto"))

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            self.fields["why"] = forms.ChoiceField(choices=self.OWN, label=self.fields["why"].label)
