"""What the services of other sources refuse: a closed list of codes, each with what to do next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    """A reason not to take a file, a line of it, or a decision."""

    NOT_HR = "not_hr"
    NOT_YOURS = "not_yours"
    NAME_MISSING = "name_missing"
    CODE_TAKEN = "code_taken"
    CODE_WRONG = "code_wrong"
    LAYOUT_COLUMNS = "layout_columns"
    LAYOUT_PLACES = "layout_places"
    LAYOUT_UNKNOWN = "layout_unknown"
    SAME_LAYOUT = "same_layout"
    PROFILE_MISSING = "profile_missing"
    FILE_EMPTY = "file_empty"
    FILE_TOO_LARGE = "file_too_large"
    FILE_UNREADABLE = "file_unreadable"
    HEADINGS_MISSING = "headings_missing"
    FILE_HAS_BAD_LINES = "file_has_bad_lines"
    FILE_GONE = "file_gone"
    LINE_TOO_LONG = "line_too_long"
    COLUMNS_FEW = "columns_few"
    NUMBER_WRONG = "number_wrong"
    TIME_UNREADABLE = "time_unreadable"
    TIME_IN_FUTURE = "time_in_future"
    TIME_TOO_OLD = "time_too_old"
    PERSON_UNKNOWN = "person_unknown"
    NOT_OF_UNIT = "not_of_unit"
    NUMBER_IN_USE = "number_in_use"
    NUMBER_TWICE = "number_twice"
    DAY_UNREADABLE = "day_unreadable"
    ENDS_BEFORE_START = "ends_before_start"
    USE_ENDED = "use_ended"
    OFFSET_SIZE = "offset_size"
    OFFSET_OVERLAPS = "offset_overlaps"
    OFFSET_DAYS = "offset_days"
    WORDS_MISSING = "words_missing"
    ANSWERED = "answered"
    NOT_ON_ONESELF = "not_on_oneself"
    DOCUMENT_MISSING = "document_missing"
    BACKDATED = "backdated"
    SAME_RULE = "same_rule"
    STAGE_TOO_EARLY = "stage_too_early"
    RULE_UNKNOWN = "rule_unknown"
    REASON_MISSING = "reason_missing"
    TAKEN_BACK_ALREADY = "taken_back_already"
    OWN_PUNCHES = "own_punches"
    DAYS_LOCKED = "days_locked"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """A change of other sources that was not made."""


SENTENCES = {
    Code.NOT_HR: _("Ini hanya dapat dilakukan petugas BKPSDM. Hubungi BKPSDM."),
    Code.NOT_YOURS: _("Sumber ini dikelola operator unitnya. Minta operator unit itu atau BKPSDM."),
    Code.NAME_MISSING: _("Namanya belum diisi. Tulis nama yang mudah dikenali, misalnya Mesin gerbang depan."),
    Code.CODE_TAKEN: _("Kode itu sudah dipakai sumber lain. Pilih kode yang lain."),
    Code.CODE_WRONG: _("Kode terdiri atas 2 sampai 20 huruf, angka, atau tanda hubung. Perbaiki kodenya."),
    Code.LAYOUT_COLUMNS: _(
        "Kolomnya belum cukup: isi nomor, lalu waktu; atau tanggal dan jam; atau tanggal, jam masuk, dan jam pulang."
    ),
    Code.LAYOUT_PLACES: _("Tanpa judul kolom, tulis urutan kolomnya sebagai angka, mulai dari 1."),
    Code.LAYOUT_UNKNOWN: _("Satu pilihan profil tidak dikenal. Pilih dari daftar yang tersedia."),
    Code.SAME_LAYOUT: _("Profil ini sama dengan yang berlaku. Tidak ada yang perlu disimpan."),
    Code.PROFILE_MISSING: _("Sumber ini belum punya profil impor. Minta BKPSDM membuatnya dulu."),
    Code.FILE_EMPTY: _("Berkas tidak berisi absen. Periksa apakah berkas yang diunduh dari mesin benar."),
    Code.FILE_TOO_LARGE: _(
        "Berkas lebih dari 10 MB. Unduh per bulan, atau minta pengelola server memakai perintah impor."
    ),
    Code.FILE_UNREADABLE: _("Berkas tidak terbaca. Unduh lagi dari mesin, lalu simpan tanpa membukanya di Excel."),
    Code.HEADINGS_MISSING: _("Judul kolom di baris pertama tidak seperti di profil. Periksa berkas atau profilnya."),
    Code.FILE_HAS_BAD_LINES: _("Masih ada baris yang perlu diperiksa. Perbaiki berkas atau profilnya, lalu ulangi."),
    Code.FILE_GONE: _("Pemeriksaan berkas ini sudah tidak tersimpan. Unggah lagi berkasnya."),
    Code.LINE_TOO_LONG: _("Baris terlalu panjang untuk sebuah absen. Periksa apakah pemisah barisnya benar."),
    Code.COLUMNS_FEW: _("Kolom di baris ini kurang. Periksa pemisah kolom di profil."),
    Code.NUMBER_WRONG: _("Nomor mesin tidak terbaca. Nomor terdiri atas 1 sampai 24 huruf atau angka."),
    Code.TIME_UNREADABLE: _("Tanggal atau jamnya tidak terbaca. Periksa urutan tanggal di profil."),
    Code.TIME_IN_FUTURE: _("Waktunya di masa depan. Periksa jam mesin dan zona waktu di profil."),
    Code.TIME_TOO_OLD: _("Waktunya sebelum tahun 2000. Periksa jam mesin dan urutan tanggal di profil."),
    Code.PERSON_UNKNOWN: _("NIP itu tidak ditemukan. Periksa NIP di daftar pegawai."),
    Code.NOT_OF_UNIT: _("Pegawai itu bukan dari unit Anda. Minta BKPSDM memasangkan nomornya."),
    Code.NUMBER_IN_USE: _("Nomor itu sudah dipasangkan untuk masa yang sama. Akhiri yang lama dulu."),
    Code.NUMBER_TWICE: _("Nomor ini muncul lebih dari sekali di berkas. Sisakan satu baris saja."),
    Code.DAY_UNREADABLE: _("Tanggal tidak terbaca. Tulis seperti 2026-01-19."),
    Code.ENDS_BEFORE_START: _("Hari terakhir lebih awal daripada hari pertama. Perbaiki tanggalnya."),
    Code.USE_ENDED: _("Pemasangan nomor ini sudah diakhiri. Muat ulang halaman."),
    Code.OFFSET_SIZE: _("Selisih jam paling sedikit 1 detik dan paling banyak 12 jam. Periksa kembali."),
    Code.OFFSET_OVERLAPS: _("Untuk hari-hari itu sudah ada selisih jam yang disetujui. Pilih hari lain."),
    Code.OFFSET_DAYS: _("Selisih jam hanya untuk hari yang sudah lewat atau hari ini. Perbaiki tanggalnya."),
    Code.WORDS_MISSING: _("Alasannya belum ditulis. Tulis bagaimana selisihnya diketahui, paling sedikit lima huruf."),
    Code.ANSWERED: _("Usulan ini sudah diputuskan. Muat ulang halaman."),
    Code.NOT_ON_ONESELF: _("Usulan sendiri diputuskan orang lain. Minta petugas BKPSDM yang lain."),
    Code.DOCUMENT_MISSING: _("Nomor dokumen belum diisi. Tulis nomor surat yang menetapkannya."),
    Code.BACKDATED: _("Penetapan berlaku mulai hari ini atau sesudahnya. Perbaiki tanggalnya."),
    Code.SAME_RULE: _("Penetapan itu sudah berlaku pada hari itu. Tidak ada yang perlu diubah."),
    Code.STAGE_TOO_EARLY: _(
        "Unit ini belum di tahap Uji coba pada hari itu, jadi harinya belum dicatat. Tetapkan tahapnya dulu."
    ),
    Code.RULE_UNKNOWN: _("Pilih sumber yang dihitung dari daftar."),
    Code.REASON_MISSING: _("Alasannya belum ditulis. Tulis mengapa berkas ini ditarik, paling sedikit lima huruf."),
    Code.TAKEN_BACK_ALREADY: _("Berkas ini sudah ditarik. Muat ulang halaman."),
    Code.OWN_PUNCHES: _("Berkas ini memuat absen Anda sendiri yang dihitung. Minta petugas lain menariknya."),
    Code.DAYS_LOCKED: _(
        "Sebagian absen di berkas ini dihitung pada masa yang sudah dikunci. Minta BKPSDM membuka masa itu dulu, "
        "lalu ulangi."
    ),
}
