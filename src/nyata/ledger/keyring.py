"""The public keys of one log, as a file that travels: whoever has it checks receipts without us. Needs no Django.

Keys are written as C2SP notes write them, name+id+key; which of them signs what is said by the list a key stands in.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from nyata.core.notekeys import Algorithm, NoteRefused, Verifier
from nyata.ledger.receipt_words import No
from nyata.ledger.refusals import Refused

VERSION = 1
MOST = 200  # keys of one kind: a key a month for sixteen years


@dataclass(frozen=True, slots=True)
class Keyring:
    """Who speaks for the log `origin`: keys of checkpoints, of receipts, of witnesses; former ones too."""

    origin: str
    log: tuple[Verifier, ...]
    receipts: tuple[Verifier, ...]
    witnesses: tuple[Verifier, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As docs/wire.md has it."""
        lists = {"log": self.log, "receipts": self.receipts, "witnesses": self.witnesses}
        return {"v": VERSION, "origin": self.origin, **{name: [one.text for one in lists[name]] for name in lists}}

    @classmethod
    def parse(cls, text: str) -> Self:
        """The keys of a file. Raises Refused(keys_malformed)."""
        try:
            says = json.loads(text)
            if set(says) != {"v", "origin", "log", "receipts", "witnesses"} or says["v"] != VERSION:
                raise ValueError("not a file of keys")
            origin, log, receipts = says["origin"], _keys(says["log"]), _keys(says["receipts"])
            if type(origin) is not str or not log or not receipts:
                raise ValueError("keys are missing")
            return cls(origin, log, receipts, _keys(says["witnesses"], Algorithm.COSIGNATURE))
        except (ValueError, TypeError, AttributeError, RecursionError, NoteRefused) as error:
            raise Refused(No.KEYS_MALFORMED) from error


def _keys(texts: Sequence[str], algorithm: Algorithm = Algorithm.ED25519) -> tuple[Verifier, ...]:
    if type(texts) is not list or len(texts) > MOST:
        raise ValueError("not a list of keys")
    keys = tuple(Verifier.parse(text) for text in texts)
    if any(key.algorithm is not algorithm for key in keys):
        raise ValueError("a key of another kind")
    return keys
