"""Passwords people choose, slips that officers hand over, and the page that comes before all others."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nyata.accounts.passwords import SLIP_ALPHABET, NotNipOrBirthDate, slip_password
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.services import change_password, issue_first_password, sign_in_with_password
from nyata.ledger.models import Opening
from nyata.ledger.tests.acts import acts
from nyata.people.models import Person, Post
from nyata.people.tests.factories import PASSWORD, make_person, make_post, make_unit

NEW = "tembesu-kaleng-sumur-58"
ANI = Person(nip="198503122010012001")


@pytest.mark.parametrize(
    "password",
    [
        "198503122010012001",
        "x198503122010012001",
        "sandi-19850312",
        "12-03-1985-oke",
        "Sari120385!",
        "850312aman",
        "2010012001ok",
    ],
)
def test_a_nip_or_birth_date_is_no_password(password):
    with pytest.raises(ValidationError) as caught:
        NotNipOrBirthDate().validate(password, ANI)
    assert caught.value.code == "nip_or_birth_date"


@pytest.mark.parametrize("password", ["tembesu-kaleng-58", "1985 kali saya lewat", "19900101-lain"])
def test_other_digits_are_allowed(password):
    NotNipOrBirthDate().validate(password, ANI)
    NotNipOrBirthDate().validate(password, None)


@given(st.integers(0, 3), st.text(alphabet="abc- ", max_size=6), st.text(alphabet="abc- ", max_size=6))
def test_the_birth_date_is_found_wherever_it_stands(form, before, after):
    date = ["19850312", "12031985", "12-03-1985", "1985.03.12"][form]
    with pytest.raises(ValidationError):
        NotNipOrBirthDate().validate(before + date + after, ANI)


def test_slips_are_random_and_readable():
    slips = {slip_password() for _ in range(200)}
    assert len(slips) == 200
    assert all(len(slip) == 14 and set(slip) <= set(SLIP_ALPHABET + "-") for slip in slips)
    assert not set("0o1liuv") & set(SLIP_ALPHABET)


def changed(person, now, old=PASSWORD, new=NEW):
    return change_password(person=person, old=old, new=new, address="::1", at=now)


def test_a_changed_password_works_and_is_in_the_ledger(people, now):
    people.servant.must_change_password = True
    people.servant.save()
    person = changed(people.servant, now)
    assert person.check_password(NEW)
    assert person.must_change_password is False
    assert Opening.objects.filter(kind="password").count() == 1


@pytest.mark.parametrize(
    "old, new, code",
    [
        ("bukan", NEW, Code.WRONG_PASSWORD),
        (PASSWORD, PASSWORD, Code.SAME_PASSWORD),
        (PASSWORD, "pendek", Code.WEAK_PASSWORD),
        (PASSWORD, "password123", Code.WEAK_PASSWORD),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_its_code(people, now, old, new, code):
    with pytest.raises(Refused) as caught:
        changed(people.servant, now, old, new)
    assert caught.value.code == code
    assert not acts().exists()


def test_guessing_the_old_password_in_an_open_session_is_throttled_too(people, now):
    for _ in range(5):
        with pytest.raises(Refused):
            changed(people.servant, now, old="salah")
    with pytest.raises(Refused) as caught:
        changed(people.servant, now)
    assert caught.value.code == Code.TOO_MANY_TRIES


def test_the_operator_of_the_unit_makes_a_first_password(people, now):
    slip = issue_first_password(person=people.servant, officer=people.operator, at=now)
    person = Person.objects.get(pk=people.servant.pk)
    assert person.check_password(slip)
    assert person.must_change_password is True
    (entry,) = Opening.objects.filter(kind="password")
    assert slip.encode() not in bytes(entry.content)


def test_an_hr_officer_may_for_anybody_else(people, now):
    issue_first_password(person=people.supervisor, officer=people.hr, at=now)


@pytest.mark.parametrize(
    "person, officer, code",
    [
        ("operator", "operator", Code.NOT_YOURSELF),
        ("hr", "hr", Code.NOT_YOURSELF),
        ("other_supervisor", "operator", Code.NOT_YOUR_UNIT),
        ("servant", "supervisor", Code.NOT_YOUR_UNIT),
        ("servant", "auditor", Code.NOT_YOUR_UNIT),
        ("servant", "executive", Code.NOT_YOUR_UNIT),
    ],
)
def test_nobody_else_makes_a_first_password(people, now, person, officer, code):
    with pytest.raises(Refused) as caught:
        issue_first_password(person=getattr(people, person), officer=getattr(people, officer), at=now)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "role", [Post.Role.HR, Post.Role.AUDITOR, Post.Role.EXECUTIVE, Post.Role.LEGAL, Post.Role.OPD_HEAD]
)
def test_an_operator_cannot_take_the_account_of_somebody_with_more_power(people, now, role):
    powerful = make_person("Berkuasa", unit=people.clinic)
    make_post(powerful, role)
    with pytest.raises(Refused) as caught:
        issue_first_password(person=powerful, officer=people.operator, at=now)
    assert caught.value.code == Code.ONLY_HR


@pytest.mark.parametrize("role", [Post.Role.SUPERVISOR, Post.Role.OPERATOR])
def test_an_operator_never_makes_the_password_of_somebody_above_themselves(people, now, role):
    """In that person's name they could decide on themselves."""
    above = make_person("Kepala", unit=people.health)
    make_post(above, role, unit=people.health)
    with pytest.raises(Refused) as caught:
        issue_first_password(person=above, officer=people.operator, at=now)
    assert caught.value.code == Code.ONLY_HR
    issue_first_password(person=above, officer=people.hr, at=now)
    issue_first_password(person=people.supervisor, officer=people.operator, at=now)  # of a unit beside the operator's


