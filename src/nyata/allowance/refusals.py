"""Why something about the allowance was not done."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    NOT_HR = "not_hr"
    NOT_AN_OPD = "not_an_opd"
    NOT_LOCKED = "not_locked"
    NO_TEMPLATE = "no_template"
    SAME_AS_KEPT = "same_as_kept"
    FILE_HAS_BAD_ROWS = "file_has_bad_rows"
    PERSON_UNKNOWN = "person_unknown"
    NIP_AS_NUMBER = "nip_as_number"
    TWO_OF_THREE = "two_of_three"
    CLASS_WRONG = "class_wrong"
    AMOUNT_WRONG = "amount_wrong"
    DATE_MISSING = "date_missing"
    DATE_UNREADABLE = "date_unreadable"
    DOCUMENT_MISSING = "document_missing"
    LINE_TWICE = "line_twice"
    CLASS_WITHOUT_AMOUNT = "class_without_amount"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """What was asked of amounts or calculations was not done."""


SENTENCES: dict[Code, Promise] = {
    Code.NOT_HR: _("Ini hanya dapat dilakukan petugas BKPSDM. Hubungi BKPSDM."),
    Code.NOT_AN_OPD: _("Hitungan TPP disimpan untuk satu OPD. Pilih OPD, bukan unit di bawahnya."),
    Code.NOT_LOCKED: _("Masa itu belum dikunci. Kunci dulu di halaman Rekap, lalu simpan hitungannya."),
    Code.NO_TEMPLATE: _("Belum ada aturan TPP yang berlaku pada masa itu. Lengkapi dulu di halaman Aturan."),
    Code.SAME_AS_KEPT: _("Hitungannya sama dengan yang sudah disimpan. Tidak ada yang perlu disimpan lagi."),
    Code.FILE_HAS_BAD_ROWS: _("Masih ada baris yang perlu diperbaiki. Perbaiki berkasnya, lalu unggah lagi."),
    Code.PERSON_UNKNOWN: _("NIP ini tidak ada di daftar pegawai. Periksa angkanya, atau daftarkan dulu pegawainya."),
    Code.NIP_AS_NUMBER: _("NIP tersimpan sebagai bilangan sehingga angkanya hilang. Format kolomnya sebagai Teks."),
    Code.TWO_OF_THREE: _("Isi tepat dua dari nip, kelas, dan besaran, misalnya nip dan besaran."),
    Code.CLASS_WRONG: _("Kelas jabatan ditulis paling banyak 12 huruf atau angka, misalnya 7. Perbaiki isinya."),
    Code.AMOUNT_WRONG: _("Besaran ditulis sebagai rupiah bulat sebulan, misalnya 2500000. Perbaiki angkanya."),
    Code.DATE_MISSING: _("Tanggal mulai belum diisi. Tulis sejak kapan besaran ini berlaku, misalnya 2026-01-01."),
    Code.DATE_UNREADABLE: _("Tanggal mulai tidak terbaca. Tulis seperti 2026-01-01."),
    Code.DOCUMENT_MISSING: _("Nomor dokumen belum diisi. Tulis nomor Perbup atau SK yang menetapkannya."),
    Code.LINE_TWICE: _("Baris ini mengatur hal yang sama dengan baris sebelumnya. Hapus salah satunya."),
    Code.CLASS_WITHOUT_AMOUNT: _("Kelas ini belum punya besaran. Tambahkan baris kelas dan besarannya."),
}
