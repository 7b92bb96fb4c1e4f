import datetime as dt

import pytest

from nyata.people.tests.factories import Cast, cast


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def people(db) -> Cast:
    return cast()
