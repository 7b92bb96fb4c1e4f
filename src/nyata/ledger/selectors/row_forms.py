"""Which columns the row entries of a table cover, as recorded and as its columns are now."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from nyata.ledger import row_entries, watch
from nyata.ledger.models import RowForm
from nyata.ledger.row_entries import Form

# Types without their limits: a longer varchar writes the same values in the same words.
_COLUMNS = """
SELECT c.relname, a.attname, a.attname || ' ' || t.typname, a.attnum = ANY (i.indkey)
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
 WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)
 ORDER BY c.relname, a.attnum
"""
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, %s)"
_TRIGGERS = """
SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
 WHERE t.tgname = ANY (%s) AND t.tgenabled = 'O' AND p.proname = %s || c.relname GROUP BY c.relname
"""


def written_alike(cursor: Any) -> None:
    """From here to the end of the transaction PostgreSQL writes values down as the triggers do."""
    for name, value in row_entries.WRITTEN_ALIKE.items():
        cursor.execute(f"SET LOCAL {name} = '{value}'")


def recorded() -> dict[str, dict[int, tuple[str, ...]]]:
    """Every form there ever was: its columns by table and number."""
    forms: dict[str, dict[int, tuple[str, ...]]] = {}
    for relation, number, columns in RowForm.objects.order_by("form").values_list("relation", "form", "columns"):
        forms.setdefault(relation, {})[number] = tuple(columns)
    return forms


def standing_columns(tables: Iterable[str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Of the tables that exist: {table: {column: "column type"}} in order, and {table: its key}."""
    columns: dict[str, dict[str, str]] = {}
    keys: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [list(tables)])
        for table, name, said, is_key in cursor.fetchall():
            columns.setdefault(table, {})[name] = said
            if is_key:
                keys[table] = name
    return columns, keys


def forms_now() -> list[tuple[Form, bool]]:
    """The form that each watched table has by its columns now, and whether it is not recorded yet."""
    said, before = watch.watched(), recorded()
    columns, keys = standing_columns(said)
    return [_now(table, said[table], columns[table], keys[table], before.get(table, {})) for table in columns]


def _now(
    table: str, said: watch.Watch, columns: Mapping[str, str], key: str, before: Mapping[int, tuple[str, ...]]
) -> tuple[Form, bool]:
    covered = tuple(column for name, column in columns.items() if name not in said.without)
    last = max(before, default=0)
    is_new = before.get(last) != covered
    return Form(table, last + is_new, covered, key), is_new


def lacking(forms: Iterable[Form]) -> list[Form]:
    """Those whose function is not as it should be, or whose triggers are not all there and switched on."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS, [row_entries.FUNCTION])
        bodies = dict(cursor.fetchall())
        names = [row_entries.TRIGGER + op.lower() for op in row_entries.OPS]
        cursor.execute(_TRIGGERS, [names, row_entries.FUNCTION])
        triggers = dict(cursor.fetchall())
    return [
        form
        for form in forms
        if bodies.get(row_entries.FUNCTION + form.relation) != row_entries.body_sql(form)
        or triggers.get(form.relation) != len(row_entries.OPS)
    ]


def left_over() -> list[str]:
    """Trigger functions of tables that are watched no longer."""
    said = watch.watched()
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS, [row_entries.FUNCTION])
        return [name for name, _ in cursor.fetchall() if name.removeprefix(row_entries.FUNCTION) not in said]
