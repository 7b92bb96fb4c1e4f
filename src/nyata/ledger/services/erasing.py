"""Taking away what entries say where the law asks for it: the leaves and the proof stay, and the ground is on record.

Law 27/2022 (personal data), articles 8 and 43: a person may ask for it, and the regency must, once its purpose is over.
"""

import datetime as dt
from collections.abc import Sequence
from enum import Enum

from django.db import connection, transaction

from nyata.core import refusal
from nyata.ledger.kinds import Kind
from nyata.ledger.services.appending import append

# Only this role may delete an opening; the database holds it to an entry in the same transaction (migration 0003).
ERASER = "nyata_eraser"
# What the log says about itself holds nobody's data, and every proof needs it.
KEPT = (Kind.ERASURE, Kind.ROW_FORM, Kind.LOG_KEY, Kind.LOG_WITNESS)


def _(words: str) -> str:
    """Marks words for the catalogue; whoever shows them translates."""
    return words


class Code(Enum):
    """Why nothing was erased, with the sentence for whoever asked."""

    NO_GROUND = "no_ground"
    NO_LEAVES = "no_leaves"
    LEAF_NOT_OPEN = "leaf_not_open"

    @property
    def sentence(self) -> str:
        return _SAID[self]


_SAID = {
    Code.NO_GROUND: _("Dasar hukum penghapusan belum diisi. Tulis pasal atau nomor putusannya, lalu ulangi."),
    Code.NO_LEAVES: _("Belum ada catatan yang disebut. Sebutkan catatan yang isinya harus dihapus."),
    Code.LEAF_NOT_OPEN: _(
        "Ada catatan yang tidak dikenal, sudah dihapus, atau tidak boleh dihapus. Periksa daftarnya."
    ),
}


class Refused(refusal.Refused):
    """Nothing was erased."""


def erase(*, leaves: Sequence[bytes], ground: str, at: dt.datetime) -> bytes:
    """Take away what the entries with these leaf hashes (32 bytes each) say, and return the erasure's own leaf hash.

    The session must be nyata_eraser or may become it: the database refuses everybody else (ProgrammingError). Raises
    Refused without a ground, without leaves, or where one of them is unknown, erased already or about the log itself;
    then nothing is erased.
    """
    if not ground.strip():
        raise Refused(Code.NO_GROUND)
    wanted = sorted(set(leaves))
    if not wanted:
        raise Refused(Code.NO_LEAVES)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ERASER}")
        named = {"ground": ground.strip(), "leaves": [leaf.hex() for leaf in wanted]}
        entry = append(Kind.ERASURE, named, at=at)
        cursor.execute(
            "DELETE FROM ledger_opening o USING ledger_leaf l"
            " WHERE l.id = o.leaf_id AND l.hash = ANY (%s) AND o.kind <> ALL (%s)",
            [wanted, [kind.value for kind in KEPT]],
        )
        if cursor.rowcount != len(wanted):
            raise Refused(Code.LEAF_NOT_OPEN)
        cursor.execute("SET LOCAL ROLE NONE")
    return entry
