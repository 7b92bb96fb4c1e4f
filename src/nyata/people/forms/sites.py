"""Forms of a site. The drawing writes into `geojson` and `radius_m`; without script they are typed."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import District, Person, Site
from nyata.people.nip import clean
from nyata.people.refusals import Code
from nyata.people.services import SiteParticulars


class SiteForm(forms.Form):
    """A site and its fence."""

    name = forms.CharField(label=_("Nama lokasi"), max_length=120)
    unit = UnitField(label=_("Unit pemilik"))
    district = forms.ModelChoiceField(
        label=_("Kecamatan"), queryset=District.objects.all(), required=False, empty_label=_("Belum dipilih")
    )
    surveyed_on = DayField(
        label=_("Tanggal survei"), required=False, help_text=_("Hari lokasi diukur di tempat. Wajib sebelum Berlaku.")
    )
    geojson = forms.CharField(
        label=_("GeoJSON"),
        max_length=60_000,
        help_text=_("Satu Point atau satu Polygon, bujur lebih dulu (WGS 84)."),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    radius_m = forms.FloatField(
        label=_("Jari-jari (meter)"),
        required=False,
        min_value=10,
        max_value=5000,
        help_text=_("Hanya untuk lingkaran: 10 sampai 5.000."),
    )

    def clean_geojson(self) -> dict[str, Any]:
        """The geometry alone, whether it came bare, as a Feature or as a collection of one."""
        try:
            found = geometry(json.loads(self.cleaned_data["geojson"]))
        except (ValueError, RecursionError):
            raise forms.ValidationError(Code.SHAPE_UNREADABLE.sentence) from None
        return found

    def particulars(self) -> SiteParticulars:
        shape = self.cleaned_data["geojson"]
        return SiteParticulars(
            unit=self.cleaned_data["unit"],
            name=self.cleaned_data["name"],
            district=self.cleaned_data["district"],
            shape=shape,
            radius_m=self.cleaned_data["radius_m"] if shape["type"] == "Point" else None,
            surveyed_on=self.cleaned_data["surveyed_on"],
        )

    @classmethod
    def of(cls, site: Site) -> dict[str, object]:
        """What the form shows first."""
        return {
            "name": site.name,
            "unit": site.unit,
            "district": site.district,
            "surveyed_on": site.surveyed_on,
            "geojson": json.dumps(site.shape),
            "radius_m": site.radius_m,
        }


def geometry(found: Any) -> dict[str, Any]:
    """The one Point or Polygon in any parsed GeoJSON. Raises ValueError where there is none, or several."""
    if isinstance(found, dict) and found.get("type") == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list) or len(features) != 1:
            raise ValueError("one feature is wanted")
        found = features[0]
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict) or found.get("type") not in ("Point", "Polygon"):
        raise ValueError("a Point or a Polygon is wanted")
    return {"type": found["type"], "coordinates": found.get("coordinates")}


class UseForm(forms.Form):
    """A unit or one person, and from when to when."""

    use_unit = UnitField(label=_("Untuk unit"), required=False, empty_label=_("Tidak untuk unit"))
    nip = forms.CharField(
        label=_("atau untuk satu orang (NIP)"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    valid_from = DayField(label=_("Mulai"))
    valid_to = DayField(label=_("Sampai"), required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        nip = clean(found.get("nip") or "")
        if bool(nip) == bool(found.get("use_unit")):
            raise forms.ValidationError(_("Pilih satu unit, atau isi NIP satu orang."))
        found["person"] = Person.objects.filter(nip=nip, is_active=True).first() if nip else None
        if nip and not found["person"]:
            raise forms.ValidationError(_("NIP ini tidak ada di daftar pegawai aktif. Periksa angkanya."))
        return found
