"""The cast with phones in their hands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import pytest
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
