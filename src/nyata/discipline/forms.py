"""What is typed about a step. Whether it may be recorded is the service's to say."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.discipline.models import Step
from nyata.discipline.services.stepping import Done
from nyata.discipline.ways import CALLS
from nyata.people.forms.fields import DayField

Kind = Step.Kind
WITH_MONTH = (Kind.SALARY_STOPPED, Kind.SALARY_RESTORED)


class StepForm(forms.Form):
    """The date and number of a document, and what its kind asks for besides."""

    on = DayField(label=_("Tanggal surat"))
    document_number = forms.CharField(label=_("Nomor surat"), max_length=80, required=False)
    examination_on = DayField(
        label=_("Tanggal pemeriksaan"), required=False, help_text=_("Paling lama 7 hari kerja setelah surat (Ps 26).")
    )
    month = DayField(
        label=_("Mulai bulan"), required=False, help_text=_("Satu hari di bulan pertama yang disebut keputusan.")
    )
    words = forms.CharField(
        label=_("Catatan"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib untuk hasil, untuk perbaikan, dan bila jaraknya lebih lama dari yang ditetapkan."),
    )  # fmt: skip

    def __init__(self, kind: Kind, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.kind = kind
        if kind not in CALLS:
            del self.fields["examination_on"]
        if kind not in WITH_MONTH:
            del self.fields["month"]

    def done(self) -> Done:
        """What was typed, for the service."""
        typed = self.cleaned_data
        day: dt.date | None = typed.get("examination_on")
        return Done(self.kind, typed["on"], typed["document_number"], typed["words"], day, typed.get("month"))
