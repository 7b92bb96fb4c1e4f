import datetime as dt

import pytest

from nyata.people.models import Unit
from nyata.people.tests.factories import Cast, cast, make_person, make_post
from nyata.schedules.tests.factories import make_shift, office_week, use

TODAY = dt.date(2026, 2, 2)  # a Monday


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime(2026, 2, 2, 2, 0, tzinfo=dt.UTC)  # 09.00


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def five(db) -> Cast:
    """The cast; every OPD works from Monday to Friday."""
    made = cast()
    week = office_week(make_shift((7.5, 16, 12, 13)))
    for unit in Unit.objects.filter(parent=None):
        use(week, unit)
    return made


@pytest.fixture
def second_hr(five):
    """Another officer of BKPSDM."""
    other = make_person("Indah Rumbia", unit=five.bkpsdm)
    make_post(other, "hr")
    return other
