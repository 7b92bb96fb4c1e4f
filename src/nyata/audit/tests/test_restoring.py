"""A backup is one only once it was restored and looked at; what is wrong with it is told and kept."""

import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from nyata.audit.models import Restoration
from nyata.audit.refusals import Code
from nyata.audit.services.restoring import Problem, _own_address, restore, scratch
from nyata.audit.tests.conftest import AT
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Leaf
from nyata.people.tests.asking import entries, refused, says

COPIED = ("people_unit", "people_person", "ledger_leaf", "ledger_opening")
pytestmark = pytest.mark.skipif(shutil.which("pg_dump") is None, reason="needs PostgreSQL's client")


def dump(address: str, to: Path, form: str) -> Path:
    parts = conninfo_to_dict(address)
    password = parts.pop("password", "")
    words = ["pg_dump", "--no-owner", f"--format={form}", "--dbname", make_conninfo(**parts), "--file", str(to)]
    subprocess.run(words, check=True, capture_output=True, env={"PGPASSWORD": password, "PATH": "/usr/bin:/bin"})
    return to


@pytest.fixture
def backup(cast, tmp_path):
    """A dump of a database that holds the test's people and log; `spoil`: SQL that is run in it before."""
    with transaction.atomic():
        ledger.append(Kind.SITE, {"site": 1}, at=AT)
    empty = dump(_own_address(), tmp_path / "schema.sql", "plain")

    def made(form="custom", spoil=""):
        with scratch(_own_address()) as there:
            subprocess.run(
                ["psql", "--quiet", "--dbname", there, "--file", str(empty)], check=True, capture_output=True
            )
            with psycopg.connect(there, autocommit=True) as found, connection.cursor() as ours:
                found.execute("SET session_replication_role = replica")
                found.execute(f"TRUNCATE {', '.join(COPIED)} CASCADE")
                for table in COPIED:
                    with ours.copy(f"COPY {table} TO STDOUT") as source:
                        rows = b"".join(bytes(block) for block in source)
                    with found.cursor().copy(f"COPY {table} FROM STDIN") as target:
                        target.write(rows)
                found.execute(spoil)
            return dump(there, tmp_path / f"nyata.{form}", form)

    return made


@pytest.mark.parametrize("form", ["custom", "plain", "tar"])
def test_a_good_backup_holds_and_is_on_record(backup, form):
    file, entries_before = backup(form), Leaf.objects.count()
    found = restore(file=file, at=AT)
    assert found.problems == [] and found.rows["people_person"] > 0
    assert found.leaves == entries_before and found.newest_leaf_at is not None and found.size > 0
    assert says(entries("restoration")[-1], sha256=found.sha256, problems=[])
    assert not left_behind()


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        ("UPDATE ledger_opening SET content = 'x'", Problem.ENTRIES_CHANGED),
        ("UPDATE ledger_leaf SET hash = sha256(hash)", Problem.ANOTHER_LOG),
        ("DELETE FROM people_person", Problem.NOBODY_IN_IT),
        ("DROP TABLE attendance_objection", Problem.TABLES_MISSING),
    ],
)
def test_what_is_wrong_with_a_backup_is_told(backup, spoil, problem):
    assert str(problem) in restore(file=backup(spoil=spoil), at=AT).problems
    assert not left_behind()


def test_a_truncated_file_is_told_and_kept_as_a_failure(backup, tmp_path):
    whole = backup().read_bytes()
    short = tmp_path / "half.custom"
    short.write_bytes(whole[: len(whole) // 2])
    found = restore(file=short, at=AT)
    assert str(Problem.RESTORE_FAILED) in found.problems
    assert Restoration.objects.get() == found and not left_behind()


def test_a_file_that_is_not_there_is_refused(cast, tmp_path):
    with refused(Code.FILE_MISSING):
        restore(file=tmp_path / "none", at=AT)


def test_without_the_clients_program_it_is_refused(backup, monkeypatch):
    file = backup()
    monkeypatch.setenv("PATH", "")
    with refused(Code.NO_PROGRAM):
        restore(file=file, at=AT)
    assert not left_behind()


def test_a_server_that_is_away_is_told(cast, tmp_path):
    file = tmp_path / "x"
    file.write_bytes(b"PGDMP")
    with refused(Code.SERVER_AWAY):
        restore(file=file, at=AT, server="host=127.0.0.1 port=1 dbname=postgres")


def test_an_account_that_may_not_make_databases_is_told(cast, tmp_path):
    file = tmp_path / "x"
    file.write_bytes(b"PGDMP")
    with psycopg.connect(_own_address(), autocommit=True) as own:
        own.execute("CREATE ROLE audit_reader LOGIN PASSWORD 'membaca-saja'")
        try:
            with refused(Code.MAY_NOT_MAKE_DATABASES):
                restore(
                    file=file, at=AT, server=make_conninfo(_own_address(), user="audit_reader", password="membaca-saja")
                )
        finally:
            own.execute("DROP ROLE audit_reader")


def left_behind() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'nyata_restore_%'")
        return bool(cursor.fetchone()[0])
