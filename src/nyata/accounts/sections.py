"""Parts of the account page that other rooms bring: the bound phone, who looked. They register, we render."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from nyata.people.models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """A template and, by dotted name, what it needs for one person at one time. `order` sorts the page."""

    order: int
    template: str
    context: str


_sections: list[Section] = []


def register(order: int, template: str, context: str) -> None:
    """Add a part of the account page; called once, from an app's `ready`.

    `context` is the dotted name of a function (person, at) -> context, so that no start of a process loads its room.
    """
    _sections.append(Section(order, template, context))


def sections_for(person: Person, at: dt.datetime) -> list[dict[str, Any]]:
    """Every part in order: {"template", **context}."""
    ordered = sorted(_sections, key=lambda section: section.order)
    return [{"template": section.template, **import_string(section.context)(person, at)} for section in ordered]
