"""Approving and declining, one or hundreds at once, in the same way."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from nyata.core.worktime.columns import DAY_MINUTES
from nyata.leave import route
from nyata.leave.models import Attachment, Request, Slot, Step
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.inbox import Waiting, waiting_for_decision
from nyata.leave.services.asking import facts
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import DayChange, Person
from nyata.people.services.days import changed_many

WHY = "leave"


@dataclass(slots=True)
class Decided:
    """What became of each: primary keys decided, and refusals by primary key."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, Refused] = field(default_factory=dict)


@transaction.atomic
def decide(
    *,
    actor: Person,
    requests: Iterable[int],
    accept: bool,
    words: str = "",
    travel_days: int | None = None,
    at: dt.datetime,
) -> Decided:
    """Approve or decline requests by their primary keys; each that cannot be decided is named with its refusal.

    `travel_days`: calendar days for the way that are granted of those asked for; None: all of them.
    The statements do not grow with the number of requests, but for those of which fewer days for the way are granted.
    Raises Refused(words_missing) for a refusal without words; each refusal: closed, not_on_oneself, not_allowed,
    second_person, doctor_missing, travel_too_many.
    """
    wanted = list(dict.fromkeys(requests))
    if not accept and not words.strip():
        raise Refused(Code.WORDS_MISSING)
    outcome = Decided()
    # In the order of their keys: two people who decide on the same crowd wait for each other and do not deadlock.
    live = Slot.objects.select_for_update(of=("self",)).filter(request_id__in=wanted).order_by("pk")
    waiting = {one.slot.pk: one for one in waiting_for_decision(live, actor, timezone.localdate(at))}
    without = _without_doctor(list(waiting.values()))
    decided = []
    for pk in wanted:
        one = waiting.get(pk)
        refusal = Refused(Code.CLOSED) if one is None else one.refusal or (without.get(pk) if accept else None)
        if one is not None and accept and not 0 <= (travel_days or 0) <= one.slot.travel_days:
            refusal = refusal or Refused(Code.TRAVEL_TOO_MANY)
        if one is None or refusal is not None:
            outcome.refused[pk] = refusal or Refused(Code.CLOSED)
            continue
        decided.append(one)
        outcome.done.append(pk)
    if accept and travel_days is not None:
        _shorten([one.slot for one in decided], travel_days)
    _write(actor, decided, accept=accept, words=words.strip()[:500], at=at)
    return outcome


def _shorten(slots: Sequence[Slot], travel_days: int) -> None:
    """Fewer days for the way than were asked for: the leave ends so much earlier."""
    for slot in slots:
        if fewer := slot.travel_days - travel_days:
            slot.last -= dt.timedelta(days=fewer)
            slot.end -= fewer * DAY_MINUTES
            slot.travel_days = travel_days
            slot.save(update_fields=["last", "end", "travel_days"])


def _without_doctor(waiting: Sequence[Waiting]) -> dict[int, Refused]:
    """Illnesses that would be in force now, are to have a government doctor's letter, and have none. One query."""
    last_word = [
        one.slot.request
        for one in waiting
        if one.slot.stage == Slot.Stage.HR or not route.needs_hr(*_what(one.slot.request))
    ]
    long = {
        request.pk for request in last_word if route.needs_government_doctor(*_what(request), request.person.employment)
    }
    if not long:
        return {}
    with_letter = set(Attachment.objects.filter(request_id__in=long).values_list("request_id", flat=True))
    return {pk: Refused(Code.DOCTOR_MISSING) for pk in long - with_letter}


def _what(request: Request) -> tuple[str, dt.date, dt.date]:
    return request.kind, request.first, request.last


def decide_one(
    *,
    actor: Person,
    request: Request,
    accept: bool,
    words: str = "",
    travel_days: int | None = None,
    at: dt.datetime,
) -> None:
    """Approve or decline one request. Raises the Refused of `decide`."""
    outcome = decide(actor=actor, requests=[request.pk], accept=accept, words=words, travel_days=travel_days, at=at)
    if refused := outcome.refused.get(request.pk):
        raise refused


def _write(actor: Person, decided: Sequence[Waiting], *, accept: bool, words: str, at: dt.datetime) -> None:
    steps, changes, to_hr, in_force = [], [], [], []
    entries: list[dict[str, object]] = []
    for one in decided:
        request = one.slot.request
        by_hr = one.slot.stage == Slot.Stage.HR
        act = Step.Act.DECLINED if not accept else Step.Act.BY_HR if by_hr else Step.Act.BY_SUPERVISOR
        absent = None if one.name is None or one.name.pk == actor.pk else one.name
        way = one.slot.travel_days if accept and request.travel_days else None
        step = Step(request=request, act=act, actor=actor, as_delegate_of=absent, words=words, travel_days=way, at=at)
        steps.append(step)
        entry = {"act": act.value, **facts(request), "actor": actor.pk, "for": absent.pk if absent else None}
        entries.append(entry if way is None else entry | {"travel_granted": way})
        if not accept:
            continue
        if not by_hr and route.needs_hr(request.kind, request.first, request.last):
            to_hr.append(request.pk)
        else:
            in_force.append(request.pk)
            changes.append(change_of(request, at))
    Step.objects.bulk_create(steps)
    ledger.append_many(Entry.LEAVE, entries, at=at)
    if not accept:
        Slot.objects.filter(pk__in=[one.slot.pk for one in decided]).delete()
    for keys, stage in ((to_hr, Slot.Stage.HR), (in_force, Slot.Stage.IN_FORCE)):
        Slot.objects.filter(pk__in=keys).update(stage=stage)
    if changes:
        changed_many(changes)


def change_of(request: Request, at: dt.datetime, first: dt.date | None = None) -> DayChange:
    """The days of a request, to be reckoned again. What lasts over midnight touches the next day's record no more."""
    return DayChange(person_id=request.person_id, first=first or request.first, last=request.last, why=WHY, made_at=at)
