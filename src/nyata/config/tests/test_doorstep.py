"""What is turned away before anything reads it."""

import json

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

FORM = "multipart/form-data; boundary=x"
HEAD = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n'

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """Somebody without a session, who made up a CSRF cookie so that the form would be read."""
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    return client


@pytest.mark.parametrize("path", ["/masuk/", "/api/v1/challenges", "/api/v1/session", "/petugas/impor/pegawai/"])
def test_a_huge_body_is_turned_away_before_a_byte_of_it_reaches_the_disk(visitor, path, monkeypatch):
    def written(*_args: object) -> None:
        raise AssertionError("a file was begun")

    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", written)
    answer = visitor.generic("POST", path, HEAD + b"0" * 13_000_000 + b"\r\n--x--\r\n", content_type=FORM)
    assert answer.status_code == 413
    if path.startswith("/api/"):
        assert answer.json()["code"] == "body_too_large"


@pytest.mark.parametrize("length", ["-1", "9" * 4400, "12 ", "٣"])
def test_a_length_that_is_no_length_is_turned_away(length):
    assert Client().post("/masuk/", {"nip": "1"}, CONTENT_LENGTH=length).status_code == 413


def test_a_bundle_that_is_too_large_still_gets_its_code_from_its_own_door():
    answer = Client().generic("POST", "/api/v1/checkins", b"0" * 13_000_000, content_type=FORM)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("path", ["/masuk/?next=%00", "/papan/?cari=%00", "/petugas/?cari=a%00b"])
def test_a_nul_in_the_address_is_no_fault_of_ours(path):
    assert Client().get(path).status_code == 400
    assert Client().get("/api/v1/team/today?search=%00").json()["code"] == "malformed"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/session", {"nip": "19\x0085", "password": "x"}),
        ("/api/v1/session/passkey/options", {"nip": "\x00"}),
    ],
)
def test_a_nul_in_what_anybody_may_send_is_refused_with_a_code(path, body):
    answer = Client().post(path, json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
