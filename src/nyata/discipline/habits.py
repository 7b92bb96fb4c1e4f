"""Patterns in words: what was seen, on which days, and why it may be so for reasons that are nobody's fault."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as in_context

from nyata.core.patterns import Habit, Pattern


@dataclass(frozen=True, slots=True)
class Told:
    """A pattern as a page shows it. `others`: the team's share in percent, None where it is not known."""

    title: str
    seen: str
    days: tuple[dt.date, ...]
    others: int | None
    causes: tuple[Promise, ...]


WEEKDAYS = (
    gettext_lazy("Senin"), gettext_lazy("Selasa"), gettext_lazy("Rabu"), gettext_lazy("Kamis"), gettext_lazy("Jumat"),
    gettext_lazy("Sabtu"), in_context("hari", "Minggu"),
)  # fmt: skip
TITLES: dict[Habit, Promise] = {
    Habit.LAST_MINUTE: gettext_lazy("Hampir selalu datang pada menit terakhir"),
    Habit.FORGOTTEN_OUT: gettext_lazy("Absen pulang sering tidak tercatat"),
    Habit.LATE_AFTER_REST: gettext_lazy("Terlambat kebanyakan sehabis hari libur"),
    Habit.ABSENT_AFTER_REST: gettext_lazy("Hari yang belum dijelaskan kebanyakan sehabis hari libur"),
    Habit.ABSENT_BEFORE_REST: gettext_lazy("Hari yang belum dijelaskan kebanyakan menjelang hari libur"),
    Habit.EARLY_BEFORE_REST: gettext_lazy("Pulang lebih awal kebanyakan menjelang hari libur"),
    Habit.EXCUSED_WEEKDAY: gettext_lazy("Izin dan koreksi kebanyakan pada hari yang sama"),
}
_TRAVEL = (
    gettext_lazy("jadwal bus, travel, atau perahu yang tiba tepat sebelum jam masuk"),
    gettext_lazy("mengantar anak ke sekolah lebih dulu"),
    gettext_lazy("jalan rusak atau air surut yang memperlama perjalanan"),
)
_HOME = (
    gettext_lazy("pulang ke keluarga di tempat jauh pada hari libur"),
    gettext_lazy("perahu atau travel yang tidak jalan setiap hari"),
)
_TASKS = (
    gettext_lazy("tugas luar yang tetap pada hari itu dan belum punya surat tugas"),
    gettext_lazy("perawatan atau pengobatan berkala; tidak perlu diceritakan"),
)
CAUSES: dict[Habit, tuple[Promise, ...]] = {
    Habit.LAST_MINUTE: _TRAVEL,
    Habit.FORGOTTEN_OUT: (
        gettext_lazy("sinyal atau listrik padam menjelang pulang"),
        gettext_lazy("tugas terakhir sering di luar kantor"),
        gettext_lazy("HP yang baterainya tidak tahan sampai sore"),
    ),
    Habit.LATE_AFTER_REST: (*_HOME, *_TRAVEL[1:]),
    Habit.ABSENT_AFTER_REST: (*_HOME, *_TASKS),
    Habit.ABSENT_BEFORE_REST: (*_HOME, *_TASKS),
    Habit.EARLY_BEFORE_REST: (*_HOME, gettext_lazy("jam ibadah, atau jadwal Jumat yang belum sesuai")),
    Habit.EXCUSED_WEEKDAY: (*_TASKS, gettext_lazy("kuliah, terapi anak, atau jadwal posyandu pada hari itu")),
}
RATES = (Habit.LAST_MINUTE, Habit.FORGOTTEN_OUT)


def told(pattern: Pattern) -> Told:
    """The words of a pattern, in the language of the request."""
    numbers = {"count": pattern.count, "of": pattern.of}
    if pattern.habit in RATES:
        seen = _("%(count)s dari %(of)s hari kerja.") % numbers
    elif pattern.weekday is not None:
        seen = _("%(count)s dari %(of)s kali pada hari %(day)s.") % {**numbers, "day": WEEKDAYS[pattern.weekday]}
    else:
        seen = _("%(count)s dari %(of)s kali.") % numbers
    others = None if pattern.others is None else round(100 * pattern.others)
    return Told(str(TITLES[pattern.habit]), seen, pattern.days, others, CAUSES[pattern.habit])
