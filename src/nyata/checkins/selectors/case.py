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
_COLUMNS = {
    "id": "c.id",
    "public_id": "c.public_id",
    "digest": "c.digest",
    "purpose": "c.purpose",
    "claimed_at": "c.claimed_at",
    "earliest_at": "c.earliest_at",
    "received_at": "c.received_at",
    "acted_at": "c.acted_at",
    "time_mark": "c.time_mark",
    "payload": "c.payload",
    "proof": "c.proof",
    "day": "c.day",
    "step_up_of_id": "c.step_up_of_id",
    "person": "c.person_id",
    "unit": "p.unit_id",
    "path": "u.path",
    "device_tier": "d.tier",
    "passkey_is_synced": "k.is_synced",
    "wrapped": "w.wrapped",
    "wrapping_key_id": "w.wrapping_key_id",
    "key_made_at": "w.made_at",
    "outcome": "(SELECT v.outcome FROM checkins_verdict v WHERE v.checkin_id = c.id ORDER BY v.id DESC LIMIT 1)",
    "steps_used": "(SELECT count(*) FROM checkins_checkin s WHERE s.step_up_of_id = coalesce(c.step_up_of_id, c.id))",
    "has_deep_look": "EXISTS (SELECT 1 FROM checkins_verdict v WHERE v.checkin_id = c.id AND v.stage = 'deep')",
}
_READ = f"""
SELECT {", ".join(_COLUMNS.values())}
FROM checkins_checkin c
JOIN people_person p ON p.id = c.person_id
JOIN people_unit u ON u.id = p.unit_id
JOIN enrolment_device d ON d.id = c.device_id
JOIN accounts_passkey k ON k.id = d.passkey_id
JOIN enrolment_datakey w ON w.person_id = c.person_id
WHERE c.id = %s
"""  # noqa: S608 - the columns are ours


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
    named = dict(zip(_COLUMNS, rows[0], strict=True))
    person = Person(pk=named.pop("person"), unit=Unit(pk=named.pop("unit"), path=named.pop("path")))
    key = DataKey(
        person_id=person.pk,
        wrapped=bytes(named.pop("wrapped")),
        wrapping_key_id=named.pop("wrapping_key_id"),
        made_at=named.pop("key_made_at"),
    )
    # Django's connections give jsonb as text.
    payload, proof = json.loads(named.pop("payload")), json.loads(named.pop("proof"))
    digest = bytes(named.pop("digest"))
    return JudgedAttempt(person=person, data_key=key, payload=payload, proof=proof, digest=digest, **named)
