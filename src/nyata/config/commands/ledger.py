"""`nyata ledger ...`: the log's checkpoints, its verification, proofs, keys and witnesses.

`witness --log` is for the other office and needs neither settings nor a database.
"""

import argparse
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nyata.config import environment, prepare, witness
from nyata.config.commands import receipts
from nyata.config.failures import Failure
from nyata.core.notekeys import Algorithm, NoteRefused, Signer, Verifier
from nyata.ledger.refusals import Refused, of_note

Answer = tuple[dict[str, Any], int]


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `ledger`."""
    parser = commands.add_parser("ledger", help="the log nobody can quietly change: sign, verify, prove, witness")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    sign = _step(steps, "checkpoint", "place what waits and sign the log now", _checkpoint)
    sign.add_argument("--apel", action="store_true", help="the checkpoint of this month's apel, to be printed")
    verify = _step(steps, "verify", "check all of it; leaves with 0 only where all holds", _verify)
    verify.add_argument("--checkpoint", action="append", default=[], type=Path, metavar="FILE",
                        help="a checkpoint kept elsewhere, which the log must continue")  # fmt: skip
    prove = _step(steps, "prove", "the proof that an entry is in the log", _prove)
    prove.add_argument("leaf", metavar="LEAF", help="the entry's leaf hash, 64 hex digits")
    _step(steps, "rotate", "let NYATA_LOG_KEY_NEW sign from now on", _rotate)
    _register_witness(steps)
    receipts.register(steps)
    follow = steps.add_parser("follow")  # one of the processes of `nyata worker`
    follow.set_defaults(run=_follow)


def _register_witness(steps: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    looks = steps.add_parser("witness", help="who cosigns our log; with --log: cosign that of another office")
    looks.add_argument("--accept", metavar="KEY", help="name+id+key of an office whose cosignatures count from now on")
    looks.add_argument("--dismiss", metavar="NAME", help="an office whose cosignatures count no longer")
    looks.add_argument(
        "--new-key", metavar="NAME", help="make the key of an office that witnesses, in a new --key FILE"
    )
    looks.add_argument("--log", metavar="URL", help="the address of the log to look at")
    looks.add_argument("--log-key", metavar="KEY", help="the log's name+id+key, from its office; the first time")
    looks.add_argument("--key", type=Path, metavar="FILE", help="our key")
    looks.add_argument("--state", type=Path, metavar="FILE", help="where we remember what we saw")
    looks.add_argument("--json", action="store_true", help="one JSON object")
    looks.set_defaults(run=_witness)


def _step(steps: Any, name: str, meaning: str, does: Callable[[argparse.Namespace], Answer]) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = steps.add_parser(name, help=meaning)
    made.add_argument("--json", action="store_true", help="one JSON object")
    made.set_defaults(run=lambda arguments: _in_database(arguments, does))
    return made


def _in_database(arguments: argparse.Namespace, does: Callable[[argparse.Namespace], Answer]) -> int:
    prepare.require_policy()
    with environment.borrowed():
        prepare.load_django()
        prepare.require_migrated()
        return _answered(arguments, does)


def _answered(arguments: argparse.Namespace, does: Callable[[argparse.Namespace], Answer]) -> int:
    """Print what it says, or why it was refused."""
    try:
        said, code = does(arguments)
    except Refused as refused:
        said, code = {"ok": False, "code": refused.code.value, "sentence": refused.sentence}, 1
    if arguments.json:
        print(json.dumps(said, ensure_ascii=False))
    elif "note" in said:
        print(said["note"], end="")
    else:
        print("\n".join(f"{name}: {_plain(value)}" for name, value in said.items()))
    return code


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | bool) else str(value)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _checkpoint(arguments: argparse.Namespace) -> Answer:
    from nyata.ledger.models import Checkpoint
    from nyata.ledger.services import checkpoints, sequencing

    while sequencing.sequence():
        pass
    occasion = Checkpoint.Occasion.APEL if arguments.apel else Checkpoint.Occasion.ASKED
    return _told(checkpoints.make(at=_now(), occasion=occasion)), 0


def _rotate(arguments: argparse.Namespace) -> Answer:
    from nyata.ledger.services import rotating

    made = rotating.rotate(at=_now())
    return _told(made) | {"next": "set NYATA_LOG_KEY to the new key, unset NYATA_LOG_KEY_NEW, restart"}, 0


def _told(made: Any) -> dict[str, Any]:
    root = bytes(made.root).hex()
    return {"ok": True, "size": made.size, "root": root, "made_at": made.made_at.isoformat(), "note": made.note}


def _verify(arguments: argparse.Namespace) -> Answer:
    from django.db import connection, transaction

    from nyata.ledger.selectors.verifying import verify
    from nyata.ledger.terms import terms_on

    outside = [_read(path) for path in arguments.checkpoint]
    now = _now()
    with transaction.atomic():
        # One moment for all of it, however long it takes.
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = verify(at=now, terms=terms_on(now.date()), outside=outside)
    return found.as_dict(), 0 if found.ok else 1


def _prove(arguments: argparse.Namespace) -> Answer:
    from nyata.core.notekeys import b64
    from nyata.ledger.refusals import Code
    from nyata.ledger.selectors import log, proofs

    try:
        leaf = bytes.fromhex(arguments.leaf)
    except ValueError as error:
        raise Failure("The leaf is no hex", "Write the 64 hex digits of the receipt.", 2) from error
    newest = log.latest_checkpoint()
    if newest is None:
        raise Refused(Code.NO_CHECKPOINT)
    found = proofs.inclusion(leaf, newest)
    proof = [b64(one) for one in found.proof]
    said = {"ok": True, "leaf": arguments.leaf, "index": found.index, "size": found.size, "proof": proof}
    return said | {"checkpoint": newest.note}, 0


def _witness(arguments: argparse.Namespace) -> int:
    if arguments.new_key:
        return _answered(arguments, _new_key)
    if arguments.log:
        return _answered(arguments, _look)
    return _in_database(arguments, _witnesses)


def _new_key(arguments: argparse.Namespace) -> Answer:
    import secrets

    from nyata.config.home import write_private

    if arguments.key is None or arguments.key.exists():
        raise Failure("--new-key needs --key with a new file", "Name a file that is not there yet.", 2)
    key = Signer(arguments.new_key, secrets.token_bytes(32), Algorithm.COSIGNATURE)
    try:
        public = key.verifier.text
    except NoteRefused as error:
        raise of_note(error.fault) from error
    write_private(arguments.key, key.secret_text + "\n")
    return {"ok": True, "key": public, "next": "give this key to the office whose log you watch"}, 0


def _look(arguments: argparse.Namespace) -> Answer:
    if arguments.key is None or arguments.state is None:
        raise Failure("--log needs --key and --state", "Make a key with --new-key NAME --key FILE first.", 2)
    try:
        log_key = Verifier.parse(arguments.log_key) if arguments.log_key else None
    except NoteRefused as error:
        raise of_note(error.fault) from error
    seen = witness.look(arguments.log, witness.read_key(arguments.key), arguments.state, log_key, _now())
    said = {"ok": True, "origin": seen.origin, "size": seen.size, "root": seen.root.hex(), "grown": seen.is_new}
    return said | {"made_at": seen.made_at.isoformat()}, 0


def _witnesses(arguments: argparse.Namespace) -> Answer:
    from nyata.ledger.selectors import log
    from nyata.ledger.services import witnessing

    if arguments.accept:
        witnessing.accept(key=arguments.accept, at=_now())
    if arguments.dismiss:
        witnessing.dismiss(name=arguments.dismiss, at=_now())
    keys = log.published_keys()
    return {
        "ok": True,
        "log_key": keys[-1].text if keys else None,
        "witnesses": [
            {
                "name": one.witness.name,
                "key": log.witness_key(one.witness).text,
                "size": one.newest.checkpoint.size if one.newest else None,
                "seen_at": one.newest.signed_at.isoformat() if one.newest else None,
            }
            for one in log.witnessed()
        ],
    }, 0


def _follow(arguments: argparse.Namespace) -> int:
    """Place and sign for as long as the process lives."""
    prepare.load_django()
    from nyata.config import following

    return following.follow()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Failure(f"{path} cannot be read", "Name the file of a checkpoint.", 2) from error
