"""Forms of uploads, stages and requests for help."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import DayField
from nyata.people.models import HelpRequest, RolloutDecision
from nyata.people.refusals import Code
from nyata.people.services import StageOrder
from nyata.people.services.spreadsheets import MOST_BYTES


class UploadForm(forms.Form):
    """One CSV or XLSX."""

    file = forms.FileField(
        label=_("Berkas CSV atau XLSX"),
        max_length=200,
        help_text=_("Paling banyak 10 MB dan 20.000 baris."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def clean_file(self) -> UploadedFile:
        """Too large a file is turned away before it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(Code.FILE_TOO_LARGE.sentence, code=Code.FILE_TOO_LARGE)
        return file


class StageForm(forms.Form):
    """The next stage and what it rests on."""

    stage = forms.ChoiceField(label=_("Tahap"), choices=RolloutDecision.Stage.choices)
    valid_from = DayField(label=_("Berlaku mulai"), help_text=_("Hari ini atau sesudahnya."))
    document_number = forms.CharField(
        label=_("Nomor Perbup atau SE"), max_length=80, required=False, help_text=_("Wajib untuk tahap Berlaku.")
    )
    dpia_number = forms.CharField(
        label=_("Nomor penilaian dampak (DPIA)"),
        max_length=80,
        required=False,
        help_text=_("Wajib untuk tahap Berlaku (UU 27/2022 Ps 34)."),
    )
    dpia_signed_on = DayField(label=_("Tanggal tanda tangan DPIA"), required=False)

    def order(self) -> StageOrder:
        return StageOrder(**{name: self.cleaned_data[name] for name in StageOrder.__slots__})


class AskForm(forms.Form):
    """What a person needs help with."""

    kind = forms.ChoiceField(label=_("Perihal"), choices=HelpRequest.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Ceritakan singkat"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Boleh kosong. Jangan menulis kata sandi."),
    )


class AnswerForm(forms.Form):
    """What was done."""

    answer = forms.CharField(label=_("Jawaban"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
