"""Single days of people otherwise than their pattern has them: a month on one page, or a file, in one go."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import polars as pl
from django.db import transaction
from django.utils import timezone

from nyata.core.worktime.planning import ROSTER
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import DayChange, Person
from nyata.people.services import days
from nyata.schedules.models import RosterDay, Shift
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors.codes import serves
from nyata.schedules.selectors.overlaps import overlapping
from nyata.schedules.selectors.shifts import RESTING
from nyata.schedules.services.guards import planner, require_day, require_person

WHY = "roster"
BATCH = 5000
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """One day of one person (their unit loaded): a shift, rest (no shift), or the pattern again."""

    person: Person
    day: dt.date
    shift: Shift | None = None
    by_pattern: bool = False


def set_roster(*, actor: Person, wishes: Sequence[Wish], source: str, at: dt.datetime) -> int:
    """Set days of people, all or none; returns how many.

    Raises Refused: nothing_changed, not_yours, yourself, past_is_hrs, too_far, shift_of_others, shifts_overlap (with
    who and when).
    """
    if not wishes:
        raise Refused(Code.NOTHING_CHANGED)
    authority, today = planner(actor, at), timezone.localdate(at)
    for wish in wishes:
        require_person(authority, wish.person)
        require_day(authority, wish.day, today)
        if wish.shift is not None and not serves(wish.shift.unit, wish.person.unit):
            raise Refused(Code.SHIFT_OF_OTHERS)
    if clash := clashes(wishes):
        person, day = clash[0]
        name = next(wish.person.name for wish in wishes if wish.person.pk == person)
        raise Refused(Code.SHIFTS_OVERLAP, f"{name}, {day:%d-%m-%Y}: {Code.SHIFTS_OVERLAP.sentence}")
    with transaction.atomic():
        write(actor=actor, wishes=wishes, source=source, at=at)
    return len(wishes)


def write(*, actor: Person | None, wishes: Collection[Wish], source: str, at: dt.datetime) -> None:
    """The rows, the log and the days to be reckoned again, in the caller's transaction."""
    RosterDay.objects.bulk_create(
        (
            RosterDay(
                person=wish.person,
                day=wish.day,
                shift=wish.shift,
                by_pattern=wish.by_pattern,
                source=source,
                decided_by=actor,
                decided_at=at,
            )
            for wish in wishes
        ),
        batch_size=BATCH,
    )
    reach: dict[int, tuple[dt.date, dt.date]] = {}
    for wish in wishes:
        first, last = reach.get(wish.person.pk, (wish.day, wish.day))
        reach[wish.person.pk] = min(first, wish.day), max(last, wish.day)
    days.changed_many(
        DayChange(person_id=person, first=first, last=last, why=WHY, made_at=at)
        for person, (first, last) in reach.items()
    )
    content = {"source": source, "days": len(wishes), "people": len(reach), "rows_sha256": digest(wishes)}
    span = {"from": min(first for first, _ in reach.values()), "to": max(last for _, last in reach.values())}
    ledger.append(
        Kind.ROSTER,
        {**content, **{name: day.isoformat() for name, day in span.items()}, "actor": actor.pk if actor else None},
        at=at,
    )


def digest(wishes: Iterable[Wish]) -> str:
    """SHA-256 over the rows, so that the log's one entry vouches for each of them: "person day shift" lines."""
    lines = sorted(
        f"{wish.person.pk} {wish.day.isoformat()} "
        f"{'pattern' if wish.by_pattern else wish.shift.pk if wish.shift else 'rest'}"
        for wish in wishes
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def clashes(wishes: Collection[Wish]) -> list[tuple[int, dt.date]]:
    """(person, day) of the wishes whose shift would run into another. Eight queries."""
    wanted = {(wish.person.pk, wish.day): wish for wish in wishes}
    first, last = min(day for _, day in wanted), max(day for _, day in wanted)
    instead = pl.DataFrame(
        [(person, day, _number(wish)) for (person, day), wish in wanted.items()], schema=ROSTER, orient="row"
    )
    found = overlapping({person for person, _ in wanted}, first - DAY, last + DAY, instead)
    return sorted(found & wanted.keys())


def _number(wish: Wish) -> int | None:
    if wish.by_pattern:
        return None
    return wish.shift.pk if wish.shift else RESTING
