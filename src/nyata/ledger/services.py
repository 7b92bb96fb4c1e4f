"""The one door into the log."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import rfc8785
from django.db import connection

from nyata.ledger import statements
from nyata.ledger.kinds import Kind

# One statement, so that an entry costs one round trip in the transaction of the change it records.
INSERT = """
WITH leaf AS (
    INSERT INTO ledger_leaf (hash, made_at) VALUES (%s, %s) RETURNING id
)
INSERT INTO ledger_opening (leaf_id, kind, salt, content) SELECT id, %s, %s, %s FROM leaf
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
    if not connection.in_atomic_block:
        raise RuntimeError("ledger.append needs the transaction of the change it records")
    body = rfc8785.dumps({"kind": kind.value, "at": at.astimezone(dt.UTC).isoformat(), **content})
    salt = secrets.token_bytes(32)
    digest = leaf_hash(salt, body)
    statements.run(INSERT, [digest, at, kind.value, salt, body])
    return digest
