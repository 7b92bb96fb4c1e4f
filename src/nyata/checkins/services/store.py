"""Writing an attempt and its frames: one statement, so that neither ever exists without the other."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from typing import Any

from nyata.ledger import statements

# The frames go beside the statement, in binary: written into its text, as Django's cursor does, a quarter of a
# megabyte costs six times as long. An attempt without frames (accommodation no_face) stores none.
_INSERT = """
WITH attempt AS (
    INSERT INTO checkins_checkin (
        public_id, digest, person_id, device_id, purpose, challenge, ticket, ticket_counter, step_up_of_id,
        claimed_at, earliest_at, received_at, acted_at, time_mark, payload, proof, day, receipt
    ) VALUES (
        %(public_id)s, %(digest)s, %(person_id)s, %(device_id)s, %(purpose)s, %(challenge)s, %(ticket)s,
        %(ticket_counter)s, %(step_up_of_id)s, %(claimed_at)s, %(earliest_at)s, %(received_at)s, %(acted_at)s,
        %(time_mark)s, %(payload)s::jsonb, %(proof)s::jsonb, %(day)s, %(receipt)s
    ) RETURNING id, day
), kept AS (
    INSERT INTO checkins_frames (day, checkin_id, sealed, lengths)
    SELECT day, id, %(sealed)s::bytea, %(lengths)s::integer[] FROM attempt WHERE %(sealed)s::bytea IS NOT NULL
)
SELECT id FROM attempt
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One row of CheckIn with its frames sealed as one piece (None where there are none)."""

    public_id: uuid.UUID
    digest: bytes
    person_id: int
    device_id: int
    purpose: str
    challenge: uuid.UUID | None
    ticket: uuid.UUID | None
    ticket_counter: int | None
    step_up_of_id: int | None
    claimed_at: dt.datetime
    earliest_at: dt.datetime
    received_at: dt.datetime
    acted_at: dt.datetime
    time_mark: str
    payload: Any
    proof: Any
    day: dt.date
    receipt: str
    sealed: bytes | None
    lengths: list[int]


def insert(attempt: Attempt) -> int:
    """Write it in the caller's transaction; returns its primary key. One statement."""
    values = {name: getattr(attempt, name) for name in Attempt.__slots__}
    values["payload"] = json.dumps(attempt.payload)
    values["proof"] = json.dumps(attempt.proof)
    _, [(primary_key,)] = statements.run(_INSERT, values)
    return int(primary_key)
