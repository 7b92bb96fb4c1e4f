"""What officers read: states with their icon, reasons and signals in the third person, never a number of likeness.

The sentences of core.reasons speak to the person concerned ("Anda"); these speak about the attempt, and accuse
nobody either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nyata.core.reasons import Reason, distance_in_words
from nyata.leave.kinds import Kind, nature_of


@dataclass(frozen=True, slots=True)
class State:
    """How a state of the board looks: icon, tone (a class of docs/design.md), word."""

    code: str
    icon: str
    tone: str
    word: Any


STATES = {
    state.code: state
    for state in (
        State("review", "eye", "wait", _("Menunggu tinjauan")),
        State("step_up", "alert", "wait", _("Perlu dicoba lagi")),
        State("not_yet", "clock", "", _("Belum masuk")),
        State("later", "clock", "", _("Izin")),
        State("in", "check", "ok", _("Masuk")),
        State("witness", "people", "ok", _("Saksi")),
        State("out", "home", "teal", _("Pulang")),
        State("away", "calendar", "", _("Cuti atau dinas")),
        State("off", "home", "", _("Tidak dijadwalkan")),
        State("waiting", "cloud", "", _("Menunggu sistem")),
        State("declined", "cross", "no", _("Tidak diterima")),
        State("quiet", "flag", "", _("Belum berlaku")),
    )
}
# A board says no more than this of a day away: which leave it is, is for those who decide on it.
AWAY = {
    "leave": State("away", "calendar", "", _("Cuti")),
    "duty": State("away", "calendar", "", pgettext_lazy("papan", "Dinas")),
    "released": State("away", "calendar", "", _("Bebas tugas")),
}
OUTCOMES = {
    "accepted": State("accepted", "check", "ok", _("Diterima")),
    "review": STATES["review"],
    "step_up": STATES["step_up"],
    "error": STATES["waiting"],
    "waiting": STATES["waiting"],
    "declined": State("declined", "cross", "no", _("Tidak diterima setelah ditinjau")),
    "refused": STATES["declined"],
}
PURPOSES = {"in": _("Absen masuk"), "out": _("Absen pulang")}
TIME_MARKS = {
    "live": ("clock", _("Waktu dicatat langsung oleh server.")),
    "anchored": ("offline", _("Waktu dari jangkar server di HP; berkas dikirim saat ada sinyal.")),
    "unproven": ("offline", _("Waktu menurut jam HP; jangkarnya tidak ada, jadi belum dapat dipastikan.")),
}
VERDICT_STAGES = {
    "first": _("Pemeriksaan pertama"),
    "deep": _("Pemeriksaan gerakan lanjutan"),
    "witness": _("Pernyataan saksi"),
    "review": _("Keputusan peninjau"),
    "stepped_up": _("Percobaan berikutnya"),
    "unanswered": _("Tidak diulang dalam waktunya"),
}

# Reasons as an officer reads them.
REASONS = {
    Reason.FACE_MATCHES: _("Wajah cocok dengan data pendataan."),
    Reason.FACE_UNSURE: _("Wajah belum terbaca jelas."),
    Reason.FACE_DIFFERS: _("Wajah belum cocok dengan data pendataan. Lihat foto dan bandingkan sendiri."),
    Reason.FACE_CHANGES: _("Wajah di beberapa foto belum sama."),
    Reason.NO_FACE: _("Wajah belum terlihat di foto."),
    Reason.NO_FRAMES: _("Belum ada foto yang diterima."),
    Reason.NO_TEMPLATE: _("Data wajah pegawai ini belum ada; pendataannya perlu diselesaikan."),
    Reason.TWO_FACES: _("Terlihat lebih dari satu wajah."),
    Reason.TOO_DARK: _("Foto terlalu gelap."),
    Reason.UNREADABLE: _("Foto tidak dapat dibuka."),
    Reason.MOVES_DONE: _("Gerakan yang diminta terbaca."),
    Reason.MOVES_UNREAD: _("Gerakan wajah belum terbaca."),
    Reason.REPEATED_FRAMES: _("Ada foto yang sama terkirim lebih dari sekali."),
    Reason.DEEP_LIVE: _("Gerakan wajah terbaca utuh pada pemeriksaan lanjutan."),
    Reason.DEEP_NOT_LIVE: _("Gerakan wajah belum terbaca pada pemeriksaan lanjutan."),
    Reason.DEEP_UNREAD: _("Gerakan wajah belum terbaca pada pemeriksaan lanjutan."),
    Reason.INSIDE_SITE: _("Berada di lokasi kerja."),
    Reason.DUTY_PLACE: _("Dinas luar: tempat itu ada di surat tugasnya."),
    Reason.OUTSIDE_SITE: _("Terbaca di luar lokasi kerja."),
    Reason.PLACE_UNCLEAR: _("Lokasi belum jelas: ketelitiannya terlalu lebar untuk dipastikan."),
    Reason.NO_PLACE: _("Lokasi belum diterima dari HP."),
    Reason.PLACE_OLD: _("Lokasi yang terkirim sudah lama."),
    Reason.NO_SITE_ASSIGNED: _("Lokasi kerja pegawai ini belum diatur."),
    Reason.FIELD_DUTY_DECLARED: _("Pegawai menyatakan sedang tugas lapangan."),
    Reason.CLOCK_LIVE: _("Waktu dicatat langsung oleh server."),
    Reason.CLOCK_ANCHORED: _("Waktu dihitung dari jam server terakhir di HP."),
    Reason.CLOCK_UNPROVEN: _("Waktu menurut jam HP belum dapat dipastikan."),
    Reason.CLOCK_CONTRADICTS: _("Jam HP tidak sejalan dengan waktu kiriman."),
    Reason.WEBDRIVER: _("Peramban dijalankan secara otomatis."),
    Reason.SECOND_LOOK: _("Perlu dilihat sekali lagi oleh petugas; absen tetap dihitung."),
    Reason.SAMPLED: _("Terpilih acak untuk dilihat petugas; absen tetap dihitung."),
    Reason.ACCOMMODATION_NO_FACE: _("Tanpa foto wajah, sesuai penetapan BKPSDM."),
    Reason.ACCOMMODATION_NO_MOVES: _("Tanpa gerakan wajah, sesuai penetapan BKPSDM."),
    Reason.WITNESS: _("Kehadiran dinyatakan oleh saksi."),
    Reason.REVIEW_UPHELD: _("Peninjau menerima absen ini."),
    Reason.REVIEW_DECLINED: _("Peninjau belum dapat menerima absen ini."),
    Reason.STEPPED_UP: _("Percobaan berikutnya diterima; waktu percobaan ini yang dihitung."),
    Reason.UNANSWERED: _("Belum diulang oleh pegawai; belum dihitung sampai diputuskan."),
    Reason.SET_ASIDE: _("Pemeriksaan otomatis belum berhasil; perlu dilihat oleh petugas."),
    Reason.ERROR: _("Ada gangguan di pihak kami; absen akan diperiksa lagi."),
    Reason.WAITING: _("Tersimpan dan sedang diperiksa."),
}
GOOD = frozenset(
    {
        Reason.FACE_MATCHES, Reason.MOVES_DONE, Reason.DEEP_LIVE, Reason.INSIDE_SITE, Reason.DUTY_PLACE,
        Reason.CLOCK_LIVE,
        Reason.CLOCK_ANCHORED, Reason.WITNESS, Reason.REVIEW_UPHELD, Reason.STEPPED_UP, Reason.ACCOMMODATION_NO_FACE,
        Reason.ACCOMMODATION_NO_MOVES, Reason.SAMPLED,
    }
)  # fmt: skip

# Why a phone was turned away, as the supervisor reads it; other codes keep their own sentence.
TURNED_AWAY = {
    Reason.DEVICE_UNKNOWN: _("HP yang belum terdaftar mencoba absen."),
    Reason.DEVICE_REVOKED: _("HP yang sudah dilepas mencoba absen."),
    Reason.PAGE_KEY_MISMATCH: _("HP dengan kunci halaman yang berbeda dari saat pendataan mencoba absen."),
    Reason.PAGE_SIGNATURE_WRONG: _("Kunci halaman HP tidak cocok."),
    Reason.ASSERTION_SIGNATURE_WRONG: _("Tanda tangan HP tidak cocok."),
    Reason.CHALLENGE_SPENT: _("Permintaan absen yang sudah terpakai dikirim lagi."),
    Reason.CHALLENGE_EXPIRED: _("Permintaan absen sudah lewat waktunya."),
    Reason.TICKET_SPENT: _("Tiket luring yang sudah terpakai dikirim lagi."),
    Reason.TICKET_EXPIRED: _("Tiket luring sudah kedaluwarsa."),
}
SECOND_PHONE = (Reason.DEVICE_UNKNOWN, Reason.DEVICE_REVOKED, Reason.PAGE_KEY_MISMATCH)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with the icon that says whether it stands in the way."""

    icon: str
    tone: str
    words: str


