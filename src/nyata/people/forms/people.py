"""Forms about one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import DayField, UnitField
from nyata.people.models import Person, Post
from nyata.people.services import Appointment, Particulars


class CorrectForm(forms.Form):
    """Name, employment, job, first day."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=120, help_text=_("Seperti pada SK, dengan gelar."))
    employment = forms.ChoiceField(label=_("Status kepegawaian"), choices=Person.Employment.choices)
    job_title = forms.CharField(label=_("Jabatan"), max_length=120, required=False)
    joined_on = DayField(label=_("Mulai bertugas"), required=False)

    def particulars(self) -> Particulars:
        return Particulars(**{name: self.cleaned_data[name] for name in Particulars.__slots__})

    @classmethod
    def of(cls, person: Person) -> dict[str, object]:
        """What the form shows first."""
        return {name: getattr(person, name) for name in Particulars.__slots__}


class RegisterForm(CorrectForm):
    """The same, with the two that have their own ways later: NIP and unit."""

    nip = forms.CharField(
        label=_("NIP"),
        max_length=30,
        help_text=_("18 angka. Spasi boleh."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    unit = UnitField()
    field_order = ("nip", "name", "employment", "unit", "job_title", "joined_on")


class MoveForm(forms.Form):
    """Another unit, by a document."""

    unit = UnitField(label=_("Unit baru"))
    document_number = forms.CharField(label=_("Nomor SK mutasi"), max_length=80)


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
