"""The subjects of `nyata check`. Each function looks at one thing and never raises for what may well be wrong."""

import base64
import os
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import psycopg
from django.core.exceptions import ImproperlyConfigured

from nyata.config import prepare
from nyata.config.database import connect, place
from nyata.config.failures import Failure
from nyata.config.home import home

BYTES_A_BURST = 250_000
BURSTS_A_DAY = 2
CLOCK_WARN, CLOCK_BAD = timedelta(seconds=1), timedelta(seconds=5)
WORKER_SILENT = timedelta(seconds=60)
LIST_OLD = timedelta(days=30)
JOB_WAITS = timedelta(seconds=60)


@dataclass(frozen=True)
class Finding:
    """One line of `nyata check`."""

    name: str
    status: Literal["ok", "warn", "bad"]
    detail: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        """The four keys that --json promises."""
        return asdict(self)


def weights() -> Finding:
    """Whether the face models are the ones that were measured."""
    try:
        prepare.require_weights()
    except Failure as failure:
        return Finding("weights", "bad", failure.what, failure.mend)
    return Finding("weights", "ok", "every face model is the one that was measured")


def configuration(source: str) -> Finding:
    """Whether settings load, and whether the keys have their length."""
    try:
        prepare.load_django()
    except ImproperlyConfigured as error:
        return Finding("configuration", "bad", str(error), "Set it in the environment (docs/operations.md).")
    for name in ("NYATA_WRAPPING_KEY", "NYATA_RECEIPT_KEY", "NYATA_LOG_KEY"):
        if _bytes_of(os.environ[name]) != 32:
            return Finding("configuration", "bad", f"{name} is not 32 bytes in base64", "openssl rand -base64 32")
    if source != "given":
        return Finding("configuration", "ok", f"that of the {source} in {home()}")
    if os.environ.get("NYATA_DEMO") == "1":
        return Finding("configuration", "warn", "NYATA_DEMO=1: accepts invented people", "Unset it in production.")
    if not os.environ["NYATA_ORIGIN"].startswith("https://"):
        return Finding("configuration", "bad", "NYATA_ORIGIN is not https: phones open no camera", "Use https.")
    return Finding("configuration", "ok", f"complete, for {os.environ['NYATA_ORIGIN']}")


def database(url: str) -> list[Finding]:
    """Everything that the database can tell; one line alone when it does not answer."""
    try:
        connection = connect(url)
    except Failure as failure:
        return [Finding("database", "bad", failure.what, failure.mend)]
    with connection:
        findings = [_version(connection, url), _clock(connection)]
        missing = _migrations()
        if missing is not None:
            return [*findings, missing]
        return [
            *findings,
            _roles(connection),
            _wrapping_key(connection),
            _worker(connection),
            _log(connection),
            _disk(connection),
        ]


def attestations(path: str) -> Finding:
    """Whether the list of revoked attestation certificates is there, readable and not old."""
    from nyata.accounts import revocation

    mend = "Fetch https://android.googleapis.com/attestation/status into it (docs/operations.md)."
    if not path:
        what = "no list of revoked certificates: a phone whose maker's keys leaked is tier A"
        return Finding("attestations", "warn", what, f"Name a file in NYATA_ATTESTATION_REVOKED. {mend}")
    try:
        count = len(revocation.revoked_serials(path))
    except revocation.RevocationListWrong as error:
        return Finding("attestations", "bad", f"{error}; meanwhile every new phone is tier B", mend)
    days = (datetime.now(UTC) - datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)).days
    status: Literal["ok", "warn"] = "ok" if days <= LIST_OLD.days else "warn"
    return Finding("attestations", status, f"{count} certificates are revoked by a list {days} days old", mend)


def policy() -> Finding:
    """Whether every dated value loads with its source."""
    try:
        values = prepare.require_policy().values.values()
    except Failure as failure:
        return Finding("policy", "bad", failure.what, failure.mend)
    off = sum(value.can_be_switched for value in values)
    return Finding(
        "policy", "ok", f"{len(values)} values load with their source; {off} are off until two offices decide"
    )


