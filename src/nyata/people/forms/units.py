"""The form of a unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import UnitField
from nyata.people.models import District, Unit
from nyata.people.services import UnitParticulars


class UnitForm(forms.Form):
    """A unit and its place in the tree."""

    name = forms.CharField(label=_("Nama unit"), max_length=160)
    short_name = forms.CharField(label=_("Nama singkat"), max_length=40, required=False)
    code = forms.CharField(label=_("Kode"), max_length=20, help_text=_("Dipakai pada impor pegawai."))
    kind = forms.ChoiceField(label=_("Jenis"), choices=Unit.Kind.choices)
    parent = UnitField(
        label=_("Induk"), required=False, empty_label=_("Tanpa induk (OPD)"), help_text=_("Kosongkan untuk OPD.")
    )
    district = forms.ModelChoiceField(
        label=_("Kecamatan"), queryset=District.objects.all(), required=False, empty_label=_("Belum dipilih")
    )

    def particulars(self) -> UnitParticulars:
        return UnitParticulars(**{name: self.cleaned_data[name] for name in UnitParticulars.__slots__})

    @classmethod
    def of(cls, unit: Unit) -> dict[str, object]:
        """What the form shows first."""
        return {name: getattr(unit, name) for name in UnitParticulars.__slots__}
