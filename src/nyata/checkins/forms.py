"""What officers type about check-ins. Whether a change may be made is the services' to say."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nyata.checkins import selectors
from nyata.checkins.services.naming import MOST_WORDS
from nyata.ledger.full_receipt import LETTERS
from nyata.ledger.receipt_words import No
from nyata.ledger.refusals import Refused
from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import Person, Unit

USUAL = dt.timedelta(days=90)


class FindColleague(forms.Form):
    """For which unit, and a part of the colleague's name. `unit` is the first one where the address names none."""

    unit = UnitField(label=_("Untuk pegawai di unit"), required=False, empty_label=None)
    cari = forms.CharField(
        label=_("Nama atau NIP calon saksi"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, address: Any, actor: Person, on: dt.date) -> None:
        units = selectors.units_to_name_for(actor, on)
        given = address.dict()
        if not given.get("unit", "").isdigit():
            first = units.first()
            given["unit"] = first.pk if first else ""
        super().__init__(given)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def asked(self) -> tuple[Unit | None, str]:
        """The unit, None where it is not the actor's to name for, and the words."""
        self.is_valid()
        return self.cleaned_data.get("unit"), self.cleaned_data.get("cari", "")


class NameWitness(forms.Form):
    """Who may vouch for a unit, from when to when, and why. The page shows some of the colleagues, found by name."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("Saksi"),
        error_messages={
            "required": _("Saksi belum dipilih. Cari namanya, lalu pilih."),
            "invalid_choice": _("Pegawai ini tidak dapat ditunjuk untuk unit itu. Pilih rekan dari OPD yang sama."),
        },
    )
    valid_from = DayField(label=_("Mulai"))
    valid_to = DayField(label=_("Sampai (termasuk)"), help_text=_("Paling lama satu tahun; dapat ditunjuk lagi."))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mengapa unit ini memerlukan saksi. Orang yang ditunjuk membacanya juga."),
    )

    def __init__(self, posted: Any, *, colleagues: QuerySet[Person], on: dt.date) -> None:
        super().__init__(posted, initial={"valid_from": on, "valid_to": on + USUAL})
        self.fields["person"].queryset = colleagues  # type: ignore[attr-defined]


class ReceiptForm(forms.Form):
    """A receipt to be checked: its code, or the file of the full one."""

    bukti = forms.CharField(
        label=_("Kode bukti"),
        required=False,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )
    berkas = forms.FileField(
        label=_("Atau berkas bukti lengkap"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def given(self) -> str:
        """What is to be checked. Raises Refused (ledger) where it is nothing, or no text."""
        self.is_valid()
        sent = self.cleaned_data.get("berkas")
        if sent is None:
            # Behind the hash of the code's address, where somebody pasted the whole address.
            return str(self.cleaned_data.get("bukti", "")).rpartition("#")[2]
        if sent.size > LETTERS:
            raise Refused(No.RECEIPT_TOO_LONG)
        try:
            return str(sent.read().decode())
        except UnicodeDecodeError as error:
            raise Refused(No.RECEIPT_MALFORMED) from error
