import datetime as dt

import pytest

from nyata.people.tests.factories import Cast, cast

NOW = dt.datetime(2026, 1, 19, 3, 0, tzinfo=dt.UTC)  # Monday 10.00 in Jakarta


@pytest.fixture
def five(db) -> Cast:
    return cast()


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def today() -> dt.date:
    return dt.date(2026, 1, 19)
