"""Words for what machines tell."""

from math import ceil
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

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
# What only one of the two knows of a day that both know: (end, side that knows it).
ONLY: dict[tuple[str, str], Promise] = {
    ("in", "nyata"): _("masuk hanya di Nyata"),
    ("in", "machine"): _("masuk hanya di sumber lain"),
    ("out", "nyata"): _("pulang hanya di Nyata"),
    ("out", "machine"): _("pulang hanya di sumber lain"),
}


def difference(row: dict[str, Any]) -> str:
    """How a day of `selectors.beside.Beside.days` differs: masuk 4 menit, pulang hanya di Nyata."""
    if row["state"] in ("nyata", "machine"):
        return str(STATES[row["state"]])
    words = []
    for end in ("in", "out"):
        minutes = row[f"{end}_minutes"]
        if minutes is not None:
            told = gettext("masuk %(n)s menit") if end == "in" else gettext("pulang %(n)s menit")
            words.append(told % {"n": minutes})
        else:
            words += [str(ONLY[end, side]) for side in ("nyata", "machine") if row[f"{side}_{end}"] is not None]
    return ", ".join(words)


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
