"""No table escapes the log unsaid: each model's is watched, or declared with the reason why not."""

import pytest
from django.apps import apps
from django.db import connection

from nyata.ledger.watch import Unwatched, declared, watched

# Which tables refuse a change of their rows by a trigger of their own.
REFUSING = """
SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE t.tgname = 'insert_only' AND c.relname NOT LIKE 'ledger%'
"""


def tables() -> dict[str, str]:
    """Every model's table, and the app that has to speak for it."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._meta.app_label for model in models}


def test_every_model_is_watched_or_declared_with_a_reason() -> None:
    assert sorted(tables()) == sorted(declared())
    assert all(said.why for said in declared().values() if isinstance(said, Unwatched))


def test_each_app_speaks_for_its_own_tables() -> None:
    others = {
        table
        for app in apps.get_app_configs()
        for table in getattr(app, "under_the_log", {})
        if app.label != "config" and tables()[table] != app.label
    }
    assert not others


def test_the_columns_that_are_named_are_there() -> None:
    columns = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields} for model in apps.get_models()
    }
    named = {table: {said.time, *said.without} - {None} for table, said in watched().items()}
    assert not {table: names - columns[table] for table, names in named.items() if names - columns[table]}


@pytest.mark.django_db
def test_what_is_called_evidence_refuses_changes_and_nothing_else_does() -> None:
    with connection.cursor() as cursor:
        cursor.execute(REFUSING)
        refusing = {name for (name,) in cursor.fetchall()}
    assert refusing == {table for table, said in watched().items() if not said.may_change}
