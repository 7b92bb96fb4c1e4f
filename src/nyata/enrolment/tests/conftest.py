import datetime as dt

import pytest

from nyata.enrolment.models import NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.people.models import Person
from nyata.people.tests.factories import Cast, cast


@pytest.fixture
def now() -> dt.datetime:
    return dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def people(db, now) -> Cast:
    """The cast; everybody was told about their data."""
    made = cast()
    readings = [NoticeReading(person=one, version=VERSION, read_at=now) for one in Person.objects.all()]
    NoticeReading.objects.bulk_create(readings)
    return made
