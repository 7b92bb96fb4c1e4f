"""`nyata demo` in earnest: its own PostgreSQL, web server and worker, started, asked, stopped, started again."""

import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from nyata.config.postgres import Cluster, running

pytestmark = pytest.mark.slow
PEOPLE = "600"  # the smallest world


@dataclass
class Demo:
    """A demo in a process of its own."""

    process: subprocess.Popen[str]
    said: dict[str, object]

    def children(self) -> set[int]:
        """Every process below it, at any depth."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
        below: set[int] = set()
        while more := {pid for pid, parent in parents.items() if parent in below | {self.process.pid}} - below:
            below |= more
        return below

    def stop(self, number: int) -> tuple[int, set[int]]:
        """Its exit code, and those of its children that are still there."""
        children = self.children()
        self.process.send_signal(number)
        code = self.process.wait(40)
        return code, survivors(children)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all tests of this module: the demo's people are invented once."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture
def start(home: Path, world: Path, free_port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Demo]]:
    started: list[subprocess.Popen[str]] = []
    monkeypatch.setenv("NYATA_HOME", str(world))

    def run(*words: str, **environment: str) -> Demo:
        command = [sys.executable, "-m", "nyata.config.cli", "demo", "--json", *words]
        if "DATABASE_URL" in environment or not (world / "accounts.json").exists():
            command += ["--people", PEOPLE]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PORT": str(free_port)} | environment,
        )  # fmt: skip
        started.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        said = json.loads(line)
        assert "address" in said, said
        return Demo(process, said)

    yield run
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(40)


def page(address: object, context: ssl.SSLContext | None = None) -> int:
    with urllib.request.urlopen(str(address), context=context, timeout=20) as answer:  # noqa: S310
        return int(answer.status)


def test_a_demo_from_start_to_stop_and_start_again(start, world, free_port):
    demo = start()
    assert demo.said["address"] == f"http://localhost:{free_port}"
    assert page(demo.said["address"]) == 200
    accounts = demo.said["accounts"]
    assert isinstance(accounts, list)
    assert {account["role"] for account in accounts} >= {"servant", "supervisor", "hr", "auditor", "executive"}
    assert all(set(account) == {"role", "name", "nip", "password"} for account in accounts)
    for name in ("secrets.json", "accounts.json", "instance.json", "postgres/password"):
        assert (world / name).stat().st_mode & 0o077 == 0, name

    assert demo.stop(signal.SIGINT) == (0, set())
    assert not (world / "instance.json").exists()

    again = start()
    assert again.said["accounts"] == accounts
    assert page(again.said["address"]) == 200
    assert again.stop(signal.SIGTERM) == (0, set())


def test_it_takes_the_database_it_is_given(start, tmp_path, home):
    with running(Cluster(tmp_path / "theirs", keep=False)) as cluster:
        demo = start(DATABASE_URL=cluster.url("postgres"), NYATA_HOME=str(home))
        assert page(demo.said["address"]) == 200
        assert not (home / "postgres").exists()
        assert demo.stop(signal.SIGTERM) == (0, set())
        assert cluster.pid()


def test_with_a_name_and_a_certificate_it_serves_phones(start, tmp_path, free_port):
    certificate, key = make_certificate(tmp_path, "localhost")
    demo = start("--host", "localhost", "--cert", str(certificate), "--key", str(key))
    assert demo.said["address"] == f"https://localhost:{free_port}"
    assert page(demo.said["address"], ssl.create_default_context(cafile=str(certificate))) == 200
    assert demo.stop(signal.SIGTERM) == (0, set())


def test_a_web_server_that_dies_is_one_line_and_ends_all(start):
    demo = start()
    children = demo.children()
    granian = min(pid for pid in children if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(granian, signal.SIGKILL)
    assert demo.process.wait(40) == 1
    assert demo.process.stdout is not None
    assert "The web server is not well" in json.loads(demo.process.stdout.readline())["error"]
    assert not survivors(children, seconds=5)


def test_it_leaves_nothing_when_it_is_killed_outright(start):
    demo = start()
    children = demo.children()
    demo.process.kill()
    demo.process.wait(10)
    assert not survivors(children, seconds=30)


def survivors(pids: set[int], seconds: float = 0) -> set[int]:
    """Those that still run after so many seconds."""
    deadline = time.monotonic() + seconds
    while (left := {pid for pid in pids if runs(pid)}) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def runs(pid: int) -> bool:
    """Whether it is there and more than a dead entry that its new parent has not collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate of our own, its key in the old form that granian cannot read by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    forms = serialization
    (folder / "cert.pem").write_bytes(certificate.public_bytes(forms.Encoding.PEM))
    old_form = key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.TraditionalOpenSSL, forms.NoEncryption())
    (folder / "key.pem").write_bytes(old_form)
    return folder / "cert.pem", folder / "key.pem"
