"""Putting the declared tables under the log, after every `migrate`."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from nyata.ledger import row_entries
from nyata.ledger.kinds import Kind
from nyata.ledger.models import RowForm
from nyata.ledger.row_entries import Form
from nyata.ledger.selectors import row_forms
from nyata.ledger.services.appending import append

AT_ONCE = 50_000  # rows in one entry of what was found


def install(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Make each declared table's trigger as its columns are now, and write down what it covers from now on.

    Rows that were there before their table was watched, or before their columns changed, get an entry that says so
    (op "found"). Nothing is done where everything is in place, nor in a database that a migration took back.
    """
    if using != DEFAULT_DB_ALIAS or "ledger_rowset" not in connection.introspection.table_names():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.watching')), clock_timestamp()")
        at = cursor.fetchone()[1]
        row_forms.written_alike(cursor)
        now = row_forms.forms_now()
        changed = [form for form, is_new in now if is_new]
        _record(changed, at)
        lacking = row_forms.lacking([form for form, _ in now])
        for form in lacking:
            cursor.execute(row_entries.function_sql(form))
            cursor.execute(row_entries.trigger_sql(form.relation))
        for name in row_forms.left_over():
            cursor.execute(f'DROP FUNCTION "{name}"() CASCADE')
        for form in changed:
            cursor.execute(f'LOCK TABLE "{form.relation}" IN SHARE ROW EXCLUSIVE MODE')
            _find(cursor, form)


def _record(forms: Iterable[Form], at: dt.datetime) -> None:
    """The new forms, and one entry that names them all."""
    rows = [RowForm(relation=form.relation, form=form.number, columns=list(form.columns), made_at=at) for form in forms]
    if rows:
        RowForm.objects.bulk_create(rows)
        said = {row.relation: {"form": row.form, "columns": row.columns} for row in rows}
        append(Kind.ROW_FORM, {"tables": said}, at=at)


def _find(cursor: Any, form: Form) -> None:
    """Entries for the rows that stand in the table."""
    after = None
    while True:
        cursor.execute(row_entries.found_sql(form), {"after": after, "most": AT_ONCE})
        row = cursor.fetchone()
        if row is None:
            return
        after = row[0]
