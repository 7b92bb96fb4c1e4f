"""What gives the log its order can only grow; what waits, waits until it is placed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from nyata.ledger.kinds import Kind
from nyata.ledger.models import Leaf, Waiting
from nyata.ledger.services import append, append_many

NOW = dt.datetime(2026, 11, 23, 0, 28, tzinfo=dt.UTC)
KEPT = {
    "ledger_position": "INSERT INTO ledger_position VALUES (0, 1)",
    "ledger_tile": "INSERT INTO ledger_tile VALUES (0, 0, 'r', 'h')",
    "ledger_logkey": "INSERT INTO ledger_logkey (origin, public, since) VALUES ('o', 'k', now())",
    "ledger_checkpoint": "INSERT INTO ledger_checkpoint (size, root, made_at, note, occasion)"
    " VALUES (0, 'r', now(), 'n', 'asked')",
    "ledger_witness": "INSERT INTO ledger_witness (name, public, is_accepted, since) VALUES ('w', 'k', true, now())",
    "ledger_rowform": "INSERT INTO ledger_rowform (relation, form, columns, made_at) VALUES ('t', 1, '{a}', now())",
    "ledger_rowset": "INSERT INTO ledger_rowset VALUES (1, 't', 1, 'insert', '{1}', 'd')",
}
FIRST_COLUMN = {"ledger_position": "index", "ledger_tile": "level", "ledger_rowset": "leaf_id"}

pytestmark = pytest.mark.django_db


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(caught.value)


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    "change", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
)
def test_nothing_of_the_order_is_changed_or_taken_away(table, change):
    with connection.cursor() as cursor:
        cursor.execute(KEPT[table])
    assert "insert-only" in refused(change.format(table=table, column=FIRST_COLUMN.get(table, "id")))


def test_a_cosignature_stays():
    with connection.cursor() as cursor:
        cursor.execute(KEPT["ledger_checkpoint"])
        cursor.execute(KEPT["ledger_witness"])
        cursor.execute(
            "INSERT INTO ledger_cosignature (checkpoint_id, witness_id, line, signed_at, received_at)"
            " SELECT c.id, w.id, 'l', now(), now() FROM ledger_checkpoint c, ledger_witness w"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in ("UPDATE ledger_cosignature SET line = 'm'", "DELETE FROM ledger_cosignature"):
        assert "insert-only" in refused(change)


def test_whatever_is_appended_waits_for_its_place():
    before = Leaf.objects.count()
    append(Kind.CHECKIN, {"person": 7}, at=NOW)
    append_many(Kind.LEAVE, [{"request": 1}, {"request": 2}], at=NOW)
    assert list(Waiting.objects.values_list("pk")) == list(Leaf.objects.values_list("pk"))
    assert Leaf.objects.count() == before + 3


def test_what_is_not_placed_cannot_stop_waiting():
    append(Kind.CHECKIN, {"person": 7}, at=NOW)
    assert "must wait" in refused("DELETE FROM ledger_waiting")
    assert "insert-only" in refused("UPDATE ledger_waiting SET leaf_id = leaf_id + 1")
    assert "insert-only" in refused("TRUNCATE ledger_waiting")
