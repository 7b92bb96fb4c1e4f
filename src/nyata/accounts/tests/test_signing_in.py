"""In with NIP and password, and what nobody learns from trying."""

import json

import pytest
from django.conf import settings
from django.test import Client

from nyata.accounts import backends
from nyata.accounts.models import SignInTry
from nyata.accounts.services import sign_in_with_password
from nyata.accounts.tests.authenticator import ORIGIN
from nyata.people.tests.factories import PASSWORD, make_person

UNKNOWN = "197001012000011000"


def sign_in(client, nip, password=PASSWORD, **more):
    return client.post("/masuk/", {"nip": nip, "password": password, **more})


def api(client, body, **headers):
    return client.post("/api/v1/session", json.dumps(body), content_type="application/json", headers=headers)


def test_the_right_password_opens_the_home_page(client, people):
    assert sign_in(client, people.servant.nip).url == "/"
    assert client.session["_auth_user_id"] == str(people.servant.pk)


def test_spaces_in_the_nip_are_forgiven(client, people):
    nip = people.servant.nip
    assert sign_in(client, f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}").status_code == 302


def test_signing_in_changes_the_session_key(client, people):
    client.get("/masuk/")
    session = client.session
    session["kept"] = True
    session.save()
    before = session.session_key
    sign_in(client, people.servant.nip)
    assert client.session.session_key != before


def test_unknown_and_wrong_and_left_and_without_password_read_the_same(client, people):
    left = make_person("Sudah Pindah", is_active=False)
    bare = make_person("Belum Ada Sandi", password="!")
    answers = [
        sign_in(client, people.servant.nip, "bukan-sandi-ini").content,
        sign_in(client, UNKNOWN).content,
        sign_in(client, left.nip).content,
        sign_in(client, bare.nip).content,
    ]
    sentence = "NIP atau kata sandi belum cocok"
    assert all(sentence in answer.decode() for answer in answers)
    assert SignInTry.objects.filter(succeeded=False).count() == 4


@pytest.mark.parametrize("kind", ["known", "unknown", "left", "bare"])
def test_one_password_is_hashed_whoever_asks(people, monkeypatch, now, kind):
    nip = {
        "known": people.servant.nip,
        "unknown": UNKNOWN,
        "left": make_person("Pindah", is_active=False).nip,
        "bare": make_person("Tanpa", password="!").nip,
    }[kind]
    str(backends.NOBODY)  # made once a process
    hashed = []
    real = backends.check_password
    monkeypatch.setattr(backends, "check_password", lambda *given: hashed.append(given) or real(*given))
    with pytest.raises(Exception, match="sign_in_wrong"):
        sign_in_with_password(nip=nip, password="salah", address="::1", at=now)
    assert len(hashed) == 1
    assert hashed[0][1].startswith("argon2")


def test_the_sixth_wrong_password_waits_and_so_does_the_right_one(client, people):
    for _ in range(5):
        sign_in(client, people.servant.nip, "salah")
    answer = sign_in(client, people.servant.nip)
    assert answer.status_code == 422
    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_another_sites_address_is_no_way_on(client, people):
    assert sign_in(client, people.servant.nip, next="https://example.org/").url == "/"
    client.logout()
    assert sign_in(client, people.servant.nip, next="/akun/").url == "/akun/"


def test_whoever_is_in_goes_on(client, people):
    client.force_login(people.servant)
    assert client.get("/masuk/").status_code == 302


def test_out_is_only_by_post(client, people):
    client.force_login(people.servant)
    assert client.get("/keluar/").status_code == 405
    assert client.post("/keluar/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_form_without_its_token_is_refused(people):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, people.servant.nip).status_code == 403


def test_the_session_of_somebody_who_left_ends(client, people):
    client.force_login(people.servant)
    people.servant.is_active = False
    people.servant.save()
    assert client.get("/akun/").status_code == 302


def test_the_persons_language_follows_them(client, people):
    people.servant.language = "en"
    people.servant.save()
    sign_in(client, people.servant.nip)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_a_second_client_signs_in_and_out(people):
    client = Client(enforce_csrf_checks=True)
    answer = api(client, {"nip": people.servant.nip, "password": PASSWORD})
    assert answer.status_code == 200
    said = answer.json()
    assert said["person"] == {"nip": people.servant.nip, "name": people.servant.name}
    assert said["must_change_password"] is False
    assert client.delete("/api/v1/session").status_code == 403
    assert client.delete("/api/v1/session", headers={"X-CSRFToken": said["csrf"]}).status_code == 204
    assert client.delete("/api/v1/session", headers={"X-CSRFToken": said["csrf"]}).status_code in (401, 403)


def test_the_api_says_no_with_a_code_and_a_sentence(client, people):
    answer = api(client, {"nip": UNKNOWN, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_wrong")
    for _ in range(5):
        answer = api(client, {"nip": people.servant.nip, "password": "salah"})
    answer = api(client, {"nip": people.servant.nip, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert "pukul" in answer.json()["sentence"]


def test_another_sites_page_cannot_sign_anybody_in(client, people):
    body = {"nip": people.servant.nip, "password": PASSWORD}
    answer = api(client, body, Origin="https://example.org")
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_origin")
    assert api(client, body, Origin=ORIGIN).status_code == 200


def test_a_body_that_is_no_sign_in_is_refused(client, db):
    assert api(client, {"nip": 5}).status_code == 422
    assert api(client, {"nip": "1", "password": "x" * 201}).status_code == 422


def test_each_refusal_leaves_one_masked_line_in_the_security_log(client, people, caplog):
    with caplog.at_level("INFO", logger="nyata.security"):
        sign_in(client, people.servant.nip, "salah")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "nyata.security"]
    assert people.servant.nip not in line
    assert "127.0.0.*" in line
