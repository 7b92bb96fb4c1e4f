"""The embedded PostgreSQL, from every kind of programs, as root and as a normal user."""

import multiprocessing
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyata.config.database import connect, make_database
from nyata.config.failures import Failure
from nyata.config.postgres import Cluster, machine_programs, running, sized, wheel_programs
from nyata.config.unprivileged import Runner, runner

PROGRAMS = [*machine_programs()[:1], *wheel_programs()[:1]]
# Root has two ways of not being root; anybody else runs it as themselves.
WAYS = {"as we are": runner()} | ({"by an account": runner(namespaces=False)} if os.geteuid() == 0 else {})


@pytest.fixture(params=PROGRAMS, ids=["machine's", "wheel's"][-len(PROGRAMS) :])
def programs(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def open_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that an unprivileged account can reach, as /var/lib is."""
    folder = Path(tempfile.mkdtemp(prefix="nyata-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("way", list(WAYS))
def test_it_starts_keeps_its_data_and_leaves_nothing_running(open_folder, programs, way):
    cluster = Cluster(open_folder / "postgres", runner=WAYS[way], programs=programs)
    with running(cluster):
        make_database(cluster.url("postgres"), "nyata")
        with connect(cluster.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        pid = cluster.pid()
        assert pid is not None
    assert cluster.pid() is None
    assert not Path(f"/proc/{pid}").exists()
    with running(cluster), connect(cluster.url()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_as_root_it_makes_no_user_and_opens_no_folder(open_folder, programs):
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    users = Path("/etc/passwd").read_bytes()
    cluster = Cluster(closed / "deep" / "postgres", programs=programs, keep=False)
    with running(cluster):
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert stat.S_IMODE(cluster.folder.stat().st_mode) == 0o700
    assert Path("/etc/passwd").read_bytes() == users
    assert stat.S_IMODE(open_folder.stat().st_mode) == 0o755


def test_behind_closed_folders_an_account_gets_a_folder_elsewhere(open_folder):
    if os.geteuid() != 0:
        assert runner(namespaces=False) == Runner()
        return
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    account = runner(namespaces=False)
    folder = account.folder(closed / "postgres", elsewhere=open_folder / "elsewhere")
    assert folder.parent == open_folder / "elsewhere"
    assert folder.stat().st_uid == account.user
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not (closed / "postgres").exists()
    assert folder == account.folder(closed / "postgres", elsewhere=open_folder / "elsewhere")


def test_behind_closed_folders_an_account_gets_a_copy_of_the_programs(open_folder):
    if os.geteuid() != 0:
        assert Runner().programs(PROGRAMS[0], open_folder) == PROGRAMS[0]
        return
    closed = open_folder / "closed"
    package = closed / "packages" / "pg" / "install"
    (package / "bin").mkdir(parents=True)
    (package / "bin" / "postgres").write_text("#!/bin/sh\necho run\n")
    (package / "bin" / "postgres").chmod(0o755)
    (closed / "packages" / "pg.libs").mkdir()
    closed.chmod(0o700)
    account = runner(namespaces=False)
    folder = account.programs(package / "bin", open_folder / "programs")
    said = subprocess.run([folder / "postgres"], capture_output=True, text=True, check=True, **account.options())
    assert said.stdout == "run\n"
    assert (open_folder / "programs" / "pg.libs").is_dir()


def test_as_a_normal_user(open_folder):
    """Where the tests run as root, in a child that has become nobody for good."""
    nobody = pwd.getpwnam("nobody")
    folder = open_folder / "theirs"
    folder.mkdir()
    if os.geteuid() == 0:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    child = multiprocessing.get_context("fork").Process(target=_start_as, args=(nobody, folder))
    child.start()
    child.join(60)
    assert child.exitcode == 0


def _start_as(account: pwd.struct_passwd, folder: Path) -> None:
    runner.cache_clear()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
    cluster = Cluster(folder / "postgres", keep=False)
    with running(cluster):
        assert Path(f"/proc/{cluster.pid()}").stat().st_uid == os.geteuid()
        connect(cluster.url("postgres")).close()


def test_a_second_start_joins_the_first_and_does_not_stop_it(tmp_path):
    cluster = Cluster(tmp_path / "postgres", keep=False)
    with running(cluster):
        assert cluster.start() is False
        with running(Cluster(tmp_path / "postgres", keep=False)):
            pass
        assert cluster.pid()


def test_it_recovers_from_a_kill(tmp_path):
    cluster = Cluster(tmp_path / "postgres")
    cluster.start()
    pid = cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with running(cluster):
        assert cluster.pid() not in (None, pid)


def test_the_number_of_a_dead_server_given_to_another_program_is_seen(tmp_path):
    cluster = Cluster(tmp_path / "postgres")
    (cluster.folder / "data").mkdir()
    (cluster.folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert cluster.pid() is None


def test_it_lets_nobody_in_without_its_password(tmp_path):
    cluster = Cluster(tmp_path / "postgres", keep=False)
    with running(cluster), pytest.raises(Failure, match="password authentication failed"):
        connect(cluster.url("postgres").replace(cluster.password, "tebakan"))


def test_it_is_not_heard_outside_this_machine(tmp_path):
    cluster = Cluster(tmp_path / "postgres", keep=False)
    with running(cluster), connect(cluster.url("postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)


def test_data_of_a_version_that_is_gone_is_one_clear_line(tmp_path):
    cluster = Cluster(tmp_path / "postgres")
    (cluster.folder / "data").mkdir()
    (cluster.folder / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(Failure, match="was made by PostgreSQL 9, which this machine no longer has"):
        cluster.start()


def test_an_interrupted_first_start_leaves_nothing_half_made(tmp_path):
    cluster = Cluster(tmp_path / "postgres", keep=False)
    (cluster.folder / "draft").mkdir()
    (cluster.folder / "draft" / "PG_VERSION").write_text("15\n")
    assert not cluster.exists
    with running(cluster):
        assert cluster.exists


def test_it_ends_when_whoever_started_it_is_killed_outright(tmp_path):
    code = (
        "import os, signal; from pathlib import Path; from nyata.config.postgres import Cluster;"
        f"c = Cluster(Path({str(tmp_path / 'postgres')!r}), keep=False); c.start(); print(c.pid(), flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    pid = int(said.stdout)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


def test_no_programs_at_all_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.setattr("nyata.config.postgres.machine_programs", list)
    monkeypatch.setattr("nyata.config.postgres.wheel_programs", list)
    with pytest.raises(Failure, match="No PostgreSQL found"):
        Cluster(tmp_path / "postgres").start()


def test_postgresql_takes_no_more_of_the_machine_than_it_has(tmp_path: Path) -> None:
    settings = {name: int(size.removesuffix("MB")) for name, size in sized(tmp_path).items()}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    assert 128 <= settings["shared_buffers"] <= max(128, memory // 8)
    assert 256 <= settings["max_wal_size"] <= 4096
