"""`nyata check`: what is wrong, and how to mend it. The keys of --json are a contract."""

import json
import os
import secrets
import shutil
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from nyata.config import diagnosis
from nyata.config.database import connect


@pytest.fixture
def database_url(db: None) -> str:
    """The test database, as `nyata check` would be given it."""
    given = connection.settings_dict
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@pytest.fixture
def server(database_url: str) -> psycopg.Connection[tuple[object, ...]]:
    with connect(database_url) as opened, opened.transaction(force_rollback=True):
        yield opened


def test_json_has_its_keys_and_a_missing_configuration_is_bad(nyata):
    said = nyata("check", "--json")
    assert said.code == 1
    answer = json.loads(said.out)
    assert set(answer) == {"ok", "checks"}
    assert answer["ok"] is False
    assert all(set(check) == {"name", "status", "detail", "mend"} for check in answer["checks"])
    found = {check["name"]: check for check in answer["checks"]}
    assert found["configuration"]["status"] == "bad"
    assert "NYATA_WRAPPING_KEY (openssl rand -base64 32)" in found["configuration"]["detail"]
    assert found["weights"]["status"] == "ok"
    assert found["policy"]["status"] == "ok"


def test_each_line_that_is_not_well_says_how_to_mend_it(nyata):
    said = nyata("check")
    assert said.code == 1
    lines = said.out.splitlines()
    for number, line in enumerate(lines):
        if line.startswith(("WARN", "BAD")):
            assert lines[number + 1].strip().startswith("-> ")


def test_the_list_of_revoked_attestations_and_its_age(tmp_path):
    assert diagnosis.attestations("").status == "warn"
    file = tmp_path / "status.json"
    missing = diagnosis.attestations(str(file))
    assert missing.status == "bad"
    assert "tier B" in missing.detail
    file.write_text('{"entries": {"ab": {"status": "REVOKED"}}}')
    assert diagnosis.attestations(str(file)).status == "ok"
    assert "1 certificates are revoked by a list 0 days old" in diagnosis.attestations(str(file)).detail
    old = (datetime.now() - timedelta(days=31)).timestamp()  # noqa: DTZ005 - the age of a file
    os.utime(file, (old, old))
    assert diagnosis.attestations(str(file)).status == "warn"


def test_a_database_that_does_not_answer(free_port):
    findings = diagnosis.database(f"postgresql://nyata@127.0.0.1:{free_port}/nyata")
    assert [(finding.name, finding.status) for finding in findings] == [("database", "bad")]
    assert "does not answer" in findings[0].detail


def test_a_database_that_is_well(database_url):
    findings = {finding.name: finding for finding in diagnosis.database(database_url)}
    assert findings["database"].status == "ok"
    assert findings["clock"].status == "ok"
    assert findings["wrapping key"].status == "ok"
    assert findings["disk"].status in ("ok", "warn")


def test_one_role_for_everything_is_a_warning_and_bad_where_two_were_meant(database_url, monkeypatch):
    def roles() -> diagnosis.Finding:
        return {finding.name: finding for finding in diagnosis.database(database_url)}["roles"]

    assert (roles().status, "NYATA_OWNER_URL" in roles().mend) == ("warn", True)
    monkeypatch.setenv("NYATA_OWNER_URL", database_url)
    assert roles().status == "bad"


def test_tables_that_are_behind(database_url, monkeypatch):
    monkeypatch.setattr("nyata.config.prepare.pending_migrations", lambda: ["people.0002_more"])
    last = diagnosis.database(database_url)[-1]
    assert (last.name, last.status) == ("migrations", "bad")
    assert "people.0002_more" in last.detail
    assert last.mend == "nyata manage migrate"


def test_a_clock_that_is_minutes_off(server, monkeypatch):
    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=3)

    monkeypatch.setattr(diagnosis, "datetime", Ahead)
    monkeypatch.setattr(diagnosis, "isinstance", lambda value, kind: True, raising=False)
    finding = diagnosis._clock(server)
    assert finding.status == "bad"
    assert "180." in finding.detail or "179." in finding.detail


