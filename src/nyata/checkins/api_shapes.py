"""What the check-in API takes and gives (docs/wire.md)."""

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, PlainSerializer

from nyata.core.encoding import iso_ms

Moment = Annotated[dt.datetime, PlainSerializer(iso_ms, return_type=str)]
PurposeWord = Literal["in", "out"]


class RefusalOut(Schema):
    """Every error: a code for programs, a sentence for the person, and what the page may offer next."""

    code: str
    sentence: str
    next: str | None = None


REFUSALS = dict.fromkeys((400, 403, 404, 409, 410, 413, 422, 429), RefusalOut)


class ChallengeIn(Schema):
    """`page_key`: thumbprint (hex) of the page key of the phone that asks, null where it has none."""

    purpose: PurposeWord
    step_up_of: uuid.UUID | None = None
    page_key: str | None = Field("", max_length=64)


class MoveOut(Schema):
    move: str
    from_ms: int
    to_ms: int


class ChallengeOut(Schema):
    """A one-time question. Times are ISO 8601 in UTC with milliseconds."""

    id: uuid.UUID
    nonce: str
    issued_at: str
    expires_at: str
    moves: list[MoveOut]
    duration_ms: int
    frames: int
    fixes: int
    place_code: bool
    anchor: str


class TicketOut(Schema):
    id: uuid.UUID
    seed: str
    issued_at: str
    expires_at: str
    uses: int
    moves: int
    duration_ms: int
    frames: int
    fixes: int


class TicketsOut(Schema):
    tickets: list[TicketOut]
    anchor: str


class ReceivedOut(Schema):
    """The evidence is stored. `receipt` is signed by the server."""

    id: uuid.UUID
    receipt: str
    received_at: Moment
    acted_at: Moment
    earliest_at: Moment
    time_mark: str


class FullReceiptOut(Schema):
    """The receipt with the proof that the log has its leaf; hashes in base64, nearest first."""

    v: int
    receipt: str
    origin: str
    index: int
    size: int
    proof: list[str]
    checkpoint: str
    keys: list[str]


class ReasonOut(Schema):
    code: str
    sentence: str


class VerdictOut(Schema):
    """An attempt and what is in force of it; `outcome` null: not judged yet, ask again after 400 ms."""

    id: uuid.UUID
    purpose: str
    step_up_of: uuid.UUID | None
    acted_at: Moment
    earliest_at: Moment
    received_at: Moment
    time_mark: str
    outcome: str | None
    counts_at: Moment | None
    reasons: list[ReasonOut]
    next: str | None
    tries_left: int


class VerdictsOut(Schema):
    checkins: list[VerdictOut]


class ReviewOut(VerdictOut):
    person: int
    name: str
    unit: str


class ReviewsOut(Schema):
    reviews: list[ReviewOut]


class DecisionIn(Schema):
    decision: Literal["accept", "decline"]
    words: str = Field(min_length=5, max_length=500)


class PhotoIn(Schema):
    why: Literal["review", "objection", "audit", "own"]


class PhotosOut(Schema):
    """JPEG pictures in base64, in order of time."""

    frames: list[str]


class HoldIn(Schema):
    why: Literal["objection", "request"]


class DoneOut(Schema):
    done: bool = True


class AttemptOut(Schema):
    id: uuid.UUID
    purpose: str
    acted_at: Moment
    outcome: str | None


class VouchableOut(Schema):
    id: int
    name: str
    unit: str
    attempt: AttemptOut | None


class VouchablesOut(Schema):
    people: list[VouchableOut]


class WitnessAskIn(Schema):
    person: int
    purpose: PurposeWord


class WitnessAskOut(Schema):
    id: uuid.UUID
    nonce: str
    issued_at: Moment
    expires_at: Moment
    anchor: str


class AssertionIn(Schema):
    id: str
    clientDataJSON: str  # noqa: N815 - WebAuthn's own name
    authenticatorData: str  # noqa: N815
    signature: str


class AttestationIn(Schema):
    """`payload`: b64url of the canonical JSON that was signed."""

    payload: str = Field(max_length=8000)
    assertion: AssertionIn


class AttestationOut(Schema):
    id: int
    made_at: Moment


class WitnessIn(Schema):
    unit: int
    person: int
    valid_from: dt.date
    valid_to: dt.date
    reason: str = Field(max_length=300)


class WitnessOut(Schema):
    """A colleague who may vouch for the people of a unit and below it; both days included."""

    id: int
    person: int
    name: str
    unit: str
    valid_from: dt.date
    valid_to: dt.date
    reason: str


class WitnessesOut(Schema):
    witnesses: list[WitnessOut]
