"""Leave for second clients: one's own requests and balance, asking, withdrawing, and deciding on many."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from nyata.leave import selectors, services
from nyata.leave.kinds import Extent, Kind
from nyata.leave.models import Request
from nyata.leave.refusals import Refused
from nyata.leave.timing import moment
from nyata.leave.wishes import Forgotten, Spot, Wish
from nyata.people.nip import masked
from nyata.people.selectors.asking import person_of

router = Router()
NEWEST = 50
MOST = 500


class Refusal(Schema):
    """Why not, and what to do."""

    code: str
    sentence: str
    next: str | None = None


class Place(Schema):
    """A place of a duty; with a GeoJSON Point and a radius, or a Polygon, check-ins inside it are accepted."""

    name: str = Field(max_length=120)
    shape: dict[str, Any] | None = None
    radius_m: float | None = None


class Missing(Schema):
    """A record that is missing: `clock` of the wall clock, on the day or (`next_day`) the one after."""

    purpose: str = Field(pattern="^(in|out)$")
    clock: dt.time
    next_day: bool = False
    reason: str = Field(pattern="^(forgotten|dead_phone|blackout|other)$")


class Asking(Schema):
    """What is asked for. `extent`: 1 days, 2 first half, 3 second half, 0 from `time_from` to `time_to`.

    `travel_days`: calendar days at the end of annual leave for the way to a place that is hard to reach (in `words`).
    """

    kind: Kind
    first: dt.date
    last: dt.date | None = None
    extent: Extent = Extent.DAYS
    time_from: dt.time | None = None
    time_to: dt.time | None = None
    ground: str = Field("", max_length=80)
    words: str = Field("", max_length=500)
    letter_number: str = Field("", max_length=80)
    letter_date: dt.date | None = None
    places: list[Place] = Field([], max_length=40)
    missing: Missing | None = None
    travel_days: int = Field(0, ge=0, le=366)

    def wish(self) -> Wish:
        forgotten = None
        if self.missing:
            day = self.first + dt.timedelta(days=self.missing.next_day)
            forgotten = Forgotten(self.missing.purpose, moment(day, self.missing.clock), self.missing.reason)
        return Wish(
            self.kind, self.first, self.last or self.first, self.extent, self.time_from, self.time_to, self.ground,
            self.words, self.letter_number, self.letter_date,
            tuple(Spot(one.name, one.shape, one.radius_m) for one in self.places), forgotten,
            self.travel_days,
        )  # fmt: skip


class Asked(Schema):
    """A request. `state`: supervisor, hr (waiting for them), in_force, declined, withdrawn, cancelled."""

    id: uuid.UUID
    kind: str
    first: dt.date
    last: dt.date
    extent: int
    state: str
    days: Decimal | None
    answer: str


class Balance(Schema):
    """Annual leave of a year in working days; null: not set by both offices yet."""

    year: int
    total: int | None
    left: Decimal | None


class Own(Schema):
    balance: Balance
    requests: list[Asked]


class Waiting(Schema):
    """A request that one may decide; `key` is what a decision names. NIP masked."""

    key: int
    id: uuid.UUID
    name: str
    nip: str
    unit: str
    kind: str
    first: dt.date
    last: dt.date
    nearest: bool


class Decision(Schema):
    """Words are needed where `accept` is false. `travel_days`: how many of those asked for are granted; null: all."""

    keys: list[int] = Field(min_length=1, max_length=MOST)
    accept: bool
    words: str = Field("", max_length=500)
    travel_days: int | None = Field(None, ge=0)


class Decided(Schema):
    """Keys decided, and refused keys with their code."""

    done: list[int]
    refused: dict[int, str]


REFUSALS = dict.fromkeys((403, 409, 410, 413, 422), Refusal)


def _refused(error: Refused) -> Status[Any]:
    return Status(error.code.status, {"code": error.code, "sentence": error.sentence, "next": None})


def _asked(shown: selectors.Shown) -> Asked:
    request = shown.request
    return Asked(
        id=request.public_id, kind=request.kind, first=request.first, last=shown.last, extent=request.extent,
        state=shown.state, days=request.days, answer=shown.answer.words if shown.answer else "",
    )  # fmt: skip


def _one(request: HttpRequest, public_id: uuid.UUID, at: dt.datetime) -> selectors.Shown:
    return selectors.request_for(person_of(request), public_id, timezone.localdate(at))


@router.get("/leave", auth=django_auth, response=Own, summary="One's own requests and what is left")
def own(request: HttpRequest) -> Own:
    """The newest fifty."""
    person, on = person_of(request), timezone.localdate()
    found = selectors.balance_of(person, on.year, on)
    balance = Balance(year=found.year, total=found.total, left=found.left)
    return Own(balance=balance, requests=[_asked(one) for one in selectors.own_requests(person, NEWEST)])


@router.post("/leave", auth=django_auth, response={201: Asked, **REFUSALS}, summary="Ask for something for oneself")
def ask(request: HttpRequest, body: Asking) -> Status[Any]:
    """It waits for the supervisor. Letters are added on the page of the request."""
    person, at = person_of(request), timezone.now()
    try:
        made = services.ask(actor=person, person=person, wish=body.wish(), at=at)
    except Refused as error:
        return _refused(error)
    return Status(201, _asked(_one(request, made.public_id, at)))


@router.post("/leave/{uuid:public_id}/withdraw", auth=django_auth, response={200: Asked, **REFUSALS})
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> Status[Any]:
    """Take one's own request back, before it is decided or before its first day."""
    at = timezone.now()
    found = _one(request, public_id, at)
    try:
        services.withdraw(actor=person_of(request), request=found.request, at=at)
    except Refused as error:
        return _refused(error)
    return Status(200, _asked(_one(request, public_id, at)))


@router.get("/leave/inbox", auth=django_auth, response=list[Waiting], summary="What one may decide now")
def inbox(request: HttpRequest) -> list[Waiting]:
    """The nearest first, five hundred at most."""
    waiting = selectors.inbox(person_of(request), timezone.localdate())[:MOST]
    return [_waiting(one.slot.request, nearest=one.nearest) for one in waiting]


def _waiting(asked: Request, *, nearest: bool) -> Waiting:
    person = asked.person
    return Waiting(
        key=asked.pk, id=asked.public_id, name=person.name, nip=masked(person.nip), unit=person.unit.name,
        kind=asked.kind, first=asked.first, last=asked.last, nearest=nearest,
    )  # fmt: skip


@router.post("/leave/decisions", auth=django_auth, response={200: Decided, **REFUSALS})
def decide(request: HttpRequest, body: Decision) -> Status[Any]:
    """Approve or decline many at once; those that one may not decide are named with their code."""
    try:
        outcome = services.decide(
            actor=person_of(request),
            requests=body.keys,
            accept=body.accept,
            words=body.words,
            travel_days=body.travel_days,
            at=timezone.now(),
        )
    except Refused as error:
        return _refused(error)
    refused = {key: error.code.value for key, error in outcome.refused.items()}
    return Status(200, Decided(done=outcome.done, refused=refused))
