"""What was done and why, written into the log: the one door for every room."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785
from django.db import connection

from nyata.ledger import statements
from nyata.ledger.kinds import Kind

# One statement, so that an entry costs one round trip in the transaction of the change it records.
INSERT = """
WITH leaf AS (
    INSERT INTO ledger_leaf (hash, made_at) VALUES (%s, %s) RETURNING id
), waiting AS (
    INSERT INTO ledger_waiting (leaf_id) SELECT id FROM leaf
)
INSERT INTO ledger_opening (leaf_id, kind, salt, content) SELECT id, %s, %s, %s FROM leaf
"""
# Many at once, in the order given. The hash tells which opening is of which leaf: each holds a salt of its own.
INSERT_MANY = """
WITH given AS (
    SELECT * FROM unnest(%s::bytea[], %s::bytea[], %s::bytea[]) WITH ORDINALITY AS g(hash, salt, content, place)
), leaf AS (
    INSERT INTO ledger_leaf (hash, made_at) SELECT hash, %s FROM given ORDER BY place RETURNING id, hash
), waiting AS (
    INSERT INTO ledger_waiting (leaf_id) SELECT id FROM leaf
)
INSERT INTO ledger_opening (leaf_id, kind, salt, content)
SELECT leaf.id, %s, given.salt, given.content FROM leaf JOIN given USING (hash)
"""


def leaf_hash(salt: bytes, content: bytes) -> bytes:
    """RFC 9162 leaf hash over the salted digest: H(0x00 || H(salt || content)), 32 bytes."""
    return hashlib.sha256(b"\x00" + hashlib.sha256(salt + content).digest()).digest()


def append(kind: Kind, content: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """Append one entry in the caller's transaction and return its leaf hash (32 bytes).

    `content` must be plain JSON (times as ISO text); personal data beyond ids belongs in the row it describes.
    Raises RuntimeError outside a transaction: an entry without its change, or a change without its entry,
    must not exist.
    """
    digest, salt, body = _sealed(kind, content, at)
    statements.run(INSERT, [digest, at, kind.value, salt, body])
    return digest


def append_many(kind: Kind, contents: Sequence[Mapping[str, Any]], *, at: dt.datetime) -> None:
    """The same for many entries of one kind, one statement however many."""
    sealed = [_sealed(kind, content, at) for content in contents]
    if sealed:
        hashes, salts, bodies = (list(column) for column in zip(*sealed, strict=True))
        statements.run(INSERT_MANY, [hashes, salts, bodies, at, kind.value])


def _entry(kind: Kind, content: Mapping[str, Any]) -> dict[str, str]:
    """Content may have a `kind` of its own (of a session, of leave): then `entry` says which kind of entry it is."""
    return {"entry": kind.value} if "kind" in content else {}


def _sealed(kind: Kind, content: Mapping[str, Any], at: dt.datetime) -> tuple[bytes, bytes, bytes]:
    """An entry's leaf hash, its salt and its body."""
    if not connection.in_atomic_block:
        raise RuntimeError("ledger.append needs the transaction of the change it records")
    body = rfc8785.dumps(
        {"kind": kind.value, "at": at.astimezone(dt.UTC).isoformat(), **content, **_entry(kind, content)}
    )
    salt = secrets.token_bytes(32)
    return leaf_hash(salt, body), salt, body
