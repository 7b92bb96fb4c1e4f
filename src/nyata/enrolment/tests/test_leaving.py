"""Somebody leaves and comes back: nothing that opened a door before opens it again."""

import datetime as dt

import pytest

from nyata.accounts.models import Passkey
from nyata.accounts.tests.authenticator import Authenticator
from nyata.enrolment import selectors
from nyata.enrolment.models import DeviceChange, Enrolment
from nyata.enrolment.selectors import FaceState
from nyata.enrolment.services import ask_device_change, read_notice
from nyata.enrolment.tests.factories import bound_phone, enrolled
from nyata.enrolment.tests.performing import begun, completed, opened, submission
from nyata.ledger.models import Opening
from nyata.people.models import Person
from nyata.people.services import readmit_person, release_person

DAY = dt.timedelta(days=1)


@pytest.fixture
def leave_and_return(people, now):
    def act() -> Person:
        release_person(actor=people.hr, person=people.servant, at=now)
        return readmit_person(actor=people.hr, person=people.servant, at=now + DAY)

    return act


def test_neither_the_bound_phone_nor_any_passkey_comes_back(people, now, leave_and_return):
    phone = enrolled(people.servant)
    laptop = Authenticator()
    Passkey.objects.create(
        person=people.servant, credential_id=laptop.credential_id, public_key=laptop.cose, created_at=now
    )
    person = leave_and_return()
    assert selectors.active_device(person) is None
    assert selectors.bound_device(phone.passkey.credential_id) is None
    dead = selectors.known_device(phone.passkey.credential_id)
    assert (dead.revoked_why, dead.revoked_at) == ("left", now)
    assert set(person.passkeys.values_list("revoked_at", flat=True)) == {now}
    assert Opening.objects.filter(kind="passkey").count() == 2
    assert Opening.objects.filter(kind="device_revoked").count() == 1


def test_the_face_ends_with_the_employment(people, now, leave_and_return):
    enrolled(people.servant)
    person = leave_and_return()
    assert selectors.face_state(person) == FaceState.NONE
    assert person.face_templates.get().superseded_at == now


def test_whoever_comes_back_is_enrolled_without_asking_for_another_phone(people, now, leave_and_return):
    enrolled(people.servant)
    person = leave_and_return()
    assert opened(person, people.operator, now + DAY).scope == "full"


def test_the_auditor_looks_at_whoever_is_enrolled_again(people, now, leave_and_return):
    """Releasing and readmitting would else be a way to another phone and face that one HR officer goes alone."""
    enrolled(people.servant)
    person = leave_and_return()
    started = begun(person, people.operator, now + DAY)
    completed(started, submission(started), now + DAY)
    started.enrolment.refresh_from_db()
    assert started.enrolment.reverify


def test_the_old_phone_does_not_serve_again_even_at_the_desk(people, now, leave_and_return):
    phone = enrolled(people.servant)
    person = leave_and_return()
    read_notice(person=person, at=now)
    started = begun(person, people.operator, now + DAY)
    with pytest.raises(Exception, match="key_used_before"):
        completed(started, submission(started, passkey=phone.passkey, page=phone.page), now + DAY)


def test_what_was_open_is_closed(people, now, leave_and_return):
    enrolled(people.servant)
    ask_device_change(person=people.servant, reason="Layar pecah", is_lost=False, at=now)
    waiting = opened(people.servant, people.operator, now, renew_face=True)
    leave_and_return()
    waiting.refresh_from_db()
    assert waiting.state == Enrolment.State.CANCELLED
    assert DeviceChange.objects.get().state == DeviceChange.State.DECLINED


def test_a_key_that_was_stored_at_the_moment_of_the_leaving_ends_at_the_readmission(people, now):
    release_person(actor=people.hr, person=people.servant, at=now)
    phone = bound_phone(people.servant)
    readmit_person(actor=people.hr, person=people.servant, at=now + DAY)
    assert selectors.bound_device(phone.passkey.credential_id) is None
