"""Everything that judging needs of one attempt besides its photographs, in one statement."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nyata.enrolment.models import DataKey
from nyata.ledger import statements
from nyata.people.models import Person, Unit

# Written by hand: a worker reads this for every attempt, and building the join through the models would take Django a
# tenth of the time in which the face itself is looked at.
_READ = """
SELECT c.id, c.public_id, c.digest, c.purpose, c.claimed_at, c.earliest_at, c.received_at, c.acted_at, c.time_mark,
       c.payload, c.proof, c.day, c.step_up_of_id, c.person_id, p.unit_id, u.path,
       d.tier, k.is_synced, w.wrapped, w.wrapping_key_id, w.made_at,
       (SELECT v.outcome FROM checkins_verdict v WHERE v.checkin_id = c.id ORDER BY v.id DESC LIMIT 1),
       (SELECT count(*) FROM checkins_checkin s WHERE s.step_up_of_id = coalesce(c.step_up_of_id, c.id)),
       EXISTS (SELECT 1 FROM checkins_verdict v WHERE v.checkin_id = c.id AND v.stage = 'deep')
FROM checkins_checkin c
JOIN people_person p ON p.id = c.person_id
JOIN people_unit u ON u.id = p.unit_id
JOIN enrolment_device d ON d.id = c.device_id
JOIN accounts_passkey k ON k.id = d.passkey_id
JOIN enrolment_datakey w ON w.person_id = c.person_id
WHERE c.id = %s
"""


@dataclass(frozen=True, slots=True)
class JudgedAttempt:
    """An attempt as judging reads it. `person` has its key and its unit's path, and no more.

    `outcome`: of the newest verdict, None before any. `steps_used`: step-ups made in its chain, itself included.
    """

    id: int
    public_id: uuid.UUID
    digest: bytes
    purpose: str
    claimed_at: dt.datetime
    earliest_at: dt.datetime
    received_at: dt.datetime
    acted_at: dt.datetime
    time_mark: str
    payload: Mapping[str, Any]
    proof: Mapping[str, Any]
    day: dt.date
    step_up_of_id: int | None
    person: Person
    device_tier: str
    passkey_is_synced: bool
    data_key: DataKey
    outcome: str | None
    steps_used: int
    has_deep_look: bool


def judged_attempt(primary_key: int) -> JudgedAttempt:
    """Read one attempt. Raises LookupError where there is none. One statement."""
    _, rows = statements.run(_READ, [primary_key])
    if not rows:
        raise LookupError(f"no attempt {primary_key}")
    row = rows[0]
    person, unit, path, tier, synced, wrapped, key_name, key_made_at, *rest = row[13:]
    return JudgedAttempt(
        *row[:2],
        bytes(row[2]),
        *row[3:9],
        # Django's connections give jsonb as text.
        *(json.loads(one) for one in row[9:11]),
        *row[11:13],
        person=Person(pk=person, unit=Unit(pk=unit, path=path)),
        device_tier=tier,
        passkey_is_synced=synced,
        data_key=DataKey(person_id=person, wrapped=bytes(wrapped), wrapping_key_id=key_name, made_at=key_made_at),
        outcome=rest[0],
        steps_used=rest[1],
        has_deep_look=rest[2],
    )
