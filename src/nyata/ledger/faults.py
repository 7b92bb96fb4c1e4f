"""What can be wrong with the log: codes, a sentence each, and where. Needs no Django."""

from dataclasses import dataclass
from enum import StrEnum


def _(words: str) -> str:
    """Marks words for the catalogue; whoever shows them translates."""
    return words


class What(StrEnum):
    """A way in which the log is not what it was."""

    GAP = "gap"
    LEAF_GONE = "leaf_gone"
    MOVED = "moved"
    CONTENT_CHANGED = "content_changed"
    CONTENT_GONE = "content_gone"
    TIME_DIFFERS = "time_differs"
    BACK_DATED = "back_dated"
    POST_DATED = "post_dated"
    TILE_WRONG = "tile_wrong"
    CHECKPOINT_ROOT = "checkpoint_root"
    CHECKPOINT_SIGNATURE = "checkpoint_signature"
    CHECKPOINT_ORDER = "checkpoint_order"
    CHECKPOINT_CHANGED = "checkpoint_changed"
    COSIGNATURE = "cosignature"
    PROMISE_BROKEN = "promise_broken"
    LOST = "lost"
    PLACED_AND_WAITING = "placed_and_waiting"
    SHORTER_THAN_SEEN = "shorter_than_seen"
    ANOTHER_THAN_SEEN = "another_than_seen"
    ROW = "row"

    @property
    def sentence(self) -> str:
        """What it means, in Indonesian."""
        return _SAID[self]


_SAID = {
    What.GAP: _("Urutan log berlubang: tidak ada catatan pada nomor ini, padahal ada sesudahnya."),
    What.LEAF_GONE: _("Catatan pada nomor ini hilang dari log."),
    What.MOVED: _("Catatan pada nomor ini bukan yang semula ditempatkan di situ."),
    What.CONTENT_CHANGED: _("Isi catatan tidak lagi sesuai dengan sidiknya: isinya diubah."),
    What.CONTENT_GONE: _("Isi catatan hilang, dan tidak ada catatan penghapusan dengan dasar hukumnya."),
    What.TIME_DIFFERS: _("Waktu catatan berbeda dari waktu di dalam isinya."),
    What.BACK_DATED: _("Waktu catatan lebih lama daripada titik periksa sebelumnya: ditambahkan bertanggal mundur."),
    What.POST_DATED: _("Waktu catatan lebih baru daripada titik periksa yang mencakupnya."),
    What.TILE_WRONG: _("Simpul pohon yang tersimpan tidak sesuai dengan catatan di bawahnya."),
    What.CHECKPOINT_ROOT: _("Akar titik periksa tidak sesuai dengan catatan log sampai ukuran itu."),
    What.CHECKPOINT_SIGNATURE: _("Titik periksa tidak ditandatangani kunci yang berlaku pada waktunya."),
    What.CHECKPOINT_ORDER: _("Ukuran atau waktu titik periksa mundur dibanding yang sebelumnya."),
    What.CHECKPOINT_CHANGED: _("Titik periksa yang tersimpan berbeda dari isi yang ditandatangani."),
    What.COSIGNATURE: _("Tanda tangan saksi tidak cocok dengan titik periksanya."),
    What.PROMISE_BROKEN: _("Catatan belum mendapat tempat, padahal batas waktu janji sudah lewat."),
    What.LOST: _("Catatan tidak mempunyai tempat dan tidak lagi menunggu."),
    What.PLACED_AND_WAITING: _("Catatan sudah mempunyai tempat, tetapi masih tercatat menunggu."),
    What.SHORTER_THAN_SEEN: _("Log lebih pendek daripada titik periksa yang dibawa dari luar."),
    What.ANOTHER_THAN_SEEN: _("Log bukan kelanjutan titik periksa yang dibawa dari luar."),
    What.ROW: _("Baris data tidak sesuai dengan catatannya di log."),
}


@dataclass(frozen=True, slots=True)
class Bad:
    """One thing that is wrong, and where: place in the log, number of the leaf, of the checkpoint; table and key."""

    what: What
    index: int | None = None
    leaf: int | None = None
    checkpoint: int | None = None
    table: str | None = None
    key: str | None = None
    detail: str = ""

    def as_dict(self) -> dict[str, object]:
        """For --json: `what`, `why` in words, and what is known of the rest."""
        why = self.what.sentence + (f" ({self.detail})" if self.detail else "")
        places = ("index", "leaf", "checkpoint", "table", "key")
        return (
            {"what": self.what.value}
            | {name: value for name in places if (value := getattr(self, name)) is not None}
            | {"why": why}
        )
