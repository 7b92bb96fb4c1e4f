"""Whoever decides on everybody gets a new password from two people, so that no officer becomes another alone."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from nyata.accounts.models import FirstPassword
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.services import ask_for_password, confirm_request, issue_first_password, sign_in_with_password
from nyata.ledger.models import Opening
from nyata.people.models import Person, Post
from nyata.people.tests.factories import make_person, make_post

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def colleague(people):
    person = make_person("Siti Gelam", unit=people.bkpsdm)
    make_post(person, Post.Role.HR)
    return person


def refusal(verb, **given) -> Code:
    with pytest.raises(Refused) as caught:
        verb(**given)
    assert caught.value.sentence
    return caught.value.code


def agreed(people, person, second, now):
    request = ask_for_password(person=person, officer=people.hr, at=now)
    return confirm_request(request=request, actor=second, at=now)


@pytest.mark.parametrize("who", ["auditor", "executive", "other_supervisor", "colleague"])
def test_one_officer_alone_makes_no_password_of_somebody_in_office(people, colleague, now, who):
    person = colleague if who == "colleague" else getattr(people, who)
    assert refusal(issue_first_password, person=person, officer=people.hr, at=now) == Code.SECOND_PERSON_NEEDED
    before = Person.objects.get(pk=person.pk)
    assert before.has_usable_password()
    request = ask_for_password(person=person, officer=people.hr, at=now)
    assert refusal(issue_first_password, person=person, officer=people.hr, at=now) == Code.SECOND_PERSON_NEEDED
    second = colleague if person != colleague else people.auditor
    confirm_request(request=request, actor=second, at=now)
    slip = issue_first_password(person=person, officer=people.hr, at=now)
    assert sign_in_with_password(nip=person.nip, password=slip, address="::1", at=now) == person
    contents = [bytes(one.content) for one in Opening.objects.filter(kind="password").order_by("leaf_id")]
    assert [b'"asked"' in contents[0], b'"confirmed"' in contents[1], b'"issued"' in contents[2]] == [True] * 3
    assert f'"second":{second.pk}'.encode() in contents[2]


def test_an_agreement_serves_once(people, now):
    agreed(people, people.executive, people.auditor, now)
    issue_first_password(person=people.executive, officer=people.hr, at=now)
    again = refusal(issue_first_password, person=people.executive, officer=people.hr, at=now)
    assert again == Code.SECOND_PERSON_NEEDED


def test_an_agreement_ends_with_its_time(people, now):
    agreed(people, people.executive, people.auditor, now)
    late = refusal(issue_first_password, person=people.executive, officer=people.hr, at=now + 8 * HOUR)
    assert late == Code.SECOND_PERSON_NEEDED
    ask_for_password(person=people.executive, officer=people.hr, at=now + 8 * HOUR)  # and can be asked for anew


def test_an_agreement_is_for_the_officer_who_asked(people, colleague, now):
    agreed(people, people.executive, people.auditor, now)
    other = refusal(issue_first_password, person=people.executive, officer=colleague, at=now)
    assert other == Code.SECOND_PERSON_NEEDED


def test_who_may_agree(people, colleague, now):
    request = ask_for_password(person=colleague, officer=people.hr, at=now)
    refused = {
        people.hr: Code.SECOND_PERSON,
        colleague: Code.NOT_YOURSELF,
        people.executive: Code.NOT_ALLOWED,
        people.operator: Code.NOT_ALLOWED,
        people.servant: Code.NOT_ALLOWED,
    }
    for actor, code in refused.items():
        assert refusal(confirm_request, request=request, actor=actor, at=now) == code
    late = refusal(confirm_request, request=request, actor=people.auditor, at=now + 8 * HOUR)
    assert late == Code.REQUEST_CLOSED
    confirm_request(request=request, actor=people.auditor, at=now)
    assert refusal(confirm_request, request=request, actor=people.auditor, at=now) == Code.REQUEST_CLOSED


def test_whose_password_the_asking_officer_made_lately_does_not_agree(people, colleague, now):
    """They may be one person under two names."""
    puppet = make_person("Boneka Kertas", unit=people.bkpsdm)
    issue_first_password(person=puppet, officer=people.hr, at=now - 29 * DAY)
    make_post(puppet, Post.Role.HR)
    request = ask_for_password(person=colleague, officer=people.hr, at=now)
    assert refusal(confirm_request, request=request, actor=puppet, at=now) == Code.SECOND_PERSON
    FirstPassword.objects.update(made_at=now - 30 * DAY)
    confirm_request(request=request, actor=puppet, at=now)


def test_an_office_that_begins_tomorrow_counts_today(people, now, today=dt.date(2026, 11, 23)):
    person = make_person("Bakal Petugas", unit=people.clinic)
    make_post(person, Post.Role.AUDITOR, valid_from=today + DAY)
    assert refusal(issue_first_password, person=person, officer=people.operator, at=now) == Code.ONLY_HR
    assert refusal(issue_first_password, person=person, officer=people.hr, at=now) == Code.SECOND_PERSON_NEEDED


def test_only_who_may_make_passwords_asks(people, now):
    assert refusal(ask_for_password, person=people.auditor, officer=people.operator, at=now) == Code.NOT_YOUR_UNIT
    assert refusal(ask_for_password, person=people.hr, officer=people.hr, at=now) == Code.NOT_YOURSELF


def test_one_request_at_a_time(people, colleague, now):
    ask_for_password(person=people.executive, officer=people.hr, at=now)
    assert refusal(ask_for_password, person=people.executive, officer=colleague, at=now) == Code.REQUEST_OPEN


def test_without_a_second_person_the_sentence_names_the_command_of_the_server(people, now):
    """The auditor's own password is lost, and there is one HR officer."""
    with pytest.raises(Refused) as caught:
        ask_for_password(person=people.auditor, officer=people.hr, at=now)
    assert caught.value.code == Code.NO_SECOND_PERSON
    assert "nyata password" in caught.value.sentence


