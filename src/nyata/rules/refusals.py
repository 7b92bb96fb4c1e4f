"""What deciding on the policy refuses: a closed list of codes, each with one sentence that says what to do next."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from nyata.core import refusal


class Code(StrEnum):
    """A reason not to switch a value on or off."""

    NOT_OFFICE = "not_office"
    NOT_SWITCHABLE = "not_switchable"
    VALUE_CHANGED = "value_changed"
    DOCUMENT_MISSING = "document_missing"
    DOCUMENT_IN_FUTURE = "document_in_future"
    WORDS_MISSING = "words_missing"
    BEFORE_VALUE = "before_value"
    AFTER_VALUE = "after_value"
    BEFORE_DOCUMENT = "before_document"
    BACKDATED = "backdated"
    BACKDATED_TOO_FAR = "backdated_too_far"
    SAME_PERSON = "same_person"
    ALREADY_SAID = "already_said"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


class Refused(refusal.Refused):
    """A decision that was not taken."""


SENTENCES = {
    Code.NOT_OFFICE: _("Keputusan ini hanya dari petugas BKPSDM dan Bagian Hukum. Hubungi salah satunya."),
    Code.NOT_SWITCHABLE: _(
        "Nilai ini tidak diaktifkan dengan keputusan: sudah terverifikasi, contoh daerah lain, atau memang tidak ada. "
        "Tambahkan nilai baru di berkas aturan bila perlu."
    ),
    Code.VALUE_CHANGED: _("Nilai ini berubah sejak halaman dibuka. Baca lagi, lalu putuskan."),
    Code.DOCUMENT_MISSING: _(
        "Nomor dan tanggal dokumen belum lengkap. Isi nomor Perbup, SK, atau surat, dan tanggalnya."
    ),
    Code.DOCUMENT_IN_FUTURE: _("Tanggal dokumen ada di masa depan. Isi tanggal dokumen itu ditetapkan."),
    Code.WORDS_MISSING: _("Alasan belum diisi. Tulis singkat mengapa nilai ini dinonaktifkan."),
    Code.BEFORE_VALUE: _("Tanggal berlaku mendahului nilai ini sendiri. Pilih tanggal sejak nilai itu berlaku."),
    Code.AFTER_VALUE: _("Nilai ini sudah berakhir pada tanggal itu. Pilih nilai yang lebih baru."),
    Code.BEFORE_DOCUMENT: _("Tanggal berlaku mendahului dokumennya. Pilih tanggal dokumen atau sesudahnya."),
    Code.BACKDATED: _("Tanggal berlaku sudah lewat. Tulis alasannya, karena hari-hari itu akan dihitung ulang."),
    Code.BACKDATED_TOO_FAR: _("Tanggal berlaku terlalu jauh ke belakang. Pilih tanggal yang lebih dekat."),
    Code.SAME_PERSON: _("Kantor yang lain sudah diwakili Anda sendiri. Mintalah pejabat lain dari kantor ini."),
    Code.ALREADY_SAID: _(
        "Kantor Anda sudah memutuskan demikian untuk tanggal itu. Tidak ada yang perlu dilakukan lagi."
    ),
}
