"""What people fill in. A form has the fields that its kind asks for, and no other."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.leave import terms
from nyata.leave.kinds import NATURES, WITH_LETTER, WITH_PLACES, Extent, Kind
from nyata.leave.models import Claim
from nyata.leave.selectors.places import known_places
from nyata.leave.timing import moment
from nyata.leave.wishes import Forgotten, Spot, Wish
from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import Person, Site

DAY = dt.timedelta(days=1)
LETTER_KINDS = tuple(kind for kind, nature in NATURES.items() if nature.is_duty)
RADII = ((100, "100 m"), (300, "300 m"), (1000, "1 km"), (3000, "3 km"), (5000, "5 km"))


def clock_field(label: Any) -> forms.TimeField:
    """A time of the wall clock by the browser's own picker."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H.%M"],
    )


class AskForm(forms.Form):
    """A wish of one kind for one person."""

    first = DayField(label=_("Mulai"))
    last = DayField(label=_("Sampai (termasuk)"))
    extent = forms.TypedChoiceField(label=_("Lamanya"), coerce=int, widget=forms.RadioSelect, initial=Extent.DAYS)
    time_from = clock_field(_("Dari jam"))
    time_to = clock_field(_("Sampai jam"))
    ground = forms.ChoiceField(label=_("Alasan"), widget=forms.RadioSelect, required=False)
    travel_days = forms.IntegerField(label=_("Tambahan hari perjalanan"), required=False, min_value=0)
    letter_number = forms.CharField(label=_("Nomor surat tugas"), max_length=80)
    letter_date = DayField(label=_("Tanggal surat"), required=False)
    places = forms.CharField(
        label=_("Tempat tujuan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Satu tempat satu baris. Nama lokasi absen yang terdaftar dikenali sendiri."),
    )
    latitude = forms.FloatField(label=_("Lintang"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Bujur"), required=False, min_value=-180, max_value=180)
    radius = forms.TypedChoiceField(label=_("Jari-jari"), coerce=float, choices=RADII, initial=1000, required=False)
    words = forms.CharField(
        label=_("Keterangan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    letter = forms.FileField(
        label=_("Surat (foto atau PDF)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf", "data-shrink": ""}),
        help_text=_("Boleh menyusul. Hanya dibaca yang memutuskan dan BKPSDM; setiap pembacaan tercatat."),
    )

    def __init__(self, *args: Any, kind: Kind, person: Person, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.person = kind, person
        self._narrow(on)

    def _narrow(self, on: dt.date) -> None:
        """Take away what the kind does not ask for."""
        extents = [one for one in Extent if one in NATURES[self.kind].extents]
        grounds = terms.grounds_for(self.person, self.kind, on)
        travel = terms.travel_days(self.kind, on, self.person.employment)
        with_letter = self.kind in WITH_LETTER or self.kind == Kind.SICK
        asks = {
            "extent": len(extents) > 1,
            "time_from": Extent.TIMES in extents,
            "time_to": Extent.TIMES in extents,
            "ground": bool(grounds),
            "travel_days": bool(travel),
            "letter_number": with_letter,
            "letter_date": with_letter,
            **dict.fromkeys(("places", "latitude", "longitude", "radius"), self.kind in WITH_PLACES),
            "last": Extent.DAYS in extents,
        }
        for name, wanted in asks.items():
            if not wanted:
                del self.fields[name]
        if "extent" in self.fields:
            self.fields["extent"].choices = [(one.value, one.label) for one in extents]  # type: ignore[attr-defined]
            self.fields["extent"].initial = Extent.DAYS if Extent.DAYS in extents else Extent.TIMES
        if "time_from" in self.fields:
            for name in ("time_from", "time_to"):
                self.fields[name].required = False  # asked for only with hours; the service says so
        if "ground" in self.fields:
            self.fields["ground"].choices = [(one, one[:1].upper() + one[1:]) for one in grounds]  # type: ignore[attr-defined]
        if "travel_days" in self.fields:
            self.fields["travel_days"].help_text = _(
                "Paling banyak %(n)d hari kalender setahun, di akhir tanggal di atas. Tidak mengurangi sisa cuti; "
                "atasan memutuskan berapa. Tulis tempatnya di Keterangan."
            ) % {"n": travel}
        if self.kind == Kind.SICK:
            self.fields["letter_number"].required = False  # of a health board, where an illness lasts beyond its time
            self.fields["letter_number"].label = _("Nomor surat tim penguji kesehatan")
        if not NATURES[self.kind].is_leave:
            self.fields["first"].label = _("Hari") if "last" not in self.fields else _("Mulai")

    def wish(self) -> Wish:
        """What was filled in. Raises nothing: whatever does not fit is said by the service."""
        said = self.cleaned_data
        extent = Extent(said.get("extent", Extent.DAYS))
        timed = extent == Extent.TIMES
        return Wish(
            kind=self.kind,
            first=said["first"],
            last=said["first"] if extent != Extent.DAYS else said.get("last") or said["first"],
            extent=extent,
            time_from=said.get("time_from") if timed else None,
            time_to=said.get("time_to") if timed else None,
            ground=said.get("ground", ""),
            words=said["words"],
            letter_number=said.get("letter_number", ""),
            letter_date=said.get("letter_date"),
            spots=self._spots(),
            travel_days=said.get("travel_days") or 0,
        )

    def _spots(self) -> tuple[Spot, ...]:
        """A line that names a site of ours gets its fence, the first other one the point that was set."""
        names = [line.strip() for line in self.cleaned_data.get("places", "").splitlines() if line.strip()]
        known = known_places(names)
        point = self._point()
        spots = []
        for name in names[:40]:
            if site := known.get(name.casefold()):
                spots.append(Spot(site.name, site.shape, site.radius_m))
            elif point is not None:
                spots.append(Spot(name, point, self.cleaned_data["radius"] or 1000.0))
                point = None
            else:
                spots.append(Spot(name))
        return tuple(spots)

    def _point(self) -> dict[str, Any] | None:
        where = (self.cleaned_data.get("longitude"), self.cleaned_data.get("latitude"))
        return None if None in where else {"type": "Point", "coordinates": list(where)}


class CorrectionForm(forms.Form):
    """A record that is missing."""

    first = DayField(label=_("Hari"))
    purpose = forms.ChoiceField(label=_("Yang belum tercatat"), choices=Claim.Purpose.choices, widget=forms.RadioSelect)
    clock = clock_field(_("Jam sebenarnya"))
    next_day = forms.BooleanField(label=_("Jam itu sesudah tengah malam (dinas malam)"), required=False)
    reason = forms.ChoiceField(label=_("Sebabnya"), choices=Claim.Reason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Keterangan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    letter = AskForm.base_fields["letter"]

    def __init__(self, *args: Any, kind: Kind, person: Person, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.person = kind, person

    def wish(self) -> Wish:
        said = self.cleaned_data
        day = said["first"]
        claimed_at = moment(day + DAY if said["next_day"] else day, said["clock"])
        forgotten = Forgotten(said["purpose"], claimed_at, said["reason"])
        return Wish(self.kind, day, day, words=said["words"], forgotten=forgotten)


class LetterForm(forms.Form):
    """One letter of duty for many people. `people`: whom the actor may send; `chosen` are kept when it comes back."""

    kind = forms.ChoiceField(
        label=_("Jenis"),
        choices=[(kind.value, kind.label) for kind in LETTER_KINDS],
        widget=forms.RadioSelect,
        initial=Kind.TRAVEL,
    )
    letter_number = forms.CharField(label=_("Nomor surat tugas"), max_length=80)
    letter_date = DayField(label=_("Tanggal surat"), required=False)
    first = DayField(label=_("Mulai"))
    last = DayField(label=_("Sampai (termasuk)"))
    places = AskForm.base_fields["places"]
    words = forms.CharField(
        label=_("Keterangan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    letter = AskForm.base_fields["letter"]
    nips = forms.CharField(
        label=_("Atau tempel NIP, satu baris satu orang"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"}),
    )

    def wish(self) -> Wish:
        """What was filled in, for each of the people."""
        said = self.cleaned_data
        names = [line.strip() for line in said["places"].splitlines() if line.strip()][:40]
        known = known_places(names)
        sites = [known.get(name.casefold()) for name in names]
        spots = tuple(
            Spot(site.name, site.shape, site.radius_m) if site else Spot(name)
            for name, site in zip(names, sites, strict=True)
        )
        return Wish(
            Kind(said["kind"]), said["first"], said["last"], words=said["words"],
            letter_number=said["letter_number"], letter_date=said["letter_date"], spots=spots,
        )  # fmt: skip


def form_of(kind: Kind) -> type[AskForm] | type[CorrectionForm]:
    """The form that a kind is asked with."""
    return CorrectionForm if kind == Kind.CORRECTION else AskForm


class FileForm(forms.Form):
    """One letter more."""

    letter = forms.FileField(label=_("Surat (foto atau PDF)"), widget=AskForm.base_fields["letter"].widget)


class EndForm(forms.Form):
    """Back earlier than asked."""

    last = DayField(label=_("Hari terakhir yang dipakai"))


class WordsForm(forms.Form):
    """Why."""

    words = forms.CharField(label=_("Alasan"), max_length=500, required=False)


class DelegationForm(forms.Form):
    """Who decides, from when to when."""

    delegate = forms.ModelChoiceField(label=_("Wakil"), queryset=Person.objects.none(), empty_label=_("Pilih pegawai"))
    first = DayField(label=_("Mulai"))
    last = DayField(label=_("Sampai (termasuk)"))
    words = forms.CharField(label=_("Keterangan"), max_length=300, required=False)


class OutageForm(forms.Form):
    """What was down, where, from when to when."""

    site = forms.ModelChoiceField(
        label=_("Lokasi"), queryset=Site.objects.filter(is_active=True), required=False, empty_label=_("Semua lokasi")
    )
    unit = UnitField(label=_("atau Unit"), required=False, empty_label=_("Semua unit"))
    day = DayField(label=_("Hari"))
    time_from = clock_field(_("Dari jam"))
    time_to = clock_field(_("Sampai jam"))
    last_day = DayField(label=_("Berakhir pada hari"), required=False, help_text=_("Kosongkan bila hari itu juga."))
    words = forms.CharField(label=_("Apa yang terjadi"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    document_number = forms.CharField(label=_("Nomor berita acara"), max_length=80, required=False)


class CarryOverForm(forms.Form):
    """Days brought into a year."""

    nip = forms.CharField(label=_("NIP"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    year = forms.IntegerField(label=_("Tahun"))
    days = forms.IntegerField(label=_("Sisa cuti yang dibawa (hari)"), min_value=0)
    source = forms.CharField(label=_("Sumber"), max_length=200, help_text=_("Buku cuti, surat, atau rekap OPD."))
