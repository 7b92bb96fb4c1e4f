"""A year behind the measurement: two attempts a person and working day, each with verdicts, marks and ledger entries.

PostgreSQL makes the rows itself. Keys and rows are as many as real ones would be; the wide columns that no index holds
(payload, proof, signals, the ledger's words) are shorter, so that a year takes 25 GB and not 70. Indexes, foreign keys
and triggers are those of production when the measuring begins: unique and foreign keys are made anew after the rows,
which PostgreSQL does ten times as fast as row by row, and the insert-only triggers stay where they are throughout.
"""

import datetime as dt
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg

from bench.world import Bound

TABLES = ("checkins_checkin", "checkins_verdict", "checkins_framemark", "ledger_leaf", "ledger_opening")
LOADERS = 2
DAYS_AT_ONCE = 3
MEMORY = "SET maintenance_work_mem = '2GB'"

PEOPLE = "CREATE UNLOGGED TABLE bench_people (n integer PRIMARY KEY, person bigint, device bigint)"
# Every row of a span of days: `seq` numbers the attempts of the year, from which all keys follow. In the order they
# came in, so that no two attempts of one person lie beside each other.
SPAN = """
CREATE TEMP TABLE span ON COMMIT DROP AS
SELECT (d.at * 2 + k) * %(people)s::bigint + p.n AS seq, d.day, k, p.person, p.device,
       (d.day + time '07:05' + k * interval '9 hours' + random() * interval '25 minutes')
           AT TIME ZONE 'Asia/Jakarta' AS acted
FROM unnest(%(numbers)s::int[], %(days)s::date[]) d (at, day), generate_series(0, 1) k, bench_people p
ORDER BY acted
"""
CHECKINS = """
INSERT INTO checkins_checkin (
    id, public_id, digest, person_id, device_id, purpose, challenge, claimed_at, earliest_at, received_at, acted_at,
    time_mark, payload, proof, day, receipt
)
SELECT %(checkin)s + seq, encode(substr(digest, 1, 16), 'hex')::uuid, digest, person, device,
       CASE k WHEN 0 THEN 'in' ELSE 'out' END, gen_random_uuid(), acted, acted - interval '90 milliseconds',
       acted + interval '7 seconds', acted, 'live', %(payload)s::jsonb, %(proof)s::jsonb, day, %(receipt)s
FROM (SELECT *, sha256('attempt'::bytea || int8send(seq)) AS digest FROM span OFFSET 0) one
"""
VERDICTS = """
INSERT INTO checkins_verdict (
    id, checkin_id, stage, outcome, reasons, signals, policy_hash, program, counts_at, made_at, words
)
SELECT %(verdict)s + seq * 2 + stage, %(checkin)s + seq, CASE stage WHEN 0 THEN 'first' ELSE 'deep' END, 'accepted',
       '{face_matches,moves_done,inside_site,clock_live}', %(signals)s::jsonb, repeat('0', 64), 'nyata 0.1.0', acted,
       acted + interval '8 seconds', ''
FROM span, generate_series(0, 1) stage
"""
LEAVES = """
INSERT INTO ledger_leaf (id, hash, made_at)
SELECT %(leaf)s + seq * 3 + entry, sha256('leaf'::bytea || int8send(seq * 3 + entry)), acted
FROM span, generate_series(0, 2) entry
"""
OPENINGS = """
INSERT INTO ledger_opening (leaf_id, kind, salt, content)
SELECT %(leaf)s + seq * 3 + entry, CASE entry WHEN 0 THEN 'checkin' ELSE 'verdict' END,
       sha256('salt'::bytea || int8send(seq * 3 + entry)), %(content)s
FROM span, generate_series(0, 2) entry
"""
# 12 frames a burst: hashes of six bytes, and a film as nyata.faces.film packs it, each of its own (166 bytes).
MARKS = """
INSERT INTO checkins_framemark (checkin_id, person_id, day, least, exact, film)
SELECT %(checkin)s + seq, person, day, hashint8extended(seq, 1),
       sha256(int8send(seq * 8)) || sha256(int8send(seq * 8 + 1)) || substr(sha256(int8send(seq * 8 + 2)), 1, 8),
       decode(repeat('662e', 20) || repeat('1914', 9), 'hex') || sha256(int8send(seq * 8 + 3))
           || sha256(int8send(seq * 8 + 4)) || sha256(int8send(seq * 8 + 5))
           || substr(sha256(int8send(seq * 8 + 6)), 1, 12)
FROM span
"""
WIDE = {
    "payload": '{"v": 1, "purpose": "in", "frames": [], "browser": {"user_agent": "Mozilla/5.0 (Linux; Android 10; K) '
    'Chrome/142", "time_zone": "Asia/Jakarta"}, "fixes": [{"latitude": -3.39, "longitude": 104.83, "accuracy": 8}]}',
    "proof": '{"nonce": "' + "n" * 43 + '", "page_signature": "' + "s" * 86 + '", "sign_count": 0}',
    "receipt": "r" * 120,
    "signals": '[{"kind": "face", "strength": 0.0, "payload": {"least": 0.71}}, {"kind": "place", "strength": 0.0}]',
    "content": b"c" * 150,
}
DROPPED = """
SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid), conindid::regclass::text,
       CASE contype WHEN 'u' THEN pg_get_indexdef(conindid) END
FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u')
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


def working_days(count: int, before: dt.date) -> list[dt.date]:
    """The last `count` days from Monday to Friday before that one, oldest first."""
    days: list[dt.date] = []
    day = before
    while len(days) < count:
        day -= dt.timedelta(days=1)
        if day.weekday() < 5:
            days.append(day)
    return days[::-1]


def write(url: str, people: Sequence[Bound], days: Sequence[dt.date]) -> dict[str, float]:
    """Write the history of these people on these days; returns seconds by step, `rows` and `gigabytes`."""
    report: dict[str, float] = {}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PEOPLE)
        with connection.cursor() as cursor, cursor.copy("COPY bench_people FROM STDIN") as copy:
            for n, one in enumerate(people):
                copy.write_row((n, one.person, one.device))
        keys = {name: _next_key(connection, table) for name, table in _KEYS.items()}
        # Beforehand: the entries that the database itself writes about these rows take leaves behind theirs.
        for name, table in _KEYS.items():
            times = {"checkin": 2, "verdict": 4, "leaf": 6}[name]
            last = keys[name] + times * len(people) * len(days) - 1
            connection.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])
        with _rebuilt(url, connection, report), _timed(report, "rows"):
            _load(url, people, days, keys)
        connection.execute("DROP TABLE bench_people")
        with _timed(report, "vacuum"):
            _each(url, [f"VACUUM (ANALYZE) {table}" for table in TABLES])
            connection.execute("CHECKPOINT")
        report["gigabytes"] = _size(connection)
    report["attempts"] = 2 * len(people) * len(days)
    return report


_KEYS = {"checkin": "checkins_checkin", "verdict": "checkins_verdict", "leaf": "ledger_leaf"}


def _next_key(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()  # noqa: S608 - ours
    assert row is not None
    return int(row[0])


def _load(url: str, people: Sequence[Bound], days: Sequence[dt.date], keys: dict[str, int]) -> None:
    numbered = list(enumerate(days))
    spans = [numbered[at : at + DAYS_AT_ONCE] for at in range(0, len(numbered), DAYS_AT_ONCE)]
    done, lock, began = [0], threading.Lock(), time.monotonic()

    def write_span(span: list[tuple[int, dt.date]]) -> None:
        values = keys | WIDE | {"people": len(people)}
        values |= {"numbers": [number for number, _ in span], "days": [day for _, day in span]}
        with psycopg.connect(url) as connection:
            for statement in (SPAN, CHECKINS, VERDICTS, LEAVES, OPENINGS, MARKS):
                connection.execute(statement, values)
        with lock:
            done[0] += len(span)
            if done[0] % 15 < len(span):
                print(f"  history: {done[0]} of {len(days)} days, {time.monotonic() - began:.0f} s", flush=True)

    with ThreadPoolExecutor(LOADERS) as pool:
        list(pool.map(write_span, spans))


@contextmanager
def _rebuilt(url: str, connection: psycopg.Connection, report: dict[str, float]) -> Iterator[None]:
    """Inside, the tables have their primary keys, checks and triggers; at the end everything else as it was."""
    constraints = connection.execute(DROPPED, [list(TABLES)]).fetchall()
    indexes = connection.execute(INDEXES, [list(TABLES)]).fetchall()
    for table, name, *_ in constraints:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    made = [definition for *_, definition in constraints if definition] + [definition for _, definition in indexes]
    with _timed(report, "indexes"):
        _each(url, made)
    with _timed(report, "foreign keys"):
        for table, name, kind, definition, *_ in constraints:
            words = f'UNIQUE USING INDEX "{name}"' if kind == "u" else definition
            connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {words}')


def _each(url: str, statements: Iterable[str]) -> None:
    """Execute them, two at a time."""

    def execute(statement: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(MEMORY)
            began = time.monotonic()
            connection.execute(statement)
            print(f"  {time.monotonic() - began:.0f} s: {statement[:100]}", flush=True)

    with ThreadPoolExecutor(LOADERS) as pool:
        list(pool.map(execute, statements))


@contextmanager
def _timed(report: dict[str, float], step: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    report[step] = round(time.monotonic() - began, 1)
    print(f"  {step}: {report[step]} s", flush=True)


def _size(connection: psycopg.Connection) -> float:
    row = connection.execute("SELECT pg_database_size(current_database()) / 1e9").fetchone()
    assert row is not None
    return round(float(row[0]), 1)
