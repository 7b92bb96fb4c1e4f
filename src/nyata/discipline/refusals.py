"""Why something was not done: a code for programs and tests, a sentence that says what to do next."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    NOT_ALLOWED = "not_allowed"
    NOT_ON_ONESELF = "not_on_oneself"
    NOT_HR = "not_hr"
    NOT_CONCERNED = "not_concerned"
    NOT_A_PROPOSAL = "not_a_proposal"
    NO_SALARY_STEPS = "no_salary_steps"
    WITHDRAWN = "withdrawn"
    STEP_BEFORE_MISSING = "step_before_missing"
    ANOTHER_WAY_TAKEN = "another_way_taken"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_THE_STEP_BEFORE = "before_the_step_before"
    DOCUMENT_MISSING = "document_missing"
    DAY_MISSING = "day_missing"
    DAY_BEFORE_CALL = "day_before_call"
    TOO_LATE = "too_late"
    MONTH_MISSING = "month_missing"
    MONTH_TOO_EARLY = "month_too_early"
    WORDS_MISSING = "words_missing"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """What was asked about a finding was not done."""


SENTENCES: dict[Code, Promise] = {
    Code.NOT_ALLOWED: _("Langkah ini dicatat oleh atasan pegawai itu atau BKPSDM. Minta salah satunya."),
    Code.NOT_ON_ONESELF: _("Untuk diri sendiri orang lain yang mencatat. Minta atasan Anda atau BKPSDM."),
    Code.NOT_HR: _("Langkah ini dicatat petugas BKPSDM. Hubungi BKPSDM."),
    Code.NOT_CONCERNED: _("Ini dibaca pegawai itu sendiri dan atasannya. Tidak ada yang perlu Anda tandai."),
    Code.NOT_A_PROPOSAL: _("Ini baru peringatan, belum ada langkah pemeriksaan. Ajak bicara dulu."),
    Code.NO_SALARY_STEPS: _(
        "Langkah gaji hanya untuk sepuluh hari kerja berturut-turut (PP 94/2021 Ps 15). Pilih langkah pemeriksaan."
    ),
    Code.WITHDRAWN: _("Harinya sudah ada keterangan, sehingga usulan ini ditarik. Tidak ada langkah lagi."),
    Code.STEP_BEFORE_MISSING: _("Langkah sebelumnya belum dicatat. Catat dulu langkah itu."),
    Code.ANOTHER_WAY_TAKEN: _(
        "Sudah dicatat sebaliknya: diperiksa, atau tidak hadir setelah dua panggilan. Baca langkah yang ada."
    ),
    Code.IN_THE_FUTURE: _("Tanggalnya belum tiba. Catat langkah setelah dilakukan."),
    Code.BEFORE_THE_STEP_BEFORE: _("Tanggalnya sebelum langkah sebelumnya. Periksa tanggal suratnya."),
    Code.DOCUMENT_MISSING: _("Nomor surat belum ditulis. Tulis nomor suratnya."),
    Code.DAY_MISSING: _("Tanggal pemeriksaan belum diisi. Isi tanggal yang ada di surat panggilan."),
    Code.DAY_BEFORE_CALL: _("Tanggal pemeriksaan sebelum tanggal surat. Periksa kedua tanggalnya."),
    Code.TOO_LATE: _("Jaraknya lebih lama dari yang ditetapkan PP 94/2021 Ps 26. Tulis alasannya pada catatan."),
    Code.MONTH_MISSING: _("Bulannya belum diisi. Isi bulan pertama yang disebut dalam keputusan."),
    Code.MONTH_TOO_EARLY: _("Bulan itu terlalu awal. Periksa bulan yang disebut dalam keputusan."),
    Code.WORDS_MISSING: _("Catatannya belum ditulis. Tulis paling sedikit lima huruf."),
}
