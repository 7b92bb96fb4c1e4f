import datetime as dt

import pytest


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
