"""What stands above one's own month, brought by rooms above this one. They register, we render."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from nyata.people.models import Person

Context = Callable[[Person, dt.date], dict[str, Any]]
_notices: list[tuple[str, Context]] = []


def register(template: str, context: Context) -> None:
    """Add a notice: a template, and what it needs for a person on a day; {} for nothing. Called from `ready`."""
    _notices.append((template, context))


def notices_for(person: Person, today: dt.date) -> list[dict[str, Any]]:
    """Every notice that has something to say: {"template", **context}."""
    found = ((template, context(person, today)) for template, context in _notices)
    return [{"template": template, **words} for template, words in found if words]
