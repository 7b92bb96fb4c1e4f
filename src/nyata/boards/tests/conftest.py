"""A browser without a browser: signed-in clients, and the tests' Monday as today."""

import pytest
from django.test import Client

from nyata.boards.tests.factories import moment
from nyata.people.tests.factories import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that views read; nine in the morning of the tests' Monday to begin with."""
    now = [moment(9)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])

    def set_to(at):
        now[0] = at

    return set_to


@pytest.fixture
def page(clock):
    """GET a page as somebody; returns the response."""

    def get(person, address, **headers):
        client = Client(headers=headers)
        client.force_login(person)
        return client.get(address)

    return get
