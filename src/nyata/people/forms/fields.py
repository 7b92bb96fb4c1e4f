"""Fields that several forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nyata.people.models import Unit


class DayField(forms.DateField):
    """A day, by the browser's own picker, in ISO form on the wire."""

    def __init__(self, **options: object) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("input_formats", ["%Y-%m-%d", "%d/%m/%Y"])
        super().__init__(**options)  # type: ignore[arg-type]


class UnitField(forms.ModelChoiceField):
    """A unit out of the whole tree, indented by its depth. `queryset` is given by the form."""

    def __init__(self, **options: object) -> None:
        options.setdefault("queryset", Unit.objects.filter(is_active=True))
        options.setdefault("label", _("Unit"))
        options.setdefault("empty_label", _("Pilih unit"))
        super().__init__(**options)  # type: ignore[arg-type]

    def label_from_instance(self, unit: Unit) -> str:
        # No-break spaces: a browser swallows ordinary ones at the start of an option.
        return "\u00a0\u00a0\u00a0" * ((unit.path or "").count(".") - 1) + f"{unit.name} ({unit.code})"
