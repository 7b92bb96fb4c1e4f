"""Words of leave's templates."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(counts: Mapping[str, int], key: str) -> str:
    """A count by its key; a dash where there is none, so that a table of few stays readable."""
    return str(counts.get(key) or "–")
