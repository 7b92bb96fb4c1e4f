"""Databases of their own for tests that need real transactions."""

import secrets
from collections.abc import Iterator
from typing import Any, cast

import pytest
from django.db import connection, connections


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of the empty, migrated test database.

    pytest-django makes it only where a test asks for it by a mark, which ours do not: a mark opens a transaction.
    """
    with django_db_blocker.unblock():
        name, creation = connection.settings_dict["NAME"], cast(Any, connection.creation)
        if name == creation._get_test_db_name():
            yield name
            return
        yield creation.create_test_db(verbosity=0, serialize=False)
        creation.destroy_test_db(name, verbosity=0)


@pytest.fixture
def own_database(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, cloned from the empty test database: real commits, threads and processes.

    Insert-only tables refuse the TRUNCATE with which Django would tidy up after a transactional test, and triggers
    are never switched off. So the whole database goes instead. Gives its name.
    """
    with django_db_blocker.unblock():
        template, name = template_database, f"nyata_own_{secrets.token_hex(4)}"
        connection.close()
        _server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            _server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
    connections.close_all()
