"""Parts of the account page that other rooms bring: the bound phone, who looked. They register, we render."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nyata.people.models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """A template and what it needs for one person at one time. `order` sorts the page."""

    order: int
    template: str
    context: Callable[[Person, dt.datetime], dict[str, Any]]


_sections: list[Section] = []


def register(order: int, template: str, context: Callable[[Person, dt.datetime], dict[str, Any]]) -> None:
    """Add a part of the account page; called once, from an app's `ready`."""
    _sections.append(Section(order, template, context))


def sections_for(person: Person, at: dt.datetime) -> list[dict[str, Any]]:
    """Every part in order: {"template", **context}."""
    ordered = sorted(_sections, key=lambda section: section.order)
    return [{"template": section.template, **section.context(person, at)} for section in ordered]
