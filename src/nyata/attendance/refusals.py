"""Why something was not done: a code for programs and tests, a sentence that says what to do next."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    NOT_ALLOWED = "not_allowed"
    NOT_ON_ONESELF = "not_on_oneself"
    NOT_HR = "not_hr"
    NO_RECORD = "no_record"
    DAY_NOT_OVER = "day_not_over"
    OBJECTED_ALREADY = "objected_already"
    WORDS_MISSING = "words_missing"
    ANSWERED = "answered"
    NOT_AN_OPD = "not_an_opd"
    PERIOD_NOT_OVER = "period_not_over"
    LOCKED_ALREADY = "locked_already"
    LOCKS_OVERLAP = "locks_overlap"
    NOT_LOCKED = "not_locked"
    NO_COLUMNS = "no_columns"
    NAME_MISSING = "name_missing"
    PAPER_OF_ONE_OPD = "paper_of_one_opd"
    PUNCHES_FORGOTTEN = "punches_forgotten"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """What was asked of days, months and recaps was not done."""


SENTENCES: dict[Code, Promise] = {
    Code.NOT_ALLOWED: _("Ini bukan untuk akun Anda. Minta atasan langsung atau BKPSDM."),
    Code.NOT_ON_ONESELF: _("Untuk diri sendiri orang lain yang memutuskan. Minta atasan Anda atau BKPSDM."),
    Code.NOT_HR: _("Ini hanya dapat dilakukan petugas BKPSDM. Hubungi BKPSDM."),
    Code.NO_RECORD: _("Hari itu belum punya catatan. Tunggu sampai besok, lalu buka lagi."),
    Code.DAY_NOT_OVER: _("Hari itu belum selesai. Tunggu sampai besok, lalu ajukan lagi."),
    Code.OBJECTED_ALREADY: _("Keberatan untuk hari itu sudah diajukan dan belum dijawab. Tunggu jawabannya dulu."),
    Code.WORDS_MISSING: _("Alasannya belum ditulis. Tulis paling sedikit lima huruf."),
    Code.ANSWERED: _("Keberatan ini sudah dijawab. Muat ulang halaman untuk membacanya."),
    Code.NOT_AN_OPD: _("Bulan dikunci untuk satu OPD. Pilih OPD, bukan unit di bawahnya."),
    Code.PERIOD_NOT_OVER: _("Masa itu belum selesai. Kunci setelah hari terakhirnya lewat."),
    Code.LOCKED_ALREADY: _("Masa itu sudah dikunci. Muat ulang halaman."),
    Code.LOCKS_OVERLAP: _("Masa itu bertumpuk dengan masa lain yang sudah dikunci. Buka dulu yang lama."),
    Code.NOT_LOCKED: _("Masa itu tidak sedang dikunci. Muat ulang halaman."),
    Code.NO_COLUMNS: _("Pilih paling sedikit satu kolom."),
    Code.NAME_MISSING: _("Susunan kolom perlu nama. Tulis namanya, misalnya BPKAD."),
    Code.PAPER_OF_ONE_OPD: _("PDF dibuat untuk satu OPD, karena satu pimpinan yang tanda tangan. Pilih OPD dulu."),
    Code.PUNCHES_FORGOTTEN: _(
        "Absen mesin pada masa itu sudah dihapus karena masa simpannya habis, jadi harinya tidak dapat dihitung lagi. "
        "Catat perbaikannya dengan surat."
    ),
}
