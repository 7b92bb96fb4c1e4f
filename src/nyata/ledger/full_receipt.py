"""The full receipt: a receipt with the proof that its leaf is in the log, as a file (docs/wire.md). Needs no Django."""

import json
from dataclasses import dataclass
from typing import Any, Self

from nyata.core.merkle import HASH_BYTES
from nyata.core.notekeys import b64, unb64
from nyata.core.notes import NOTE_BYTES, Note
from nyata.ledger.receipt_words import No
from nyata.ledger.refusals import Refused

VERSION = 1
LETTERS = 2 * NOTE_BYTES
HASHES = 64  # a log of 2 ** 64 leaves
_FIELDS = {"v": int, "index": int, "size": int, "proof": list, "keys": list}
_FIELDS |= dict.fromkeys(("receipt", "origin", "checkpoint"), str)


@dataclass(frozen=True, slots=True)
class FullReceipt:
    """The leaf of `token` is at `index` of the log of `size` leaves; `proof` leads from it to the root of `note`."""

    token: str
    origin: str
    index: int
    size: int
    proof: tuple[bytes, ...]
    note: str

    def as_json(self) -> dict[str, Any]:
        """As docs/wire.md has it; `keys` names who signed the checkpoint, for whoever looks for their keys."""
        return {
            "v": VERSION,
            "receipt": self.token,
            "origin": self.origin,
            "index": self.index,
            "size": self.size,
            "proof": [b64(one) for one in self.proof],
            "checkpoint": self.note,
            "keys": [f"{one.name}+{one.id.hex()}" for one in Note.parse(self.note).signatures],
        }

    @classmethod
    def parse(cls, text: str) -> Self:
        """The full receipt of a file; nothing in it is proven. Raises Refused: receipt_malformed, receipt_too_long."""
        if len(text) > LETTERS:
            raise Refused(No.RECEIPT_TOO_LONG)
        try:
            says = json.loads(text)
            if type(says) is not dict or any(type(says.get(name)) is not kind for name, kind in _FIELDS.items()):
                raise ValueError("not a full receipt")
            proof = tuple(unb64(one) for one in says["proof"])
            if says["v"] != VERSION or len(proof) > HASHES or any(len(one) != HASH_BYTES for one in proof):
                raise ValueError("not a full receipt of version 1")
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise Refused(No.RECEIPT_MALFORMED) from error
        return cls(says["receipt"], says["origin"], says["index"], says["size"], proof, says["checkpoint"])
