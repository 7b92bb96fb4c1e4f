"""Words for what machines tell."""

from math import ceil
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nyata.core.worktime.columns import Direction

DIRECTIONS = {Direction.IN: _("masuk"), Direction.OUT: _("pulang"), Direction.UNKNOWN: _("tanpa arah")}
STATES: dict[str, Promise] = {
    "agree": _("Sama"),
    "differ": _("Berbeda"),
    "machine": _("Hanya sumber lain"),
    "nyata": _("Hanya Nyata"),
}
# Why a day may look like that. Each happens to people who did nothing wrong.
CAUSES: dict[str, Promise] = {
    "differ": _("Jam mesin tidak tepat, absen di gerbang lain lebih dulu, atau satu absen tidak tercatat."),
    "machine": _("HP mati atau tanpa sinyal, HP belum didaftarkan, atau Nyata belum dibuka hari itu."),
    "nyata": _("Masuk lewat gerbang tanpa mesin, mesin mati, jari tidak terbaca, atau nomornya belum dipasangkan."),
}


def direction_word(direction: int) -> str:
    """masuk, pulang, tanpa arah"""
    return str(DIRECTIONS[Direction(direction)])


def length(seconds: int) -> str:
    """How far a clock was off, ahead or behind: 4 menit; 30 detik."""
    if abs(seconds) < 60:
        return ngettext("%(n)s detik", "%(n)s detik", abs(seconds)) % {"n": abs(seconds)}
    minutes = abs(seconds) / 60
    shown = localize(round(minutes, 1) if seconds % 60 else int(minutes))
    return ngettext("%(n)s menit", "%(n)s menit", ceil(minutes)) % {"n": shown}


def told(punches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `selectors.punches.punches_of` with `word` and `offset_words`, as sources/_punches.html shows them."""
    for one in punches:
        one["word"] = direction_word(one["direction"])
        one["offset_words"] = length(one["offset_seconds"])
    return punches
