"""Another phone: two others agree, a lost one dies at once, and not too often."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from nyata.accounts.models import FirstPassword
from nyata.accounts.services import issue_first_password
from nyata.enrolment import selectors
from nyata.enrolment.models import Device, DeviceChange
from nyata.enrolment.refusals import Code, Refused
from nyata.enrolment.services import (
    approve_change,
    ask_device_change,
    decline_change,
    support_change,
)
from nyata.enrolment.tests.factories import bound_phone, enrolled
from nyata.ledger.tests.acts import acts
from nyata.people.models import Post
from nyata.people.tests.factories import make_person, make_post

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def phone(people):
    return enrolled(people.servant)


def ask(person, now, *, lost=False, reason="Layar pecah", **more) -> DeviceChange:
    return ask_device_change(person=person, reason=reason, is_lost=lost, at=now, **more)


def refusal(verb, *given, **more) -> Code:
    with pytest.raises(Refused) as caught:
        verb(*given, **more)
    assert caught.value.sentence
    return caught.value.code


def approved(people, now, **more) -> DeviceChange:
    change = ask(people.servant, now, **more)
    support_change(change=change, actor=people.supervisor, at=now)
    return approve_change(change=change, actor=people.hr, at=now)


def test_supervisor_then_hr_and_the_old_keys_are_dead(people, phone, now):
    change = ask(people.servant, now)
    support_change(change=change, actor=people.supervisor, at=now)
    assert selectors.bound_device(phone.passkey.credential_id) is not None
    approve_change(change=change, actor=people.hr, at=now)
    assert selectors.active_device(people.servant) is None
    assert selectors.bound_device(phone.passkey.credential_id) is None
    dead = selectors.known_device(phone.passkey.credential_id)
    assert (dead.person, dead.revoked_why, dead.passkey.revoked_at) == (people.servant, "changed", now)
    kinds = list(acts().order_by("leaf_id").values_list("kind", flat=True))
    assert kinds == ["device_change", "device_change", "device_change", "passkey", "device_revoked"]


def test_the_face_is_kept(people, phone, now):
    approved(people, now)
    assert selectors.template_of(people.servant) is not None


def test_a_lost_phone_is_dead_at_once_and_everything_signed_out(people, phone, now):
    here, there = Client(), Client()
    here.force_login(people.servant)
    there.force_login(people.servant)
    ask(people.servant, now - 400 * DAY, lost=True, keep_session=here.session.session_key)
    assert selectors.active_device(people.servant) is None
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert DeviceChange.objects.get().state == "asked"


def test_a_loss_turns_an_open_request_into_one(people, phone, now):
    first = ask(people.servant, now)
    assert refusal(ask, people.servant, now) == Code.DEVICE_CHANGE_OPEN
    again = ask(people.servant, now, lost=True)
    assert (again.pk, again.is_lost) == (first.pk, True)
    assert selectors.active_device(people.servant) is None
    assert refusal(ask, people.servant, now, lost=True) == Code.DEVICE_CHANGE_OPEN


def test_once_in_ninety_days_unless_lost(people, phone, now):
    approved(people, now)
    bound_phone(people.servant, at=now)
    assert refusal(ask, people.servant, now + 90 * DAY - dt.timedelta(seconds=1)) == Code.DEVICE_CHANGE_TOO_SOON
    ask(people.servant, now + 90 * DAY)


def test_a_loss_is_never_too_soon(people, phone, now):
    approved(people, now)
    bound_phone(people.servant, at=now)
    ask(people.servant, now + DAY, lost=True)


def test_a_declined_request_does_not_count(people, phone, now):
    change = ask(people.servant, now)
    decline_change(change=change, actor=people.supervisor, answer="HP masih baik", at=now)
    change.refresh_from_db()
    assert (change.state, change.answer, change.supervisor) == ("declined", "HP masih baik", people.supervisor)
    assert selectors.active_device(people.servant) is not None
    ask(people.servant, now + DAY)


def test_hr_may_decline_too_and_a_no_needs_words(people, phone, now):
    change = ask(people.servant, now)
    support_change(change=change, actor=people.supervisor, at=now)
    assert refusal(decline_change, change=change, actor=people.hr, answer=" ", at=now) == Code.WORDS_MISSING
    decline_change(change=change, actor=people.hr, answer="Data belum sesuai", at=now)
    assert refusal(approve_change, change=change, actor=people.hr, at=now) == Code.DEVICE_CHANGE_CLOSED


def test_a_request_needs_a_phone_and_a_reason(people, now):
    assert refusal(ask, people.supervisor, now) == Code.NO_DEVICE
    bound_phone(people.supervisor)
    assert refusal(ask, people.supervisor, now, reason=" ") == Code.WORDS_MISSING


@pytest.mark.parametrize("who", ["other_supervisor", "hr", "operator", "auditor", "executive"])
def test_only_a_supervisor_of_the_person_speaks_first(people, phone, now, who):
    change = ask(people.servant, now)
    assert refusal(support_change, change=change, actor=getattr(people, who), at=now) == Code.NOT_ALLOWED


@pytest.mark.parametrize("who", ["other_supervisor", "supervisor", "operator", "auditor", "executive"])
def test_only_hr_decides_second(people, phone, now, who):
    change = ask(people.servant, now)
    assert refusal(approve_change, change=change, actor=people.hr, at=now) == Code.DEVICE_CHANGE_CLOSED
    support_change(change=change, actor=people.supervisor, at=now)
    assert refusal(support_change, change=change, actor=people.supervisor, at=now) == Code.DEVICE_CHANGE_CLOSED
    assert refusal(approve_change, change=change, actor=getattr(people, who), at=now) == Code.NOT_ALLOWED


def test_nobody_decides_on_themselves_whatever_their_posts(people, now):
    make_post(people.supervisor, Post.Role.HR)
    bound_phone(people.supervisor)
    change = ask(people.supervisor, now)
    for verb in (support_change, approve_change):
        assert refusal(verb, change=change, actor=people.supervisor, at=now) == Code.NOT_ON_ONESELF


def test_one_person_is_not_two(people, phone, now):
    make_post(people.supervisor, Post.Role.HR)
    change = ask(people.servant, now)
    support_change(change=change, actor=people.supervisor, at=now)
    assert refusal(approve_change, change=change, actor=people.supervisor, at=now) == Code.SECOND_PERSON
    approve_change(change=change, actor=people.hr, at=now)


def test_whoever_made_the_supervisors_password_lately_is_no_second_person(people, phone, now):
    """They could have supported it in the supervisor's name."""
    issue_first_password(person=people.supervisor, officer=people.hr, at=now - 29 * DAY)
    change = ask(people.servant, now)
    support_change(change=change, actor=people.supervisor, at=now)
    assert refusal(approve_change, change=change, actor=people.hr, at=now) == Code.SECOND_PERSON
    FirstPassword.objects.update(made_at=now - 30 * DAY)
    approve_change(change=change, actor=people.hr, at=now)


