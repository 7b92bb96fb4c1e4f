"""Values, conditions and states of the policy in templates."""

import datetime as dt
from typing import Any

from django import template
from django.utils.translation import get_language

from nyata.core.policy import Key, Value
from nyata.rules import words
from nyata.rules.selectors import standing

register = template.Library()


@register.filter
def shown(value: Value) -> words.Shown:
    """A value as officers read it."""
    return words.shown(value)


@register.filter
def condition(value: Value) -> str:
    """For whom and when a value holds."""
    return words.condition(value)


@register.filter
def status(value: Value) -> words.Badge:
    """How well a value is known."""
    return words.STATUSES[value.status]


@register.inclusion_tag("rules/_said.html")
def said(key: str, *, on: dt.date, employment: str) -> dict[str, Any]:
    """What a key says on a day for an employment, for whoever decides there: its words and its source.

    Off or without a value, it says so.
    """
    return {"standing": standing(key, on, employment=employment)}


@register.filter
def state(code: str) -> words.Badge:
    """How a value stands today."""
    return words.STATES[code]


@register.filter
def area(code: str) -> str:
    """The name of a chapter."""
    return str(words.AREAS.get(code, code))


@register.filter
def unit(key: Key) -> str:
    """The unit of a key in words."""
    return str(words.UNITS[key.unit])


@register.filter
def meaning(key: Key) -> str:
    """What a key means beyond its title: the files say it in English."""
    return key.description if get_language() == "en" else ""