def test_somebody_who_left_gets_none(people, now):
    left = make_person("Pindah", unit=people.clinic, is_active=False)
    with pytest.raises(Refused) as caught:
        issue_first_password(person=left, officer=people.hr, at=now)
    assert caught.value.code == Code.INACTIVE


def test_a_new_slip_ends_every_session(client, people, now):
    client.force_login(people.servant)
    assert client.get("/akun/").status_code == 200
    issue_first_password(person=people.servant, officer=people.operator, at=now)
    assert client.get("/akun/").status_code == 302


def test_the_slip_is_shown_once_to_the_officer(client, people):
    client.force_login(people.operator)
    address = f"/petugas/sandi/{people.servant.pk}/"
    assert "buat kata sandi" in client.get(address).content.decode()
    shown = client.post(address)
    slip = shown.context["slip"]
    assert slip in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert slip not in client.get(address).content.decode()


def test_a_person_whom_the_officer_does_not_see_is_not_found(client, people):
    client.force_login(people.operator)
    assert client.get(f"/petugas/sandi/{people.other_supervisor.pk}/").status_code == 404
    assert client.post(f"/petugas/sandi/{people.operator.pk}/").status_code == 403


@pytest.fixture
def newcomer(client, people):
    people.servant.must_change_password = True
    people.servant.save()
    client.force_login(people.servant)
    return client


@pytest.mark.parametrize("address", ["/akun/", "/pendataan/", "/", "/papan/"])
def test_the_first_password_comes_before_everything(newcomer, address):
    assert newcomer.get(address).url == "/akun/sandi/"


def test_the_api_says_so_too(newcomer):
    answer = newcomer.post("/api/v1/passkeys/options")
    assert (answer.status_code, answer.json()["code"]) == (403, "password_must_change")


def test_out_and_language_and_the_page_itself_stay_open(newcomer):
    assert newcomer.get("/akun/sandi/").status_code == 200
    assert newcomer.post("/bahasa/", {"language": "en"}).status_code == 302
    assert newcomer.post("/keluar/").url == "/masuk/"


def test_a_check_in_never_asks_who_is_signed_in(newcomer, django_assert_num_queries):
    answer = newcomer.post("/api/v1/checkins", b"", content_type="multipart/form-data; boundary=x")
    assert answer.status_code >= 400
    assert answer.json()["code"] != "password_must_change"


def test_the_new_password_opens_the_way(newcomer, people):
    answer = newcomer.post("/akun/sandi/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.url == "home" or answer.url == "/"
    assert newcomer.get("/akun/").status_code == 200


def test_two_different_new_passwords_are_told(newcomer):
    answer = newcomer.post("/akun/sandi/", {"old": PASSWORD, "new": NEW, "again": NEW + "x"})
    assert answer.status_code == 422
    assert "belum sama" in answer.content.decode()


def test_a_unit_without_posts_gives_nobody_power(db, now):
    unit = make_unit()
    one, other = make_person("Satu", unit=unit), make_person("Dua", unit=unit)
    with pytest.raises(Refused):
        issue_first_password(person=one, officer=other, at=now)


SECOND = dt.timedelta(seconds=1)
FORTNIGHT = dt.timedelta(days=14)


def test_a_slip_signs_in_for_fourteen_days_and_then_says_whom_to_ask(people, now):
    slip = issue_first_password(person=people.servant, officer=people.operator, at=now)

    def sign_in(password, at):
        return sign_in_with_password(nip=people.servant.nip, password=password, address="::1", at=at)

    assert sign_in(slip, now + FORTNIGHT - SECOND) == people.servant
    with pytest.raises(Refused) as caught:
        sign_in(slip, now + FORTNIGHT)
    assert caught.value.code == Code.SLIP_EXPIRED
    assert "operator kepegawaian" in caught.value.sentence
    again = issue_first_password(person=people.servant, officer=people.operator, at=now + FORTNIGHT)
    assert sign_in(again, now + FORTNIGHT) == people.servant


def test_only_whoever_has_the_slip_learns_that_it_is_too_old(people, now):
    issue_first_password(person=people.servant, officer=people.operator, at=now)
    with pytest.raises(Refused) as caught:
        sign_in_with_password(nip=people.servant.nip, password="salah", address="::1", at=now + FORTNIGHT)
    assert caught.value.code == Code.WRONG_CREDENTIALS


def test_a_password_that_the_person_chose_does_not_grow_old(people, now):
    slip = issue_first_password(person=people.servant, officer=people.operator, at=now)
    changed(Person.objects.get(pk=people.servant.pk), now, old=slip)
    person = sign_in_with_password(nip=people.servant.nip, password=NEW, address="::1", at=now + 10 * FORTNIGHT)
    assert person == people.servant


def test_a_first_password_of_which_there_is_no_record_does_not_sign_in(people, now):
    Person.objects.filter(pk=people.servant.pk).update(must_change_password=True)
    with pytest.raises(Refused) as caught:
        sign_in_with_password(nip=people.servant.nip, password=PASSWORD, address="::1", at=now)
    assert caught.value.code == Code.SLIP_EXPIRED


def test_the_slip_says_until_when_it_is_good(client, people):
    client.force_login(people.operator)
    shown = client.post(f"/petugas/sandi/{people.servant.pk}/")
    assert "Berlaku sampai" in shown.content.decode()
