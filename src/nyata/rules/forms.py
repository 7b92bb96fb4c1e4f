"""The form with which an office decides on a value."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.rules.models import RuleDecision
from nyata.rules.services import Order


class DecisionForm(forms.Form):
    """On or off, from when, on which document."""

    office = forms.ChoiceField(label=_("Kantor"), choices=RuleDecision.Office.choices)
    kind = forms.ChoiceField(
        label=_("Keputusan"),
        choices=[("on", _("Aktifkan nilai ini")), ("off", _("Nonaktifkan nilai ini"))],
        widget=forms.RadioSelect,
    )
    since = forms.DateField(
        label=_("Berlaku mulai"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Hari yang sudah lewat perlu alasan, karena akan dihitung ulang."),
    )
    document_number = forms.CharField(
        label=_("Nomor dokumen kantor Anda"),
        max_length=80,
        required=False,
        help_text=_("Perbup, SK, atau surat. Wajib untuk mengaktifkan."),
    )
    document_date = forms.DateField(
        label=_("Tanggal dokumen"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    words = forms.CharField(
        label=_("Alasan atau catatan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *given: Any, offices: list[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.offices = offices
        office = cast(forms.ChoiceField, self.fields["office"])
        office.choices = [one for one in RuleDecision.Office.choices if one[0] in offices]
        if len(offices) == 1:  # there is nothing to choose
            del self.fields["office"]

    def order(self, value: str) -> Order:
        """The order for a value id."""
        return Order(**{"value": value, "office": self.offices[0]} | self.cleaned_data)


def first_shown(fingerprint: str, is_on: bool, day: dt.date) -> dict[str, object]:
    """What the form shows first: the opposite of what the office says now."""
    return {"fingerprint": fingerprint, "kind": "off" if is_on else "on", "since": day}
