"""What each role may do on the tables, set after every `migrate` (docs/operations.md, Roles)."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from psycopg import sql

from nyata.ledger.services.erasing import ERASER

# Roles belong to the whole server: two databases that are made at the same moment both want it.
MAKE_ERASER = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ERASER}')
       AND (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
    THEN CREATE ROLE {ERASER} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""  # noqa: S608 - the name of our own role
OF_THE_ERASER = f"""
GRANT USAGE ON SCHEMA public TO {ERASER};
GRANT SELECT, INSERT ON ledger_leaf, ledger_opening, ledger_waiting TO {ERASER};
GRANT DELETE ON ledger_opening TO {ERASER};
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ERASER};
"""
# Each table of ours with the kinds of change that its own triggers refuse for every row.
TABLES = """
SELECT c.relname, coalesce(bool_or(t.tgtype & 16 > 0), false), coalesce(bool_or(t.tgtype & 8 > 0), false),
       (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = c.oid AND i.indisprimary)
  FROM pg_class c LEFT JOIN pg_trigger t
    ON t.tgrelid = c.oid AND t.tgtype & 3 = 3 AND t.tgfoid = 'nyata_insert_only'::regproc
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
 GROUP BY c.oid, c.relname ORDER BY c.relname
"""
# Written by the database's own functions only, or by whoever migrates.
NOT_INSERTED = ("ledger_rowset", "ledger_rowform", "django_migrations")
# The photographs' days are tables that the application makes and drops, and nobody's evidence once their time is over.
ITS_OWN = "checkins_frames"


def grant(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Make nyata_eraser, and give the application's role what it needs and no more.

    Nothing is given where the role that migrates is the application's own: an owner may do everything.
    """
    if using != DEFAULT_DB_ALIAS or "ledger_rowset" not in connection.introspection.table_names():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.granting'))")
        cursor.execute(MAKE_ERASER)
        cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s), current_user", [ERASER])
        has_eraser, owner = cursor.fetchone()
        if has_eraser:
            cursor.execute(OF_THE_ERASER)
        if owner != settings.APPLICATION_ROLE:
            _grant_application(cursor, settings.APPLICATION_ROLE)


def _grant_application(cursor: Any, role: str) -> None:
    cursor.execute(TABLES)
    of_tables = [
        _of_table(table, key, keeps=keeps, stays=stays or table == "ledger_opening")
        for table, keeps, stays, key in cursor.fetchall()
    ]
    statements = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        "GRANT USAGE, CREATE ON SCHEMA public TO {role}",
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        *(f"{statement} TO {{role}}" for statement in of_tables if statement),
        *(f'ALTER TABLE "{table}" OWNER TO {{role}}' for table in _frames(cursor)),
    ]
    for statement in statements:
        cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))


def _of_table(table: str, key: str | None, *, keeps: bool, stays: bool) -> str:
    """The GRANT for one table. `keeps`: no row of it is changed; `stays`: none is taken away."""
    if table.startswith(ITS_OWN):
        return ""
    rights = ["SELECT"]
    if table not in NOT_INSERTED:
        rights.append("INSERT")
        if not keeps:
            rights.append("UPDATE")
        elif not table.startswith("ledger_") and key:
            # Only who may update a row may lock it: its key, then, whose change the trigger refuses all the same.
            rights.append(f'UPDATE ("{key}")')
        if not stays:
            rights.append("DELETE")
    return f'GRANT {", ".join(rights)} ON "{table}"'


def _frames(cursor: Any) -> list[str]:
    """The tables of photographs that the application does not own yet."""
    cursor.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND starts_with(tablename, %s)"
        " AND tableowner = current_user",
        [ITS_OWN],
    )
    return [name for (name,) in cursor.fetchall()]
