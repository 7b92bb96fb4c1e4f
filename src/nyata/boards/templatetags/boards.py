"""Small drawings of the boards: the strip of a week, the bar of an OPD."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString

from nyata.boards.rows import WeekDay

register = template.Library()

STEP, HIGH = 16, 20
TALL = {"done": 18, "asked": 11, "absent": 4, "off": 2, "ahead": 2}
BAR = 200


@register.filter
def ribuan(value: int) -> str:
    """1.119 in Indonesian, 1,119 in English."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.inclusion_tag("boards/_strip.html")
def week_strip(week: Sequence[WeekDay]) -> dict[str, Any]:
    """A cell for each day of the week: full when it counted, half when something is asked, low otherwise, so that
    it reads without colour. Days that are no working days or still ahead are not spoken.
    """
    cells = [
        {"tone": day.tone, "x": number * STEP + 1, "y": HIGH - 1 - TALL[day.tone], "height": TALL[day.tone]}
        for number, day in enumerate(week)
    ]
    spoken = [day for day in week if day.tone not in ("ahead", "off")]
    return {"cells": cells, "spoken": spoken, "width": len(week) * STEP, "height": HIGH}


@register.simple_tag
def share_bar(present: int, review: int, people: int) -> SafeString:
    """Present (full) and under review (thinner) out of the people; the numbers stand beside it as text."""
    if people <= 0:
        return format_html('<svg class="share" viewBox="0 0 {} 10" aria-hidden="true"></svg>', BAR)
    first = round(BAR * present / people, 1)
    second = round(BAR * review / people, 1)
    return format_html(
        '<svg class="share" viewBox="0 0 {bar} 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="rest" width="{bar}" height="10"/><rect class="present" width="{first}" height="10"/>'
        '<rect class="review" x="{first}" y="3" width="{second}" height="4"/></svg>',
        bar=BAR,
        first=first,
        second=second,
    )
