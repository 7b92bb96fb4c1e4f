"""What can be said of a receipt: the three answers with their reasons, and every clear no. Needs no Django.

The words are Indonesian and marked for translation; whoever shows one translates it, as with core.reasons.
"""

from enum import StrEnum


def _(words: str) -> str:
    """Marks words for the catalogue."""
    return words


class Answer(StrEnum):
    """What becomes of a receipt that is genuine."""

    PROMISED = "promised"
    INCLUDED = "included"
    CONTRADICTED = "contradicted"


class Why(StrEnum):
    """The reason of an answer."""

    WAITING = "waiting"
    NO_PROOF_YET = "no_proof_yet"
    NO_LIMIT = "no_limit"
    PROVEN = "proven"
    COMPARED = "compared"
    NOT_COMPARED = "not_compared"
    ROOT_DIFFERS = "root_differs"
    TWO_ROOTS = "two_roots"
    LATE = "late"
    TOO_EARLY = "too_early"
    MISSING = "missing"
    REWRITTEN = "rewritten"

    @property
    def answer(self) -> Answer:
        return _WHYS[self][0]

    @property
    def sentence(self) -> str:
        """The Indonesian sentence, to be translated where it is shown."""
        return _WHYS[self][1]


class No(StrEnum):
    """Why nothing can be said: what was given is no receipt of this log, or not whole."""

    RECEIPT_MALFORMED = "receipt_malformed"
    RECEIPT_OTHER_LOG = "receipt_other_log"
    RECEIPT_WRONG_KEY = "receipt_wrong_key"
    RECEIPT_TAMPERED = "receipt_tampered"
    RECEIPT_FUTURE = "receipt_future"
    RECEIPT_TOO_LONG = "receipt_too_long"
    PROOF_SIZE = "proof_size"
    CHECKPOINT_FUTURE = "checkpoint_future"
    CONSISTENCY_WRONG = "consistency_wrong"
    KEYS_MALFORMED = "keys_malformed"
    TOO_MANY_CHECKS = "too_many_checks"

    @property
    def sentence(self) -> str:
        """The Indonesian sentence, to be translated where it is shown."""
        return _NOS[self]


_PROMISED, _INCLUDED, _CONTRADICTED = Answer
_WHYS: dict[Why, tuple[Answer, str]] = {
    Why.WAITING: (
        _PROMISED,
        _("Bukti ini asli. Log berjanji mencatatnya sebelum batas waktunya; sesudah itu periksa sekali lagi."),
    ),
    Why.NO_PROOF_YET: (
        _PROMISED,
        _("Bukti ini asli dan batas waktu janjinya lewat. Unduh bukti lengkap dari Riwayat, lalu periksa itu."),
    ),
    Why.NO_LIMIT: (
        _PROMISED,
        _("Bukti ini asli, versi lama tanpa batas waktu. Unduh bukti lengkap dari Riwayat, lalu periksa itu."),
    ),
    Why.PROVEN: (_INCLUDED, _("Bukti ini asli, dan log terbukti memuatnya. Tidak ada yang perlu dilakukan.")),
    Why.COMPARED: (
        _INCLUDED,
        _("Bukti ini asli, log memuatnya, dan titik periksa yang dibandingkan cocok. Tidak ada yang perlu dilakukan."),
    ),
    Why.NOT_COMPARED: (
        _INCLUDED,
        _("Bukti ini asli dan log memuatnya. Titik periksa pembanding berukuran lain: sertakan bukti sambungannya."),
    ),
    Why.ROOT_DIFFERS: (
        _CONTRADICTED,
        _("Jalur bukti tidak sampai ke akar titik periksanya. Unduh lagi; bila tetap begitu, lapor Inspektorat."),
    ),
    Why.TWO_ROOTS: (
        _CONTRADICTED,
        _("Log menandatangani dua isi berbeda untuk satu ukuran. Simpan kedua titik periksa dan lapor Inspektorat."),
    ),
    Why.LATE: (
        _CONTRADICTED,
        _("Sesudah batas waktu janji, log masih tanpa catatan ini. Simpan bukti ini dan lapor Inspektorat."),
    ),
    Why.TOO_EARLY: (
        _CONTRADICTED,
        _("Titik periksanya lebih tua daripada waktu terima bukti ini. Simpan bukti ini dan lapor Inspektorat."),
    ),
    Why.MISSING: (
        _CONTRADICTED,
        _("Bukti ini asli, tetapi log tidak memuatnya. Simpan bukti ini dan lapor Inspektorat."),
    ),
    Why.REWRITTEN: (
        _CONTRADICTED,
        _("Isi log sekarang berbeda dari yang dulu ditandatangani. Simpan bukti ini dan lapor Inspektorat."),
    ),
}
_NOS: dict[No, str] = {
    No.RECEIPT_MALFORMED: _("Ini bukan bukti absen yang utuh. Salin seluruh kodenya, atau unduh lagi berkasnya."),
    No.RECEIPT_OTHER_LOG: _("Bukti ini dari log lain. Periksa di alamat instansi yang menerbitkannya."),
    No.RECEIPT_WRONG_KEY: _("Bukti ini bukan dari kunci log ini. Ambil daftar kunci terbaru, lalu periksa lagi."),
    No.RECEIPT_TAMPERED: _("Isi bukti ini berbeda dari yang ditandatangani. Ambil lagi salinan aslinya dari Riwayat."),
    No.RECEIPT_FUTURE: _("Waktu terima bukti ini ada di masa depan. Periksa jam mesin ini, lalu coba lagi."),
    No.RECEIPT_TOO_LONG: _("Berkas ini terlalu besar untuk sebuah bukti. Pilih berkas yang diunduh dari Riwayat."),
    No.PROOF_SIZE: _("Jalur bukti tidak sesuai dengan ukuran titik periksanya. Unduh lagi bukti lengkap dari Riwayat."),
    No.CHECKPOINT_FUTURE: _("Waktu titik periksa ada di masa depan. Periksa jam mesin ini, lalu coba lagi."),
    No.CONSISTENCY_WRONG: _("Bukti sambungan tidak menyambung kedua titik periksa. Ambil lagi dari sumbernya."),
    No.KEYS_MALFORMED: _("Berkas kunci tidak dapat dibaca. Ambil lagi dari /bukti/kunci.json di alamat instansinya."),
    No.TOO_MANY_CHECKS: _("Terlalu banyak pemeriksaan dari jaringan ini. Tunggu satu menit, lalu coba lagi."),
}
