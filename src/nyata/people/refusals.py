"""What people's services refuse: a closed list of codes, each with one sentence that says what to do next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    """A reason to refuse a change of people, units, sites, posts, rollout or an import."""

    NIP_SHAPE = "nip_shape"
    NIP_BIRTH_DATE = "nip_birth_date"
    NIP_APPOINTMENT = "nip_appointment"
    NIP_SEQUENCE = "nip_sequence"
    NIP_AS_NUMBER = "nip_as_number"
    NIP_TAKEN = "nip_taken"
    NIP_TWICE = "nip_twice"
    NIP_MISSING = "nip_missing"
    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    JOB_TOO_LONG = "job_too_long"
    EMPLOYMENT_UNKNOWN = "employment_unknown"
    EMPLOYMENT_MISMATCH = "employment_mismatch"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_INACTIVE = "unit_inactive"
    DATE_UNREADABLE = "date_unreadable"
    JOINED_IN_FUTURE = "joined_in_future"
    NOT_HR = "not_hr"
    YOURSELF = "yourself"
    ALREADY_LEFT = "already_left"
    STILL_ACTIVE = "still_active"
    SAME_UNIT = "same_unit"
    DOCUMENT_MISSING = "document_missing"
    ENDS_BEFORE_START = "ends_before_start"
    POST_OVERLAPS = "post_overlaps"
    HEAD_NEEDS_OPD = "head_needs_opd"
    HEAD_EXISTS = "head_exists"
    POST_ENDED = "post_ended"
    UNIT_CODE_TAKEN = "unit_code_taken"
    UNIT_UNDER_ITSELF = "unit_under_itself"
    UNIT_TOO_DEEP = "unit_too_deep"
    OPD_HAS_NO_PARENT = "opd_has_no_parent"
    UNIT_NEEDS_PARENT = "unit_needs_parent"
    UNIT_HAS_PEOPLE = "unit_has_people"
    UNIT_HAS_CHILDREN = "unit_has_children"
    SHAPE_UNREADABLE = "shape_unreadable"
    SHAPE_WRONG = "shape_wrong"
    SURVEYED_IN_FUTURE = "surveyed_in_future"
    SITE_USE_OVERLAPS = "site_use_overlaps"
    SITE_INACTIVE = "site_inactive"
    BACKDATED = "backdated"
    SAME_STAGE = "same_stage"
    DPIA_MISSING = "dpia_missing"
    DPIA_DATE_MISSING = "dpia_date_missing"
    DPIA_IN_FUTURE = "dpia_in_future"
    NO_SURVEYED_SITE = "no_surveyed_site"
    FILE_UNREADABLE = "file_unreadable"
    FILE_TOO_LARGE = "file_too_large"
    FILE_SWELLS = "file_swells"
    FILE_EMPTY = "file_empty"
    COLUMNS_MISSING = "columns_missing"
    FILE_HAS_BAD_ROWS = "file_has_bad_rows"
    IMPORT_GONE = "import_gone"
    IMPORT_APPLIED = "import_applied"
    MONTH_UNREADABLE = "month_unreadable"
    FIGURE_KIND_UNKNOWN = "figure_kind_unknown"
    FIGURE_VALUE_WRONG = "figure_value_wrong"
    FIGURE_TAKEN = "figure_taken"
    FIGURE_TWICE = "figure_twice"
    FIGURE_NOT_BEFORE_LIVE = "figure_not_before_live"
    SOURCE_MISSING = "source_missing"
    HELP_OPEN = "help_open"
    HELP_ANSWERED = "help_answered"
    NOT_OPERATOR = "not_operator"
    ANSWER_MISSING = "answer_missing"
    WEEKLY_MINUTES_WRONG = "weekly_minutes_wrong"
    STARTS_IN_FUTURE = "starts_in_future"
    PLACEMENT_LATER = "placement_later"
    OFFICERS_THERE = "officers_there"
    NOT_AN_OFFICER = "not_an_officer"
    NOBODY_FOUND = "nobody_found"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """A change of people, units, sites, posts, rollout or an import that was not made."""


SENTENCES = {
    Code.NIP_SHAPE: _("NIP harus 18 angka: tanggal lahir, TMT, jenis kelamin, nomor urut. Periksa kembali pada SK."),
    Code.NIP_BIRTH_DATE: _("Delapan angka pertama NIP bukan tanggal lahir yang benar. Periksa kembali pada SK."),
    Code.NIP_APPOINTMENT: _(
        "TMT di dalam NIP tidak sesuai: sebelum usia 18 tahun, atau di masa depan. Periksa pada SK."
    ),
    Code.NIP_SEQUENCE: _(
        "Nomor urut NIP tidak pernah 000. Biasanya Excel membulatkan NIP: format kolomnya sebagai Teks, "
        "lalu ketik ulang NIP."
    ),
    Code.NIP_AS_NUMBER: _(
        "Excel menyimpan NIP ini sebagai bilangan, sehingga tiga angka terakhirnya hilang. Format kolom NIP sebagai "
        "Teks, lalu isi ulang dari sumber aslinya."
    ),
    Code.NIP_TAKEN: _("NIP ini sudah terdaftar. Cari orangnya di daftar pegawai; jangan didaftarkan dua kali."),
    Code.NIP_TWICE: _("NIP ini muncul lebih dari sekali di berkas. Sisakan satu baris saja."),
    Code.NIP_MISSING: _("Kolom NIP belum diisi. Isi dengan 18 angka."),
    Code.NAME_MISSING: _("Nama belum diisi. Tulis nama lengkap seperti pada SK."),
    Code.NAME_TOO_LONG: _("Nama lebih dari 120 huruf. Singkat gelarnya."),
    Code.JOB_TOO_LONG: _("Nama jabatan lebih dari 120 huruf. Singkat seperlunya."),
    Code.EMPLOYMENT_UNKNOWN: _("Status kepegawaian tidak dikenal. Tulis PNS, CPNS, PPPK, atau PPPK Paruh Waktu."),
    Code.EMPLOYMENT_MISMATCH: _(
        "Bentuk NIP tidak sesuai dengan status kepegawaian: NIP PNS dan NI PPPK berbeda susunannya. "
        "Periksa keduanya pada SK."
    ),
    Code.UNIT_UNKNOWN: _("Kode unit tidak ada. Lihat kode yang benar di halaman Unit."),
    Code.UNIT_INACTIVE: _("Unit ini sudah tidak aktif. Pilih unit lain, atau aktifkan dulu unitnya."),
    Code.DATE_UNREADABLE: _("Tanggal tidak terbaca. Tulis seperti 2026-01-19 atau 19/01/2026."),
    Code.JOINED_IN_FUTURE: _("Tanggal mulai bertugas ada di masa depan. Daftarkan pada hari ia mulai bertugas."),
    Code.NOT_HR: _("Perubahan ini hanya dapat dilakukan petugas BKPSDM. Hubungi BKPSDM."),
    Code.YOURSELF: _("Anda tidak dapat mengubah data Anda sendiri. Minta petugas BKPSDM yang lain."),
    Code.ALREADY_LEFT: _("Pegawai ini sudah tidak aktif. Aktifkan dulu sebelum mengubahnya."),
    Code.STILL_ACTIVE: _("Pegawai ini masih aktif; tidak ada yang perlu diaktifkan."),
    Code.SAME_UNIT: _("Pegawai ini sudah berada di unit tersebut. Pilih unit lain."),
    Code.DOCUMENT_MISSING: _("Nomor dokumen belum diisi. Isi nomor SK, surat perintah, Perbup, atau SE."),
    Code.ENDS_BEFORE_START: _("Hari terakhir mendahului hari pertama. Periksa kedua tanggal."),
    Code.POST_OVERLAPS: _("Tugas yang sama di unit ini masih berlaku pada rentang itu. Akhiri dulu yang lama."),
    Code.HEAD_NEEDS_OPD: _(
        "Kepala OPD hanya untuk OPD, bukan unit di bawahnya. Pilih OPD, atau pilih Atasan langsung."
    ),
    Code.HEAD_EXISTS: _("OPD ini masih mempunyai kepala definitif pada rentang itu. Akhiri dulu, atau pilih Plt/Plh."),
    Code.POST_ENDED: _("Tugas ini sudah berakhir. Tidak ada yang perlu diubah."),
    Code.UNIT_CODE_TAKEN: _("Kode unit ini sudah dipakai. Pilih kode lain."),
    Code.UNIT_UNDER_ITSELF: _("Unit tidak dapat dipindah ke bawah dirinya sendiri. Pilih induk lain."),
    Code.UNIT_TOO_DEEP: _("Susunan unit paling dalam delapan tingkat. Pilih induk yang lebih atas."),
    Code.OPD_HAS_NO_PARENT: _("OPD tidak mempunyai induk. Kosongkan induknya, atau pilih jenis unit lain."),
    Code.UNIT_NEEDS_PARENT: _("Selain OPD, setiap unit mempunyai induk. Pilih induknya."),
    Code.UNIT_HAS_PEOPLE: _("Masih ada pegawai aktif di unit ini. Pindahkan dulu mereka."),
    Code.UNIT_HAS_CHILDREN: _("Masih ada unit aktif di bawahnya. Pindahkan atau nonaktifkan dulu unit itu."),
    Code.SHAPE_UNREADABLE: _("GeoJSON tidak terbaca. Isi satu Point atau satu Polygon (WGS 84: bujur, lintang)."),
    Code.SHAPE_WRONG: _(
        "Bentuk lokasi belum benar: titik di luar jangkauan, sisi bersilangan, atau luas tidak wajar. Gambar ulang."
    ),
    Code.SURVEYED_IN_FUTURE: _("Tanggal survei ada di masa depan. Isi tanggal saat lokasi diukur."),
    Code.SITE_USE_OVERLAPS: _("Lokasi ini sudah berlaku untuk unit atau orang itu. Akhiri dulu yang lama."),
    Code.SITE_INACTIVE: _("Lokasi ini sudah tidak aktif. Aktifkan dulu lokasinya."),
    Code.BACKDATED: _("Keputusan tidak berlaku surut. Pilih hari ini atau sesudahnya."),
    Code.SAME_STAGE: _("Unit ini sudah pada tahap tersebut sejak tanggal itu. Tidak ada yang perlu diubah."),
    Code.DPIA_MISSING: _("Nomor penilaian dampak (DPIA) belum diisi. Tahap Berlaku memerlukannya (UU 27/2022 Ps 34)."),
    Code.DPIA_DATE_MISSING: _("Tanggal tanda tangan DPIA belum diisi. Isi tanggal pada dokumennya."),
    Code.DPIA_IN_FUTURE: _("Tanggal tanda tangan DPIA ada di masa depan. Tunggu sampai DPIA ditandatangani."),
    Code.NO_SURVEYED_SITE: _(
        "Belum ada lokasi aktif yang disurvei untuk unit ini. Tambahkan lokasi dan tanggal surveinya di halaman Lokasi."
    ),
    Code.FILE_UNREADABLE: _("Berkas tidak terbaca. Simpan ulang sebagai CSV (UTF-8) atau XLSX, lalu unggah lagi."),
    Code.FILE_TOO_LARGE: _("Berkas terlalu besar: paling banyak 10 MB dan 20.000 baris. Bagi menjadi beberapa berkas."),
    Code.FILE_SWELLS: _(
        "Isi berkas ini jauh lebih besar daripada daftar pegawai. Salin kolom yang diminta saja ke berkas baru, tanpa "
        "gambar dan lembar lain, lalu unggah lagi."
    ),
    Code.FILE_EMPTY: _("Berkas tidak berisi baris. Periksa lembar pertama berkas Anda."),
    Code.COLUMNS_MISSING: _("Judul kolom belum lengkap. Unduh contoh berkas dan pakai judul kolomnya."),
    Code.FILE_HAS_BAD_ROWS: _("Masih ada baris yang perlu diperbaiki. Perbaiki berkasnya, lalu unggah lagi."),
    Code.IMPORT_GONE: _("Pemeriksaan berkas ini sudah tidak tersimpan. Unggah lagi berkasnya."),
    Code.IMPORT_APPLIED: _("Berkas ini sudah diterapkan. Lihat hasilnya di daftar."),
    Code.MONTH_UNREADABLE: _("Bulan tidak terbaca. Tulis seperti 2025-11."),
    Code.FIGURE_KIND_UNKNOWN: _("Jenis angka tidak dikenal. Tulis pengaduan atau kepuasan."),
    Code.FIGURE_VALUE_WRONG: _("Nilai tidak sesuai: pengaduan bilangan bulat mulai 0, kepuasan (IKM) 25 sampai 100."),
    Code.FIGURE_TAKEN: _("Angka untuk unit, bulan, dan jenis ini sudah ada. Hapus baris ini dari berkas."),
    Code.FIGURE_TWICE: _("Angka ini muncul lebih dari sekali di berkas. Sisakan satu baris saja."),
    Code.FIGURE_NOT_BEFORE_LIVE: _("Angka awal hanya untuk bulan sebelum tahap Berlaku. Hapus baris ini."),
    Code.SOURCE_MISSING: _("Sumber angka belum diisi. Tulis dokumen atau aplikasi asalnya."),
    Code.HELP_OPEN: _("Permintaan Anda yang sama masih menunggu. Operator akan menjawab; tidak perlu mengirim lagi."),
    Code.HELP_ANSWERED: _("Permintaan ini sudah dijawab. Tidak ada yang perlu dilakukan lagi."),
    Code.NOT_OPERATOR: _("Permintaan ini dijawab operator unitnya atau BKPSDM, dan tidak oleh peminta sendiri."),
    Code.ANSWER_MISSING: _("Jawaban belum diisi. Tulis singkat apa yang sudah dilakukan."),
    Code.WEEKLY_MINUTES_WRONG: _(
        "Menit kerja per minggu hanya untuk PPPK Paruh Waktu, 1 sampai 2.250, sesuai perjanjian kerja. Periksa kembali."
    ),
    Code.STARTS_IN_FUTURE: _("Tanggal mulai ada di masa depan. Catat pada hari perubahan itu berlaku."),
    Code.PLACEMENT_LATER: _("Sudah ada penempatan yang mulai sesudah tanggal itu. Pilih tanggal sesudahnya."),
    Code.NOT_AN_OFFICER: _("Daftar pegawai diunduh oleh BKPSDM atau operator unitnya. Minta salah satunya."),
    Code.NOBODY_FOUND: _("Tidak ada pegawai yang cocok. Ubah saringannya, lalu unduh lagi."),
    Code.OFFICERS_THERE: _("Sudah ada dua petugas BKPSDM. Minta salah satunya memberi tugas ini di halaman Pegawai."),
}
