"""`nyata ledger verify-receipt` and `nyata ledger keys`: a receipt checked on any machine, with public keys alone.

Leaves with 0: included; 3: promised; 1: contradicted; 2: a clear no, or asked wrongly.
"""

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any

from nyata.config import environment, prepare
from nyata.config.failures import Failure
from nyata.core.encoding import iso_ms
from nyata.core.notekeys import unb64
from nyata.ledger.full_receipt import LETTERS
from nyata.ledger.keyring import Keyring
from nyata.ledger.receipt_judging import Against, Judged, judge
from nyata.ledger.receipt_words import Answer, No
from nyata.ledger.refusals import Refused
from nyata.ledger.signed import made_at

CODES = {Answer.INCLUDED: 0, Answer.CONTRADICTED: 1, Answer.PROMISED: 3}
REFUSED = 2


def register(steps: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both to the steps of `nyata ledger`."""
    one = steps.add_parser(
        "verify-receipt",
        help="check a receipt without a database",
        description="0: included, 3: promised, 1: contradicted, 2: no receipt of this log.",
    )
    one.add_argument("receipt", metavar="FILE_OR_TOKEN", help="a full receipt's file, or the code of a receipt")
    one.add_argument(
        "--keys", type=Path, metavar="FILE", help="the log's public keys, from /bukti/kunci.json; else ours"
    )
    one.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint that came another way")
    one.add_argument("--consistency", type=Path, metavar="FILE", help="the proof that connects it with the receipt's")
    one.add_argument("--json", action="store_true", help="one JSON object")
    one.set_defaults(run=verify)
    keys = steps.add_parser("keys", help="the public keys that receipts are checked with, as JSON")
    keys.add_argument("--json", action="store_true", help="on one line")
    keys.set_defaults(run=show_keys)


def verify(arguments: argparse.Namespace) -> int:
    """Print the answer and its reason."""
    now = dt.datetime.now(dt.UTC)
    ahead = prepare.require_policy().on(now.date()).ledger.log.clock
    try:
        keys = Keyring.parse(_read(arguments.keys)) if arguments.keys else _ours()
        found = judge(_given(arguments.receipt), keys, at=now, ahead=ahead, against=_against(arguments))
        said, code = _told(found), CODES[found.answer]
    except Refused as refused:
        said, code = {"answer": "refused", "code": refused.code.value, "sentence": refused.sentence}, REFUSED
    if arguments.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        print("\n".join(f"{name}: {value}" for name, value in said.items() if value not in (None, [])))
    return code


def show_keys(arguments: argparse.Namespace) -> int:
    """Print our own keys."""
    print(json.dumps(_ours().as_json(), ensure_ascii=False, indent=None if arguments.json else 1))
    return 0


def _told(found: Judged) -> dict[str, Any]:
    said = found.receipt
    return {
        "answer": found.answer.value,
        "code": found.why.value,
        "sentence": found.why.sentence,
        "id": str(said.id),
        "purpose": said.purpose,
        "acted_at": iso_ms(said.acted_at),
        "received_at": iso_ms(said.received_at),
        "by": iso_ms(said.by) if said.by else None,
        "leaf": said.leaf.hex(),
        "index": found.index,
        "size": found.seen.checkpoint.size if found.seen else None,
        "checkpoint_at": iso_ms(made_at(found.seen.checkpoint)) if found.seen else None,
        "witnesses": list(found.witnesses),
    }


def _ours() -> Keyring:
    """The keys of the Nyata on this machine, which needs its database."""
    with environment.borrowed():
        prepare.load_django()
        prepare.require_migrated()
        from nyata.checkins.selectors.receipts import keyring

        return keyring()


def _given(word: str) -> str:
    """The file of that name, or the word itself: a token, or the address that its code opens."""
    path = Path(word)
    # A token is longer than a file's name may be, which some systems complain about.
    if len(word) < 200 and (path.exists() or path.suffix):
        return _read(path)
    return word.rpartition("#")[2]


def _against(arguments: argparse.Namespace) -> Against | None:
    if arguments.checkpoint is None:
        if arguments.consistency:
            raise Failure("--consistency needs --checkpoint", "Name the checkpoint that it connects.", 2)
        return None
    note = _read(arguments.checkpoint)
    if arguments.consistency is None:
        return Against(note)
    try:
        proof = tuple(unb64(one) for one in json.loads(_read(arguments.consistency))["proof"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refused(No.CONSISTENCY_WRONG) from error
    return Against(note, proof)


def _read(path: Path) -> str:
    """A file's text. Raises Failure where it cannot be read, Refused where it is no text of a sensible size."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Failure(f"{path} cannot be read", "Name a file that is there.", 2) from error
    if len(raw) > 2 * LETTERS:
        raise Refused(No.RECEIPT_TOO_LONG)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Refused(No.RECEIPT_MALFORMED) from error
