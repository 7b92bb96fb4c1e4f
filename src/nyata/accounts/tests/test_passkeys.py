"""Signing in with a passkey, and what the answer to a NIP never tells."""

import datetime as dt
import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection
from django.test import Client
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from nyata.accounts import assertions
from nyata.accounts.decoys import LENGTHS, MOST_PASSKEYS, decoy, offered
from nyata.accounts.models import Passkey, SpentChallenge
from nyata.accounts.refusals import Code, Refused
from nyata.accounts.services import add_passkey, end_sessions, remove_passkey, verify_registration
from nyata.accounts.spent import spend
from nyata.accounts.tests.authenticator import ORIGIN, Authenticator
from nyata.ledger.models import Opening
from nyata.people.tests.factories import make_person

CHALLENGE = bytes(32)
UNKNOWN = "197001012000011000"


def keep(person, now, phone=None, name="Laptop") -> Authenticator:
    phone = phone or Authenticator()
    made = verify_registration(phone.create(CHALLENGE), challenge=CHALLENGE, origin=ORIGIN)
    add_passkey(person=person, registration=made, name=name, at=now)
    return phone


def post(client, path, body, **headers):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)


def options(client, nip):
    return post(client, "/session/passkey/options", {"nip": nip}).json()


def sign_in(client, nip, phone, challenge=None, **get):
    challenge = challenge or base64url_to_bytes(options(client, nip)["challenge"])
    return post(client, "/session/passkey", {"nip": nip, "assertion": phone.get(challenge, **get)})


def test_a_passkey_signs_its_person_in(client, people, now):
    phone = keep(people.servant, now)
    answer = sign_in(client, people.servant.nip, phone)
    assert answer.status_code == 200
    assert answer.json()["person"]["nip"] == people.servant.nip
    assert client.session.get_expiry_age() > 86_400


def test_asking_to_sign_in_with_a_passkey_writes_no_session_however_often(client, people):
    for _ in range(3):
        client.cookies.clear()
        options(client, people.servant.nip)
    assert not Session.objects.exists()


