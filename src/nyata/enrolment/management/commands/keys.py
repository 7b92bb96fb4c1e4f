"""`keys export` prints or packs the wrapping key; `keys rotate` replaces it. See docs/operations-keys.md."""

import base64
import getpass
import json
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from nyata.enrolment import vault
from nyata.enrolment.models import DataKey
from nyata.enrolment.services import Progress, rewrap
from nyata.ledger.kinds import Kind
from nyata.ledger.services import append

AAD = b"nyata-wrapping-key-export-v1"
COST = {"n": 2**15, "r": 8, "p": 1}


class Command(BaseCommand):
    help = "Export or rotate the key that wraps every person's data key. Losing it loses every template and frame."

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        export = steps.add_parser("export", help="a copy of the wrapping key, for the safe")
        export.add_argument("--to", type=Path, help="write an encrypted copy to this new file")
        export.add_argument("--plain", action="store_true", help="print the key itself, to be written on paper")
        opened = steps.add_parser("import", help="print the key in an encrypted copy")
        opened.add_argument("file", type=Path)
        rotate = steps.add_parser("rotate", help=f"wrap every data key with the key in {vault.NEW_KEY}")
        for one in (export, opened, rotate):
            one.add_argument("--json", action="store_true", dest="as_json", help="one JSON object on the last line")

    def handle(self, *args: Any, step: str, **options: Any) -> None:
        try:
            if step == "export":
                self.export(**options)
            elif step == "import":
                self.read(**options)
            else:
                self.rotate(**options)
        except (vault.WrappingKeyWrong, vault.Unsealable) as error:
            raise CommandError(str(error)) from error

    def export(self, *, to: Path | None, plain: bool, as_json: bool, **_: Any) -> None:
        key = vault.read_key(settings.WRAPPING_KEY)
        said: dict[str, Any] = {"wrapping_key_id": vault.key_id(key), "data_keys": DataKey.objects.count()}
        if to is not None:
            if to.exists():
                raise CommandError(f"{to} is there already; name a new file")
            pack(to, key, passphrase(twice=True))
            said["file"] = str(to)
        if plain:
            said["wrapping_key"] = settings.WRAPPING_KEY
        if to is not None or plain:
            with transaction.atomic():
                append(Kind.KEYS, {"event": "exported", "wrapping_key": said["wrapping_key_id"]}, at=timezone.now())
        self.say(said, as_json)

    def read(self, *, file: Path, as_json: bool, **_: Any) -> None:
        key = unpack(file, passphrase(twice=False))
        self.say({"wrapping_key_id": vault.key_id(key), "wrapping_key": base64.b64encode(key).decode()}, as_json)

    def rotate(self, *, as_json: bool, **_: Any) -> None:
        text = os.environ.get(vault.NEW_KEY, "")
        if not text:
            raise CommandError(
                f"{vault.NEW_KEY} is missing: put 32 new random bytes in base64 there, for the web and worker "
                "processes too, restart them, then run this again"
            )
        new_key = vault.read_key(text)
        if vault.key_id(new_key) == vault.key_id(vault.read_key(settings.WRAPPING_KEY)):
            raise CommandError(f"{vault.NEW_KEY} is the key in use; make a new one")
        progress = Progress(0, 0)
        for progress in rewrap(new_key=new_key, at=timezone.now()):
            self.stderr.write(f"\r{progress.done} / {progress.total}", ending="")
        self.stderr.write("")
        said = {"wrapping_key_id": vault.key_id(new_key), "rewrapped": progress.done, "data_keys": progress.total}
        self.say(said | {"next": f"set NYATA_WRAPPING_KEY to the new key, unset {vault.NEW_KEY}, restart"}, as_json)

    def say(self, said: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(said))
            return
        for name, value in said.items():
            self.stdout.write(f"{name}: {value}")


def passphrase(*, twice: bool) -> bytes:
    """From NYATA_KEYS_PASSPHRASE, else typed. Raises CommandError for a short or mistyped one."""
    given = os.environ.get("NYATA_KEYS_PASSPHRASE")
    if given is None:
        if not sys.stdin.isatty():
            raise CommandError("no terminal to type a passphrase at: set NYATA_KEYS_PASSPHRASE")
        given = getpass.getpass("Passphrase: ")
        if twice and getpass.getpass("Once more: ") != given:
            raise CommandError("the two passphrases differ")
    if len(given) < 16:
        raise CommandError("a passphrase of 16 characters or more is needed: it guards everybody's faces")
    return given.encode()


def _lock(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **COST).derive(secret))


def pack(file: Path, key: bytes, secret: bytes) -> None:
    """Write the key into a new file only this user can read, encrypted with scrypt and AES-256-GCM."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = _lock(secret, salt).encrypt(nonce, key, AAD)
    text = {"form": AAD.decode(), "wrapping_key_id": vault.key_id(key)} | {
        name: base64.b64encode(value).decode() for name, value in (("salt", salt), ("nonce", nonce), ("sealed", sealed))
    }
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(text, out, indent=2)


def unpack(file: Path, secret: bytes) -> bytes:
    """The key in a file of `pack`. Raises CommandError."""
    try:
        text = json.loads(file.read_text())
        salt, nonce, sealed = (base64.b64decode(text[name]) for name in ("salt", "nonce", "sealed"))
        return _lock(secret, salt).decrypt(nonce, sealed, AAD)
    except InvalidTag as error:
        raise CommandError("the passphrase does not open this file") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(f"{file} is no copy of a wrapping key") from error
