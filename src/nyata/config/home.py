"""Nyata's own folder on a machine: database, keys of the demo, logs. `.nyata/` in the project, or NYATA_HOME."""

import base64
import json
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from nyata.config.failures import no_disk

PROJECT = Path(__file__).resolve().parents[3]
KEY_NAMES = ("NYATA_SECRET_KEY", "NYATA_WRAPPING_KEY", "NYATA_RECEIPT_KEY", "NYATA_LOG_KEY")


def home() -> Path:
    """The folder, private to this user; made when it is not there."""
    path = Path(os.environ.get("NYATA_HOME") or PROJECT / ".nyata").absolute()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def policy_folder() -> Path:
    """Where the policy's files are: policy/ in the project, or NYATA_POLICY."""
    return Path(os.environ.get("NYATA_POLICY") or PROJECT / "policy").absolute()


def log_file(name: str) -> Path:
    """Where the part called `name` writes what happens. A log of over 10 MB is put aside once."""
    folder = home() / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.log"
    if path.exists() and path.stat().st_size > 10_000_000:
        path.replace(path.with_suffix(".log.old"))
    return path


def new_keys() -> dict[str, str]:
    """Fresh values for the four secret variables, in the form that settings reads."""
    return {
        "NYATA_SECRET_KEY": secrets.token_urlsafe(50),
        "NYATA_WRAPPING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "NYATA_RECEIPT_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "NYATA_LOG_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def demo_keys() -> dict[str, str]:
    """The demo's keys: made once, kept in secrets.json, which only this user may read. A key that is new is added."""
    path = home() / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if set(KEY_NAMES) - set(kept):
        kept = new_keys() | kept
        write_private(path, json.dumps(kept, indent=2))
    return kept


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    draft.replace(path)


def require_free(
    path: Path, needed: int, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
) -> None:
    """Raise a Failure where fewer than `needed` bytes are free at `path`."""
    left = free(path)
    if left < needed:
        raise no_disk(str(path), needed, left)
