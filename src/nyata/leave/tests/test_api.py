"""The API of leave: the same rules as the pages."""

import datetime as dt

import pytest
from django.utils import timezone

from nyata.leave.models import Request
from nyata.leave.tests.asking import ask, wish
from nyata.people.tests.asking import signed_in

URL = "/api/v1/leave"


@pytest.fixture
def monday() -> dt.date:
    today = timezone.localdate()
    return today + dt.timedelta(days=7 - today.weekday())


def post(client, person, url, body):
    return signed_in(client, person).post(url, body, content_type="application/json")


def test_asking_reading_and_withdrawing(five, client, monday):
    asked = post(client, five.servant, URL, {"kind": "annual", "first": monday, "last": monday})
    assert (asked.status_code, asked.json()["state"]) == (201, "supervisor")
    own = client.get(URL).json()
    assert own["requests"][0]["id"] == asked.json()["id"]
    assert own["balance"]["total"] == 12
    back = client.post(f"{URL}/{asked.json()['id']}/withdraw")
    assert back.json()["state"] == "withdrawn"
    assert client.post(f"{URL}/{asked.json()['id']}/withdraw").json()["code"] == "closed"


def test_a_forgotten_record(five, client):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    missing = {"purpose": "out", "clock": "16:00", "reason": "dead_phone"}
    assert (
        post(client, five.servant, URL, {"kind": "correction", "first": yesterday, "missing": missing}).status_code
        == 201
    )


def test_a_refusal_has_its_code_its_sentence_and_its_status(five, client, monday):
    ask(five.servant, wish(first=monday), timezone.now())
    answer = post(client, five.servant, URL, {"kind": "annual", "first": monday})
    assert (answer.status_code, answer.json()["code"]) == (409, "overlaps")
    assert answer.json()["sentence"].endswith("tanggalnya.")
    assert post(client, five.servant, URL, {"kind": "holiday", "first": monday}).status_code == 422


def test_the_inbox_and_decisions(five, client, monday):
    key = ask(five.servant, wish(first=monday), timezone.now()).pk
    (waiting,) = signed_in(client, five.supervisor).get(f"{URL}/inbox").json()
    assert (waiting["key"], waiting["nearest"]) == (key, True)
    assert five.servant.nip not in waiting["nip"]
    decided = post(client, five.supervisor, f"{URL}/decisions", {"keys": [key, 10**9], "accept": True}).json()
    assert decided == {"done": [key], "refused": {str(10**9): "closed"}}
    declined = post(client, five.supervisor, f"{URL}/decisions", {"keys": [key], "accept": False})
    assert (declined.status_code, declined.json()["code"]) == (422, "words_missing")


def test_a_stranger_finds_nothing(five, client, monday):
    request = ask(five.servant, wish(first=monday), timezone.now())
    assert signed_in(client, five.other_supervisor).get(f"{URL}/inbox").json() == []
    assert client.post(f"{URL}/{request.public_id}/withdraw").status_code == 404
    assert Request.objects.count() == 1


def test_nobody_reads_without_signing_in(db, client):
    assert client.get(URL).status_code == 401
