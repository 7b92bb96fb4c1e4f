"""Small drawings of the boards: the strip of a week, the bar of an OPD."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nyata.boards.rows import WeekDay

register = template.Library()

STEP, HIGH = 16, 20
TALL = {"done": 18, "asked": 11, "absent": 4, "off": 2, "ahead": 2}
BAR = 200


@register.filter
def ribuan(value: int) -> str:
    """1.119 in Indonesian, 1,119 in English."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def week_strip(week: Sequence[WeekDay]) -> SafeString:
    """A cell for each day of the week: full when it counted, half when something is asked, low otherwise, so that
    it reads without colour. Days that are no working days or still ahead are not spoken.
    """
    # Sixty rows a page, six cells each: drawn from memory, they cost a third of the page when a template does it.
    spoken = ", ".join(_spoken(day) for day in week if day.tone not in ("ahead", "off"))
    return format_html(
        '<svg class="strip" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        len(week) * STEP,
        HIGH,
        f"{_('Minggu ini')}: {spoken or '–'}",
        _cells(tuple(day.tone for day in week)),
    )


@lru_cache(maxsize=512)
def _cells(tones: tuple[str, ...]) -> SafeString:
    cells = ((tone, at * STEP + 1, HIGH - 1 - TALL[tone], TALL[tone]) for at, tone in enumerate(tones))
    return format_html_join("", '<rect class="{}" x="{}" y="{}" width="11" height="{}" rx="2"/>', cells)


def _spoken(day: WeekDay) -> str:
    if day.at is not None:
        words = formats.time_format(timezone.localtime(day.at), "H.i", use_l10n=False)
    else:
        words = _("menunggu") if day.tone == "asked" else _("belum ada")
    return f"{formats.date_format(day.day, 'D', use_l10n=False)} {words}"


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