def time_service() -> Finding:
    """Whether the machine keeps its clock by a time service, as far as systemd tells."""
    if not shutil.which("timedatectl"):
        return Finding("time service", "warn", "cannot tell: no timedatectl here", "See that NTP keeps the clock.")
    words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    said = subprocess.run(words, capture_output=True, text=True, check=False)
    if said.stdout.strip() == "yes":
        return Finding("time service", "ok", "the clock is synchronised")
    if said.returncode:
        return Finding(
            "time service", "warn", "cannot tell: systemd does not run here", "See that NTP keeps the clock."
        )
    return Finding("time service", "warn", "the clock is not synchronised", "sudo timedatectl set-ntp true")


def _version(connection: psycopg.Connection[tuple[object, ...]], url: str) -> Finding:
    number = connection.info.server_version // 10_000
    where = f"PostgreSQL {number} at {place(url)}"
    if number < 14:
        return Finding("database", "bad", f"{where} is too old", "Move to PostgreSQL 14 or newer.")
    return Finding("database", "ok", where)


def _clock(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Two clocks that disagree would put wrong times on attendance."""
    before = datetime.now(UTC)
    theirs = _one(connection, "SELECT clock_timestamp()")
    after = datetime.now(UTC)
    assert isinstance(theirs, datetime)
    apart = max(before - theirs, theirs - after, timedelta())
    detail = f"this machine and the database are {apart.total_seconds():.3f} s apart"
    mend = "Synchronise both machines by NTP."
    if apart >= CLOCK_BAD:
        return Finding("clock", "bad", detail, mend)
    return Finding("clock", "warn" if apart >= CLOCK_WARN else "ok", detail, mend)


def _migrations() -> Finding | None:
    """What is wrong with the tables, or None when they are up to date."""
    try:
        pending = prepare.pending_migrations()
    except Exception as error:  # settings that did not load are already a finding of their own
        return Finding("migrations", "bad", f"cannot tell ({type(error).__name__})", "Mend the configuration first.")
    if not pending:
        return None
    return Finding("migrations", "bad", f"{len(pending)} are missing, next {pending[0]}", "nyata manage migrate")


def _roles(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Whether the application could switch off what keeps the log, and whether anybody can erase lawfully."""
    query = (
        "SELECT r.rolsuper OR pg_has_role(r.oid, c.relowner, 'MEMBER')"
        " OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE')"
        " FROM pg_class c, pg_roles r WHERE c.oid = 'ledger_leaf'::regclass AND r.rolname = current_user"
    )
    if _one(connection, query):
        what = "the application owns its tables: whoever is in it could switch the log's triggers off"
        is_meant = bool(os.environ.get("NYATA_OWNER_URL"))
        mend = "Give it a role of its own and name the owner's in NYATA_OWNER_URL (docs/operations.md, Roles)."
        return Finding("roles", "bad" if is_meant else "warn", what, mend)
    if not _one(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nyata_eraser')"):
        return Finding("roles", "warn", "there is no nyata_eraser: nothing can be erased", "CREATE ROLE nyata_eraser")
    return Finding("roles", "ok", "the application may add to the log, and change nothing in it")


def _wrapping_key(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Whether every sealed template can be opened with the keys we have."""
    from nyata.enrolment import vault  # its models need a loaded Django

    known = list(vault.keyring())
    query = "SELECT count(*) FROM enrolment_datakey WHERE wrapping_key_id <> ALL(%s)"
    other = _one(connection, query, [known])
    if other:
        what = f"{other} people's templates are wrapped by another key than NYATA_WRAPPING_KEY ({known[0]})"
        mend = "Bring back the key that was exported (`nyata keys export`), or finish `nyata keys rotate`."
        return Finding("wrapping key", "bad", what, mend)
    return Finding("wrapping key", "ok", f"{known[0]} opens every template; keep a copy outside this machine")


def _worker(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Whether somebody judges, and whether anybody waits."""
    mend = "Start `nyata worker`; if it runs, read its log."
    heard = _one(connection, "SELECT max(last_heartbeat) FROM procrastinate_workers")
    waiting = _one(
        connection,
        "SELECT min(coalesce(j.scheduled_at, e.at)) FROM procrastinate_jobs j"
        " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
        " WHERE j.status = 'todo' AND j.queue_name = 'judge' AND coalesce(j.scheduled_at, e.at) <= now()",
    )
    now = datetime.now(UTC)
    if not isinstance(heard, datetime) or now - heard > WORKER_SILENT:
        return Finding("worker", "bad", f"not heard of since {heard or 'ever'}", mend)
    if isinstance(waiting, datetime) and now - waiting > JOB_WAITS:
        return Finding("worker", "bad", f"a check-in has waited for its verdict since {waiting:%H:%M:%S} UTC", mend)
    return Finding("worker", "ok", f"heard of {(now - heard).total_seconds():.0f} s ago, nobody waits")


def _log(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Whether entries get their place in the log, and whether what signs it is the key in force."""
    from nyata.ledger import keys
    from nyata.ledger.refusals import Refused

    try:
        able = [one.verifier.public for one in keys.signers()]
    except Refused:
        return Finding("log", "bad", "NYATA_LOG_KEY or NYATA_LOG_ORIGIN is malformed", "See docs/operations-keys.md.")
    key = _one(connection, "SELECT public FROM ledger_logkey ORDER BY since DESC LIMIT 1")
    if isinstance(key, bytes) and key not in able:
        mend = "Bring that key back, or run `nyata ledger rotate` with it (docs/operations-keys.md)."
        return Finding("log", "bad", "NYATA_LOG_KEY is not the key that signs this log", mend)
    query = "SELECT min(l.made_at) FROM ledger_waiting w JOIN ledger_leaf l ON l.id = w.leaf_id"
    waiting = _one(connection, query)
    if isinstance(waiting, datetime) and datetime.now(UTC) - waiting > JOB_WAITS:
        what = f"entries have waited for their place in the log since {waiting:%Y-%m-%d %H:%M} UTC"
        return Finding("log", "bad", what, "Start `nyata worker`; if it runs, read its log.")
    signed = _one(connection, "SELECT max(made_at) FROM ledger_checkpoint")
    if not isinstance(signed, datetime):
        return Finding("log", "warn", "nothing is signed yet", "Start `nyata worker`: it signs within a minute.")
    return Finding("log", "ok", f"signed last at {signed:%Y-%m-%d %H:%M} UTC, no entry waits for its place")


def _disk(connection: psycopg.Connection[tuple[object, ...]]) -> Finding:
    """Free space against what the frames of all people will need until the policy drops them."""
    people = _one(connection, "SELECT count(*) FROM people_person WHERE is_active")
    assert isinstance(people, int)
    try:
        days = prepare.frames_kept().days
    except Failure:  # a finding of its own
        return Finding("disk", "warn", "cannot tell how long frames are kept", "Mend the policy first.")
    needed = people * BURSTS_A_DAY * BYTES_A_BURST * days
    held = _one(connection, "SELECT pg_database_size(current_database())")
    assert isinstance(held, int)
    where = _data_folder(connection)
    need = (
        f"frames of {people} people for {days} days need {needed / 1e9:.1f} GB; the database holds {held / 1e9:.1f} GB"
    )
    if where is None:
        return Finding("disk", "ok", f"{need}; its disk is on another machine, look there")
    free = shutil.disk_usage(where).free
    missing = max(needed - held, 0) - free
    if missing > 0:
        mend = f"Give the database {missing / 1e9:.1f} GB more, or shorten the retention in policy/privacy."
        return Finding("disk", "bad" if free < 1e9 else "warn", f"{need}; {free / 1e9:.1f} GB are free", mend)
    return Finding("disk", "ok", f"{need}; {free / 1e9:.1f} GB are free")


def _data_folder(connection: psycopg.Connection[tuple[object, ...]]) -> Path | None:
    """The database's folder when it lies on this machine and we may know it."""
    if connection.info.host not in ("127.0.0.1", "localhost", "::1") and not connection.info.host.startswith("/"):
        return None
    try:
        folder = Path(str(_one(connection, "SHOW data_directory")))
    except psycopg.errors.InsufficientPrivilege:
        return home()
    return folder if folder.exists() else home()


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str, values: list[object] | None = None) -> object:
    row = connection.execute(query, values).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def _bytes_of(text: str) -> int:
    try:
        return len(base64.b64decode(text, validate=True))
    except ValueError:
        return 0
