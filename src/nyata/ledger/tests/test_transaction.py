"""An entry without its change must not exist."""

import datetime as dt

import pytest

from nyata.ledger.kinds import Kind
from nyata.ledger.services import append


def test_outside_a_transaction_nothing_is_appended(monkeypatch):
    from django.db import connection

    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="transaction"):
        append(Kind.CHECKIN, {"person": 7}, at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
