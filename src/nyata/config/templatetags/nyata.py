"""Words of every template: times and dates as the language writes them, masked numbers, icons."""

import datetime as dt

from django import template
from django.utils import dateformat, formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()

# Drawn by us on a 24 px grid, one stroke weight; see docs/design.md.
ICONS = {
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "cross": "M6 6l12 12M18 6L6 18",
    "clock": "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3.5 2",
    "alert": "M12 4l9 16H3zM12 10v4M12 17v.5",
    "pin": "M12 21s-7-6-7-11a7 7 0 1114 0c0 5-7 11-7 11zM12 12.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
    "camera": "M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.5 3.5 0 100-7 3.5 3.5 0 000 7z",
    "phone": "M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2",
    "person": "M12 11a4 4 0 100-8 4 4 0 000 8zM4 21c.6-4.500 3.600-7 8-7s7.400 2.500 8 7",
    "people": "M9 11a3.500 3.500 0 100-7 3.500 3.500 0 000 7zM2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M16 4.500a3.300 3.300 0 010 6.200M18 14.500c2 .8 3.200 2.600 3.500 5.500",
    "list": "M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5",
    "help": "M12 3a9 9 0 100 18 9 9 0 000-18zM9.500 9.500a2.500 2.500 0 115 0c0 1.700-2.500 2-2.500 4M12 17v.3",
    "eye": "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 15a3 3 0 100-6 3 3 0 000 6z",
    "left": "M19 12H5M11 6l-6 6 6 6",
    "right": "M5 12h14M13 6l6 6-6 6",
    "down": "M6 9.500l6 6 6-6",
    "offline": "M3 3l18 18M8.500 16a5 5 0 017 0M5 12.500a10 10 0 014-2.300M15 10.200a10 10 0 014 2.300M12 19.500v.3",
    "cloud": "M7 18a4.500 4.500 0 01-.5-9 6 6 0 0111.500 1.500A3.800 3.800 0 0117.500 18z",
    "building": "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
    "key": "M8 15a4 4 0 100-8 4 4 0 000 8zM12 11h9v3M17.500 11v2.500",
    "shield": "M12 3l8 3v6c0 5-3.500 7.800-8 9-4.500-1.200-8-4-8-9V6z",
    "flag": "M5 21V4h13l-3 4.500 3 4.500H5",
    "chart": "M4 20V10M10 20V4M16 20v-7M3 20h18",
    "download": "M12 4v11M7 10.500l5 5 5-5M4 20h16",
    "upload": "M12 16V5M7 9.500l5-5 5 5M4 20h16",
    "plus": "M12 5v14M5 12h14",
    "calendar": "M4 6h16v14H4zM4 10.500h16M8.500 3.500v4M15.500 3.500v4M8 14h.5M12 14h.5M16 14h.5M8 17h.5M12 17h.5",
    "book": "M12 6.500C10 5 7 4.500 3.500 5v13c3.500-.5 6.500 0 8.500 1.500 2-1.500 5-2 8.500-1.500V5c-3.500-.5-6.500 0-8.500 1.500zM12 6.500v13",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "menu": "M4 7h16M4 12h16M4 17h16",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An inline SVG; with a label it speaks, without one it is decoration beside a word."""
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}"><path d="{}"/></svg>',
            label,
            ICONS[name],
        )
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', ICONS[name])


@register.filter
def jam(value: dt.datetime | dt.time | None) -> str:
    """07.28 (07:28 in English), in the office's time zone; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return dateformat.time_format(value, pgettext("jam", "H.i"))


@register.filter
def jam_detik(value: dt.datetime | None) -> str:
    """07.28.41 (07:28:41 in English)."""
    if value is None:
        return "–"
    return dateformat.time_format(timezone.localtime(value), pgettext("jam", "H.i.s"))


@register.filter
def tanggal(value: dt.date | dt.datetime | None) -> str:
    """Senin, 19 Januari 2026 (Monday, 19 January 2026)."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return formats.date_format(value, "l, j F Y", use_l10n=False)


@register.filter
def tanggal_singkat(value: dt.date | dt.datetime | None) -> str:
    """19 Jan 2026."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return formats.date_format(value, "j M Y", use_l10n=False)


@register.filter
def nip(value: str) -> str:
    """A NIP for lists: the birth date stays readable, the rest is masked but its last two digits."""
    return f"{value[:8]}••••••••{value[-2:]}" if len(value) == 18 else "••••••••"
