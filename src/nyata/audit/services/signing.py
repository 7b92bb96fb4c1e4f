"""The signature under a report: a signed note (C2SP) by the log's key, over the report's month, version and SHA-256."""

import datetime as dt

from nyata.core.encoding import iso_ms
from nyata.core.notes import Note
from nyata.ledger import keys

# No second line of a checkpoint is a month, so neither can be taken for the other.
TITLE = "nyata-audit-report/v1"


def sign(*, month: dt.date, version: int, sha256: str, at: dt.datetime) -> str:
    """The note. Raises the ledger's Refused(key_malformed) where the key is none."""
    text = "\n".join((TITLE, f"{month:%Y-%m}", str(version), sha256, iso_ms(at))) + "\n"
    note = Note(text)
    return str(note.signed(keys.signer()))
