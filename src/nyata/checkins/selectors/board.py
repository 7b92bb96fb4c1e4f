"""One day at a glance: for each person seen, what became of coming in and going out. A few queries for any number."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from nyata.checkins.models import Attestation, CheckIn, Outcome, Purpose, Refusal, Verdict
from nyata.checkins.selectors.attempts import JAKARTA, newest_verdicts, people_watched_by
from nyata.people.models import Person

ATTESTED = "attested"
WAITING = "waiting"  # received, not judged yet
# Of several attempts the one that did most for the person is shown.
_RANK = {
    Outcome.ACCEPTED: 0,
    ATTESTED: 1,
    Outcome.REVIEW: 2,
    WAITING: 3,
    Outcome.ERROR: 4,
    Outcome.STEP_UP: 5,
    Outcome.DECLINED: 6,
    Outcome.REFUSED: 7,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Coming in or going out of one person on one day.

    `state` is an Outcome's value, "attested" or "waiting". `at` is the time that counts, or where nothing counts
    (yet) the time of acting. `attempt` is the attempt's public id, None for an attestation without one.
    """

    state: str
    at: dt.datetime
    counts: bool
    attempt: uuid.UUID | None
    time_mark: str
    reasons: tuple[str, ...]
    tries: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person on one day; `coming`, `going` None where nothing was received. `refusals`: phones turned away."""

    person_id: int
    nip: str
    name: str
    job_title: str
    unit_id: int
    unit: str
    unit_path: str
    coming: Mark | None
    going: Mark | None
    refusals: int


def board_rows(
    actor: Person, day: dt.date, *, unit_path: str | None = None, at: dt.date | None = None
) -> list[BoardRow]:
    """Everybody the actor watches (not the actor), by unit and name. Five queries, however many people.

    `unit_path` narrows to a unit and those below it. `at` is the day whose posts decide what the actor sees,
    `day` itself where it is not given.
    """
    seen = people_watched_by(actor, at or day).filter(is_active=True).exclude(pk=actor.pk)
    if unit_path:
        seen = seen.filter(unit__path__startswith=unit_path)
    marks = _marks(day, seen)
    refused = _refusals(day, seen)
    fields = ("pk", "nip", "name", "job_title", "unit_id", "unit__name", "unit__path")
    return [
        BoardRow(
            *person,
            coming=marks.get((person[0], Purpose.IN)),
            going=marks.get((person[0], Purpose.OUT)),
            refusals=refused.get(person[0], 0),
        )
        for person in seen.order_by("unit__path", "name", "pk").values_list(*fields)
    ]


def _marks(day: dt.date, seen: QuerySet[Person]) -> dict[tuple[int, str], Mark]:
    """The best mark by person and purpose."""
    found: dict[tuple[int, str], list[Mark]] = defaultdict(list)
    ids = seen.order_by().values("pk")
    verdicts = newest_verdicts(Verdict.objects.filter(checkin__day=day, checkin__person__in=ids))
    fields = ("checkin_id", "outcome", "counts_at", "reasons")
    newest = {row[0]: row[1:] for row in verdicts.values_list(*fields)}
    attempts = CheckIn.objects.filter(day=day, person__in=ids).values_list(
        "pk", "person_id", "purpose", "public_id", "acted_at", "time_mark"
    )
    for pk, person, purpose, public_id, acted_at, time_mark in attempts:
        outcome, counts_at, reasons = newest.get(pk, (WAITING, None, ()))
        counts = counts_at is not None
        mark = Mark(outcome, counts_at or acted_at, counts, public_id, time_mark, tuple(reasons), 1)
        found[person, purpose].append(mark)
    witnessed = Attestation.objects.filter(day=day, person__in=ids, checkin=None)
    for person, purpose, made_at in witnessed.values_list("person_id", "purpose", "made_at"):
        found[person, purpose].append(Mark(ATTESTED, made_at, True, None, CheckIn.TimeMark.LIVE, (), 0))
    return {key: _best(key[1], marks) for key, marks in found.items()}


def _best(purpose: str, marks: list[Mark]) -> Mark:
    """The first coming in, the last going out; what counts before what does not."""
    sign = 1 if purpose == Purpose.IN else -1
    best = min(marks, key=lambda mark: (not mark.counts, _RANK[mark.state], sign * mark.at.timestamp()))
    tries = sum(mark.tries for mark in marks)
    return Mark(best.state, best.at, best.counts, best.attempt, best.time_mark, best.reasons, tries)


def _refusals(day: dt.date, seen: QuerySet[Person]) -> Counter[int]:
    start = dt.datetime.combine(day, dt.time(), JAKARTA)
    rows: Any = Refusal.objects.filter(
        person__in=seen.order_by().values("pk"),
        refused_at__gte=start,
        refused_at__lt=start + dt.timedelta(days=1),
    ).values_list("person_id", flat=True)
    return Counter(rows)
