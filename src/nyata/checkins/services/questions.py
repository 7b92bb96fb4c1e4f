"""What a bundle answers: a challenge or one use of an offline ticket, found, checked and used up."""

import datetime as dt
import uuid
from dataclasses import dataclass

from nyata.core import bundle as grammar
from nyata.core.bundle import Bundle
from nyata.core.reasons import Reason
from nyata.ledger import statements

# The question together with what an earlier receipt of the same bundle left: one statement for both.
_CHALLENGE = """
SELECT q.person_id, q.purpose, q.nonce, q.issued_at, q.expires_at, q.step_up_of_id, root.public_id, e.id
FROM (SELECT 1) one
LEFT JOIN checkins_challenge q ON q.id = %s AND q.witness_id IS NULL
LEFT JOIN checkins_checkin root ON root.id = q.step_up_of_id
LEFT JOIN checkins_checkin e ON e.digest = %s
"""
_TICKET = """
SELECT q.person_id, NULL, q.seed, q.issued_at, q.expires_at, NULL, NULL, e.id
FROM (SELECT 1) one
LEFT JOIN checkins_offlineticket q ON q.id = %s
LEFT JOIN checkins_checkin e ON e.digest = %s
"""
_SPEND_CHALLENGE = "UPDATE checkins_challenge SET consumed_at = %s WHERE id = %s AND consumed_at IS NULL"
# The first attempt of the chain is held meanwhile, so that step-ups of one chain are counted one after another.
_SPEND_STEP_UP = """
WITH root AS (SELECT id FROM checkins_checkin WHERE id = %s FOR UPDATE)
UPDATE checkins_challenge q SET consumed_at = %s FROM root WHERE q.id = %s AND q.consumed_at IS NULL
"""
_CHAIN = """
SELECT (SELECT count(*) FROM checkins_checkin WHERE step_up_of_id = %(root)s),
       (SELECT outcome FROM checkins_verdict WHERE checkin_id = %(root)s ORDER BY id DESC LIMIT 1)
"""
# An accepted first attempt needs no more tries, and one that a person declined gets none from a machine.
_CLOSED = ("accepted", "declined")
_SPEND_TICKET = """
INSERT INTO checkins_ticketuse (ticket_id, counter) VALUES (%s, %s) ON CONFLICT (ticket_id, counter) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A challenge, or one use of a ticket. `purpose` is None for a ticket, which asks for neither."""

    person_id: int
    purpose: str | None
    nonce: bytes
    issued_at: dt.datetime
    expires_at: dt.datetime
    step_up_of_id: int | None
    step_up_of: uuid.UUID | None
    is_ticket: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What there is for a bundle: the question it names, and the attempt that the same digest made earlier."""

    question: Question | None
    earlier: int | None


def find(bundle: Bundle, claimed_digest: bytes) -> Found:
    """The question a bundle names and the earlier attempt with the digest it claims. One query."""
    ticket = bundle.ticket
    asked = [ticket.id if ticket else bundle.challenge, claimed_digest]
    _, [row] = statements.run(_TICKET if ticket else _CHALLENGE, asked)
    person, purpose, secret, issued, expires, root, root_public, earlier = row
    if person is None:
        return Found(None, earlier)
    nonce = grammar.ticket_nonce(bytes(secret), ticket.counter) if ticket else bytes(secret)
    question = Question(person, purpose, nonce, issued, expires, root, root_public, ticket is not None)
    return Found(question, earlier)


def unknown(bundle: Bundle) -> Reason:
    """The reason where the question is not there."""
    return Reason.TICKET_UNKNOWN if bundle.ticket else Reason.CHALLENGE_UNKNOWN


def spend(bundle: Bundle, question: Question, tries: int, at: dt.datetime) -> Reason | None:
    """Use the question up in the caller's transaction; the reason where somebody was first. One statement.

    Two at the same instant: the second waits for the first to commit, then finds it spent. A step-up takes one
    statement more: challenges may have been fetched in advance, so its chain is looked at again here.
    """
    if bundle.ticket:
        count, _ = statements.run(_SPEND_TICKET, [bundle.ticket.id, bundle.ticket.counter])
        return None if count == 1 else Reason.TICKET_SPENT
    root = question.step_up_of_id
    if root is None:
        count, _ = statements.run(_SPEND_CHALLENGE, [at, bundle.challenge])
    else:
        count, _ = statements.run(_SPEND_STEP_UP, [root, at, bundle.challenge])
    if count != 1:
        return Reason.CHALLENGE_SPENT
    return None if root is None else _closed(root, tries)


def _closed(root: int, tries: int) -> Reason | None:
    """Why the chain takes no more step-ups, or None."""
    _, [(used, outcome)] = statements.run(_CHAIN, {"root": root})
    if outcome in _CLOSED:
        return Reason.STEP_UP_CHAIN_INVALID
    return Reason.TRIES_USED_UP if used >= tries else None
