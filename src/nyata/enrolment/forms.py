"""What officers and people fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.enrolment.models import Accommodation, Enrolment


class Start(forms.Form):
    """The officer states with which card the person was compared."""

    card = forms.ChoiceField(label=_("Dicocokkan dengan"), choices=Enrolment.Card.choices, widget=forms.RadioSelect)
    present = forms.BooleanField(label=_("Orangnya hadir di depan saya, dan wajahnya cocok dengan kartu ini."))
    renew_face = forms.BooleanField(label=_("Perbarui juga data wajah"), required=False)


class AskChange(forms.Form):
    """Why another phone."""

    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), strip=True)
    is_lost = forms.BooleanField(
        label=_("HP saya hilang, dicuri, rusak, atau datanya terhapus"),
        required=False,
        help_text=_("Kunci di HP lama langsung dimatikan, dan akun ini keluar dari semua perangkat lain."),
    )


class Accommodate(forms.Form):
    """An arrangement by HR."""

    nip = forms.CharField(label=_("NIP"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    kind = forms.ChoiceField(label=_("Jenis"), choices=Accommodation.Kind.choices)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Cukup keperluannya, tanpa rincian kesehatan. Orangnya dapat membaca ini."),
    )
    valid_from = forms.DateField(label=_("Mulai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    valid_to = forms.DateField(
        label=_("Sampai (termasuk)"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
