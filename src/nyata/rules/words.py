"""Values of the policy as officers read them: numbers with their units, tables, conditions, states."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nyata.core.policy import Value
from nyata.core.policy_units import WEEKDAYS, Band, Deduction, Rung

AREAS = {
    "working_time": gettext_lazy("Waktu kerja"),
    "discipline": gettext_lazy("Disiplin"),
    "leave": gettext_lazy("Cuti"),
    "allowance": gettext_lazy("TPP"),
    "verification": gettext_lazy("Pemeriksaan absen"),
    "enrolment": gettext_lazy("Pendataan"),
    "privacy": gettext_lazy("Pelindungan data"),
    "accounts": gettext_lazy("Akun"),
    "apel": gettext_lazy("Apel"),
    "sources": gettext_lazy("Sumber lain"),
    "rules": gettext_lazy("Keputusan aturan"),
    "audit": gettext_lazy("Audit berkala"),
}
UNITS = {
    "cosine": gettext_lazy("kosinus"),
    "share": gettext_lazy("bagian dari 1"),
    "ratio": gettext_lazy("perbandingan"),
    "metres": "m",
    "metres/second": "m/s",
    "milliseconds": "ms",
    "pixels": gettext_lazy("piksel"),
    "grey": gettext_lazy("tingkat abu-abu"),
    "bits": "bit",
    "count": gettext_lazy("jumlah"),
    "seconds": gettext_lazy("detik"),
    "minutes": gettext_lazy("menit"),
    "hours": gettext_lazy("jam"),
    "days": gettext_lazy("hari"),
    "minutes/week": gettext_lazy("menit seminggu"),
    "working days": gettext_lazy("hari kerja"),
    "calendar days": gettext_lazy("hari kalender"),
    "months": gettext_lazy("bulan"),
    "years": gettext_lazy("tahun"),
    "time": pgettext_lazy("satuan", "jam setempat"),
    "switch": gettext_lazy("ya atau tidak"),
    "percent": gettext_lazy("persen"),
    "percents": gettext_lazy("persen berurutan"),
    "base": gettext_lazy("dasar potongan"),
    "period": gettext_lazy("masa penjumlahan"),
    "rounding": gettext_lazy("pembulatan"),
    "deduction": gettext_lazy("potongan"),
    "bands": gettext_lazy("jenjang menit"),
    "ladder": gettext_lazy("jenjang hari kerja"),
    "weekdays": gettext_lazy("hari"),
    "leave types": gettext_lazy("jenis cuti"),
    "words": gettext_lazy("uraian"),
}
BARE = {"share", "ratio", "count", "time", "switch"}  # the number speaks for itself
CHOICES = {
    "total_tpp": gettext_lazy("total TPP"),
    "discipline_component": gettext_lazy("komponen disiplin"),
    "down": gettext_lazy("ke bawah, rupiah penuh"),
    "nearest": gettext_lazy("ke rupiah penuh terdekat"),
    "up": gettext_lazy("ke atas, rupiah penuh"),
    "calendar_year": gettext_lazy("tahun kalender"),
    "calendar_month": gettext_lazy("bulan kalender"),
    "annual": gettext_lazy("Cuti tahunan"),
    "long": gettext_lazy("Cuti besar"),
    "sick": gettext_lazy("Cuti sakit"),
    "maternity": gettext_lazy("Cuti melahirkan"),
    "important": gettext_lazy("Cuti alasan penting"),
    "collective": gettext_lazy("Cuti bersama"),
    "unpaid": gettext_lazy("Cuti di luar tanggungan negara"),
    "mon": gettext_lazy("Senin"),
    "tue": gettext_lazy("Selasa"),
    "wed": gettext_lazy("Rabu"),
    "thu": gettext_lazy("Kamis"),
    "fri": gettext_lazy("Jumat"),
    "sat": gettext_lazy("Sabtu"),
    "sun": gettext_lazy("Minggu"),
    "normal": gettext_lazy("di luar Ramadan"),
    "ramadan": gettext_lazy("Ramadan"),
    "five_day": gettext_lazy("lima hari kerja"),
    "six_day": gettext_lazy("enam hari kerja"),
    "PPPK_PW": gettext_lazy("PPPK Paruh Waktu"),
    "ringan": gettext_lazy("Ringan"),
    "sedang": gettext_lazy("Sedang"),
    "berat": gettext_lazy("Berat"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """The look of a status or a state: words, class of the stylesheet, icon."""

    words: Any
    look: str
    icon: str


STATUSES = {
    "A": Badge(gettext_lazy("A: dibaca pada peraturannya"), "ok", "check"),
    "B": Badge(gettext_lazy("B: dari sumber kedua"), "teal", "check"),
    "C": Badge(gettext_lazy("C: dihitung dari peraturan"), "teal", "check"),
    "measured": Badge(gettext_lazy("Diukur"), "teal", "chart"),
    "house": Badge(gettext_lazy("Ketentuan Nyata"), "", "home"),
    "uncalibrated": Badge(gettext_lazy("Belum dikalibrasi"), "wait", "alert"),
    "M": Badge(gettext_lazy("M: dari ingatan"), "wait", "alert"),
    "open": Badge(gettext_lazy("Terbuka: dasarnya belum ditemukan"), "wait", "alert"),
    "example": Badge(gettext_lazy("Contoh, belum berlaku di OKI"), "wait", "flag"),
}
STATES = {
    "on": Badge(gettext_lazy("Berlaku"), "ok", "check"),
    "off": Badge(gettext_lazy("Nonaktif"), "wait", "alert"),
    "none": Badge(gettext_lazy("Tidak ada nilai"), "", "help"),
    "example": Badge(gettext_lazy("Contoh, belum berlaku di OKI"), "wait", "flag"),
    "later": Badge(gettext_lazy("Akan datang"), "teal", "clock"),
    "past": Badge(gettext_lazy("Sudah diganti"), "", "clock"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value for a page: items, or a table, or one line. `text` is the whole of it in one line, for lists."""

    text: str
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether it is a single figure or word."""
        return not self.items and not self.rows

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row's cells with the heads of their columns, for a table that folds."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def choice(code: str) -> str:
    """The word for one of a closed list; the code itself where it is one (PNS)."""
    return str(CHOICES.get(code, code))


def condition(value: Value) -> str:
    """For whom and when a value holds; empty where always."""
    order = {day: place for place, day in enumerate(WEEKDAYS)}
    return "; ".join(
        ", ".join(choice(answer) for answer in sorted(answers, key=lambda answer: order.get(answer, 0)))
        for _fact, answers in value.when
    )


def shown(value: Value) -> Shown:
    """A value as officers read it; the reason where there is deliberately none."""
    if value.none:
        return Shown(text=value.none)
    read, unit = value.value, value.unit
    if unit == "bands":
        return _bands(read)
    if unit == "ladder":
        return _ladder(read)
    if unit == "words":
        return Shown("; ".join(read), items=read)
    if unit in ("weekdays", "leave types"):
        return Shown(text=", ".join(choice(one) for one in read))
    if unit == "percents":
        return Shown(text=", ".join(_percent(one) for one in read))
    return Shown(text=_line(value))


def _line(value: Value) -> str:
    read, unit = value.value, value.unit
    if isinstance(read, bool):
        return _("ya") if read else _("tidak")
    if isinstance(read, Deduction):
        return _("%(percent)s dari %(base)s") % {"percent": _percent(read.percent), "base": choice(read.base)}
    if isinstance(read, dt.time):
        return f"{read:%H.%M}"
    if unit == "percent":
        return _percent(read)
    if unit == "minutes/week":
        hours, minutes = divmod(int(read.total_seconds()) // 60, 60)
        return _("%(hours)s jam %(minutes)s menit seminggu") % {"hours": hours, "minutes": minutes}
    if isinstance(read, str):
        return choice(read)
    number = localize(value.written)
    return str(number) if unit in BARE else f"{number} {UNITS[unit]}"


def _percent(number: float) -> str:
    return f"{localize(int(number) if number == int(number) else number)} %"


def _steps(starts: Sequence[int]) -> list[str]:
    """[1, 31] -> ["1–30", "mulai 31"]."""
    following = [*starts[1:], None]
    return [
        _("mulai %(start)s") % {"start": start}
        if after is None
        else (str(start) if after == start + 1 else f"{start}–{after - 1}")
        for start, after in zip(starts, following, strict=True)
    ]


def _bands(bands: Sequence[Band]) -> Shown:
    steps = _steps([band.from_minutes for band in bands])
    text = ", ".join(f"{band.code} {step}" for step, band in zip(steps, bands, strict=True))
    if bands[0].percent is None:
        rows = tuple((step, band.code) for step, band in zip(steps, bands, strict=True))
        return Shown(text, head=(_("Menit"), _("Kode")), rows=rows)
    costs = tuple((step, band.code, _percent(band.percent or 0)) for step, band in zip(steps, bands, strict=True))
    return Shown(text, head=(_("Menit"), _("Kode"), _("Potongan")), rows=costs)


def _ladder(rungs: Sequence[Rung]) -> Shown:
    steps = _steps([rung.from_days for rung in rungs])
    rows = tuple(
        (step, choice(rung.level), rung.sanction, rung.article) for step, rung in zip(steps, rungs, strict=True)
    )
    text = "; ".join(f"{step}: {rung.sanction}" for step, rung in zip(steps, rungs, strict=True))
    return Shown(text, head=(_("Hari kerja"), _("Tingkat"), _("Hukuman"), _("Pasal")), rows=rows)
