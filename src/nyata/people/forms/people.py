"""Forms about one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import Person, Post
from nyata.people.selectors import weekly_minutes_of
from nyata.people.services import Appointment, NewStatus, Particulars


class MinutesField(forms.IntegerField):
    """The minutes a week of a part-time contract."""

    def __init__(self, **options: object) -> None:
        options.setdefault("label", _("Menit kerja per minggu"))
        options.setdefault("help_text", _("Hanya PPPK Paruh Waktu, sesuai perjanjian kerja. 20 jam = 1200."))
        super().__init__(required=False, **options)  # type: ignore[arg-type]


class CorrectForm(forms.Form):
    """Name, employment, job, first day."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=120, help_text=_("Seperti pada SK, dengan gelar."))
    employment = forms.ChoiceField(label=_("Status kepegawaian"), choices=Person.Employment.choices)
    job_title = forms.CharField(label=_("Jabatan"), max_length=120, required=False)
    joined_on = DayField(label=_("Mulai bertugas"), required=False)
    weekly_minutes = MinutesField()

    def particulars(self) -> Particulars:
        return Particulars(**{name: self.cleaned_data[name] for name in Particulars.__slots__})

    @classmethod
    def of(cls, person: Person) -> dict[str, object]:
        """What the form shows first."""
        written = {name: getattr(person, name) for name in ("name", "employment", "job_title", "joined_on")}
        return {**written, "weekly_minutes": weekly_minutes_of(person.pk)}


class RegisterForm(CorrectForm):
    """The same, with the two that have their own ways later: NIP and unit."""

    nip = forms.CharField(
        label=_("NIP"),
        max_length=30,
        help_text=_("18 angka. Spasi boleh."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = UnitField()
    field_order = ("nip", "name", "employment", "unit", "job_title", "joined_on", "weekly_minutes")


class MoveForm(forms.Form):
    """Another unit, by a document."""

    unit = UnitField(label=_("Unit baru"))
    first = DayField(
        label=_("Berlaku mulai"), help_text=_("Hari ini atau sebelumnya; hari sebelum itu tetap di unit lama.")
    )
    document_number = forms.CharField(label=_("Nomor SK mutasi"), max_length=80)


class StatusForm(forms.Form):
    """Another employment, or another contract, from a day on."""

    employment = forms.ChoiceField(label=_("Status kepegawaian baru"), choices=Person.Employment.choices)
    first = DayField(label=_("Berlaku mulai"), help_text=_("TMT pada SK; hari sebelum itu tetap dengan status lama."))
    document_number = forms.CharField(label=_("Nomor SK"), max_length=80)
    nip = forms.CharField(
        label=_("NIP baru"),
        max_length=30,
        required=False,
        help_text=_("Hanya bila berganti, misalnya dari PPPK menjadi PNS."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    weekly_minutes = MinutesField()

    def status(self) -> NewStatus:
        return NewStatus(**{name: self.cleaned_data[name] for name in NewStatus.__slots__})


class PostForm(forms.Form):
    """A post as its document words it."""

    role = forms.ChoiceField(label=_("Tugas"), choices=Post.Role.choices)
    unit = UnitField(help_text=_("Wewenangnya meliputi unit ini dan semua unit di bawahnya."))
    standing = forms.ChoiceField(label=_("Sifat"), choices=Post.Standing.choices)
    valid_from = DayField(label=_("Berlaku mulai"))
    valid_to = DayField(label=_("Hari terakhir"), required=False, help_text=_("Kosongkan bila belum ditentukan."))
    document_number = forms.CharField(label=_("Nomor SK atau surat perintah"), max_length=80)

    def appointment(self) -> Appointment:
        return Appointment(**{name: self.cleaned_data[name] for name in Appointment.__slots__})


class EndPostForm(forms.Form):
    """The last day of a post, by a document."""

    last_day = DayField(label=_("Hari terakhir"))
    document_number = forms.CharField(label=_("Nomor dokumen pengakhiran"), max_length=80)
