"""Why something about enrolling, phones or faces was refused. One code, one sentence that says what to do next."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal
from nyata.core.reasons import Reason


class Code(StrEnum):
    """The closed list. Codes that `core.reasons.Reason` knows too have their sentence there."""

    NOTICE_NOT_READ = "notice_not_read"
    ENROLMENT_UNKNOWN = "enrolment_unknown"
    ENROLMENT_EXPIRED = "enrolment_expired"
    ENROLMENT_OPEN_ALREADY = "enrolment_open_already"
    ENROLMENT_INCOMPLETE = "enrolment_incomplete"
    ENROLMENT_TRIES_USED_UP = "enrolment_tries_used_up"
    CODE_WRONG = "code_wrong"
    CODE_TRIES_USED_UP = "code_tries_used_up"
    ATTESTATION_REFUSED = "attestation_refused"
    PAGE_KEY_WRONG = "page_key_wrong"
    DEVICE_OF_ANOTHER = "device_of_another"
    KEY_USED_BEFORE = "key_used_before"
    DEVICE_BOUND = "device_bound"
    SELFIE_NO_FACE = "selfie_no_face"
    SELFIE_TWO_FACES = "selfie_two_faces"
    SELFIE_TOO_DARK = "selfie_too_dark"
    SELFIE_TOO_BRIGHT = "selfie_too_bright"
    SELFIE_BLURRED = "selfie_blurred"
    SELFIE_TOO_SMALL = "selfie_too_small"
    SELFIE_TURNED_AWAY = "selfie_turned_away"
    SELFIE_UNREADABLE = "selfie_unreadable"
    SELFIES_DIFFER = "selfies_differ"
    SELFIES_TOO_FEW = "selfies_too_few"
    ENROLMENT_MOVES_UNREAD = "enrolment_moves_unread"
    BUSY = "busy"
    PHOTOGRAPHS_TOO_LARGE = "photographs_too_large"
    NOT_ALLOWED = "not_allowed"
    NOT_ON_ONESELF = "not_on_oneself"
    NOT_YOUR_UNIT = "not_your_unit"
    PERSON_LEFT = "person_left"
    UNIT_NOT_STARTED = "unit_not_started"
    CHANGE_NOT_APPROVED = "change_not_approved"
    DEVICE_CHANGE_TOO_SOON = "device_change_too_soon"
    DEVICE_CHANGE_OPEN = "device_change_open"
    DEVICE_CHANGE_CLOSED = "device_change_closed"
    NO_DEVICE = "no_device"
    SECOND_PERSON = "second_person"
    WORDS_MISSING = "words_missing"
    LOOK_FIRST = "look_first"
    QUESTION_CLOSED = "question_closed"
    DATES_WRONG = "dates_wrong"
    ARRANGED_ALREADY = "arranged_already"
    NOT_DRAWN = "not_drawn"

    @property
    def sentence(self) -> str:
        """In the language of the request."""
        return str(SENTENCES[self]) if self in SENTENCES else gettext(Reason(self.value).sentence)


SENTENCES: dict[Code, Promise] = {
    Code.ENROLMENT_TRIES_USED_UP: _(
        "Pendataan ini sudah terlalu sering dicoba. Minta petugas memulai pendataan baru di tempat yang terang."
    ),
    Code.PAGE_KEY_WRONG: _("Kunci halaman tidak dapat diperiksa. Muat ulang halaman ini, lalu ketik lagi kodenya."),
    Code.DEVICE_BOUND: _("HP dan wajah pegawai ini sudah terdaftar. Untuk HP lain, ajukan dulu ganti HP dari akunnya."),
    Code.BUSY: _("Pendataan lain sedang diperiksa. Tunggu sebentar, lalu kirim lagi; foto Anda tidak perlu diulang."),
    Code.PHOTOGRAPHS_TOO_LARGE: _(
        "Foto yang dikirim terlalu besar. Muat ulang halaman ini, lalu ambil foto sekali lagi."
    ),
    Code.NOT_YOUR_UNIT: _("Pegawai ini di luar unit yang Anda layani. Mintalah operator unitnya atau BKPSDM."),
    Code.PERSON_LEFT: _("Pegawai ini tidak lagi aktif. Periksa data pegawai di BKPSDM."),
    Code.UNIT_NOT_STARTED: _("Unit pegawai ini belum masuk tahap pendataan. Mintalah BKPSDM menetapkan tahapnya."),
    Code.CHANGE_NOT_APPROVED: _("Ganti HP pegawai ini belum disetujui atasan dan BKPSDM. Tunggu persetujuannya."),
    Code.DEVICE_CHANGE_CLOSED: _("Permintaan ini sudah diputuskan. Muat ulang halaman untuk melihat hasilnya."),
    Code.NO_DEVICE: _("Belum ada HP yang terdaftar untuk Anda. Temui operator kepegawaian unit Anda untuk pendataan."),
    Code.SECOND_PERSON: _("Persetujuan kedua harus dari orang lain. Mintalah petugas BKPSDM yang lain."),
    Code.LOOK_FIRST: _("Lihat dulu fotonya, lalu putuskan."),
    Code.QUESTION_CLOSED: _("Pertanyaan ini sudah dijawab. Muat ulang halaman untuk melihat jawabannya."),
    Code.DATES_WRONG: _("Tanggal belum sesuai. Isi tanggal mulai dan selesai, paling lama satu tahun."),
    Code.ARRANGED_ALREADY: _("Pengaturan yang sama sudah berlaku pada tanggal itu. Akhiri dulu yang lama."),
    Code.NOT_DRAWN: _("Pendataan ini tidak terpilih untuk diperiksa ulang."),
}

STATUS = {
    Code.ENROLMENT_TRIES_USED_UP: 403,
    Code.PAGE_KEY_WRONG: 422,
    Code.PHOTOGRAPHS_TOO_LARGE: 413,
    Code.BUSY: 503,
    Code.NOT_YOUR_UNIT: 403,
    Code.LOOK_FIRST: 403,
    Code.SECOND_PERSON: 403,
    Code.DATES_WRONG: 422,
}


class Refused(refusal.Refused):
    """A refusal with its code."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS.get(self.code) or (_shared(self.code) and Reason(self.code.value).status) or 409


def _shared(code: Code) -> bool:
    return code not in SENTENCES
