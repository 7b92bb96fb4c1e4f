"""Supervisors find requests for another phone in their navigation, with how many wait for them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nyata.enrolment.models import DeviceChange
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import Cast, cast, make_person, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def places(client, person) -> dict[str, int]:
    shown = signed_in(client, person).get(reverse("people:help")).context["places"]
    return {place.url: place.waiting for place in shown}


def ask(person, state="asked") -> DeviceChange:
    at = timezone.now() - dt.timedelta(hours=1)
    return DeviceChange.objects.create(person=person, reason="Layar pecah", state=state, asked_at=at)


def test_a_supervisor_sees_how_many_requests_wait_for_them(people, client):
    ask(people.servant)
    ask(make_person("Wati Lembak", unit=people.clinic), state="supported")  # waits for HR by now
    ask(people.supervisor)  # nobody decides on themselves
    ask(make_person("Ujang Aspal", unit=people.roads))
    assert places(client, people.supervisor)[reverse("enrolment:changes")] == 1
    page = client.get(reverse("people:help")).content.decode()
    assert '<span class="count" aria-hidden="true">1</span>' in page
    assert ", 1 menunggu" in page


def test_nothing_that_waits_is_no_number(people, client):
    assert places(client, people.supervisor)[reverse("enrolment:changes")] == 0
    assert 'class="count"' not in client.get(reverse("people:help")).content.decode()


@pytest.mark.parametrize("who", ["servant", "executive", "auditor", "hr", "operator"])
def test_others_have_no_such_place_or_find_it_on_their_desk(people, client, who):
    assert reverse("enrolment:changes") not in places(client, getattr(people, who))


def test_a_supervisor_who_is_an_operator_too_goes_by_the_desk(people, client):
    make_post(people.supervisor, "operator", unit=people.clinic)
    assert reverse("enrolment:changes") not in places(client, people.supervisor)
    assert reverse("enrolment:changes") in client.get(reverse("enrolment:desk")).content.decode()
