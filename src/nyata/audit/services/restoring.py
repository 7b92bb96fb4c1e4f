"""A backup restored into a database of its own, looked at, and dropped again; the result is kept as a row and an entry.

It is a backup only once it was restored: that its tables are there, that every entry of its log still says what its
hash says, and that its log is the beginning of the one that is in use.
"""

import datetime as dt
import hashlib
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from nyata.audit.models import Restoration
from nyata.audit.refusals import Code, Refused
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind

MARK, TAR_MARK = b"PGDMP", b"toc.dat"  # what pg_dump's own formats begin with; anything else is SQL
BLOCK = 2**20
Cursor = psycopg.Connection[tuple[Any, ...]]

SAYS_OTHERWISE = """
SELECT count(*) FROM ledger_opening o JOIN ledger_leaf l ON l.id = o.leaf_id
WHERE l.hash <> sha256('\\x00'::bytea || sha256(o.salt || o.content))
"""
OUTLINE = """
SELECT count(*), max(made_at), max(id),
       encode(sha256(coalesce(string_agg(hash, ''::bytea ORDER BY id), ''::bytea)), 'hex')
FROM ledger_leaf WHERE id <= coalesce(%s, id)
"""


class Problem(StrEnum):
    """What is wrong with a backup."""

    RESTORE_FAILED = "restore_failed"
    TABLES_MISSING = "tables_missing"
    NOBODY_IN_IT = "nobody_in_it"
    ENTRIES_CHANGED = "entries_changed"
    ANOTHER_LOG = "another_log"


def restore(*, file: Path, at: dt.datetime, server: str = "") -> Restoration:
    """Restore a file of pg_dump, look at it, keep what was found. `server`: an address where databases may be made.

    Raises Refused: file_missing, no_program, may_not_make_databases, server_away.
    """
    if not file.is_file():
        raise Refused(Code.FILE_MISSING)
    began = time.perf_counter()
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    with scratch(server or _own_address()) as address:
        problems = [] if _fill(address, file) else [Problem.RESTORE_FAILED]
        with _connected(address) as found:
            rows = _rows(found)
            problems += [Problem.TABLES_MISSING] if len(rows) < len(_tables()) else []
            problems += [Problem.NOBODY_IN_IT] if not rows.get("people_person") else []
            leaves, newest, wrong = _log(found, rows)
    return _keep(
        Restoration(
            file_name=file.name[:160], sha256=digest, size=file.stat().st_size, leaves=leaves, newest_leaf_at=newest,
            rows=rows, problems=[str(one) for one in [*problems, *wrong]], seconds=time.perf_counter() - began,
            made_at=at,
        )
    )  # fmt: skip


@contextmanager
def scratch(address: str) -> Iterator[str]:
    """The address of an empty database beside that of `address`; it is gone afterwards."""
    name = f"nyata_restore_{secrets.token_hex(4)}"
    there = sql.Identifier(name)
    with _connected(address) as connected:
        try:
            connected.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(there))
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refused(Code.MAY_NOT_MAKE_DATABASES) from error
    try:
        yield make_conninfo(address, dbname=name)
    finally:
        with _connected(address) as connected:
            connected.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(there))


def _fill(address: str, file: Path) -> bool:
    """Whether PostgreSQL's own program restored it without an error. The password goes by the environment."""
    with file.open("rb") as content:
        begins = content.read(len(TAR_MARK))
    is_plain = not begins.startswith((MARK, TAR_MARK))
    program = shutil.which("psql" if is_plain else "pg_restore")
    if program is None:
        raise Refused(Code.NO_PROGRAM)
    parts = conninfo_to_dict(address)
    password = str(parts.pop("password", ""))
    where = make_conninfo(**{name: str(value) for name, value in parts.items()})
    words = (
        [program, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--dbname", where, "--file", str(file)]
        if is_plain
        else [program, "--no-owner", "--no-privileges", "--exit-on-error", "--dbname", where, str(file)]
    )
    done = subprocess.run(words, env=os.environ | {"PGPASSWORD": password}, capture_output=True, check=False)
    return done.returncode == 0


def _tables() -> list[str]:
    """The tables of our own apps."""
    ours = [one for one in apps.get_app_configs() if one.name.startswith("nyata.")]
    return sorted(model._meta.db_table for one in ours for model in one.get_models())


def _rows(found: Cursor) -> dict[str, int]:
    """How many rows each of our tables has; those that are not there are left out."""
    there = {row[0] for row in found.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    return {
        name: _one(found, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))[0]
        for name in _tables()
        if name in there
    }


def _log(found: Cursor, rows: dict[str, int]) -> tuple[int | None, dt.datetime | None, list[Problem]]:
    """Entries, the time of the newest, and what is wrong with them."""
    if "ledger_leaf" not in rows or "ledger_opening" not in rows:
        return None, None, []
    problems = [Problem.ENTRIES_CHANGED] if _one(found, SAYS_OTHERWISE)[0] else []
    count, newest, last, theirs = _one(found, OUTLINE, [None])
    with connection.cursor() as cursor:
        cursor.execute(OUTLINE, [last])
        ours = cursor.fetchone()[3]
    return count, newest, [*problems, *([] if theirs == ours else [Problem.ANOTHER_LOG])]


def _one(found: Cursor, query: Any, values: list[Any] | None = None) -> tuple[Any, ...]:
    row = found.execute(query, values).fetchone()
    assert row is not None
    return row


@contextmanager
def _connected(address: str) -> Iterator[Cursor]:
    try:
        connected = psycopg.connect(address, autocommit=True, connect_timeout=5)
    except psycopg.Error as error:
        raise Refused(Code.SERVER_AWAY) from error
    with connected:
        yield connected


def _own_address() -> str:
    """That of the database in use."""
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return make_conninfo(**{name: str(given[name]) for name in names if given.get(name)})


@transaction.atomic
def _keep(made: Restoration) -> Restoration:
    made.save()
    content = {
        "restoration": made.pk, "sha256": made.sha256, "size": made.size, "leaves": made.leaves,
        "problems": made.problems,
    }  # fmt: skip
    ledger.append(Kind.RESTORATION, content, at=made.made_at)
    return made
