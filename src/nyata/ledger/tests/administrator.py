"""What somebody with every right on the database can do behind the program's back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def triggers_off() -> Iterator[None]:
    """No trigger fires, ours neither: the way in which a superuser restores or replicates rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")


def unseen(statement: str, values: Sequence[Any] = ()) -> None:
    """Run a statement with every trigger off."""
    with transaction.atomic(), triggers_off(), connection.cursor() as cursor:
        cursor.execute(statement, values)