def test_a_wait_for_a_passkey_lasts_three_minutes_and_no_script_reads_it(client, people):
    options(client, people.servant.nip)
    cookie = client.cookies["nyata_passkey"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (180, True, "Lax")


def test_a_sign_in_is_answered_within_three_minutes_whatever_the_browser_keeps(client, people, now, monkeypatch):
    phone = keep(people.servant, now)
    challenge = base64url_to_bytes(options(client, people.servant.nip)["challenge"])
    later = time.time() + 181
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert sign_in(client, people.servant.nip, phone, challenge).json()["code"] == "passkey_expired"


def test_a_challenge_that_the_server_did_not_sign_is_refused(client, people, now):
    phone = keep(people.servant, now)
    client.cookies["nyata_passkey"] = bytes_to_base64url(CHALLENGE)
    assert sign_in(client, people.servant.nip, phone, CHALLENGE).json()["code"] == "passkey_expired"


def test_the_count_of_the_key_is_kept_and_a_copy_is_refused(client, people, now):
    phone = keep(people.servant, now, Authenticator(counts=True))
    assert sign_in(client, people.servant.nip, phone).status_code == 200
    assert Passkey.objects.get().sign_count == phone.sign_count
    client.logout()
    phone.sign_count -= 1
    assert sign_in(client, people.servant.nip, phone).json()["code"] == "passkey_invalid"


def test_a_challenge_serves_once(client, people, now):
    phone = keep(people.servant, now)
    challenge = base64url_to_bytes(options(client, people.servant.nip)["challenge"])
    assert sign_in(client, people.servant.nip, phone, challenge).status_code == 200
    assert sign_in(client, people.servant.nip, phone, challenge).json()["code"] == "passkey_expired"


def replayed(client, nip, phone) -> tuple[dict, str]:
    """(body of an answer that signs in, the cookie that goes with it), both kept by somebody who listened."""
    challenge = base64url_to_bytes(options(client, nip)["challenge"])
    return {"nip": nip, "assertion": phone.get(challenge)}, client.cookies["nyata_passkey"].value


def test_a_kept_cookie_and_answer_sign_in_no_second_time(client, people, now):
    phone = keep(people.servant, now)
    body, cookie = replayed(client, people.servant.nip, phone)
    assert post(client, "/session/passkey", body).status_code == 200
    thief = Client()
    thief.cookies["nyata_passkey"] = cookie
    answer = post(thief, "/session/passkey", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "passkey_expired")
    assert "_auth_user_id" not in thief.session


def test_of_the_same_answer_at_the_same_instant_one_signs_in(db, now):
    challenge, minute = secrets.token_bytes(32), dt.timedelta(minutes=1)

    def use(_) -> bool:
        try:
            return spend(challenge, life=minute, at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]
        # What a thread wrote is not rolled back with the test.
        pool.submit(lambda: (SpentChallenge.objects.all().delete(), connection.close())).result()


def test_only_a_sign_in_that_succeeds_is_remembered_and_not_for_long(client, people, now):
    phone = keep(people.servant, now)
    options(client, people.servant.nip)
    assert sign_in(client, people.servant.nip, Authenticator()).status_code == 401
    assert not SpentChallenge.objects.exists()
    SpentChallenge.objects.create(digest=b"old", expires_at=now - dt.timedelta(days=4000))
    assert sign_in(client, people.servant.nip, phone).status_code == 200
    assert not SpentChallenge.objects.filter(digest=b"old").exists()
    assert SpentChallenge.objects.count() == 1


def test_a_challenge_nobody_was_given_is_refused(client, people, now):
    phone = keep(people.servant, now)
    options(client, people.servant.nip)
    assert sign_in(client, people.servant.nip, phone, bytes(32)).json()["code"] == "passkey_invalid"


def test_a_passkey_for_another_nip_is_refused(client, people, now):
    phone = keep(people.servant, now)
    assert sign_in(client, people.supervisor.nip, phone).status_code == 401


def test_a_removed_passkey_and_a_person_who_left_are_refused(client, people, now):
    phone = keep(people.servant, now)
    other = keep(people.supervisor, now)
    remove_passkey(passkey=Passkey.objects.get(person=people.servant), at=now)
    people.supervisor.is_active = False
    people.supervisor.save()
    assert sign_in(client, people.servant.nip, phone).status_code == 401
    assert sign_in(client, people.supervisor.nip, other).status_code == 401


def test_wrong_passkeys_are_throttled(client, people, now):
    keep(people.servant, now)
    stranger = Authenticator()
    codes = [sign_in(client, people.servant.nip, stranger).json()["code"] for _ in range(6)]
    assert codes == ["passkey_invalid"] * 5 + ["too_many_requests"]


def test_nonsense_for_an_assertion_is_refused(client, people):
    options(client, people.servant.nip)
    parts = dict.fromkeys(("id", "clientDataJSON", "authenticatorData", "signature"), "!")
    answer = post(client, "/session/passkey", {"nip": people.servant.nip, "assertion": parts})
    assert answer.json()["code"] == "passkey_invalid"


# What the answer to a NIP never tells


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_everybody_is_offered_as_many_keys(people, now, count):
    phones = [keep(people.servant, now) for _ in range(count)]
    ids = offered(people.servant.nip)
    assert len(ids) == len(set(ids)) == MOST_PASSKEYS
    assert {phone.credential_id for phone in phones} <= set(ids)


def test_an_unknown_nip_has_always_the_same_decoys(db):
    assert offered(UNKNOWN) == offered(UNKNOWN)
    assert len(offered(UNKNOWN)) == MOST_PASSKEYS
    assert not set(offered(UNKNOWN)) & set(offered("197001012000011001"))


def test_decoys_have_the_lengths_of_real_ids():
    lengths = {len(decoy(str(nip), number)) for nip in range(100) for number in range(MOST_PASSKEYS)}
    assert lengths == set(LENGTHS)


def test_the_answers_have_the_same_shape(client, people, now):
    keep(people.servant, now)
    known, unknown = options(client, people.servant.nip), options(client, UNKNOWN)
    assert known.keys() == unknown.keys()
    assert [one.keys() for one in known["allowCredentials"]] == [one.keys() for one in unknown["allowCredentials"]]
    assert known["userVerification"] == "required"


def test_both_answers_take_one_question_to_the_database(people, now, django_assert_num_queries):
    keep(people.servant, now)
    for nip in (people.servant.nip, UNKNOWN):
        with django_assert_num_queries(1):
            offered(nip)


def test_the_place_of_a_key_tells_nothing(db, now):
    places = set()
    for _ in range(24):
        person = make_person()
        phone = keep(person, now)
        places.add(offered(person.nip).index(phone.credential_id))
    assert places == set(range(MOST_PASSKEYS))


def test_a_decoy_is_refused_like_a_real_id_after_the_same_work(client, people, now, monkeypatch):
    """Whoever tries the ids that were offered learns neither from the answer nor from a clock which one is real."""
    done = []
    verify = assertions.verify_authentication_response
    monkeypatch.setattr(
        assertions, "verify_authentication_response", lambda **what: (done.append(1), verify(**what))[1]
    )
    real = keep(people.servant, now)
    decoys = [one for one in offered(people.servant.nip) if one != real.credential_id]
    answers = []
    for name in (real.credential_id, *decoys):
        forged = Authenticator(credential_id=name)
        answer = sign_in(client, people.servant.nip, forged)
        answers.append((answer.status_code, answer.json(), len(done)))
        done.clear()
    assert answers == [(401, answers[0][1], 1)] * MOST_PASSKEYS
    assert answers[0][1]["code"] == "passkey_invalid"


# Adding and removing


def test_a_person_adds_a_passkey_on_the_account_page(client, people):
    client.force_login(people.servant)
    asked = post(client, "/passkeys/options", {}).json()
    phone = Authenticator()
    made = phone.create(base64url_to_bytes(asked["challenge"]))
    answer = post(client, "/passkeys", {"registration": made, "name": "Laptop kantor"})
    assert (answer.status_code, answer.json()["name"]) == (201, "Laptop kantor")
    assert "Laptop kantor" in client.get("/akun/").content.decode()
    assert Opening.objects.filter(kind="passkey").count() == 1


def test_a_passkey_for_an_old_challenge_is_refused(client, people, monkeypatch):
    client.force_login(people.servant)
    made = Authenticator().create(CHALLENGE)
    assert post(client, "/passkeys", {"registration": made}).json()["code"] == "passkey_expired"
    post(client, "/passkeys/options", {})
    assert post(client, "/passkeys", {"registration": made}).json()["code"] == "passkey_invalid"


def test_too_late_is_too_late(client, people):
    client.force_login(people.servant)
    asked = post(client, "/passkeys/options", {}).json()
    session = client.session
    session["passkey_new"] = [asked["challenge"], session["passkey_new"][1] - 181]
    session.save()
    made = Authenticator().create(base64url_to_bytes(asked["challenge"]))
    assert post(client, "/passkeys", {"registration": made}).json()["code"] == "passkey_expired"


def test_nobody_adds_a_passkey_without_being_signed_in(client, db):
    assert post(client, "/passkeys/options", {}).status_code == 401
    assert post(client, "/passkeys", {"registration": {}}).status_code == 401


def test_an_id_is_taken_for_ever_even_by_oneself(people, now):
    phone = keep(people.servant, now)
    remove_passkey(passkey=Passkey.objects.get(), at=now)
    for person in (people.servant, people.supervisor):
        with pytest.raises(Refused) as caught:
            keep(person, now, phone)
        assert caught.value.code == Code.PASSKEY_TAKEN


def test_the_last_place_is_for_the_phone(people, now):
    for _ in range(MOST_PASSKEYS - 1):
        keep(people.servant, now)
    with pytest.raises(Refused) as caught:
        keep(people.servant, now)
    assert caught.value.code == Code.PASSKEY_FULL


def test_the_phones_own_key_is_not_removed_here(client, people):
    from nyata.enrolment.tests.factories import bound_phone

    phone = bound_phone(people.servant)
    client.force_login(people.servant)
    client.post(f"/akun/kunci/{phone.device.passkey_id}/hapus/")
    assert Passkey.objects.get().revoked_at is None


def test_somebody_elses_passkey_is_not_found(client, people, now):
    keep(people.supervisor, now)
    client.force_login(people.servant)
    assert client.post(f"/akun/kunci/{Passkey.objects.get().pk}/hapus/").status_code == 404
    assert client.get(f"/akun/kunci/{Passkey.objects.get().pk}/hapus/").status_code == 405


def test_ones_own_passkey_is_removed(client, people, now):
    keep(people.servant, now)
    client.force_login(people.servant)
    client.post(f"/akun/kunci/{Passkey.objects.get().pk}/hapus/")
    assert Passkey.objects.get().revoked_at is not None


def test_ending_sessions_spares_the_one_that_asks_and_other_people(client, people, now):
    here, there, other = client, Client(), Client()
    here.force_login(people.servant)
    there.force_login(people.servant)
    other.force_login(people.supervisor)
    moment = now - dt.timedelta(days=400)
    assert end_sessions(person=people.servant, at=moment, keep=here.session.session_key) == 1
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert other.get("/akun/").status_code == 200


def test_the_id_is_sent_as_it_is_kept(people, now):
    phone = keep(people.servant, now)
    assert bytes_to_base64url(phone.credential_id) == bytes_to_base64url(bytes(Passkey.objects.get().credential_id))
