"""What stands above one's own month, brought by rooms above this one. They register, we render."""

import datetime as dt
from typing import Any

from django.utils.module_loading import import_string

from nyata.people.models import Person

_notices: list[tuple[str, str]] = []


def register(template: str, context: str) -> None:
    """Add a notice: a template, and the dotted name of what it needs: (person, day) -> context, {} for nothing.

    Called from `ready`; the room is loaded with the first page that asks.
    """
    _notices.append((template, context))


def notices_for(person: Person, today: dt.date) -> list[dict[str, Any]]:
    """Every notice that has something to say: {"template", **context}."""
    found = ((template, import_string(context)(person, today)) for template, context in _notices)
    return [{"template": template, **words} for template, words in found if words]
