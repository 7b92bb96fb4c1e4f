"""The cast of five and more, the clock, browsers, and a month that is over."""

import datetime as dt

import pytest

from nyata.allowance.tests.conftest import enacted
from nyata.attendance.tests.conftest import browser, cast, clock, office, sari
from nyata.audit.checks.shape import Scope
from nyata.audit.services.running import run

__all__ = ["browser", "cast", "clock", "enacted", "office", "sari", "scope", "audited", "MONTH", "AT"]

MONTH, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
AT = dt.datetime(2026, 10, 2, 2, 0, tzinfo=dt.UTC)  # 09.00 in Jakarta


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def scope(db):
    """September 2026, looked at on 2 October."""
    return Scope(MONTH, LAST, AT, now)


@pytest.fixture
def audited(cast, office):
    """Audits the month again; the newest report."""

    def again(at=AT, month=MONTH, **fields):
        return run(month=month, at=at, clock=now, **fields)

    return again
