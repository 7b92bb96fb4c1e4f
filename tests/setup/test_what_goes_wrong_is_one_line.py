"""A machine is seldom perfect. Each trouble is one sentence: what is wrong, what to do."""

import fcntl
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from nyata.config import home as places
from nyata.config.environment import HOW
from nyata.config.failures import Failure
from nyata.faces import weights


def test_a_port_in_use(nyata, free_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert f"Port {free_port} is in use" in said.err
    assert f"PORT={free_port + 1}" in said.err


def test_a_port_that_is_no_port(nyata, monkeypatch):
    monkeypatch.setenv("PORT", "lima")
    said = nyata("demo")
    assert said.code == 2
    assert said.is_one_clear_line
    assert "PORT is no port: lima" in said.err


def test_a_database_that_is_not_there(nyata, free_port, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nyata:rahasia@127.0.0.1:{free_port}/nyata")
    said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert f"The database at 127.0.0.1:{free_port}/nyata does not answer" in said.err
    assert "rahasia" not in said.err


def test_a_database_that_takes_the_call_and_stays_silent(nyata, free_port, monkeypatch):
    monkeypatch.setattr("nyata.config.database.SECONDS", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("DATABASE_URL", f"postgresql://nyata@127.0.0.1:{silent.getsockname()[1]}/nyata")
        said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert "does not answer" in said.err


def test_an_address_that_is_none(nyata, free_port, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "nyata dot com")
    said = nyata("demo", "--port", free_port)
    assert said.code == 2
    assert said.is_one_clear_line


def test_a_weights_file_with_the_wrong_hash(nyata, free_port, tmp_path, monkeypatch):
    original = weights.locate(weights.EMBEDDER)
    changed = tmp_path / "node_modules" / weights.EMBEDDER.path
    changed.parent.mkdir(parents=True)
    shutil.copy(original, changed)
    with open(changed, "r+b") as file:
        file.seek(1000)
        file.write(b"\xff\x00")
    monkeypatch.setenv("NYATA_NODE_MODULES", str(tmp_path / "node_modules"))
    said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert "MobileFaceNet.tflite is not the one that was measured" in said.err


def test_no_disk_space_before_the_start(nyata, free_port, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 3_000_000))
    said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert "No disk space left" in said.err
    assert "3 MB free, 500 MB needed" in said.err


def test_a_disk_that_fills_up_on_the_way(nyata, free_port, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "secrets.json")

    monkeypatch.setattr(places, "write_private", full)
    monkeypatch.setattr("nyata.config.postgres.write_private", full)
    said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert "No disk space left" in said.err


def test_a_folder_that_may_not_be_written(nyata, free_port, monkeypatch):
    monkeypatch.setenv("NYATA_HOME", "/proc/nyata")
    said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line


def test_a_second_demo_of_the_same_folder(nyata, free_port):
    with open(places.home() / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = nyata("demo", "--port", free_port)
    assert said.code == 1
    assert said.is_one_clear_line
    assert "runs already" in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--host", "192.168.1.7"], "passkeys need a name"),
        (["--host", "nyata.local"], "HOST needs CERT and KEY"),
        (["--cert", "cert.pem"], "without HOST"),
        (["--host", "nyata.local", "--cert", "/no/cert.pem", "--key", "/no/key.pem"], "cannot be read"),
        (["--people", "0"], "--people must be at least 1"),
    ],
)
def test_words_that_do_not_go_together(nyata, words, sentence):
    said = nyata("demo", *words)
    assert said.code == 2
    assert said.is_one_clear_line
    assert sentence in said.err


def test_serving_without_keys_lists_all_that_are_missing_and_how_to_make_them(nyata):
    said = nyata("serve")
    assert said.code == 2
    assert said.is_one_clear_line
    for name in (
        "NYATA_SECRET_KEY",
        "NYATA_WRAPPING_KEY",
        "NYATA_RECEIPT_KEY",
        "NYATA_LOG_KEY",
        "NYATA_ORIGIN",
        "DATABASE_URL",
    ):
        assert f"{name} (" in said.err


def test_as_json_the_line_has_its_two_keys(nyata):
    said = nyata("demo", "--host", "nyata.local", "--json")
    assert said.code == 2
    assert set(json.loads(said.out)) == {"error", "mend"}
    assert said.err == ""


REFUSED = [("keys", "rotate"), ("password", "12"), ("officer", "12", "--document", "821"), ("keys", "import", "gone")]


@pytest.fixture
def whole(db, nyata, monkeypatch):
    """A machine whose environment is complete; the settings of this process are loaded already."""
    for name in (*HOW, "NYATA_KEYS_PASSPHRASE"):
        monkeypatch.setenv(name, "enough of an environment")


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_a_command_refuses_is_one_line(whole, nyata, words):
    said = nyata(*words)
    assert said.code == 2
    assert said.is_one_clear_line
    assert "CommandError" not in said.err


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_a_command_refuses_has_two_keys_as_json(whole, nyata, words):
    said = nyata(*words, "--json")
    assert said.code == 2
    assert set(json.loads(said.out)) == {"error", "mend"}


def test_a_surprise_is_one_line_and_a_log(nyata, home, monkeypatch):
    def surprise(*_: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("nyata.config.web.demo_address", surprise)
    said = nyata("demo")
    assert said.code == 1
    assert said.is_one_clear_line
    assert "nobody thought of this" in said.err
    assert "Traceback" in (home / "logs" / "nyata.log").read_text()


def test_a_failure_reads_as_two_sentences():
    assert str(Failure("It rains", "Take an umbrella.")) == "It rains. Take an umbrella."


def test_the_face_commands_do_not_load_django():
    code = (
        "import sys; from nyata.config import cli; "
        "cli.parser('faces'); print(sorted(m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.home())
    assert done.stdout.strip() == "[]"
