"""What one check-in costs the database: at most eight statements, whatever the number of people."""

import datetime as dt

import psycopg
import pytest

from nyata.accounts.models import Passkey
from nyata.checkins.models import Challenge, CheckIn
from nyata.enrolment.models import DataKey, Device
from nyata.people.models import Person

pytestmark = pytest.mark.django_db

MOST = 8
FREE = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "SELECT 1")
THEN = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


@pytest.fixture
def statements(monkeypatch):
    """Everything any cursor sends, Django's and the raw ones alike."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def counted(self, query, *args, **kwargs):
        sent.append(query if isinstance(query, str) else query.as_string(self))
        return execute(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    return lambda: [one for one in sent if not one.lstrip().upper().startswith(FREE)]


def crowd(count: int, unit) -> None:
    """So many more enrolled people, each with an attempt of today."""
    people = Person.objects.bulk_create(
        Person(nip=f"1980010120{n:08d}", name=f"Orang {n}", employment="PNS", unit=unit, password="!")
        for n in range(count)
    )
    keys = Passkey.objects.bulk_create(
        Passkey(person=one, credential_id=one.nip.encode(), public_key=b"x", created_at=THEN) for one in people
    )
    DataKey.objects.bulk_create(
        DataKey(person=one, wrapped=b"x" * 60, wrapping_key_id="0" * 16, made_at=THEN) for one in people
    )
    Device.objects.bulk_create(
        Device(
            person=one,
            passkey=key,
            page_key=b"x",
            page_key_thumbprint=one.nip.encode().ljust(32),
            tier="B",
            bound_at=THEN,
        )
        for one, key in zip(people, keys, strict=True)
    )


@pytest.mark.parametrize("count", [10, 10_000])
def test_a_check_in_takes_at_most_eight_statements(world, statements, count):
    crowd(count, world.cast.clinic)
    bundle = world.phone.bundle()
    before = len(statements())
    assert world.phone.post(bundle).status == 201
    sent = statements()[before:]
    assert len(sent) <= MOST, "\n".join(sent)
    assert any("procrastinate" in one for one in sent)
    assert any("ledger_leaf" in one for one in sent)
    assert sum("checkins_frames" in one for one in sent) == 1


def test_a_ticket_takes_no_more(world, statements):
    from nyata.checkins.tests.test_intake import draw

    world.phone.fetch_tickets()
    bundle = world.phone.offline_bundle("in", draw)
    before = len(statements())
    assert world.phone.post(bundle).status == 201
    assert len(statements()[before:]) <= MOST


def test_a_passkey_that_counts_takes_no_more_than_eight_either(world, statements):
    phone = world.phone
    asked = phone.challenge().body
    phone.passkey.count = 5
    bundle = phone.sign(phone.gather(asked), asked["nonce"])
    before = len(statements())
    assert phone.post(bundle).status == 201
    assert len(statements()[before:]) <= MOST
    assert Passkey.objects.get(person=world.cast.servant).sign_count == 5


def test_the_same_bundle_again_costs_less(world, statements):
    bundle = world.phone.bundle()
    world.phone.post(bundle)
    before = len(statements())
    assert world.phone.post(bundle).status == 200
    assert len(statements()[before:]) <= 4


def test_a_body_that_is_no_bundle_asks_the_database_nothing(world, statements):
    before = len(statements())
    assert world.phone.post_raw("multipart/form-data; boundary=x", b"junk").status == 400
    assert world.phone.post(world.phone.bundle().but(frames=[])).code == "frames_missing"
    assert not [one for one in statements()[before:] if "checkins_checkin" in one]
    assert (CheckIn.objects.count(), Challenge.objects.count()) == (0, 1)
