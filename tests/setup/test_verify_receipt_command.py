"""`nyata ledger verify-receipt` on a machine that has keys and nothing else: no settings, no database."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nyata.config import cli
from nyata.core.encoding import iso_ms
from nyata.core.notekeys import b64
from nyata.core.receipt import Receipt, make, verifier
from nyata.core.tests import rfc9162
from nyata.ledger.full_receipt import FullReceipt
from nyata.ledger.keyring import Keyring
from nyata.ledger.tests.test_receipt_judging import INDEX, KEYS, LEAVES, ORIGIN, RECEIPT_KEY, consistency, note

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
RECEIVED = NOW - dt.timedelta(hours=10)
SAID = Receipt(b"d" * 32, "in", RECEIVED, RECEIVED, LEAVES[INDEX], ORIGIN, RECEIVED + dt.timedelta(hours=1))
TOKEN = make(RECEIPT_KEY, SAID)


Ask = Callable[..., tuple[int, dict[str, Any], str]]


def elsewhere(folder: Path, *words: str) -> tuple[int, str, str]:
    """Run it as somebody elsewhere would, in a process with an empty environment: exit code and what it said."""
    environment = {"PATH": os.environ["PATH"], "NYATA_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "nyata.config.cli", "ledger", "verify-receipt", *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def nyata(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """The same without the cost of a process: exit code, its JSON, what it complained of."""
    monkeypatch.chdir(desk)
    monkeypatch.setenv("NYATA_HOME", str(desk / "home"))
    for name in (
        "DATABASE_URL",
        "NYATA_ORIGIN",
        "NYATA_SECRET_KEY",
        "NYATA_RECEIPT_KEY",
        "NYATA_LOG_KEY",
        "NYATA_DEMO",
    ):
        monkeypatch.delenv(name, raising=False)

    def ask(*words: str) -> tuple[int, dict[str, Any], str]:
        code = cli.main(["ledger", "verify-receipt", *words, "--json"])
        said, complained = capsys.readouterr()
        return code, json.loads(said), complained

    return ask


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the keys, a full receipt and two checkpoints."""
    proof = tuple(rfc9162.path(INDEX, LEAVES[:20]))
    made = RECEIVED + dt.timedelta(minutes=1)
    full = FullReceipt(TOKEN, ORIGIN, INDEX, 20, proof, str(note(20, made)))
    (tmp_path / "keys.json").write_text(json.dumps(KEYS.as_json()))
    (tmp_path / "full.json").write_text(json.dumps(full.as_json()))
    (tmp_path / "later.txt").write_text(str(note(30, NOW)))
    (tmp_path / "without.txt").write_text(str(note(INDEX, NOW)))
    (tmp_path / "other.txt").write_text(str(note(20, made, leaves=LEAVES[::-1])))
    (tmp_path / "proof.json").write_text(json.dumps({"proof": [b64(one) for one in consistency(20, 30)]}))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code", "answer", "why"),
    [
        (["full.json"], 0, "included", "proven"),
        ([TOKEN], 3, "promised", "no_proof_yet"),
        ([f"https://nyata.example/bukti/#{TOKEN}"], 3, "promised", "no_proof_yet"),
        (["full.json", "--checkpoint", "later.txt"], 0, "included", "not_compared"),
        (["full.json", "--checkpoint", "later.txt", "--consistency", "proof.json"], 0, "included", "compared"),
        (["full.json", "--checkpoint", "without.txt"], 1, "contradicted", "late"),
        (["full.json", "--checkpoint", "other.txt"], 1, "contradicted", "two_roots"),
        (["full.json", "--checkpoint", "later.txt", "--consistency", "keys.json"], 2, "refused", "consistency_wrong"),
        (["full.json", "--checkpoint", "keys.json"], 2, "refused", "note_malformed"),
        (["keys.json"], 2, "refused", "receipt_malformed"),
        ([TOKEN[:-1]], 2, "refused", "receipt_malformed"),
    ],
)
def test_the_answer_is_given_in_words_and_in_the_exit_code(
    nyata: Ask, words: list[str], code: int, answer: str, why: str
) -> None:
    left, said, complained = nyata(*words, "--keys", "keys.json")
    assert (left, said["answer"], said["code"], complained) == (code, answer, why, "")
    assert said["sentence"].endswith(".")


def test_it_tells_what_the_receipt_says(nyata: Ask) -> None:
    _, said, _ = nyata("full.json", "--keys", "keys.json")
    assert (said["received_at"], said["by"]) == (
        iso_ms(SAID.received_at),
        iso_ms(SAID.received_at + dt.timedelta(hours=1)),
    )
    assert (said["id"], said["purpose"], said["leaf"]) == (str(SAID.id), "in", SAID.leaf.hex())
    assert (said["index"], said["size"], said["witnesses"]) == (INDEX, 20, [])


def test_a_file_cut_off_on_its_way_is_a_clear_no(nyata: Ask, desk: Path) -> None:
    whole = (desk / "full.json").read_text()
    (desk / "cut.json").write_text(whole[: len(whole) // 2])
    assert nyata("cut.json", "--keys", "keys.json")[:2] == (
        2,
        {
            "answer": "refused",
            "code": "receipt_malformed",
            "sentence": "Ini bukan bukti absen yang utuh. Salin seluruh kodenya, atau unduh lagi berkasnya.",
        },
    )
    (desk / "cut.json").write_bytes(b"\xff" * 40)
    assert nyata("cut.json", "--keys", "keys.json")[1]["code"] == "receipt_malformed"


def test_keys_of_another_log_or_none_are_a_clear_no(nyata: Ask, desk: Path) -> None:
    other = "kaboki.example/nyata"
    keys = Keyring(other, KEYS.log, (verifier(RECEIPT_KEY, other),))
    (desk / "keys.json").write_text(json.dumps(keys.as_json()))
    assert nyata(TOKEN, "--keys", "keys.json")[1]["code"] == "receipt_other_log"
    (desk / "keys.json").write_text("{}")
    assert nyata(TOKEN, "--keys", "keys.json")[1]["code"] == "keys_malformed"


@pytest.mark.parametrize(
    "words", [["full.json", "--keys", "nowhere.json"], ["nowhere.json", "--keys", "keys.json"],
              ["full.json", "--keys", "keys.json", "--consistency", "proof.json"], [TOKEN]]
)  # fmt: skip
def test_a_question_that_lacks_something_says_what_to_do(nyata: Ask, words: list[str]) -> None:
    left, said, _ = nyata(*words)
    assert left == 2
    assert said["error"] and said["mend"]


def test_it_needs_neither_settings_nor_a_database(desk: Path) -> None:
    code, said, complained = elsewhere(desk, "full.json", "--keys", "keys.json")
    assert (code, complained) == (0, "")
    assert said.startswith("answer: included\ncode: proven\nsentence: Bukti ini asli")
