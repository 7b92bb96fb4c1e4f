"""The cast, the clinic's office hours, and pages as the signed-in see them at a time that tests set."""

import pytest
from django.test import Client

from nyata.apel.tests.factories import at
from nyata.people.tests import factories
from nyata.schedules.tests.factories import make_shift, office_week, use


@pytest.fixture
def cast(db):
    return factories.cast()


@pytest.fixture
def office(cast):
    """Both OPD work 07.30 to 16.00 on five days, with a break from 12 to 13."""
    shift = make_shift((7.5, 16, 12, 13))
    pattern = office_week(shift)
    use(pattern, cast.health)
    use(pattern, cast.roads)
    return shift


@pytest.fixture
def sari(cast, office):
    """The servant of the clinic, with its hours."""
    return cast.servant


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that views read; the tests' Monday after the apel to begin with."""
    now = [at(9)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])

    def set_to(moment):
        now[0] = moment

    return set_to


@pytest.fixture
def browser(clock):
    """A signed-in client of somebody; it holds no token against forgery, as tests post forms directly."""

    def of(person):
        client = Client()
        client.force_login(person)
        return client

    return of
