"""Attempts with verdicts as rows, for tests of what boards read; and a crowd of any size in a few statements."""

import datetime as dt
import itertools
import secrets
import uuid
from zoneinfo import ZoneInfo

from django.db import connection

from nyata.accounts.models import Passkey
from nyata.checkins.models import Attestation, CheckIn, Refusal, Verdict
from nyata.enrolment import vault
from nyata.enrolment.models import Device
from nyata.people.models import Person, Unit

JAKARTA = ZoneInfo("Asia/Jakarta")
MONDAY = dt.date(2026, 1, 19)
_crowds = itertools.count(1)


def moment(hour: int, minute: int = 0, second: int = 0, *, day: dt.date = MONDAY) -> dt.datetime:
    """A local time of the tests' Monday."""
    return dt.datetime.combine(day, dt.time(hour, minute, second), JAKARTA)


def _bytes() -> bytes:
    return secrets.token_bytes(32)


def make_device(person: Person) -> Device:
    """The person's bound phone; the one in force where there is one."""
    if found := Device.objects.filter(person=person, revoked_at=None).first():
        return found
    at = moment(8, day=dt.date(2025, 6, 2))
    passkey = Passkey.objects.create(person=person, credential_id=_bytes(), public_key=b"-", created_at=at)
    return Device.objects.create(
        person=person, passkey=passkey, page_key=b"-", page_key_thumbprint=_bytes(), tier="A", bound_at=at
    )


def make_attempt(
    person: Person,
    at: dt.datetime,
    outcome: str | None = "accepted",
    *,
    purpose: str = "in",
    stage: str = "first",
    reasons: tuple[str, ...] = (),
    signals: tuple[dict, ...] = (),
    fixes: tuple[dict, ...] = (),
    time_mark: str = "live",
    **fields,
) -> CheckIn:
    """One attempt, and its verdict where it was judged already."""
    digest = _bytes()
    checkin = CheckIn.objects.create(
        public_id=uuid.UUID(bytes=digest[:16]), digest=digest, person=person, device=make_device(person),
        purpose=purpose, claimed_at=at, earliest_at=at - dt.timedelta(seconds=4),
        received_at=fields.pop("received_at", at + dt.timedelta(seconds=9)), acted_at=at, time_mark=time_mark,
        payload={"fixes": list(fixes), "frames": [{"sha256": "0" * 64, "at_ms": 0}], "field_duty": None},
        proof={}, day=at.astimezone(JAKARTA).date(), receipt="bukti.tanda", **fields,
    )  # fmt: skip
    if outcome:
        judge(checkin, outcome, stage=stage, reasons=reasons, signals=signals)
    return checkin


def judge(
    checkin: CheckIn,
    outcome: str,
    *,
    stage: str = "first",
    reasons: tuple[str, ...] = (),
    signals: tuple[dict, ...] = (),
    by: Person | None = None,
    words: str = "",
) -> Verdict:
    """One more verdict of an attempt; it counts where the outcome counts."""
    return Verdict.objects.create(
        checkin=checkin, stage=stage, outcome=outcome, reasons=list(reasons), signals=list(signals),
        policy_hash="0" * 64, program="test", made_at=checkin.received_at + dt.timedelta(seconds=1),
        counts_at=checkin.acted_at if outcome in ("accepted", "review") else None,
        decided_by=by, words=words,
    )  # fmt: skip


def attest(person: Person, witness: Person, at: dt.datetime, **fields) -> Attestation:
    """Somebody vouched for the person, without an attempt of theirs."""
    fields.setdefault("reason", "no_phone")
    return Attestation.objects.create(
        person=person, witness=witness, purpose="in", made_at=at, day=at.astimezone(JAKARTA).date(),
        digest=_bytes(), payload={}, proof={}, **fields,
    )  # fmt: skip


def refuse(person: Person, at: dt.datetime, reason: str = "device_unknown") -> Refusal:
    """A phone was turned away."""
    return Refusal.objects.create(person=person, reason=reason, purpose="in", refused_at=at, client="Chrome, Android")


