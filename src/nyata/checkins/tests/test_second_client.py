"""A second client needs no page: from the first password to the change of phone, all of it by the API."""

import pytest
from django.utils import timezone

from nyata.accounts.services import issue_first_password
from nyata.core.encoding import b64url
from nyata.enrolment.models import DeviceChange, NoticeReading
from nyata.enrolment.notice import VERSION
from nyata.people.tests.factories import PASSWORD
from tests.client import Phone

pytestmark = pytest.mark.django_db
CHOSEN = "tambak-senja-kolintang-7"


@pytest.fixture
def stranger(world) -> Phone:
    """The servant's phone, with nobody signed in."""
    known = world.phone
    known.transport.client.logout()
    return Phone(known.transport, known.camera, known.here, known.passkey, known.page_key)


@pytest.fixture
def phone(world, stranger) -> Phone:
    assert stranger.sign_in(world.cast.servant.nip, PASSWORD).status == 200
    return stranger


def test_a_first_password_is_replaced_and_the_session_goes_on(world, stranger):
    cast = world.cast
    slip = issue_first_password(person=cast.servant, officer=cast.operator, at=timezone.now())
    signed_in = stranger.sign_in(cast.servant.nip, slip)
    assert signed_in.body["must_change_password"] is True
    turned_away = stranger.ask("GET", "/today")
    assert (turned_away.status, turned_away.body["next"]) == (403, "password")
    changed = stranger.ask("POST", "/password", {"old": slip, "new": CHOSEN})
    assert (changed.status, changed.body["must_change_password"]) == (200, False)
    assert stranger.ask("GET", "/today").status == 200
    assert stranger.sign_in(cast.servant.nip, CHOSEN).status == 200


@pytest.mark.parametrize(
    ("old", "new", "status", "code", "words"),
    [
        ("keliru", CHOSEN, 401, "wrong_password", "belum cocok"),
        (PASSWORD, PASSWORD, 422, "same_password", "masih sama"),
        (PASSWORD, "pendek", 422, "weak_password", "10"),
    ],
)
def test_a_password_that_will_not_do_says_why(phone, old, new, status, code, words):
    answer = phone.ask("POST", "/password", {"old": old, "new": new})
    assert (answer.status, answer.body["code"]) == (status, code)
    assert words in answer.body["sentence"]


def test_the_notice_is_told_and_read_in_the_version_that_was_shown(world, phone):
    told = phone.ask("GET", "/notice")
    assert told.body["version"] == VERSION
    assert (told.body["page"], told.body["days"]["frames"]) == ("/pendataan/pemberitahuan/", 45)
    assert told.body["is_read"] is True
    other = phone.ask("POST", "/notice", {"version": "2020-01"})
    assert (other.status, other.body["code"]) == (403, "notice_not_read")
    assert phone.ask("POST", "/notice", {"version": VERSION}).body["is_read"] is True


def test_whoever_was_not_told_yet_reads_it_by_the_api(world, stranger):
    assert stranger.sign_in(world.cast.hr.nip, PASSWORD).status == 200
    assert stranger.ask("GET", "/notice").body["is_read"] is False
    assert stranger.ask("POST", "/notice", {"version": VERSION}).body["is_read"] is True
    assert NoticeReading.objects.filter(person=world.cast.hr).count() == 1


def test_today_tells_stage_places_phone_and_an_anchor(world, phone):
    answer = phone.ask("GET", "/today")
    assert answer.status == 200
    assert (answer.body["stage"], answer.body["can_act"], answer.body["purpose"]) == ("live", True, "in")
    assert [one["name"] for one in answer.body["sites"]] == [world.cast.site.name]
    assert answer.body["sites"][0]["shape"]["type"] == "Point"
    assert answer.body["device"]["thumbprint"] == phone.page_key.thumbprint.hex()
    assert answer.body["device"]["credential"] == b64url(phone.passkey.credential_id)
    phone.anchor = answer.body["anchor"]
    assert phone.check_in().status == 201
    assert phone.ask("GET", "/today").body["purpose"] == "out"


def test_another_phone_is_asked_for_and_a_loss_ends_the_old_one(world, phone):
    own = phone.ask("GET", "/device")
    assert own.body["device"]["tier"] in ("A", "B")
    asked = phone.ask("POST", "/device/changes", {"reason": "Layar pecah"})
    assert (asked.status, asked.body["state"]) == (201, "asked")
    again = phone.ask("POST", "/device/changes", {"reason": "Layar pecah"})
    assert (again.status, again.body["code"]) == (409, "device_change_open")
    lost = phone.ask("POST", "/device/changes", {"reason": "Jatuh ke sungai", "is_lost": True})
    assert (lost.status, lost.body["is_lost"]) == (201, True)
    after = phone.ask("GET", "/device")  # the session that reports it goes on
    assert (after.status, after.body["device"]) == (200, None)
    assert [one["id"] for one in after.body["changes"]] == [DeviceChange.objects.get().pk]
    assert phone.ask("GET", "/today").body["can_act"] is False


@pytest.mark.parametrize("address", ["/today", "/notice", "/device"])
def test_without_a_session_nothing_is_told(stranger, address):
    assert stranger.ask("GET", address).status == 401