def test_a_password_made_after_the_supervisor_spoke_changes_nothing(people, phone, now):
    change = ask(people.servant, now)
    support_change(change=change, actor=people.supervisor, at=now)
    issue_first_password(person=people.supervisor, officer=people.hr, at=now + HOUR)
    approve_change(change=change, actor=people.hr, at=now + 2 * HOUR)


def test_an_executive_speaks_for_whoever_has_nobody_above(people, now):
    bound_phone(people.other_supervisor)  # head of the OPD
    change = ask(people.other_supervisor, now)
    assert refusal(support_change, change=change, actor=people.hr, at=now) == Code.NOT_ALLOWED
    support_change(change=change, actor=people.executive, at=now)
    approve_change(change=change, actor=people.hr, at=now)


def test_who_sees_the_requests(people, phone, now):
    ask(people.servant, now)
    day = now.date()
    for who in ("supervisor", "operator", "hr", "auditor", "executive"):
        assert selectors.changes_for(getattr(people, who), day).count() == 1
    for who in ("servant", "other_supervisor"):
        assert selectors.changes_for(getattr(people, who), day).count() == 0


def test_two_phones_at_a_time_cannot_exist(people, phone, now):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        bound_phone(people.servant)
    assert Device.objects.filter(person=people.servant, revoked_at=None).count() == 1


def test_the_whole_change_of_phone_ends_with_a_new_one(people, phone, now):
    from nyata.enrolment.tests.performing import enrol

    approved(people, now)
    done = enrol(people.servant, people.operator, now + DAY)
    assert selectors.active_device(people.servant).passkey.credential_id == done.credential_id


def test_the_list_of_changes_asks_the_database_no_more_for_many(client, people, django_assert_max_num_queries):
    for number in range(30):
        person = make_person(f"Orang {number}", unit=people.clinic)
        DeviceChange.objects.create(person=person, reason="Layar pecah", asked_at=timezone.now())
    client.force_login(people.supervisor)
    with django_assert_max_num_queries(9):
        assert client.get("/petugas/ganti-hp/").content.decode().count("Layar pecah") == 30