def keep_frames(checkin: CheckIn, count: int) -> None:
    """Sealed photographs of the attempt, as intake keeps them: tiny, but JPEG to the eye."""
    frames = [b"\xff\xd8 frame %d\xff\xd9" % number for number in range(count)]
    key = vault.data_key_for(checkin.person, checkin.acted_at)
    sealed = vault.seal(key, b"".join(frames), bytes(checkin.digest))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO checkins_frames (day, checkin_id, sealed, lengths) VALUES (%s, %s, %s, %s)",
            [checkin.day, checkin.pk, sealed, [len(frame) for frame in frames]],
        )


CROWD = """
WITH made AS (
    INSERT INTO people_person (password, nip, name, employment, unit_id, job_title, is_active, must_change_password,
                               language)
    SELECT '!', '19800101' || lpad((%(start)s + n)::text, 7, '0') || '000', 'Pegawai ' || lpad(n::text, 5, '0'), 'PNS',
           (%(units)s::bigint[])[1 + n %% cardinality(%(units)s::bigint[])], 'Pelaksana', TRUE, FALSE, 'id'
    FROM generate_series(1, %(count)s) n RETURNING id
), keys AS (
    INSERT INTO accounts_passkey (person_id, credential_id, public_key, sign_count, transports, aaguid,
                                  attestation_format, is_synced, name, created_at)
    SELECT id, sha256(('key ' || id)::bytea), '-', 0, '[]', '', '', FALSE, '', %(at)s FROM made RETURNING id, person_id
)
INSERT INTO enrolment_device (person_id, passkey_id, page_key, page_key_thumbprint, tier, label, bound_at, revoked_why)
SELECT person_id, id, '-', sha256(('page ' || id)::bytea), 'A', '', %(at)s, '' FROM keys
"""
ATTEMPTS = """
WITH made AS (
    INSERT INTO checkins_checkin (public_id, digest, person_id, device_id, purpose, claimed_at, earliest_at,
                                  received_at, acted_at, time_mark, payload, proof, day, receipt)
    SELECT encode(substr(d, 1, 16), 'hex')::uuid, d, person_id, id, purpose, at, at, at, at, 'live', '{}', '{}', day, ''
    FROM (
        SELECT device.id, device.person_id, day::date AS day, purpose,
               sha256((device.id || day::text || purpose)::bytea) AS d,
               (day::date + CASE WHEN purpose = 'in' THEN time '07:00' ELSE time '16:00' END
                + make_interval(mins => (device.id %% 45)::int)) AT TIME ZONE 'Asia/Jakarta' AS at
        FROM enrolment_device device,
             generate_series(%(first)s::date, %(last)s::date, interval '1 day') day,
             unnest(ARRAY['in', 'out']) purpose
        WHERE device.revoked_at IS NULL AND device.id %% 10 < 9
    ) attempt RETURNING id, person_id, acted_at
)
INSERT INTO checkins_verdict (checkin_id, stage, outcome, reasons, signals, policy_hash, program, made_at, counts_at,
                              words)
SELECT id, stage, CASE WHEN id %% 40 = 0 THEN 'review' ELSE 'accepted' END, '{}', '[]', '', '', acted_at, acted_at, ''
FROM made, unnest(ARRAY['first', 'deep']) stage ORDER BY id, stage DESC
"""


def make_crowd(units: list[Unit], count: int) -> None:
    """Active people with a bound phone, spread over the units. One statement."""
    with connection.cursor() as cursor:
        start = next(_crowds) * 20_000
        at = moment(8, day=dt.date(2025, 6, 2))
        cursor.execute(CROWD, {"start": start, "count": count, "units": [unit.pk for unit in units], "at": at})


def make_days(first: dt.date, last: dt.date) -> None:
    """Nine of ten people with a phone come in and go out on each of these days; one in forty is under review."""
    with connection.cursor() as cursor:
        cursor.execute(ATTEMPTS, {"first": first, "last": last})
