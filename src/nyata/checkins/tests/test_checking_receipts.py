"""Anybody checks a receipt on the public page; one's own full receipt is a file; the keys for it are published."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from nyata.checkins import keys
from nyata.checkins.models import CheckIn, ReceiptKey
from nyata.checkins.selectors import receipts
from nyata.checkins.services import receipt_keys
from nyata.checkins.turns import ADDRESSES, Turns
from nyata.checkins.views import receipts as views
from nyata.core import receipt
from nyata.core.notekeys import Algorithm, Signer
from nyata.core.notes import Note
from nyata.core.receipt import Receipt
from nyata.ledger.keyring import Keyring
from nyata.ledger.models import Checkpoint, Cosignature, Witness
from nyata.ledger.receipt_judging import judge
from nyata.ledger.receipt_words import Answer, Why
from nyata.ledger.services import checkpoints, sequencing
from nyata.ledger.tests.administrator import unseen
from nyata.people.tests.asking import signed_in

pytestmark = pytest.mark.django_db
ORIGIN, AHEAD = "localhost/nyata", dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def fresh_turns() -> Iterator[None]:
    views._turns = Turns(120, dt.timedelta(minutes=1))
    yield


@pytest.fixture
def token(world: Any) -> str:
    return str(world.phone.check_in("in").body["receipt"])


def sign() -> Checkpoint:
    """Everything that waits gets its place, and the log is signed."""
    while sequencing.sequence():
        pass
    return checkpoints.make(at=timezone.now())


def asked(given: str = "", **more: Any) -> Any:
    return Client(HTTP_HOST="localhost").post("/bukti/", {"bukti": given, **more})


def said(page: Any) -> tuple[str, str]:
    found = page.context.get("found")
    return (found.answer.value, found.why.value) if found else ("refused", page.context["code"])


def own_file(world: Any) -> Any:
    return world.phone.transport.client.get(f"/absen/{CheckIn.objects.get().public_id}/bukti.json")


def as_file(text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("bukti.json", text.encode() if isinstance(text, str) else text)


def test_a_code_just_given_is_promised_and_included_once_a_checkpoint_covers_it(token: str) -> None:
    assert said(asked(token)) == ("promised", "waiting")
    sign()
    assert said(asked(token)) == ("included", "proven")


def test_a_pasted_address_is_as_good_as_its_code(token: str) -> None:
    assert said(asked(f" http://localhost:8000/bukti/#{token} ")) == ("promised", "waiting")


def test_the_page_tells_the_time_and_nothing_of_the_person(world: Any, token: str) -> None:
    sign()
    page = asked(token)
    text = page.content.decode()
    kept = CheckIn.objects.get()
    assert timezone.localtime(kept.received_at).strftime("%H.%M.%S") in text
    for private in (world.cast.servant.name, world.cast.servant.nip, str(kept.public_id), kept.digest.hex()):
        assert private not in text
    assert timezone.localtime(kept.acted_at).strftime("%H.%M.%S.%f") not in text


def test_the_page_needs_no_sign_in_and_is_never_kept(token: str) -> None:
    for page in (Client(HTTP_HOST="localhost").get("/bukti/"), asked(token)):
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert "script-src 'self'" in page["Content-Security-Policy"]
    assert Client(HTTP_HOST="localhost").put("/bukti/").status_code == 405


def test_the_page_speaks_english_where_it_was_asked_to(token: str) -> None:
    client = Client(HTTP_HOST="localhost")
    assert "English" in client.get("/bukti/").content.decode()
    client.cookies["django_language"] = "en"
    assert "The log promised to have it" in client.post("/bukti/", {"bukti": token}).content.decode()


@pytest.mark.parametrize("given", ["", "x", "é", "a.b", "{", "{}", '{"v": 1}', "A" * 900])
def test_what_is_no_receipt_is_a_clear_no(given: str) -> None:
    page = asked(given)
    assert (page.status_code, said(page)) == (422, ("refused", "receipt_malformed"))
    assert "bukan bukti absen yang utuh" in page.content.decode()


def test_a_changed_code_is_a_clear_no(token: str) -> None:
    assert said(asked(token[:40] + ("A" if token[40] != "A" else "B") + token[41:])) == ("refused", "receipt_tampered")


def test_a_code_of_another_log_or_another_key_is_a_clear_no(token: str) -> None:
    now = timezone.now()
    other = Receipt(b"d" * 32, "in", now, now, b"l" * 32, "kaboki.example/nyata", now)
    assert said(asked(receipt.make(b"k" * 32, other))) == ("refused", "receipt_other_log")
    forged = Receipt(b"d" * 32, "in", now, now, b"l" * 32, ORIGIN, now)
    assert said(asked(receipt.make(b"k" * 32, forged))) == ("refused", "receipt_wrong_key")


def promised(leaf: bytes, received_at: dt.datetime) -> str:
    by = received_at + dt.timedelta(hours=1)
    return receipt.make(keys.receipt_key(), Receipt(b"d" * 32, "in", received_at, received_at, leaf, ORIGIN, by))


def test_a_code_from_the_future_is_a_clear_no() -> None:
    assert said(asked(promised(b"l" * 32, timezone.now() + 2 * AHEAD))) == ("refused", "receipt_future")


def test_a_promise_whose_entry_the_log_does_not_have_is_contradicted(token: str) -> None:
    sign()
    assert said(asked(promised(b"l" * 32, timezone.now()))) == ("contradicted", "missing")


def test_a_promise_that_still_waits_after_its_time_is_contradicted(token: str) -> None:
    leaf = receipt.verify(receipts.keyring().receipts, token).leaf
    assert said(asked(promised(leaf, timezone.now() - dt.timedelta(hours=2)))) == ("contradicted", "late")


def test_the_full_receipt_is_a_file_that_verifies_with_the_published_keys_alone(world: Any, token: str) -> None:
    sign()
    answer = own_file(world)
    assert "attachment" in answer["Content-Disposition"]
    published = Keyring.parse(Client(HTTP_HOST="localhost").get("/bukti/kunci.json").content.decode())
    found = judge(answer.content.decode(), published, at=timezone.now(), ahead=AHEAD)
    assert (found.answer, found.why) == (Answer.INCLUDED, Why.PROVEN)
    assert found.receipt.digest == bytes(CheckIn.objects.get().digest)


def test_the_full_receipt_is_checked_on_the_page_by_file_and_by_paste(world: Any, token: str) -> None:
    sign()
    text = own_file(world).content.decode()
    assert said(asked(text)) == ("included", "proven")
    assert said(asked(berkas=as_file(text))) == ("included", "proven")
    assert said(asked(berkas=as_file(text[:-40]))) == ("refused", "receipt_malformed")
    assert said(asked(berkas=as_file(b"\xff\xfe"))) == ("refused", "receipt_malformed")
    assert said(asked(berkas=as_file("{" * 300_000))) == ("refused", "receipt_too_long")


def test_a_full_receipt_from_before_finds_a_log_that_was_rewritten(world: Any, token: str) -> None:
    sign()
    text = own_file(world).content.decode()
    unseen("UPDATE ledger_leaf SET hash = sha256(hash)")
    unseen("UPDATE ledger_tile SET root = sha256(root)")
    assert said(asked(text)) == ("contradicted", "rewritten")


def test_a_full_receipt_is_of_the_newest_checkpoint_that_another_office_has_seen(world: Any, token: str) -> None:
    seen = sign()
    office = Signer("inspektorat.example/saksi", b"w" * 32, Algorithm.COSIGNATURE)
    now = timezone.now()
    witness = Witness.objects.create(name=office.name, public=office.verifier.public, is_accepted=True, since=now)
    line = Note.parse(seen.note).signed(office, at=int(now.timestamp())).signatures[-1].line
    Cosignature.objects.create(checkpoint=seen, witness=witness, line=line, signed_at=now, received_at=now)
    world.phone.check_in("out")
    newest = sign()
    first = CheckIn.objects.get(purpose="in")
    full = receipts.full_receipt(first)
    assert (full.size, newest.size > seen.size) == (seen.size, True)
    found = judge(json.dumps(full.as_json()), receipts.keyring(), at=timezone.now(), ahead=AHEAD)
    assert (found.why, found.witnesses) == (Why.PROVEN, (office.name,))
    assert receipts.full_receipt(CheckIn.objects.get(purpose="out")).size == newest.size


def test_before_a_checkpoint_there_is_no_full_receipt_yet(world: Any, token: str) -> None:
    checkin = CheckIn.objects.get()
    page = world.phone.transport.client.get(f"/absen/{checkin.public_id}/bukti.json", follow=True)
    assert "notice error" in page.content.decode()
    answer = world.phone.ask("GET", f"/checkins/{checkin.public_id}/receipt")
    assert (answer.status, answer.body["code"], answer.body["next"]) == (404, "no_checkpoint", "wait")
    sign()
    later = world.phone.check_in("out").body["id"]
    answer = world.phone.ask("GET", f"/checkins/{later}/receipt")
    assert (answer.status, answer.body["code"]) == (409, "not_placed")
    while sequencing.sequence():
        pass
    assert world.phone.ask("GET", f"/checkins/{later}/receipt").body["code"] == "not_covered"


def test_the_api_gives_the_same_full_receipt(world: Any, token: str) -> None:
    sign()
    answer = world.phone.ask("GET", f"/checkins/{CheckIn.objects.get().public_id}/receipt")
    assert answer.status == 200
    assert answer.body == json.loads(own_file(world).content)
    assert answer.body["receipt"] == token


def test_the_full_receipt_of_somebody_else_does_not_exist(world: Any, token: str, client: Client) -> None:
    sign()
    where = CheckIn.objects.get().public_id
    for other in (world.cast.supervisor, world.cast.hr, world.cast.auditor):
        signed_in(client, other)
        assert client.get(f"/absen/{where}/bukti.json").status_code == 404
        assert client.get(f"/api/v1/checkins/{where}/receipt").status_code == 404
    assert Client(HTTP_HOST="localhost").get(f"/api/v1/checkins/{where}/receipt").status_code == 401


def test_the_code_is_small_enough_for_a_cheap_phone(token: str) -> None:
    for host in ("http://localhost:8000", "https://absensi.okikab.go.id"):
        assert segno.make(f"{host}/bukti/#{token}", error="l", micro=False).version <= 11


def test_the_key_of_receipts_is_recorded_once_and_stays_published(settings: Any) -> None:
    now = timezone.now()
    assert receipt_keys.record(at=now)
    assert not receipt_keys.record(at=now)
    former = receipts.keyring().receipts
    settings.RECEIPT_KEY = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg="
    assert receipts.keyring().receipts == (*former, receipt.verifier(b"x" * 32, ORIGIN))
    assert receipt_keys.record(at=now)
    assert len(receipts.keyring().receipts) == 2


def test_a_receipt_of_a_former_key_is_still_checked(token: str, settings: Any) -> None:
    receipt_keys.record(at=timezone.now())
    settings.RECEIPT_KEY = "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHg="
    assert said(asked(token)) == ("promised", "waiting")


@pytest.mark.parametrize("words", ["UPDATE checkins_receiptkey SET since = now()", "DELETE FROM checkins_receiptkey"])
def test_a_recorded_key_is_neither_changed_nor_deleted(words: str) -> None:
    receipt_keys.record(at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)
    assert ReceiptKey.objects.count() == 1


def test_whoever_asks_too_often_waits_and_nobody_else_does(token: str) -> None:
    views._turns = Turns(2, dt.timedelta(minutes=1))
    assert [asked(token).status_code for _ in range(3)] == [200, 200, 429]
    assert said(asked(token)) == ("refused", "too_many_checks")
    assert Client(HTTP_HOST="localhost", REMOTE_ADDR="10.0.0.9").post("/bukti/", {"bukti": token}).status_code == 200


def test_turns_come_again_when_their_span_is_over() -> None:
    turns, now, span = Turns(1, dt.timedelta(minutes=1)), timezone.now(), dt.timedelta(minutes=1)
    assert turns.take("a", now)
    assert not turns.take("a", now + span - dt.timedelta(microseconds=1))
    assert turns.take("a", now + span)


def test_turns_of_many_addresses_do_not_fill_the_memory() -> None:
    turns, now = Turns(1, dt.timedelta(minutes=1)), timezone.now()
    for number in range(ADDRESSES + 5):
        turns.take(str(number), now)
    assert len(turns._begun) == ADDRESSES


def test_every_answer_of_the_page_has_its_word(tmp_path: Path) -> None:
    assert set(views.SIGNS) == set(Answer)
