"""The log can only grow: its own triggers refuse everything else, to every program."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from nyata.ledger.kinds import Kind
from nyata.ledger.services import append, append_many, leaf_hash
from nyata.ledger.tests.acts import acts

NOW = dt.datetime(2026, 11, 23, 0, 28, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a pending foreign key would refuse first
        cursor.execute(statement)
    return str(caught.value)


@pytest.fixture
def entry():
    append(Kind.CHECKIN, {"person": 7}, at=NOW)
    return acts().select_related("leaf").get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leaf SET made_at = now()",
        "DELETE FROM ledger_leaf",
        "TRUNCATE ledger_leaf CASCADE",
        "UPDATE ledger_opening SET kind = 'review'",
        "TRUNCATE ledger_opening",
    ],
)
def test_an_entry_cannot_be_changed_or_taken_away(entry, statement):
    assert "insert-only" in refused(statement)


def test_the_leaf_follows_from_salt_and_content(entry):
    assert leaf_hash(bytes(entry.salt), bytes(entry.content)) == bytes(entry.leaf.hash)
    assert bytes(entry.content) == b'{"at":"2026-11-23T00:28:00+00:00","kind":"checkin","person":7}'


def test_the_same_content_gives_another_leaf_each_time(entry):
    append(Kind.CHECKIN, {"person": 7}, at=NOW)
    assert acts().values("leaf__hash").distinct().count() == 2


def test_an_entry_goes_with_the_change_it_records():
    with pytest.raises(RuntimeError, match="half way"), transaction.atomic():
        append(Kind.CHECKIN, {"person": 7}, at=NOW)
        raise RuntimeError("half way")
    assert not acts().exists()


def test_an_entry_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        append(Kind.CHECKIN, {"person": 7}, at=NOW)


def test_many_entries_are_leaves_in_their_order_each_with_its_own_content():
    append_many(Kind.LEAVE, [{"request": number} for number in range(50)], at=NOW)
    opened = list(acts().select_related("leaf").order_by("leaf_id"))
    assert [f'"request":{number}'.encode() in bytes(one.content) for number, one in enumerate(opened)] == [True] * 50
    assert all(bytes(one.leaf.hash) == leaf_hash(bytes(one.salt), bytes(one.content)) for one in opened)
    append_many(Kind.LEAVE, [], at=NOW)
    assert acts().count() == 50
