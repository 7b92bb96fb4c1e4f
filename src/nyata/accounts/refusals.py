"""Why signing in, a password or a passkey was refused. Each code has one sentence that says what to do next."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    """The closed list; codes are added, never renamed."""

    WRONG_CREDENTIALS = "sign_in_wrong"
    SLIP_EXPIRED = "slip_expired"
    TOO_MANY_TRIES = "too_many_requests"
    WRONG_ORIGIN = "wrong_origin"
    MUST_CHANGE_PASSWORD = "password_must_change"  # noqa: S105 - a code
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    SAME_PASSWORD = "same_password"  # noqa: S105
    WEAK_PASSWORD = "weak_password"  # noqa: S105
    NOT_YOURSELF = "not_on_oneself"
    NOT_YOUR_UNIT = "not_your_unit"
    ONLY_HR = "only_hr"
    INACTIVE = "inactive"
    SECOND_PERSON_NEEDED = "second_person_needed"
    NO_SECOND_PERSON = "no_second_person"
    SECOND_PERSON = "second_person"
    REQUEST_OPEN = "password_request_open"
    REQUEST_CLOSED = "password_request_closed"
    NOT_ALLOWED = "not_allowed"
    PASSKEY_INVALID = "passkey_invalid"
    PASSKEY_EXPIRED = "passkey_expired"
    PASSKEY_TAKEN = "passkey_taken"
    PASSKEY_FULL = "passkey_full"
    PASSKEY_OF_PHONE = "passkey_of_phone"


SENTENCES: dict[Code, Promise] = {
    # One sentence for an unknown NIP, a wrong password, a person who left and a passkey nobody has.
    Code.WRONG_CREDENTIALS: _(
        "NIP atau kata sandi belum cocok. Periksa lagi, atau temui operator kepegawaian unit Anda."
    ),
    Code.SLIP_EXPIRED: _(
        "Kata sandi di kertas ini sudah lewat masanya. Temui operator kepegawaian unit Anda dengan membawa KTP-el "
        "untuk kertas yang baru."
    ),
    Code.TOO_MANY_TRIES: _("Terlalu banyak percobaan. Silakan coba lagi pukul %(time)s."),
    Code.WRONG_ORIGIN: _("Permintaan datang dari alamat lain. Buka Nyata dari alamat resminya, lalu ulangi."),
    Code.MUST_CHANGE_PASSWORD: _("Ganti dulu kata sandi pertama Anda, lalu lanjutkan."),
    Code.WRONG_PASSWORD: _("Kata sandi saat ini belum cocok. Ketik lagi kata sandi yang baru saja Anda pakai."),
    Code.SAME_PASSWORD: _("Kata sandi baru masih sama dengan yang lama. Pilih kata sandi lain."),
    Code.WEAK_PASSWORD: _("Kata sandi ini mudah ditebak. Pilih kata sandi lain."),
    Code.NOT_YOURSELF: _("Petugas tidak dapat mengurus dirinya sendiri. Mintalah petugas lain."),
    Code.NOT_YOUR_UNIT: _("Pegawai ini di luar unit yang Anda layani. Mintalah operator unitnya atau BKPSDM."),
    Code.ONLY_HR: _("Kata sandi pejabat ini hanya dapat dibuatkan oleh petugas BKPSDM."),
    Code.INACTIVE: _("Pegawai ini tidak lagi aktif. Periksa data pegawai di BKPSDM."),
    Code.SECOND_PERSON_NEEDED: _(
        "Kata sandi pejabat ini dibuat berdua. Ajukan dulu, lalu minta petugas BKPSDM lain atau Inspektorat menyetujui."
    ),
    Code.NO_SECOND_PERSON: _(
        "Belum ada petugas kedua yang dapat menyetujui. Minta pengelola sistem menjalankan di server: "
        "nyata password NIP. Perintah itu tercatat."
    ),
    Code.SECOND_PERSON: _("Persetujuan harus dari orang kedua yang mandiri. Mintalah petugas BKPSDM lain."),
    Code.REQUEST_OPEN: _(
        "Permintaan untuk pejabat ini masih menunggu. Petugas kedua menyetujuinya di halaman Kata sandi pejabat."
    ),
    Code.REQUEST_CLOSED: _("Permintaan ini sudah selesai atau lewat waktunya. Ajukan yang baru bila masih perlu."),
    Code.NOT_ALLOWED: _("Persetujuan ini hanya dari petugas BKPSDM atau Inspektorat. Hubungi salah satunya."),
    Code.PASSKEY_INVALID: _("Kunci sandi belum terbaca. Ulangi, atau masuk dengan kata sandi."),
    Code.PASSKEY_EXPIRED: _("Waktu untuk kunci sandi sudah lewat. Tekan tombolnya sekali lagi."),
    Code.PASSKEY_TAKEN: _("Kunci sandi ini sudah pernah terdaftar. Buat kunci sandi baru."),
    Code.PASSKEY_FULL: _("Anda sudah memiliki kunci sandi sebanyak yang diperbolehkan. Hapus satu dulu."),
    Code.PASSKEY_OF_PHONE: _("Kunci ini milik HP terdaftar Anda. Ajukan ganti HP bila HP itu tidak dipakai lagi."),
}


class Refused(refusal.Refused):
    """A refusal with its code; `facts` fill the sentence (`time`: 07.31)."""

    def __init__(self, code: Code, **facts: str) -> None:
        super().__init__(code)
        self.facts = facts

    @property
    def sentence(self) -> str:
        """The sentence in the language of the request."""
        return str(SENTENCES[self.code]) % self.facts if self.facts else str(SENTENCES[self.code])
