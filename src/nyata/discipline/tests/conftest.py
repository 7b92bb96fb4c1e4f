"""The cast, and pages as the signed-in see them, at a time that tests set."""

import datetime as dt

import pytest
from django.test import Client

from nyata.people.tests import factories

NOW = dt.datetime(2026, 10, 1, 2, 0, tzinfo=dt.UTC)  # Thursday 09.00 in Jakarta


@pytest.fixture
def cast(db):
    return factories.cast()


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that views read."""
    now = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])

    def set_to(at):
        now[0] = at

    return set_to


@pytest.fixture
def browser(clock):
    """A signed-in client of somebody; it holds no token against forgery, as tests post forms directly."""

    def of(person):
        client = Client()
        client.force_login(person)
        return client

    return of
