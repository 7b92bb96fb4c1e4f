"""Two roles for real: the owner migrates; the application adds to the log and can change nothing in it."""

import datetime as dt
import secrets
from collections.abc import Iterator

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg import errors

from nyata.checkins.services.evidence import ensure_partitions
from nyata.config import diagnosis
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Opening, RowSet
from nyata.ledger.services import append
from nyata.ledger.services.erasing import erase
from nyata.ledger.services.granting import grant
from nyata.ledger.services.sequencing import sequence
from nyata.people.models import District

GROUND = "UU 27/2022 Pasal 43 ayat (1) huruf b"
NOW = dt.datetime(2026, 11, 23, 0, 28, tzinfo=dt.UTC)
OURS = """
SELECT format('ALTER TABLE %I OWNER TO {owner}', relname) FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL SELECT format('ALTER ROUTINE %s OWNER TO {owner}', oid::regprocedure) FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace AND starts_with(proname, 'nyata_')
"""


@pytest.fixture
def application(own_database: str, settings) -> Iterator[psycopg.Connection]:
    """A connection as the application's role, to a database that another role owns and has granted it."""
    suffix, password = secrets.token_hex(4), secrets.token_hex(16)
    owner, role = f"owner_{suffix}", f"application_{suffix}"
    settings.APPLICATION_ROLE = role
    given = connection.settings_dict
    where = {"host": given["HOST"], "port": given["PORT"], "dbname": given["NAME"]}
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        cursor.execute(f"CREATE ROLE {owner} LOGIN PASSWORD '{password}'")
        cursor.execute(f"GRANT {role} TO {owner}")
        cursor.execute(f"ALTER DATABASE {given['NAME']} OWNER TO {owner}")
        cursor.execute(OURS.format(owner=owner))
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(f"SET ROLE {owner}")
        grant()
        cursor.execute("RESET ROLE")
    with psycopg.connect(user=role, password=password, autocommit=True, **where) as opened:
        yield opened
    connection.close()
    with psycopg.connect(user=given["USER"], password=given["PASSWORD"], autocommit=True, **where) as server:
        server.execute(f"REASSIGN OWNED BY {owner}, {role} TO {given['USER']}")
        server.execute(f"DROP OWNED BY {owner}, {role}")
        server.execute(f"DROP ROLE {owner}, {role}")


def refused(opened: psycopg.Connection, statement: str) -> bool:
    """Whether the application may not: for want of a right, or because the table refuses it to everybody."""
    try:
        with opened.transaction():
            opened.execute(statement)  # type: ignore[call-overload]
    except (errors.InsufficientPrivilege, errors.RestrictViolation):
        return True
    return False


def went_through(opened: psycopg.Connection, statements: list[str]) -> list[str]:
    return [statement for statement in statements if not refused(opened, statement)]


def test_the_application_can_change_nothing_in_the_log(application):
    """One test: each needs a database of its own, with roles of its own."""
    insert_only = ("ledger_leaf", "ledger_opening", "ledger_position", "ledger_checkpoint", "ledger_rowset")
    assert not went_through(
        application,
        [
            statement.format(table=table)
            for table in (*insert_only, "ledger_tile", "ledger_rowform", "checkins_checkin", "checkins_verdict")
            for statement in (
                "DELETE FROM {table}",
                "TRUNCATE {table} CASCADE",
                "ALTER TABLE {table} DISABLE TRIGGER ALL",
                "ALTER TABLE {table} ADD more text",
                "CREATE TRIGGER mine BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION nyata_insert_only()",
                "DROP TRIGGER never_emptied ON {table}",
                "DROP TABLE {table} CASCADE",
            )
        ],
    )
    assert not went_through(
        application,
        [
            "UPDATE ledger_leaf SET made_at = now()",
            "UPDATE ledger_opening SET kind = 'review'",
            "UPDATE checkins_checkin SET acted_at = now()",
            "INSERT INTO ledger_rowset VALUES (1, 'people_district', 1, 'insert', '{1}', 'd')",
            "INSERT INTO ledger_rowform (relation, form, columns, made_at) VALUES ('t', 1, '{a}', now())",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9', now())",
            "ALTER TABLE people_district DISABLE TRIGGER row_entry_update",
            "ALTER TABLE people_district DISABLE TRIGGER ALL",
            "TRUNCATE people_district CASCADE",
            "CREATE OR REPLACE FUNCTION nyata_rows_people_district() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NULL; END'",
            "DROP FUNCTION nyata_insert_only() CASCADE",
            "SET session_replication_role = replica",
            "SET ROLE nyata_eraser",
        ],
    )
    assert roles_as_checked(application) == "ok"
    assert_it_does_its_work(application)


def roles_as_checked(application: psycopg.Connection) -> str:
    """What `nyata check` says of the application's role."""
    of = application.info
    url = f"postgresql://{of.user}:{of.password}@{of.host}:{of.port}/{of.dbname}"
    return {finding.name: finding.status for finding in diagnosis.database(url)}["roles"]


def assert_it_does_its_work(application: psycopg.Connection) -> None:
    """The same role in Django's hands: changes have entries, evidence is locked, days of photographs are made."""
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {application.info.user}")
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (application.info.user,)
        district = District.objects.create(code="1602999", name="Uji")
        District.objects.filter(pk=district.pk).update(name="Ujian")
        append(Kind.REFUSAL, {"person": 7}, at=NOW)
        cursor.execute("SELECT id FROM checkins_checkin FOR UPDATE")
        assert ensure_partitions(first=NOW.date(), last=NOW.date()) == [NOW.date()]
        assert [one.op for one in RowSet.objects.filter(relation="people_district").order_by("leaf_id")][-2:] == [
            "insert",
            "update",
        ]
        assert sequence() >= 3
    with connection.cursor() as cursor:
        cursor.execute("RESET SESSION AUTHORIZATION")


def test_an_entry_of_an_earlier_transaction_does_not_cover_a_later_erasure(own_database):
    with transaction.atomic():
        leaf = append(Kind.REFUSAL, {"person": 7}, at=NOW)
        append(Kind.ERASURE, {"ground": GROUND, "leaves": [leaf.hex()]}, at=NOW)
    by_hand = "DELETE FROM ledger_opening o USING ledger_leaf l WHERE l.id = o.leaf_id AND l.hash = %s"
    with (
        pytest.raises(IntegrityError, match="without an entry that names it"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL ROLE nyata_eraser")
        cursor.execute(by_hand, [leaf])
    erase(leaves=[leaf], ground=GROUND, at=NOW)
    assert not Opening.objects.filter(leaf__hash=leaf).exists()
