"""One's own account, and the language."""

import pytest
from django.conf import settings
from django.test import RequestFactory

from nyata.accounts.address import client_address, masked


def test_the_account_page_shows_ones_own_things(client, people):
    client.force_login(people.servant)
    page = client.get("/akun/").content.decode()
    for words in (people.servant.nip, people.servant.name, "Puskesmas Rawa Bening", "Kunci sandi", "HP dan wajah"):
        assert words in page


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/akun/").url == "/masuk/?next=/akun/"


def test_the_language_changes_for_the_person_and_the_browser(client, people):
    client.force_login(people.servant)
    answer = client.post("/bahasa/", {"language": "en", "next": "/akun/"})
    people.servant.refresh_from_db()
    assert (answer.url, people.servant.language) == ("/akun/", "en")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


@pytest.mark.parametrize("language", ["xx", ""])
def test_a_language_there_is_none_of_changes_nothing(client, people, language):
    client.force_login(people.servant)
    client.post("/bahasa/", {"language": language, "next": "https://example.org"})
    people.servant.refresh_from_db()
    assert people.servant.language == "id"


def test_the_language_is_changed_by_post_only(client, db):
    assert client.get("/bahasa/").status_code == 405


@pytest.mark.parametrize(
    "proxies, forwarded, address",
    [
        (0, "9.9.9.9", "10.0.0.7"),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),
        (2, "6.6.6.6, 9.9.9.9, 10.1.1.1", "9.9.9.9"),
        (1, "", "10.0.0.7"),
        (1, "nonsense", "unknown"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.7", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address


@pytest.mark.parametrize(
    "address, shown", [("10.0.0.7", "10.0.0.*"), ("2001:db8:1:2::", "2001:db8:1:2::*"), ("x", "*")]
)
def test_addresses_are_masked_in_the_log(address, shown):
    assert masked(address) == shown
