"""Why the log, or a witness of it, says no: codes for programs, a sentence each for people. Needs no Django.

The words are Indonesian and marked for translation; whoever shows one translates it, as with core.reasons.
"""

from enum import StrEnum

from nyata.core import refusal
from nyata.core.notekeys import NoteFault


def _(words: str) -> str:
    """Marks words for the catalogue."""
    return words


class Code(StrEnum):
    """One reason. `status` is the HTTP status where a request is turned away."""

    NOTE_MALFORMED = "note_malformed"
    KEY_MALFORMED = "key_malformed"
    WRONG_KEY = "wrong_key"
    SIGNATURE_WRONG = "signature_wrong"
    OTHER_LOG = "other_log"
    FUTURE_TIME = "future_time"
    TIME_TOO_EARLY = "time_too_early"
    CHECKPOINT_UNKNOWN = "checkpoint_unknown"
    NO_CHECKPOINT = "no_checkpoint"
    SIZE_OUTSIDE = "size_outside"
    PROOF_WRONG = "proof_wrong"
    LOG_SHRANK = "log_shrank"
    LOG_CONTRADICTS = "log_contradicts"
    CLOCK_WENT_BACK = "clock_went_back"
    KEY_NOT_IN_FORCE = "key_not_in_force"
    NEW_KEY_MISSING = "new_key_missing"
    KEY_USED_BEFORE = "key_used_before"
    LEAF_UNKNOWN = "leaf_unknown"
    NOT_PLACED = "not_placed"
    NOT_COVERED = "not_covered"
    WITNESS_UNKNOWN = "witness_unknown"
    WITNESS_KNOWN = "witness_known"
    STATE_UNREADABLE = "state_unreadable"
    LOG_SILENT = "log_silent"

    @property
    def sentence(self) -> str:
        """The Indonesian sentence, to be translated where it is shown."""
        return _SAID[self][1]

    @property
    def status(self) -> int:
        return _SAID[self][0]


class Refused(refusal.Refused):
    """What was asked of the log was not done, or what it said was not believed."""


_SAID: dict[Code, tuple[int, str]] = {
    Code.NOTE_MALFORMED: (
        400,
        _("Titik periksa tidak dapat dibaca atau terpotong. Ambil lagi salinan yang utuh, lalu coba sekali lagi."),
    ),
    Code.KEY_MALFORMED: (400, _("Kunci tidak dapat dibaca. Salin lagi kunci itu seutuhnya dari pemiliknya.")),
    Code.WRONG_KEY: (
        403,
        _("Titik periksa tidak ditandatangani kunci yang dikenal. Tanyakan kunci yang berlaku kepada pemilik log."),
    ),
    Code.SIGNATURE_WRONG: (
        403,
        _("Tanda tangan tidak cocok dengan isinya. Ambil salinan yang utuh; bila tetap begitu, lapor Inspektorat."),
    ),
    Code.OTHER_LOG: (409, _("Ini milik log yang lain. Periksa alamat dan nama log yang dimaksud.")),
    Code.FUTURE_TIME: (409, _("Waktunya ada di masa depan. Periksa jam kedua mesin, lalu coba lagi.")),
    Code.TIME_TOO_EARLY: (
        409,
        _("Waktu saksi mendahului titik periksanya. Periksa jam mesin saksi, lalu coba lagi."),
    ),
    Code.CHECKPOINT_UNKNOWN: (
        404,
        _("Log ini tidak pernah membuat titik periksa itu. Simpan salinannya dan lapor Inspektorat."),
    ),
    Code.NO_CHECKPOINT: (404, _("Log ini belum mempunyai titik periksa. Tunggu satu menit, lalu coba lagi.")),
    Code.SIZE_OUTSIDE: (
        400,
        _("Ukuran yang ditanyakan tidak ada di log ini. Pakai ukuran dari titik periksa log ini sendiri."),
    ),
    Code.PROOF_WRONG: (
        409,
        _("Bukti tidak menyambung titik periksa lama dengan yang baru. Simpan keduanya dan lapor Inspektorat."),
    ),
    Code.LOG_SHRANK: (
        409,
        _("Log lebih pendek daripada yang pernah dilihat saksi. Simpan kedua titik periksa dan lapor Inspektorat."),
    ),
    Code.LOG_CONTRADICTS: (
        409,
        _("Isi log berbeda dari titik periksa terakhirnya. Jalankan nyata ledger verify dan lapor Inspektorat."),
    ),
    Code.CLOCK_WENT_BACK: (
        409,
        _("Jam mesin mundur dibanding titik periksa terakhir. Perbaiki jamnya, lalu coba lagi."),
    ),
    Code.KEY_NOT_IN_FORCE: (
        409,
        _("Kunci log di mesin ini bukan yang berlaku. Pasang kunci yang berlaku, atau jalankan nyata ledger rotate."),
    ),
    Code.NEW_KEY_MISSING: (
        409,
        _("Kunci baru belum ada. Isi NYATA_LOG_KEY_NEW untuk semua proses, mulai ulang, lalu jalankan lagi."),
    ),
    Code.KEY_USED_BEFORE: (409, _("Kunci itu sudah pernah dipakai log ini. Buat kunci yang baru.")),
    Code.LEAF_UNKNOWN: (404, _("Catatan itu tidak ada di log ini. Periksa lagi salinannya.")),
    Code.NOT_PLACED: (
        409,
        _("Catatan itu baru dijanjikan dan belum mendapat tempat. Tunggu beberapa menit, lalu coba lagi."),
    ),
    Code.NOT_COVERED: (
        409,
        _("Catatan itu belum tercakup titik periksa ini. Pakai titik periksa yang lebih baru."),
    ),
    Code.WITNESS_UNKNOWN: (
        403,
        _("Tanda tangan ini bukan dari saksi yang terdaftar. Daftarkan dulu kunci kantor saksi di pemilik log."),
    ),
    Code.WITNESS_KNOWN: (409, _("Saksi itu sudah terdaftar dengan kunci yang sama. Tidak ada yang perlu dilakukan.")),
    Code.STATE_UNREADABLE: (
        409,
        _("Berkas ingatan saksi tidak dapat dibaca. Kembalikan dari cadangan agar yang lama dapat dibandingkan."),
    ),
    Code.LOG_SILENT: (503, _("Log tidak menjawab. Periksa alamat dan jaringan, lalu coba lagi.")),
}

_OF_NOTES = {
    NoteFault.KEY_MALFORMED: Code.KEY_MALFORMED,
    NoteFault.KEYS_ALIKE: Code.KEY_MALFORMED,
    NoteFault.UNSIGNED: Code.WRONG_KEY,
    NoteFault.SIGNATURE_WRONG: Code.SIGNATURE_WRONG,
    NoteFault.ANOTHER_LOG: Code.OTHER_LOG,
}


def of_note(fault: NoteFault) -> Refused:
    """The refusal for a note that core does not believe."""
    return Refused(_OF_NOTES.get(fault, Code.NOTE_MALFORMED))