def reason_lines(reasons: Iterable[str], signals: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The reasons of a verdict for an officer; what stands in the way first."""
    lines = [_reason_line(code, list(signals)) for code in reasons]
    return sorted(lines, key=lambda line: line.tone == "ok")


def _reason_line(code: str, signals: list[Mapping[str, Any]]) -> Line:
    reason = _known(code)
    if reason is None:
        return Line("help", "", code)
    words = str(REASONS.get(reason) or translate(reason.sentence))
    outside = next((s["payload"].get("outside_m") for s in signals if s["kind"] == "place"), None)
    if reason is Reason.OUTSIDE_SITE and outside and outside > 0:
        words = translate("Terbaca sekitar %(distance)s dari batas lokasi kerja.") % {
            "distance": distance_in_words(outside, translate=translate)
        }
    return Line("check", "ok", words) if reason in GOOD else Line("alert", "wait", words)


def away_of(kind: str) -> str:
    """The code in AWAY of a kind of leave or duty. Raises ValueError for a code that is no kind."""
    if Kind(kind) is Kind.RELEASED:
        return "released"
    return "leave" if nature_of(kind).is_leave else "duty"


def turned_away(code: str) -> str:
    """Why a phone was turned away, in a sentence for the supervisor."""
    reason = _known(code)
    return str(TURNED_AWAY.get(reason) or translate(reason.sentence)) if reason else code


def _known(code: str) -> Reason | None:
    """The reason of a code; None for one that a later program wrote."""
    try:
        return Reason(code)
    except ValueError:
        return None
