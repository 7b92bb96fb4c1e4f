"""What the services of schedules refuse: a closed list of codes, each with one sentence that says what to do next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    """A reason to refuse a change of calendars, shifts, patterns, rosters or an import."""

    NOT_HR = "not_hr"
    NOT_YOURS = "not_yours"
    YOURSELF = "yourself"
    PAST_IS_HRS = "past_is_hrs"
    TOO_FAR = "too_far"
    DOCUMENT_MISSING = "document_missing"
    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    CODE_WRONG = "code_wrong"
    CODE_TAKEN = "code_taken"
    ENDS_BEFORE_START = "ends_before_start"
    YEAR_UNKNOWN = "year_unknown"
    RAMADAN_LENGTH = "ramadan_length"
    RAMADAN_FAR = "ramadan_far"
    PARTS_WRONG = "parts_wrong"
    PARTS_MISSING = "parts_missing"
    PARTS_BESIDE_STANDARD = "parts_beside_standard"
    SLACK_WRONG = "slack_wrong"
    CYCLE_LENGTH = "cycle_length"
    CYCLE_EMPTY = "cycle_empty"
    SHIFT_OF_OTHERS = "shift_of_others"
    PATTERN_OF_OTHERS = "pattern_of_others"
    SHIFTS_OVERLAP = "shifts_overlap"
    USE_LATER = "use_later"
    USE_ENDED = "use_ended"
    NOTHING_CHANGED = "nothing_changed"
    TOO_MANY = "too_many"
    NIP_UNKNOWN = "nip_unknown"
    DAY_UNREADABLE = "day_unreadable"
    SHIFT_UNKNOWN = "shift_unknown"
    DAY_TWICE = "day_twice"
    ROW_INCOMPLETE = "row_incomplete"
    KIND_UNKNOWN = "kind_unknown"
    CALENDAR_UNKNOWN = "calendar_unknown"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """A change of calendars, shifts, patterns, rosters or an import that was not made."""


SENTENCES = {
    Code.NOT_HR: _("Perubahan ini hanya dapat dilakukan petugas BKPSDM. Hubungi BKPSDM."),
    Code.NOT_YOURS: _("Jadwal ini diatur atasan atau operator unitnya, atau BKPSDM. Hubungi mereka."),
    Code.YOURSELF: _("Jadwal Anda sendiri diatur petugas lain. Mintalah atasan Anda atau BKPSDM."),
    Code.PAST_IS_HRS: _("Hari yang sudah lewat hanya dapat diubah BKPSDM. Pilih hari ini atau sesudahnya."),
    Code.TOO_FAR: _("Tanggal terlalu jauh: jadwal diisi paling lama satu tahun ke depan. Pilih tanggal lebih dekat."),
    Code.DOCUMENT_MISSING: _("Nomor dokumen belum diisi. Isi nomor SK, SE, atau keputusannya."),
    Code.NAME_MISSING: _("Nama belum diisi. Isi nama singkat yang dikenal di unitnya."),
    Code.NAME_TAKEN: _("Nama ini sudah dipakai. Pilih nama lain."),
    Code.CODE_WRONG: _("Kode dinas harus 1 sampai 6 huruf atau angka, dan bukan L atau LIBUR. Pilih kode lain."),
    Code.CODE_TAKEN: _("Kode dinas ini sudah dipakai di unit itu. Pilih kode lain."),
    Code.ENDS_BEFORE_START: _("Hari terakhir mendahului hari pertama. Periksa kedua tanggal."),
    Code.YEAR_UNKNOWN: _("Tahun itu tidak dikenal. Pilih tahun lalu, tahun ini, atau tahun depan."),
    Code.RAMADAN_LENGTH: _("Ramadan berlangsung 29 atau 30 hari. Periksa kedua tanggal pada penetapannya."),
    Code.RAMADAN_FAR: _("Tanggal ini jauh dari perkiraan kalender Hijriah. Periksa tahun dan tanggalnya."),
    Code.PARTS_WRONG: _(
        "Jam dinas belum benar: setiap bagian berakhir sesudah mulai, tidak bertumpuk, paling lama 24 jam, "
        "dan istirahat di dalamnya. Periksa jamnya."
    ),
    Code.PARTS_MISSING: _("Jam dinas belum diisi. Isi jam mulai dan jam selesai, atau pilih jam kerja standar."),
    Code.PARTS_BESIDE_STANDARD: _("Jam kerja standar tidak memakai jam sendiri. Kosongkan salah satunya."),
    Code.SLACK_WRONG: _("Kelonggaran jam masuk 0 sampai 240 menit. Periksa angkanya."),
    Code.CYCLE_LENGTH: _("Pola berisi 1 sampai 56 hari. Sesuaikan jumlah harinya."),
    Code.CYCLE_EMPTY: _("Pola ini hanya berisi hari libur. Isi paling sedikit satu dinas."),
    Code.SHIFT_OF_OTHERS: _("Dinas ini milik unit lain. Pilih dinas unit Anda atau dinas umum."),
    Code.PATTERN_OF_OTHERS: _("Pola ini milik unit lain. Pilih pola unit itu atau pola umum."),
    Code.SHIFTS_OVERLAP: _("Dua dinas orang yang sama bertumpuk jamnya. Ubah salah satu, misalnya hari sesudah malam."),
    Code.USE_LATER: _("Sudah ada pola lain yang mulai pada rentang itu. Akhiri dulu, atau pilih tanggal lain."),
    Code.USE_ENDED: _("Pola ini sudah berakhir. Tidak ada yang perlu diubah."),
    Code.NOTHING_CHANGED: _("Tidak ada hari yang berubah. Ubah jadwalnya dulu, lalu simpan."),
    Code.TOO_MANY: _("Terlalu banyak perubahan sekaligus. Simpan sebagian dulu, atau pakai impor berkas."),
    Code.NIP_UNKNOWN: _("NIP tidak ditemukan di antara pegawai yang jadwalnya Anda atur. Periksa NIP pada berkas."),
    Code.DAY_UNREADABLE: _("Tanggal tidak terbaca. Tulis seperti 2026-01-19, atau bulan seperti 2026-01."),
    Code.SHIFT_UNKNOWN: _("Kode dinas tidak ada di unit itu. Lihat kode yang benar di halaman Dinas."),
    Code.DAY_TWICE: _("Hari ini muncul lebih dari sekali untuk orang atau kalender yang sama. Sisakan satu saja."),
    Code.ROW_INCOMPLETE: _("Baris ini belum lengkap. Unduh contoh berkas dan ikuti kolomnya."),
    Code.KIND_UNKNOWN: _(
        "Jenis hari tidak dikenal. Tulis libur nasional, cuti bersama, libur setempat, libur sekolah, atau hari kerja."
    ),
    Code.CALENDAR_UNKNOWN: _("Kalender tidak ditemukan. Tulis namanya seperti di halaman Kalender, atau kosongkan."),
}
