import re

import pytest
from django.urls import reverse

from nyata.people.models import Person
from nyata.people.tests.factories import make_person, make_post, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(people):
    return [make_person(f"Pegawai {n}", unit=people.clinic, password="!x") for n in range(2)]


def sign_in(client, person):
    client.force_login(person, backend="nyata.accounts.backends.NipBackend")
    return client


def make(client, unit):
    return client.post(reverse("accounts:slips"), {"unit": unit.pk})


def test_slips_are_shown_once_and_open_the_account(people, waiting, client):
    sign_in(client, people.hr)
    assert people.clinic.name in client.get(reverse("accounts:slips")).content.decode()
    page = make(client, people.clinic)
    passwords = re.findall(r'class="secret"[^>]*>([^<]+)<', page.content.decode())
    assert len(set(passwords)) == 2
    assert "no-store" in page["Cache-Control"]
    person = Person.objects.get(pk=waiting[0].pk)
    assert person.check_password(passwords[0])
    assert person.must_change_password
    assert waiting[0].nip not in page.content.decode()
    assert not make(client, people.clinic).context["made"]


def test_who_has_a_password_keeps_it(people, client):
    before = Person.objects.get(pk=people.servant.pk).password
    make(sign_in(client, people.hr), people.clinic)
    assert Person.objects.get(pk=people.servant.pk).password == before


def test_an_operator_makes_slips_of_own_units_only(people, waiting, client):
    elsewhere = make_unit("Dinas Lain")
    make_person(unit=elsewhere, password="!x")
    sign_in(client, people.operator)
    assert "Dinas Lain" not in client.get(reverse("accounts:slips")).content.decode()
    assert make(client, elsewhere).status_code == 404
    assert len(make(client, people.clinic).context["made"]) == 2


def test_an_operator_leaves_those_with_power_over_records_to_hr(people, waiting, client):
    make_post(waiting[0], "auditor")
    page = make(sign_in(client, people.operator), people.clinic)
    assert [person for person, _ in page.context["made"]] == [waiting[1]]
    assert page.context["left"] == 1


@pytest.mark.parametrize("who", ["servant", "supervisor", "auditor", "executive"])
def test_others_make_no_slips(people, who, client):
    assert sign_in(client, getattr(people, who)).get(reverse("accounts:slips")).status_code == 403


def test_a_unit_that_is_none_is_not_found(people, client):
    sign_in(client, people.hr)
    assert client.post(reverse("accounts:slips"), {"unit": "x"}).status_code == 404
