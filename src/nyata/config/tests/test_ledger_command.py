"""`nyata ledger`: what it prints, what it leaves with, and the other office that watches without a database."""

import base64
import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections, transaction
from django.utils import timezone

from nyata.config import cli, following, processes, witness
from nyata.config.commands import worker
from nyata.core.merkle import verify_inclusion
from nyata.core.notekeys import Algorithm, Signer, Verifier, unb64
from nyata.ledger import signed
from nyata.ledger.kinds import Kind
from nyata.ledger.models import Checkpoint, Cosignature, Leaf, Opening, Waiting
from nyata.ledger.refusals import Code, Refused
from nyata.ledger.selectors import log
from nyata.ledger.services import append_many
from nyata.ledger.services.checkpoints import make
from nyata.ledger.services.sequencing import sequence
from nyata.ledger.tests.administrator import unseen

# What an administrator does who takes the first check-in away and lets the log be made anew.
REWRITTEN = (
    "DELETE FROM ledger_cosignature",
    "DELETE FROM ledger_checkpoint",
    "DELETE FROM ledger_tile",
    "DELETE FROM ledger_position",
    "DELETE FROM ledger_opening WHERE leaf_id < (SELECT min(leaf_id) + 3 FROM ledger_opening WHERE kind = 'checkin')",
    "DELETE FROM ledger_leaf WHERE id < (SELECT min(leaf_id) FROM ledger_opening)",
    "DELETE FROM ledger_waiting",
    "INSERT INTO ledger_waiting SELECT id FROM ledger_leaf",
)
WITNESS = Signer("inspektorat.example/saksi", bytes(range(32)), Algorithm.COSIGNATURE)


def grow(count: int) -> None:
    with transaction.atomic():
        append_many(Kind.CHECKIN, [{"person": number} for number in range(count)], at=timezone.now())


