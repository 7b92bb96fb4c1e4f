"""Rupiah as Indonesian papers write it, in every language."""

from decimal import Decimal

from django import template

from nyata.allowance.words import rupiah as written

register = template.Library()


@register.filter
def rupiah(value: int | Decimal | str | None) -> str:
    """1600000 as Rp1.600.000; a dash where there is none."""
    return "–" if value is None else written(value)
