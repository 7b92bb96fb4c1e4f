"""What is typed about a finding. Whether it may be recorded is the service's to say."""

import datetime as dt

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nyata.people.forms.fields import DayField
from nyata.people.models import Person, Post
from nyata.people.selectors.authority import SUPERVISING, in_force


class WordsForm(forms.Form):
    """A reason or an answer."""

    words = forms.CharField(
        label=_("Penjelasan"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class OwnerField(forms.ModelChoiceField):
    """Who answers, with their unit."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} · {person.unit}"


class AssignForm(forms.Form):
    """Who answers, and until when."""

    owner = OwnerField(label=_("Yang menjawab"), queryset=Person.objects.none(), empty_label=_("Pilih orang"))
    due_on = DayField(label=_("Paling lambat"))
    words = forms.CharField(label=_("Catatan"), max_length=1000, required=False)

    def __init__(self, on: dt.date, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.fields["owner"].queryset = answerers(on)  # type: ignore[attr-defined]


def answerers(on: dt.date) -> QuerySet[Person]:
    """Whoever may be asked: heads and superiors of units, and BKPSDM."""
    posts = Post.objects.filter(in_force(on), role__in=(*SUPERVISING, Post.Role.HR))
    found = Person.objects.filter(is_active=True, pk__in=posts.values("person"))
    return found.select_related("unit").order_by("name")
