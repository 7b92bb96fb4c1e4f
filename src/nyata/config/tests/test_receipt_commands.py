"""`nyata ledger keys` and `verify-receipt` beside the database that gave the receipt."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from nyata.checkins import keys
from nyata.checkins.selectors.receipts import keyring
from nyata.config import cli
from nyata.core import receipt
from nyata.core.receipt import Receipt
from nyata.ledger.keyring import Keyring
from nyata.ledger.kinds import Kind
from nyata.ledger.selectors.receipts import full_receipt
from nyata.ledger.services import append, checkpoints
from nyata.ledger.services.sequencing import sequence

pytestmark = pytest.mark.django_db


def promised() -> tuple[str, Receipt]:
    """An entry, and the receipt that promises its place."""
    now = timezone.now().replace(microsecond=0)
    with transaction.atomic():
        leaf = append(Kind.CHECKIN, {"person": 1}, at=now)
    said = Receipt(b"d" * 32, "out", now, now, leaf, settings.LOG_ORIGIN, now + dt.timedelta(hours=1))
    return receipt.make(keys.receipt_key(), said), said


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = cli.main(["ledger", *words])
    return code, capsys.readouterr().out


def test_the_keys_are_printed_for_another_machine(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["keys"], ["keys", "--json"]):
        code, said = asked(capsys, *words)
        assert (code, Keyring.parse(said)) == (0, keyring())


def test_the_key_of_the_log_is_told_before_its_first_checkpoint_and_stays_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = asked(capsys, "keys")[1]
    checkpoints.make(at=timezone.now())
    assert asked(capsys, "keys")[1] == before


def test_without_a_file_of_keys_our_own_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token, said = promised()
    code, told = asked(capsys, "verify-receipt", token, "--json")
    assert (code, json.loads(told)["code"]) == (3, "waiting")
    sequence()
    checkpoints.make(at=timezone.now())
    file = tmp_path / "bukti.json"
    file.write_text(json.dumps(full_receipt(token, said, settings.LOG_ORIGIN).as_json()))
    code, told = asked(capsys, "verify-receipt", str(file))
    assert code == 0
    assert told.startswith("answer: included\ncode: proven")


def test_what_the_command_proves_goes_with_its_own_consistency_and_checkpoint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token, said = promised()
    sequence()
    first = checkpoints.make(at=timezone.now())
    (tmp_path / "bukti.json").write_text(json.dumps(full_receipt(token, said, settings.LOG_ORIGIN).as_json()))
    for _ in range(3):
        promised()
    sequence()
    second = checkpoints.make(at=timezone.now())
    (tmp_path / "c").write_text(second.note)
    address = f"/api/v1/log/consistency?first={first.size}&second={second.size}"
    (tmp_path / "p").write_bytes(Client(HTTP_HOST="localhost").get(address).content)
    words = ["--checkpoint", str(tmp_path / "c"), "--consistency", str(tmp_path / "p"), "--json"]
    code, told = asked(capsys, "verify-receipt", str(tmp_path / "bukti.json"), *words)
    assert (code, json.loads(told)["code"]) == (0, "compared")
