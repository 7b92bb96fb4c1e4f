"""States and reasons as people read them. A machine says what is known, never what somebody deserves."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from nyata.apel.kinds import Known, Rhythm, State, Why
from nyata.apel.models import Series
from nyata.apel.selectors.lines import Line
from nyata.apel.selectors.standing import Is


@dataclass(frozen=True, slots=True)
class Sign:
    """A word with its icon and tone (a class of .badge)."""

    word: Any
    icon: str
    tone: str


STATES = {
    State.PRESENT: Sign(_("Hadir"), "check", "ok"),
    State.REVIEW: Sign(_("Sedang dilihat"), "eye", "wait"),
    State.EXCUSED: Sign(_("Berhalangan"), "flag", "teal"),
    State.ASKED: Sign(_("Alasan menunggu jawaban"), "clock", "wait"),
    State.MISSED: Sign(_("Belum ada catatan hadir"), "help", "wait"),
    State.AWAITED: Sign(_("Belum absen"), "clock", ""),
    State.NOT_INVITED: Sign(_("Tidak diundang lagi"), "list", ""),
}
WHYS = {
    Why.LEAVE: _("cuti"),
    Why.DUTY: _("dinas luar atau pelatihan"),
    Why.ELSEWHERE: _("bertugas di tempat lain yang disetujui"),
    Why.PERMISSION: _("izin"),
    Why.RELEASED: _("tugas belajar atau dibebaskan sementara"),
    Why.OUTAGE: _("gangguan sistem atau jaringan"),
    Why.REST: _("hari itu bukan hari kerjanya"),
    Why.HOLIDAY: _("libur menurut kalendernya"),
    Why.OTHER_HOURS: _("jam kerjanya lain"),
    Why.ON_CALL: _("siaga"),
    Why.UNPLANNED: _("jadwalnya belum diatur"),
    Why.ACCOMMODATION: _("punya kemudahan dari BKPSDM"),
    Why.GRANTED: _("alasannya diterima"),
    Why.NOT_HELD: _("apel ditiadakan"),
}
KNOWN = {
    Known.ANCHORED: _("dikirim kemudian, waktunya terbukti"),
    Known.UNPROVEN: _("waktunya hanya menurut HP"),
    Known.WITNESS: _("dinyatakan saksi"),
}
STANDINGS = {
    Is.COMING: Sign(_("Akan datang"), "calendar", ""),
    Is.OPEN: Sign(_("Sedang berlangsung"), "clock", "ok"),
    Is.OVER: Sign(_("Selesai"), "check", ""),
    Is.CANCELLED: Sign(_("Dibatalkan"), "cross", "wait"),
    Is.SUSPENDED: Sign(_("Ditiadakan"), "flag", "teal"),
}
WEEKDAYS = (_("Senin"), _("Selasa"), _("Rabu"), _("Kamis"), _("Jumat"), _("Sabtu"), _("Minggu"))
NUMBERS = {1: _("pertama"), 2: _("kedua"), 3: _("ketiga"), 4: _("keempat"), 5: _("terakhir")}


def told(line: Line) -> str:
    """What stands beside a state: the reason, how late, how the time is known."""
    parts = []
    if line.late:
        parts.append(str(_("%(n)s menit setelah mulai") % {"n": line.late}))
    if line.why != Why.NONE:
        parts.append(str(WHYS[line.why]))
    if line.acted_at is not None and line.known in KNOWN:
        parts.append(str(KNOWN[line.known]))
    return " · ".join(parts)


def rhythm_of(series: Series) -> str:
    """When a series is, in words."""
    if series.rhythm == Rhythm.DATE:
        return str(_("setiap tanggal %(n)s") % {"n": series.number})
    weekday = WEEKDAYS[series.weekday or 0]
    if series.rhythm == Rhythm.WEEKLY:
        return str(_("setiap %(day)s") % {"day": weekday})
    return str(_("setiap %(day)s %(n)s dalam bulan") % {"day": weekday, "n": NUMBERS[series.number or 1]})
