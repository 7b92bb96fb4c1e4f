"""Why a request was not taken: a code for programs and tests, a sentence that says what to do next."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    NOT_ALLOWED = "not_allowed"
    NOT_ON_ONESELF = "not_on_oneself"
    SECOND_PERSON = "second_person"
    PERSON_LEFT = "person_left"
    KIND_NOT_FOR_EMPLOYMENT = "kind_not_for_employment"
    KIND_BY_OFFICERS = "kind_by_officers"
    ENDS_BEFORE_START = "ends_before_start"
    EXTENT_NOT_FOR_KIND = "extent_not_for_kind"
    PART_OF_ONE_DAY = "part_of_one_day"
    TIMES_MISSING = "times_missing"
    TOO_LATE = "too_late"
    TOO_FAR_AHEAD = "too_far_ahead"
    WORDS_MISSING = "words_missing"
    LETTER_MISSING = "letter_missing"
    PLACE_MISSING = "place_missing"
    PLACE_WRONG = "place_wrong"
    NO_WORKING_DAY = "no_working_day"
    OVER_NEW_YEAR = "over_new_year"
    SERVICE_TOO_SHORT = "service_too_short"
    BALANCE_SHORT = "balance_short"
    COLLECTIVE_SHORT = "collective_short"
    LETTER_PEOPLE = "letter_people"
    LETTER_NOBODY = "letter_nobody"
    NOT_BY_LETTER = "not_by_letter"
    SAID_ALREADY = "said_already"
    TOO_LONG = "too_long"
    ONCE_IN_YEARS = "once_in_years"
    OVERLAPS = "overlaps"
    NOT_YET = "not_yet"
    TIME_NOT_OF_DAY = "time_not_of_day"
    CLOSED = "closed"
    NOTHING_TO_END = "nothing_to_end"
    FILE_TOO_LARGE = "file_too_large"
    FILE_UNKNOWN = "file_unknown"
    FILES_TOO_MANY = "files_too_many"
    FILE_GONE = "file_gone"
    DELEGATE_ELSEWHERE = "delegate_elsewhere"
    NOT_AN_APPROVER = "not_an_approver"
    DELEGATED_ALREADY = "delegated_already"
    NOT_HR = "not_hr"
    DAYS_WRONG = "days_wrong"
    OUTAGE_DATES = "outage_dates"
    GROUND_MISSING = "ground_missing"
    ANOTHER_KIND = "another_kind"
    HEALTH_BOARD = "health_board"
    DOCTOR_MISSING = "doctor_missing"
    TRAVEL_NOT_GIVEN = "travel_not_given"
    TRAVEL_TOO_MANY = "travel_too_many"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])

    @property
    def status(self) -> int:
        """The HTTP status of the refusal."""
        return _STATUS.get(self, 422)


class Refused(refusal.Refused):
    """What was asked of leave, duty, corrections or outages was not done."""


_STATUS = {
    Code.NOT_ALLOWED: 403,
    Code.NOT_ON_ONESELF: 403,
    Code.SECOND_PERSON: 403,
    Code.NOT_HR: 403,
    Code.NOT_AN_APPROVER: 403,
    Code.KIND_BY_OFFICERS: 403,
    Code.OVERLAPS: 409,
    Code.CLOSED: 409,
    Code.DELEGATED_ALREADY: 409,
    Code.SAID_ALREADY: 409,
    Code.FILE_GONE: 410,
    Code.FILE_TOO_LARGE: 413,
}

SENTENCES: dict[Code, Promise] = {
    Code.NOT_ALLOWED: _("Permohonan ini di luar wewenang Anda. Mintalah atasan langsungnya atau BKPSDM."),
    Code.NOT_ON_ONESELF: _(
        "Permohonan sendiri tidak dapat diputuskan sendiri. Mintalah atasan Anda atau petugas yang lain."
    ),
    Code.SECOND_PERSON: _("Keputusan kedua harus dari petugas yang lain. Mintalah rekan Anda di BKPSDM."),
    Code.PERSON_LEFT: _("Pegawai ini tidak lagi aktif. Periksa data pegawai di BKPSDM."),
    Code.KIND_NOT_FOR_EMPLOYMENT: _(
        "Jenis cuti ini tidak ada untuk status kepegawaian Anda. Pilih jenis lain, atau tanyakan ke BKPSDM."
    ),
    Code.KIND_BY_OFFICERS: _("Jenis ini dicatat oleh petugas BKPSDM. Serahkan suratnya kepada BKPSDM."),
    Code.ENDS_BEFORE_START: _("Hari terakhir mendahului hari pertama. Periksa kedua tanggal."),
    Code.EXTENT_NOT_FOR_KIND: _("Jenis ini tidak dapat untuk sebagian hari seperti itu. Pilih lama yang lain."),
    Code.PART_OF_ONE_DAY: _("Setengah hari atau beberapa jam hanya untuk satu hari. Samakan kedua tanggal."),
    Code.TIMES_MISSING: _("Isi jam mulai dan jam selesai, dan keduanya tidak boleh sama."),
    Code.TOO_LATE: _("Hari itu sudah terlalu lama lewat. Mintalah BKPSDM mencatatnya dengan surat."),
    Code.TOO_FAR_AHEAD: _("Tanggal itu masih terlalu jauh. Ajukan lagi mendekati harinya."),
    Code.WORDS_MISSING: _("Tulis alasannya dengan singkat, supaya yang membaca dapat memutuskan."),
    Code.LETTER_MISSING: _("Nomor surat tugas belum diisi. Salin dari suratnya, atau tanyakan kepada atasan Anda."),
    Code.PLACE_MISSING: _("Tempat tujuan belum diisi. Tulis nama desa, kantor, atau kotanya."),
    Code.PLACE_WRONG: _("Titik atau jari-jari tempat itu belum benar. Jari-jari 10 sampai 5.000 meter."),
    Code.NO_WORKING_DAY: _(
        "Tidak ada hari kerja Anda pada tanggal itu, jadi cuti tidak diperlukan. Periksa tanggalnya."
    ),
    Code.OVER_NEW_YEAR: _("Cuti tahunan dihitung per tahun. Ajukan dua kali: sampai 31 Desember, dan mulai 1 Januari."),
    Code.SERVICE_TOO_SHORT: _("Masa kerja Anda belum cukup untuk cuti ini. Tanyakan ke BKPSDM bila ada alasan khusus."),
    Code.BALANCE_SHORT: _("Sisa cuti Anda tidak cukup untuk hari-hari itu. Kurangi harinya, lalu ajukan lagi."),
    Code.COLLECTIVE_SHORT: _(
        "Hari pengganti Anda tidak cukup: satu hari untuk satu cuti bersama yang Anda jalani bertugas menurut jadwal, "
        "selama masih berlaku. Bila ada tugas yang belum tercatat, mintalah operator OPD melengkapi jadwalnya."
    ),
    Code.LETTER_PEOPLE: _(
        "Surat belum dicatat, karena beberapa orang belum dapat ditugaskan. Perbaiki daftarnya, lalu simpan lagi."
    ),
    Code.LETTER_NOBODY: _("Belum ada pegawai yang dipilih. Pilih paling sedikit satu, paling banyak seratus."),
    Code.NOT_BY_LETTER: _("Satu surat untuk banyak orang hanya untuk dinas luar, tugas lapangan tetap, dan diklat."),
    Code.SAID_ALREADY: _("Pernyataan Anda sudah tercatat. Atasan dan petugas yang mencatat sudah melihatnya."),
    Code.TOO_LONG: _("Cuti ini lebih lama daripada yang diperbolehkan aturan. Kurangi harinya, lalu ajukan lagi."),
    Code.ONCE_IN_YEARS: _("Cuti ini sudah diambil dalam jangka waktu yang ditetapkan. Tanyakan ke BKPSDM."),
    Code.OVERLAPS: _("Anda sudah punya permohonan lain pada waktu itu. Tarik dulu yang lama, atau ubah tanggalnya."),
    Code.NOT_YET: _("Waktu itu belum tiba. Koreksi hanya untuk jam yang sudah lewat."),
    Code.TIME_NOT_OF_DAY: _("Jam itu tidak termasuk hari kerja yang dipilih. Periksa tanggal dan jamnya."),
    Code.CLOSED: _("Permohonan ini sudah diputuskan atau ditarik. Muat ulang halaman untuk melihat hasilnya."),
    Code.NOTHING_TO_END: _(
        "Hari terakhir yang baru harus lebih awal dari yang lama, dan tidak mendahului hari pertama."
    ),
    Code.FILE_TOO_LARGE: _("Berkas lebih dari 5 MB. Foto ulang dengan ukuran lebih kecil, lalu unggah lagi."),
    Code.FILE_UNKNOWN: _("Berkas harus foto (JPEG, PNG) atau PDF. Simpan ulang, lalu unggah lagi."),
    Code.FILES_TOO_MANY: _("Paling banyak lima berkas untuk satu permohonan. Gabungkan halamannya dalam satu PDF."),
    Code.FILE_GONE: _(
        "Berkas ini sudah dihapus karena masa simpannya habis. Minta salinannya kepada yang bersangkutan."
    ),
    Code.DELEGATE_ELSEWHERE: _("Wakil harus pegawai aktif di OPD yang sama, dan bukan Anda sendiri. Pilih orang lain."),
    Code.NOT_AN_APPROVER: _("Hanya yang memutuskan permohonan orang lain yang dapat menunjuk wakil."),
    Code.DELEGATED_ALREADY: _("Anda sudah menunjuk wakil pada tanggal itu. Akhiri dulu yang lama."),
    Code.NOT_HR: _("Ini hanya dapat dilakukan petugas BKPSDM. Hubungi BKPSDM."),
    Code.DAYS_WRONG: _("Jumlah hari atau tahunnya tidak wajar. Periksa kembali angkanya."),
    Code.GROUND_MISSING: _(
        "Sebelum setahun bekerja, cuti tahunan hanya untuk alasan tertentu. Pilih alasannya, atau tanyakan ke BKPSDM."
    ),
    Code.ANOTHER_KIND: _("Untuk ini dipakai jenis cuti yang lain. Tanyakan jenisnya ke BKPSDM."),
    Code.HEALTH_BOARD: _(
        "Sakit selama ini memerlukan surat tim penguji kesehatan. Isi nomor suratnya, atau tanyakan ke BKPSDM."
    ),
    Code.DOCTOR_MISSING: _(
        "Sakit selama ini memerlukan surat dokter pemerintah, dan belum ada yang dilampirkan. Minta pemohon atau "
        "operatornya menambahkan surat di halaman permohonan, lalu setujui."
    ),
    Code.TRAVEL_NOT_GIVEN: _(
        "Tambahan hari perjalanan tidak ada untuk cuti ini menurut aturan yang berlaku bagi Anda. Kosongkan jumlahnya, "
        "atau tanyakan ke BKPSDM."
    ),
    Code.TRAVEL_TOO_MANY: _(
        "Hari perjalanan lebih banyak daripada yang masih dapat diberikan, atau menghabiskan seluruh tanggal cuti. "
        "Kurangi jumlahnya."
    ),
    Code.OUTAGE_DATES: _("Gangguan harus sudah terjadi, berakhir sesudah mulainya, dan paling lama tujuh hari."),
}
