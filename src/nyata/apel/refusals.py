"""Why something about an apel was not done: a code for programs and tests, a sentence that says what to do next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    NOT_ALLOWED = "not_allowed"
    NOT_ON_ONESELF = "not_on_oneself"
    NO_UNITS = "no_units"
    UNITS_NOT_YOURS = "units_not_yours"
    TIMES_WRONG = "times_wrong"
    RHYTHM_WRONG = "rhythm_wrong"
    ENDS_BEFORE_START = "ends_before_start"
    SITE_CLOSED = "site_closed"
    PAST = "past"
    HAPPENED = "happened"
    CANCELLED = "cancelled"
    WORDS_MISSING = "words_missing"
    TITLE_MISSING = "title_missing"
    NOTHING_CHANGED = "nothing_changed"
    NOT_INVITED = "not_invited"
    NOT_HELD = "not_held"
    WAS_THERE = "was_there"
    TOO_LATE = "too_late"
    GIVEN_ALREADY = "given_already"
    ANSWERED = "answered"
    FILE_TOO_LARGE = "file_too_large"
    FILE_GONE = "file_gone"
    NOT_OVER = "not_over"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """What was asked about an apel was not done."""


SENTENCES = {
    Code.NOT_ALLOWED: _("Apel ini bukan wewenang akun Anda. Minta kepala OPD, operator OPD, atau BKPSDM."),
    Code.NOT_ON_ONESELF: _("Alasan sendiri diputuskan orang lain. Minta atasan Anda atau BKPSDM."),
    Code.NO_UNITS: _("Belum ada unit yang diundang. Pilih paling sedikit satu unit."),
    Code.UNITS_NOT_YOURS: _("Ada unit di luar OPD Anda. Pilih unit OPD sendiri, atau minta BKPSDM mengundangnya."),
    Code.TIMES_WRONG: _("Urutan jam belum benar. Isi jam buka, lalu jam mulai, lalu jam tutup, pada hari yang sama."),
    Code.RHYTHM_WRONG: _("Pengulangannya belum lengkap. Pilih harinya, dan minggu ke berapa atau tanggalnya (1–28)."),
    Code.ENDS_BEFORE_START: _("Tanggal akhir sebelum tanggal awal. Periksa kedua tanggalnya."),
    Code.SITE_CLOSED: _("Lokasi itu tidak aktif. Pilih lokasi lain, atau minta BKPSDM mengaktifkannya."),
    Code.PAST: _("Waktunya sudah lewat. Pilih hari dan jam yang akan datang."),
    Code.HAPPENED: _("Apel ini sudah dibuka, jadi tidak dapat diubah lagi. Catat keterangannya lewat alasan peserta."),
    Code.CANCELLED: _("Apel ini sudah dibatalkan. Buat apel baru bila tetap diadakan."),
    Code.WORDS_MISSING: _("Keterangannya belum ditulis. Tulis paling sedikit lima huruf."),
    Code.TITLE_MISSING: _("Apel perlu nama. Tulis namanya, misalnya Apel gabungan."),
    Code.NOTHING_CHANGED: _("Belum ada yang berubah. Ubah waktu atau lokasinya dulu."),
    Code.NOT_INVITED: _("Anda tidak termasuk undangan apel ini, jadi tidak perlu alasan."),
    Code.NOT_HELD: _("Apel ini tidak diadakan, jadi tidak perlu alasan."),
    Code.WAS_THERE: _("Kehadiran Anda di apel ini sudah tercatat, jadi tidak perlu alasan."),
    Code.TOO_LATE: _("Waktu memberi alasan sudah habis. Temui BKPSDM, yang masih dapat mencatatkannya."),
    Code.GIVEN_ALREADY: _("Alasan untuk apel ini sudah diberikan. Tunggu jawabannya di halaman Apel."),
    Code.ANSWERED: _("Alasan ini sudah dijawab. Muat ulang halaman untuk membacanya."),
    Code.FILE_TOO_LARGE: _("Berkasnya lebih dari 5 MB. Perkecil fotonya, lalu unggah lagi."),
    Code.FILE_GONE: _("Berkas ini sudah dihapus karena masa simpannya habis."),
    Code.NOT_OVER: _("Apel ini belum selesai. Tutup daftarnya setelah jam tutup lewat."),
}
