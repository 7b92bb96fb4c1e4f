"""The pages and the API of enrolling, asked as browsers and second clients ask."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from nyata.accounts.tests.authenticator import Authenticator, PageKey
from nyata.enrolment import selectors
from nyata.enrolment.models import Accommodation, DeviceChange, Enrolment, Lookalike
from nyata.enrolment.services import code_of
from nyata.enrolment.tests.factories import bound_phone, enrolled, enrolled_face
from nyata.enrolment.tests.performing import TIMES, opened, some_burst, some_selfies
from nyata.people.tests.factories import make_person

PHOTO = some_selfies()[0]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def now():
    """The clock of the views."""
    return timezone.now()


def type_code(client, code, **more):
    body = {"code": code} | more
    return client.post("/api/v1/enrolments/code", json.dumps(body), content_type="application/json")


def send(client, begun, *, passkey=None, page=None, **changed):
    challenge = base64url_to_bytes(begun["challenge"])
    page, passkey = page or PageKey(), passkey or Authenticator()
    parts = {
        "registration": json.dumps(passkey.create(challenge)),
        "page_key": bytes_to_base64url(page.spki),
        "page_signature": bytes_to_base64url(page.sign(challenge)),
        "times_ms": json.dumps(TIMES),
        "selfie": [SimpleUploadedFile("s.jpg", one, "image/jpeg") for one in some_selfies()],
        "frame": [SimpleUploadedFile("f.jpg", one, "image/jpeg") for one in some_burst()],
    }
    return client.post(f"/api/v1/enrolments/{begun['id']}/complete", parts | changed)


# The person's phone


def test_the_notice_comes_before_everything_and_is_read_once(people, monkeypatch):
    for module in ("selectors.own", "services.notice"):
        monkeypatch.setattr(f"nyata.enrolment.{module}.VERSION", "2999-01")  # nobody has read that one
    client = signed_in(people.servant)
    assert client.get("/pendataan/").url == "/pendataan/pemberitahuan/"
    page = client.get("/pendataan/pemberitahuan/").content.decode()
    for words in ("Dasar hukum", "Berapa lama", "Siapa yang boleh melihat", "Hak Anda", "Tanpa wajah", "45 hari"):
        assert words in page
    assert client.post("/pendataan/pemberitahuan/").url == "/pendataan/"
    assert client.get("/pendataan/").status_code == 200
    assert "Sudah saya baca" not in client.get("/pendataan/pemberitahuan/").content.decode()


def test_without_an_officer_the_page_says_whom_to_meet(people):
    assert "Temui operator" in signed_in(people.servant).get("/pendataan/").content.decode()


def test_a_second_client_enrols_through_the_api(people, now):
    enrolment = opened(people.servant, people.operator, now)
    client = signed_in(people.servant)
    assert "Ketik kode" in client.get("/pendataan/").content.decode()
    begun = type_code(client, code_of(enrolment)).json()
    assert begun["creation"]["authenticatorSelection"]["residentKey"] == "discouraged"
    assert begun["creation"]["challenge"] == begun["challenge"]
    assert (begun["frames"], begun["selfies"], len(begun["moves"])) == (12, 3, 2)
    answer = send(client, begun)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["face"] == "in_force"
    assert answer.json()["credential_id"] == begun_id(people.servant)
    assert "sudah terdaftar" in client.get("/pendataan/").content.decode()


def begun_id(person) -> str:
    return bytes_to_base64url(bytes(selectors.active_device(person).passkey.credential_id))


def test_a_wrong_code_and_a_missing_photograph_have_their_sentence(people, now):
    enrolment = opened(people.servant, people.operator, now)
    client = signed_in(people.servant)
    wrong = type_code(client, "x")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "code_wrong")
    begun = type_code(client, code_of(enrolment)).json()
    few = send(client, begun, selfie=[])
    assert (few.status_code, few.json()["code"]) == (422, "selfies_too_few")
    assert few.json()["sentence"]


@pytest.mark.parametrize(
    "changed",
    [{"times_ms": "x"}, {"times_ms": "{}"}, {"times_ms": "[1.5]"}, {"times_ms": "[2, 1]"}, {"times_ms": "[true]"},
     {"times_ms": "[-1]"}, {"registration": "["}, {"registration": "[]"}, {"registration": "[" * 9000},
     {"page_key": "a"}],
)  # fmt: skip
def test_what_cannot_be_read_is_not_complete(people, now, changed):
    enrolment = opened(people.servant, people.operator, now)
    client = signed_in(people.servant)
    answer = send(client, type_code(client, code_of(enrolment)).json(), **changed)
    assert (answer.status_code, answer.json()["code"]) == (409, "enrolment_incomplete")


def test_a_body_too_large_is_turned_away_unread(people, now):
    enrolment = opened(people.servant, people.operator, now)
    client = signed_in(people.servant)
    begun = type_code(client, code_of(enrolment)).json()
    large = SimpleUploadedFile("s.jpg", bytes(1_600_000), "image/jpeg")
    assert send(client, begun, selfie=[large]).status_code == 413
    many = [SimpleUploadedFile("s.jpg", b"x", "image/jpeg") for _ in range(30)]
    assert send(client, begun, selfie=many).json()["code"] == "photographs_too_large"


def test_the_enrolment_of_somebody_else_is_not_found(people, now):
    enrolment = opened(people.servant, people.operator, now)
    begun = type_code(signed_in(people.servant), code_of(enrolment)).json()
    answer = send(signed_in(people.supervisor), begun)
    assert (answer.status_code, answer.json()["code"]) == (404, "enrolment_unknown")


def test_a_phone_of_somebody_else_is_refused_by_its_page_key(people, now):
    theirs = bound_phone(people.supervisor).page
    enrolment = opened(people.servant, people.operator, now)
    answer = type_code(signed_in(people.servant), code_of(enrolment), page_key=theirs.thumbprint.hex())
    assert (answer.status_code, answer.json()["code"]) == (409, "device_of_another")


def test_the_api_needs_a_session_and_its_token(people, now):
    assert type_code(Client(), "123456").status_code == 401
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.servant)
    assert type_code(client, "123456").status_code == 403


def test_a_person_asks_for_another_phone(people):
    enrolled(people.servant)
    client = signed_in(people.servant)
    assert "HP terdaftar sekarang" in client.get("/akun/ganti-hp/").content.decode()
    assert client.post("/akun/ganti-hp/", {"reason": ""}).status_code == 422
    assert client.post("/akun/ganti-hp/", {"reason": "Layar pecah"}).status_code == 302
    again = client.post("/akun/ganti-hp/", {"reason": "Layar pecah"})
    assert "masih diproses" in again.content.decode()


def test_a_lost_phone_is_reported_without_being_signed_out(people):
    enrolled(people.servant)
    client = signed_in(people.servant)
    client.post("/akun/ganti-hp/", {"reason": "Tertinggal di speedboat", "is_lost": "on"})
    assert selectors.active_device(people.servant) is None
    assert "dilaporkan hilang" in client.get("/akun/ganti-hp/").content.decode()


def test_the_account_page_tells_of_phone_and_face(people):
    client = signed_in(people.servant)
    assert "Belum ada" in client.get("/akun/").content.decode()
    enrolled(people.servant)
    page = client.get("/akun/").content.decode()
    assert "Chrome di Android" in page
    assert "Siap" in page


# Officers


@pytest.mark.parametrize("who, status", [("operator", 200), ("hr", 200), ("servant", 404), ("supervisor", 404)])
def test_the_desk_is_for_whoever_enrols(people, who, status):
    assert signed_in(getattr(people, who)).get("/petugas/").status_code == status


def test_an_auditor_goes_to_what_was_drawn(people):
    assert signed_in(people.auditor).get("/petugas/").url == "/petugas/periksa/"


def test_the_desk_lists_only_ones_own_people_masked(people):
    page = signed_in(people.operator).get("/petugas/").content.decode()
    assert people.servant.name in page
    assert people.other_supervisor.name not in page
    assert people.servant.nip not in page


@pytest.mark.parametrize("state, shown", [("none", True), ("open", False), ("done", False), ("checking", False)])
def test_the_desk_sorts_by_state(people, state, shown):
    page = signed_in(people.operator).get("/petugas/", {"keadaan": state, "cari": "sari"}).content.decode()
    assert (people.servant.name in page) is shown


def test_the_desk_asks_few_questions_of_the_database_however_many_people(people, django_assert_max_num_queries):
    for at in range(25):
        make_person(f"Orang {at}", unit=people.clinic)
    client = signed_in(people.operator)
    with django_assert_max_num_queries(20):
        client.get("/petugas/")


def test_an_officer_opens_sees_the_code_and_cancels(people):
    client = signed_in(people.operator)
    address = f"/petugas/pendataan/mulai/{people.servant.pk}/"
    assert "HP dan wajah" in client.get(address).content.decode()
    assert client.post(address, {"card": "ktp_el"}).status_code == 422
    answer = client.post(address, {"card": "ktp_el", "present": "on"})
    enrolment = Enrolment.objects.get()
    assert answer.url == f"/petugas/pendataan/{enrolment.pk}/"
    code = code_of(enrolment)
    page = client.get(answer.url).content.decode()
    assert code[:3] in page and code[3:] in page
    assert "masih terbuka" in client.get(address).content.decode() or client.get(address).status_code == 200
    fragment = client.get(f"{answer.url}keadaan/").content.decode()
    assert "<html" not in fragment and code[:3] in fragment
    assert client.get(f"{answer.url}batal/").status_code == 405
    client.post(f"{answer.url}batal/")
    enrolment.refresh_from_db()
    assert enrolment.state == "cancelled"
    assert "berakhir" in client.get(answer.url).content.decode()


def test_an_open_one_leads_back_to_itself(people, now):
    enrolment = opened(people.servant, people.operator, now)
    answer = signed_in(people.hr).post(
        f"/petugas/pendataan/mulai/{people.servant.pk}/", {"card": "ktp_el", "present": "on"}
    )
    assert answer.status_code == 409
    assert f"/petugas/pendataan/{enrolment.pk}/" in answer.content.decode()


def test_the_officers_screen_follows_the_phone(people, now):
    enrolment = opened(people.servant, people.operator, now)
    client, phone = signed_in(people.operator), signed_in(people.servant)
    begun = type_code(phone, code_of(enrolment)).json()
    assert "Kode sudah diketik" in client.get(f"/petugas/pendataan/{enrolment.pk}/").content.decode()
    send(phone, begun, selfie=[])
    assert "Foto belum cukup" in client.get(f"/petugas/pendataan/{enrolment.pk}/").content.decode()
    send(phone, begun)
    page = client.get(f"/petugas/pendataan/{enrolment.pk}/keadaan/").content.decode()
    assert "Pendataan selesai" in page
    assert "hx-get" not in page


def test_officers_of_elsewhere_find_nothing(people, now):
    enrolment = opened(people.servant, people.operator, now)
    for who in ("supervisor", "other_supervisor", "auditor", "servant"):
        client = signed_in(getattr(people, who))
        assert client.get(f"/petugas/pendataan/{enrolment.pk}/").status_code == 404
        assert client.post(f"/petugas/pendataan/{enrolment.pk}/batal/").status_code == 404
        assert client.get(f"/petugas/pendataan/mulai/{people.servant.pk}/").status_code == 404


@pytest.fixture
def question(people, now) -> Lookalike:
    enrolment = opened(people.servant, people.operator, now)
    enrolment.state, enrolment.reverify, enrolment.completed_at = "complete", True, now
    enrolment.save()
    mine = enrolled_face(people.servant, photo=PHOTO, enrolment=enrolment)
    theirs = enrolled_face(people.supervisor, photo=PHOTO)
    return Lookalike.objects.create(enrolment=enrolment, template=mine, other=theirs, asked_at=now)


def test_both_pictures_are_shown_after_a_recorded_look_and_then_answered(people, question):
    client = signed_in(people.hr)
    assert "Sari Melati" in client.get("/petugas/kemiripan/").content.decode()
    address = f"/petugas/kemiripan/{question.pk}/"
    assert "data:image" not in client.get(address).content.decode()
    looked = client.post(address)
    assert looked.content.decode().count("data:image/jpeg;base64,") == 2
    assert "no-store" in looked.headers["Cache-Control"]
    assert len(selectors.looks_at_reference(people.servant)) == 1
    assert client.post(address, {"answer": "maybe"}).status_code == 404
    assert client.post(address, {"answer": "different", "reason": "Kembar"}).status_code == 302
    assert selectors.face_state(people.servant) == "in_force"
    assert people.hr.name in signed_in(people.servant).get("/akun/dilihat/").content.decode()


def test_an_answer_before_the_look_is_told(people, question):
    client = signed_in(people.hr)
    answer = client.post(f"/petugas/kemiripan/{question.pk}/", {"answer": "same", "reason": "x"}, follow=True)
    assert "Lihat dulu fotonya" in answer.content.decode()
    assert selectors.face_state(people.servant) == "checking"


@pytest.mark.parametrize("who", ["operator", "servant", "supervisor", "auditor", "executive"])
def test_questions_are_for_hr_alone(people, question, who):
    client = signed_in(getattr(people, who))
    assert client.get("/petugas/kemiripan/").status_code == 404
    assert client.post(f"/petugas/kemiripan/{question.pk}/").status_code == 404
    assert selectors.looks_at_reference(people.servant) == []


def test_the_auditor_looks_at_what_was_drawn(people, question):
    client = signed_in(people.auditor)
    address = f"/petugas/periksa/{question.enrolment_id}/"
    assert "Sari Melati" in client.get("/petugas/periksa/").content.decode()
    assert "data:image" not in client.get(address).content.decode()
    assert "data:image" in client.post(address).content.decode()
    told = client.post(address, {"agrees": "no"}, follow=True)
    assert "Alasan belum diisi" in told.content.decode()
    client.post(address, {"agrees": "no", "note": "Foto kabur"})
    assert "Foto kabur" in signed_in(people.operator).get("/petugas/").content.decode()
    assert "Minta diulang" in client.get("/petugas/periksa/").content.decode()


@pytest.mark.parametrize("who", ["operator", "servant", "hr", "executive"])
def test_what_was_drawn_is_for_auditors_alone(people, question, who):
    client = signed_in(getattr(people, who))
    assert client.get("/petugas/periksa/").status_code == 404
    assert client.post(f"/petugas/periksa/{question.enrolment_id}/").status_code == 404


def test_a_change_of_phone_goes_from_desk_to_desk(people, now):
    enrolled(people.servant)
    change = DeviceChange.objects.create(person=people.servant, reason="Layar pecah", asked_at=now)
    address = f"/petugas/ganti-hp/{change.pk}/"
    supervisor, hr = signed_in(people.supervisor), signed_in(people.hr)
    assert "Setujui" in supervisor.get("/petugas/ganti-hp/").content.decode()
    assert "Menunggu atasannya" in hr.get("/petugas/ganti-hp/").content.decode()
    assert signed_in(people.other_supervisor).post(address, {"decision": "support"}).status_code == 404
    assert signed_in(people.servant).post(address, {"decision": "support"}).status_code == 404
    assert supervisor.get(address).status_code == 405
    assert supervisor.post(address, {"decision": "maybe"}).status_code == 404
    supervisor.post(address, {"decision": "support"})
    told = hr.post(address, {"decision": "decline", "answer": ""}, follow=True)
    assert "Alasan belum diisi" in told.content.decode()
    hr.post(address, {"decision": "approve"})
    change.refresh_from_db()
    assert change.state == "approved"
    assert selectors.active_device(people.servant) is None


def test_hr_arranges_and_ends(people, now):
    client = signed_in(people.hr)
    day = timezone.localdate(now).isoformat()
    wish = {"nip": people.servant.nip, "kind": "no_moves", "reason": "Keperluan", "valid_from": day, "valid_to": day}
    assert client.post("/petugas/penyesuaian/", wish | {"nip": "1"}).status_code == 422
    assert client.post("/petugas/penyesuaian/", wish | {"valid_to": "2020-01-01"}).status_code == 422
    assert client.post("/petugas/penyesuaian/", wish).status_code == 302
    page = client.get("/petugas/penyesuaian/").content.decode()
    assert people.servant.name in page
    one = Accommodation.objects.get()
    client.post(f"/petugas/penyesuaian/{one.pk}/akhiri/")
    one.refresh_from_db()
    assert one.ended_on is not None


@pytest.mark.parametrize("who", ["operator", "servant", "auditor", "supervisor"])
def test_arrangements_are_for_hr_alone(people, who):
    client = signed_in(getattr(people, who))
    assert client.get("/petugas/penyesuaian/").status_code == 404
    assert client.post("/petugas/penyesuaian/1/akhiri/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/pendataan/", "/akun/ganti-hp/", "/akun/dilihat/", "/petugas/", "/petugas/ganti-hp/"]
)
def test_every_page_asks_who_it_is(db, address):
    assert Client().get(address).url.startswith("/masuk/")
