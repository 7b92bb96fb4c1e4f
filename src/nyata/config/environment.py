"""The environment that settings reads: given by the operator, made up for the demo, or borrowed from a demo here."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nyata.config.database import make_database
from nyata.config.failures import Failure
from nyata.config.home import KEY_NAMES, demo_keys, home, write_private
from nyata.config.postgres import Cluster, running

HOW = {
    "NYATA_SECRET_KEY": 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"',
    "NYATA_WRAPPING_KEY": "openssl rand -base64 32",
    "NYATA_RECEIPT_KEY": "openssl rand -base64 32",
    "NYATA_LOG_KEY": "openssl rand -base64 32",
    "NYATA_ORIGIN": "the address people open, such as https://nyata.example.go.id",
    "DATABASE_URL": "postgresql://user:password@host:port/name",
}


def cluster() -> Cluster:
    """The embedded PostgreSQL of this home."""
    return Cluster(home() / "postgres")


def require() -> None:
    """Raise a Failure that lists every missing variable with how to make it."""
    missing = [f"{name} ({how})" for name, how in HOW.items() if not os.environ.get(name)]
    if missing:
        raise Failure(
            f"Missing in the environment: {'; '.join(missing)}",
            "Set them, and keep the keys safe: docs/operations.md says why. `make demo` needs none.",
            2,
        )


def demo(origin: str, database_url: str) -> dict[str, str]:
    """What the demo runs with. Keys given in the environment win over made-up ones."""
    given = {name: os.environ[name] for name in KEY_NAMES if os.environ.get(name)}
    return demo_keys() | given | {"NYATA_ORIGIN": origin, "DATABASE_URL": database_url, "NYATA_DEMO": "1"}


def write_instance(origin: str, database_url: str) -> None:
    """Leave a note for commands in other terminals: a demo runs here."""
    write_private(_instance_file(), json.dumps({"pid": os.getpid(), "origin": origin, "url": database_url}))


def forget_instance() -> None:
    """The demo has ended."""
    _instance_file().unlink(missing_ok=True)


def instance() -> dict[str, str] | None:
    """The note of a demo that runs at this moment, or None."""
    try:
        note = json.loads(_instance_file().read_text())
        command = Path(f"/proc/{note['pid']}/cmdline").read_bytes()
    except (OSError, ValueError, KeyError):
        return None
    return note if b"nyata" in command else None


@contextmanager
def borrowed() -> Iterator[str]:
    """Put a full environment into os.environ, and yield where it came from: "given", "demo" or "resting demo".

    For commands beside the servers. The database of a demo that does not run is started for as long as it takes;
    one that was never made is made only where NYATA_DEMO=1 asks for it.
    """
    note = instance()
    if all(os.environ.get(name) for name in HOW):
        yield "given"
    elif note:
        os.environ.update(demo(note["origin"], note["url"]))
        yield "demo"
    elif not os.environ.get("DATABASE_URL") and (os.environ.get("NYATA_DEMO") == "1" or cluster().exists):
        with running(cluster()) as ours:
            make_database(ours.url("postgres"), "nyata")
            os.environ.update(demo("http://localhost:8000", ours.url()))
            yield "resting demo"
    else:
        require()
        yield "given"


def _instance_file() -> Path:
    return home() / "instance.json"