def test_a_wrapping_key_that_is_not_the_one_that_sealed(server):
    server.execute("SET LOCAL session_replication_role = replica")
    server.execute(
        "INSERT INTO enrolment_datakey (person_id, wrapped, wrapping_key_id, made_at) VALUES (1, 'x', 'other', now())"
    )
    finding = diagnosis._wrapping_key(server)
    assert finding.status == "bad"
    assert "1 people's templates are wrapped by another key" in finding.detail
    assert "nyata keys" in finding.mend


def test_no_worker(server):
    server.execute("DELETE FROM procrastinate_workers")
    finding = diagnosis._worker(server)
    assert finding.status == "bad"
    assert "nyata worker" in finding.mend


def test_a_worker_that_was_heard(server):
    server.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [datetime.now(UTC)])
    assert diagnosis._worker(server).status == "ok"


def test_a_check_in_that_waits_for_its_verdict(server):
    server.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    job = server.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('judge', 'x') RETURNING id"
    ).fetchone()
    server.execute("UPDATE procrastinate_events SET at = now() - interval '5 minutes' WHERE job_id = %s", job)
    finding = diagnosis._worker(server)
    assert finding.status == "bad"
    assert "a check-in has waited" in finding.detail


def test_a_disk_too_small_for_the_frames(server, monkeypatch):
    monkeypatch.setattr("nyata.config.prepare.frames_kept", lambda: timedelta(days=45))
    monkeypatch.setattr(diagnosis, "_one", answering(people=12_000, held=10**9))
    monkeypatch.setattr(diagnosis, "_data_folder", lambda _: "/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 10**12, 100 * 10**9))
    finding = diagnosis._disk(server)
    assert finding.status == "warn"
    assert "frames of 12000 people for 45 days need 270.0 GB" in finding.detail
    assert "Give the database 169.0 GB more" in finding.mend


def answering(*, people: int, held: int):
    return lambda connection, query, values=None: people if "people_person" in query else held


@pytest.mark.parametrize("name", ["NYATA_WRAPPING_KEY", "NYATA_RECEIPT_KEY"])
def test_a_key_that_is_too_short(monkeypatch, name):
    monkeypatch.setitem(os.environ, name, b64encode(secrets.token_bytes(16)).decode())
    finding = diagnosis.configuration("given")
    assert finding.status == "bad"
    assert f"{name} is not 32 bytes in base64" in finding.detail


def test_production_needs_https(monkeypatch):
    monkeypatch.delenv("NYATA_DEMO")
    monkeypatch.setenv("NYATA_ORIGIN", "http://nyata.example.go.id")
    assert diagnosis.configuration("given").status == "bad"


def test_the_demo_switch_in_production_is_a_warning(monkeypatch):
    monkeypatch.setenv("NYATA_DEMO", "1")
    assert diagnosis.configuration("given").status == "warn"
    assert settings.DEMO


def test_a_machine_without_systemd_says_that_it_cannot_tell(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert diagnosis.time_service().status == "warn"


def test_a_log_that_is_signed_by_another_key_whose_entries_wait_or_that_nobody_signs(server, monkeypatch):
    server.execute("SET session_replication_role = replica")
    server.execute("DELETE FROM ledger_waiting")
    assert (diagnosis._log(server).status, "nothing is signed" in diagnosis._log(server).detail) == ("warn", True)
    made = "INSERT INTO ledger_checkpoint (size, root, made_at, note, occasion) VALUES (0, '', now(), '', 'asked')"
    server.execute(made)
    assert diagnosis._log(server).status == "ok"
    leaf = "INSERT INTO ledger_leaf (hash, made_at) VALUES ('h', now() - interval '2 minutes') RETURNING id"
    server.execute(f"WITH leaf AS ({leaf}) INSERT INTO ledger_waiting SELECT id FROM leaf")  # noqa: S608
    assert "entries have waited" in diagnosis._log(server).detail
    key = "INSERT INTO ledger_logkey (origin, public, since) VALUES ('localhost/nyata', %s, now())"
    server.execute(key, [secrets.token_bytes(32)])
    assert "not the key that signs" in diagnosis._log(server).detail
    monkeypatch.setattr(settings, "LOG_KEY", "kurang")
    assert "malformed" in diagnosis._log(server).detail