@pytest.fixture
def told(capsys):
    """Runs a command with --json: (exit code, what it said)."""

    def run(*words: str) -> tuple[int, dict]:
        code = cli.main(["ledger", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def watched(own_database) -> Iterator[str]:
    """The address of a running web server over this database, whose log has one checkpoint."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, *said: object) -> None:
            return

    grow(40)
    sequence()
    make(at=timezone.now())
    connections.close_all()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def look(watched, tmp_path):
    """Looks at the log as the other office would."""
    log_key = log.published_keys()[0]

    def look(now: dt.datetime | None = None, log_key: Verifier | None = log_key, state: str = "state.json"):
        return witness.look(watched, WITNESS, tmp_path / state, log_key, now or timezone.now())

    return look


def code_of(call, *given, **named) -> Code | None:
    try:
        call(*given, **named)
    except Refused as refused:
        return refused.code
    return None


def test_a_checkpoint_on_demand_covers_everything_that_waits(own_database, told):
    grow(30)
    code, said = told("checkpoint", "--apel")
    assert (code, said["ok"], said["size"]) == (0, True, Leaf.objects.count())
    assert (
        signed.opened(said["note"], origin="localhost/nyata", log=log.published_keys()).checkpoint.size == said["size"]
    )


def test_verify_leaves_with_0_only_where_all_holds(own_database, told, tmp_path):
    grow(30)
    note = told("checkpoint")[1]["note"]
    code, said = told("verify")
    assert code == 0
    assert {name: said[name] for name in ("ok", "first_bad", "bad")} == {"ok": True, "first_bad": None, "bad": 0}
    kept = tmp_path / "apel.txt"
    kept.write_text(note)
    assert told("verify", "--checkpoint", str(kept))[0] == 0
    unseen(
        "UPDATE ledger_opening SET content = content || ' ' WHERE leaf_id = (SELECT max(leaf_id) FROM ledger_opening)"
    )
    code, said = told("verify")
    assert (code, said["ok"], said["first_bad"]["what"]) == (1, False, "content_changed")
    assert said["first_bad"]["why"].endswith("isinya diubah.")


def test_a_checkpoint_file_that_is_not_there_is_asked_wrongly(own_database, told, tmp_path):
    code, said = told("verify", "--checkpoint", str(tmp_path / "none"))
    assert code == 2 and "cannot be read" in said["error"]


def test_prove_prints_a_proof_that_anybody_can_check(own_database, told):
    grow(30)
    made = told("checkpoint")[1]
    leaf = bytes(Opening.objects.filter(kind=Kind.CHECKIN).first().leaf.hash)
    code, said = told("prove", leaf.hex())
    assert code == 0
    proof = [unb64(one) for one in said["proof"]]
    verify_inclusion(leaf, said["index"], said["size"], proof, bytes.fromhex(made["root"]))
    code, said = told("prove", "00" * 32)
    assert (code, said["code"]) == (1, "leaf_unknown")
    assert told("prove", "xyz")[0] == 2


def test_prove_before_the_first_checkpoint_says_to_wait(own_database, told):
    assert told("prove", "00" * 32)[1]["code"] == "no_checkpoint"


def test_rotating_without_a_new_key_says_what_to_set(own_database, told, settings):
    told("checkpoint")
    code, said = told("rotate")
    assert (code, said["code"]) == (1, "new_key_missing")
    settings.LOG_KEY_NEW = base64.b64encode(bytes(range(32))).decode()
    assert told("rotate")[0] == 0


def test_an_office_makes_its_key_without_a_database(told, tmp_path):
    file = tmp_path / "saksi.key"
    code, said = told("witness", "--new-key", WITNESS.name, "--key", str(file))
    assert code == 0
    assert witness.read_key(file).verifier.text == said["key"]
    assert file.stat().st_mode & 0o777 == 0o600
    assert told("witness", "--new-key", WITNESS.name, "--key", str(file))[0] == 2
    code, said = told("witness", "--new-key", "dua kata", "--key", str(tmp_path / "other"))
    assert (code, said["code"]) == (1, "key_malformed")


def test_the_other_office_sees_the_log_grow_and_its_cosignatures_are_kept(watched, told, tmp_path):
    key, state = tmp_path / "key", tmp_path / "state"
    key.write_text(WITNESS.secret_text)
    assert told("witness", "--accept", WITNESS.verifier.text)[0] == 0
    words = ("witness", "--log", watched, "--key", str(key), "--state", str(state))
    assert told(*words)[1]["code"] == "key_malformed"
    log_key = told("witness")[1]["log_key"]
    code, said = told(*words, "--log-key", log_key)
    assert (code, said["grown"]) == (0, True)
    assert told(*words)[1]["grown"] is False
    grow(300)
    told("checkpoint")
    code, said = told(*words)
    assert (code, said["size"]) == (0, Leaf.objects.count())
    assert Cosignature.objects.count() == 2
    [known] = told("witness")[1]["witnesses"]
    assert (known["name"], known["size"]) == (WITNESS.name, said["size"])
    assert told("verify")[0] == 0
    assert told("witness", "--dismiss", WITNESS.name)[1]["witnesses"] == []


def test_an_unknown_office_is_refused_by_the_log(look):
    assert code_of(look) is Code.WITNESS_UNKNOWN


def test_a_log_that_was_rewritten_is_refused_whatever_its_size(watched, look, told):
    told("witness", "--accept", WITNESS.verifier.text)
    seen = look().size
    for more, code in ((-1, Code.LOG_SHRANK), (0, Code.LOG_CONTRADICTS), (5, Code.PROOF_WRONG)):
        for statement in REWRITTEN:
            unseen(statement)
        grow(seen + more - Leaf.objects.count())
        while sequence():
            pass
        make(at=timezone.now())
        assert (log.size(), code_of(look)) == (seen + more, code)


def test_a_log_from_the_future_with_another_key_or_without_words_is_not_believed(watched, look, tmp_path):
    past = timezone.now() - dt.timedelta(minutes=10)
    assert code_of(look, now=past) is Code.FUTURE_TIME
    stranger = Signer("localhost/nyata", bytes(range(32))).verifier
    assert code_of(look, log_key=stranger) is Code.WRONG_KEY
    other = Signer("other.example/nyata", bytes(range(32))).verifier
    assert code_of(look, log_key=other) is Code.WRONG_KEY
    (tmp_path / "broken.json").write_text("{}")
    assert code_of(look, state="broken.json") is Code.STATE_UNREADABLE
    for address in ("http://127.0.0.1:1", "file:///etc/passwd"):
        assert code_of(witness.look, address, WITNESS, tmp_path / "none", stranger, past) is Code.LOG_SILENT


def test_a_key_file_that_is_none_is_refused(tmp_path):
    file = tmp_path / "key"
    assert code_of(witness.read_key, file) is Code.KEY_MALFORMED
    file.write_text(WITNESS.verifier.text)
    assert code_of(witness.read_key, Path(file)) is Code.KEY_MALFORMED


def test_the_worker_has_a_process_that_places_and_signs_within_two_seconds(own_database, tmp_path, request):
    given = connection.settings_dict
    url = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{own_database}"
    process = processes.spawn(worker.Post(words=worker.LOG).command(), tmp_path / "log", {"DATABASE_URL": url})
    request.addfinalizer(lambda: processes.stop(process, 5))
    until(lambda: Checkpoint.objects.exists(), 60)
    grow(500)
    before = time.monotonic()
    until(lambda: not Waiting.objects.exists(), 30)
    assert time.monotonic() - before < 10  # two seconds where nobody else works; the bench measures it
    process.terminate()
    assert process.wait(10) == 0
    assert (tmp_path / "log").read_text() == ""


def until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_process_signs_on_when_a_checkpoint_was_refused_and_says_so_once(
    own_database, monkeypatch, caplog, settings
):
    told_to_stop = iter((None, None, KeyboardInterrupt()))

    def pause(seconds: float) -> None:
        if stop := next(told_to_stop):
            raise stop

    monkeypatch.setattr(following.time, "sleep", pause)
    make(at=timezone.now() - dt.timedelta(hours=1))
    settings.LOG_KEY = base64.b64encode(bytes(range(32))).decode()
    grow(3)
    assert following.follow() == 0
    assert [record.getMessage() for record in caplog.records] == ["checkpoint refused: key_not_in_force"]
    assert not Waiting.objects.exists()