def test_the_command_at_the_server_makes_one_and_the_ledger_says_so(people, now, capsys):
    call_command("password", people.auditor.nip, "--json")
    said = json.loads(capsys.readouterr().out)
    person = Person.objects.get(pk=people.auditor.pk)
    assert person.check_password(said["password"])
    assert person.must_change_password
    [entry] = Opening.objects.filter(kind="password")
    assert b'"at_server":true' in bytes(entry.content)
    assert said["password"].encode() not in bytes(entry.content)


def test_the_command_names_what_is_wrong(people):
    with pytest.raises(CommandError, match="Nobody has this NIP"):
        call_command("password", "199901012020011000")
    Person.objects.filter(pk=people.servant.pk).update(is_active=False)
    with pytest.raises(CommandError, match="tidak lagi aktif"):
        call_command("password", people.servant.nip)


def test_the_three_steps_on_the_pages(client, people):
    address, waiting = f"/petugas/sandi/{people.executive.pk}/", "/petugas/sandi/"
    client.force_login(people.hr)
    assert "Ajukan kata sandi baru" in client.get(address).content.decode()
    assert client.post(address).status_code == 403
    assert "menyetujuinya" in client.post(address, {"ask": "1"}).content.decode()
    assert "Setujui kata sandi" not in client.get(waiting).content.decode()
    client.force_login(people.auditor)
    assert "1 kata sandi pejabat" in client.get("/papan/").content.decode()
    page = client.get(waiting).content.decode()
    assert people.executive.name in page
    assert people.executive.nip not in page
    [request] = people.executive.password_requests.all()
    assert client.post(f"/petugas/sandi/setujui/{request.pk}/", follow=True).status_code == 200
    client.force_login(people.hr)
    assert "Disetujui" in client.get(address).content.decode()
    assert "slip" in client.post(address).context


@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "executive"])
def test_the_page_is_for_hr_and_auditors(client, people, who, now):
    request = ask_for_password(person=people.executive, officer=people.hr, at=now)
    client.force_login(getattr(people, who))
    assert client.get("/petugas/sandi/").status_code == 403
    assert client.post(f"/petugas/sandi/setujui/{request.pk}/").status_code == 404


def test_a_batch_of_slips_leaves_out_who_needs_two(client, people):
    Person.objects.filter(pk__in=[people.auditor.pk]).update(password="!x")
    client.force_login(people.hr)
    assert client.post("/petugas/slip/", {"unit": people.inspectorate.pk}).context["made"] == []
