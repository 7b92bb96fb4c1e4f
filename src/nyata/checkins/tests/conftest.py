"""The cast with phones in their hands, and databases of their own for tests that need real transactions."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from django.db import connection, connections
from django.test import Client

from nyata.checkins.tests.doubles import DjangoTransport, snapshots
from nyata.enrolment.models import NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.enrolment.tests.factories import THEN, enrolled
from nyata.people.models import Person
from nyata.people.tests import factories
from tests.client import Passkey, Phone


@dataclass
class World:
    """The cast, and a way to put an enrolled phone into somebody's hand."""

    cast: factories.Cast
    phones: dict[int, Phone] = field(default_factory=dict)

    def phone_of(self, person: Person, camera: Callable = snapshots, vector: object = None) -> Phone:
        """The person's enrolled phone, signed in, at the door of the cast's first site."""
        if person.pk not in self.phones:
            bound = enrolled(person, vector)
            NoticeReading.objects.create(person=person, version=VERSION, read_at=THEN)
            client = Client(enforce_csrf_checks=True)
            client.force_login(person)
            phone = Phone(DjangoTransport(client), camera, here=factories.DOOR)
            phone.passkey = Passkey(key=bound.passkey.key, credential_id=bound.passkey.credential_id)
            phone.page_key.key = bound.page.key
            phone.csrf = phone.transport.token()
            self.phones[person.pk] = phone
        return self.phones[person.pk]

    @property
    def phone(self) -> Phone:
        """The servant's."""
        return self.phone_of(self.cast.servant)


@pytest.fixture
def world(db: None) -> World:
    return World(factories.cast())


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[str]:
    """The name of the empty, migrated test database.

    pytest-django makes it only where a test asks for it by a mark, which ours do not: a mark opens a transaction.
    """
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        if name == connection.creation._get_test_db_name():
            yield name
            return
        yield connection.creation.create_test_db(verbosity=0, serialize=False)
        connection.creation.destroy_test_db(name, verbosity=0)


@pytest.fixture
def own_database(template_database: str, django_db_blocker: pytest.FixtureDef) -> Iterator[str]:
    """A database of this test's own, cloned from the empty test database: real commits, threads and processes.

    Insert-only tables refuse the TRUNCATE with which Django would tidy up after a transactional test, and triggers
    are never switched off. So the whole database goes instead. Gives its name.
    """
    with django_db_blocker.unblock():
        template, name = template_database, f"nyata_own_{secrets.token_hex(4)}"
        connection.close()
        _server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            connection.settings_dict["NAME"] = template
            _server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _server(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
    connections.close_all()


@pytest.fixture
def own_world(own_database: str) -> World:
    """The cast in a database of its own."""
    return World(factories.cast())


@cache
def face_of(portrait_name: str) -> object:
    """The template (192,) of a rendered test person."""
    from nyata.faces.enrolment import look_at_selfie
    from nyata.faces.template import make_template
    from tests import portraits

    portrait = {"astronaut": portraits.astronaut, "another": portraits.another_person}[portrait_name]()
    seen = [look_at_selfie(one) for one in portraits.selfies(3, portrait=portrait, seed=7)]
    return make_template([one.embedding for one in seen])
