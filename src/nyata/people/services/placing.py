"""The placements behind registering, moving, changing and releasing: each is called in their transaction."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from nyata.people.models import DayChange, Person, Placement, Unit
from nyata.people.refusals import Code, Refused
from nyata.people.services import days

BATCH = 2000
WHY = "placement"
DAY = dt.timedelta(days=1)
# 37 h 30 min, the week of a full-time servant (Perpres 21/2023 Ps 4): a part-time contract cannot ask for more.
FULL_WEEK = 2250


def require_weekly_minutes(employment: str, minutes: int | None) -> None:
    """Raise Refused(weekly_minutes_wrong): only a PPPK Paruh Waktu has a contract's minutes, from 1 to a full week."""
    if minutes is not None and (employment != Person.Employment.PPPK_PW or not 1 <= minutes <= FULL_WEEK):
        raise Refused(Code.WEEKLY_MINUTES_WRONG)


def begin(
    *, actor: Person | None, person: Person, first: dt.date, weekly_minutes: int | None, at: dt.datetime,
    document_number: str = "",
) -> Placement:  # fmt: skip
    """A placement of what the person's row says, open from `first` on; without an actor it was made at the server."""
    made = _placement(person, first, weekly_minutes, actor, at)
    made.document_number = document_number
    made.save()
    days.changed(person=person, first=first, last=None, why=WHY, at=at)
    return made


def begin_many(people: Iterable[tuple[Person, int | None]], *, actor: Person, today: dt.date, at: dt.datetime) -> None:
    """Placements of imported people, each from the first day that was given, or today. One change for each unit."""
    made = [_placement(person, person.joined_on or today, minutes, actor, at) for person, minutes in people]
    Placement.objects.bulk_create(made, batch_size=BATCH)
    since: dict[Unit, dt.date] = {}
    for one in made:
        since[one.unit] = min(since.get(one.unit, one.valid_from), one.valid_from)
    days.changed_many(DayChange(unit=unit, first=first, why=WHY, made_at=at) for unit, first in since.items())


def _placement(
    person: Person, first: dt.date, weekly_minutes: int | None, actor: Person | None, at: dt.datetime
) -> Placement:
    return Placement(
        person=person,
        unit=person.unit,
        employment=person.employment,
        weekly_minutes=weekly_minutes,
        valid_from=first,
        recorded_by=actor,
        recorded_at=at,
    )


def turn(
    *, actor: Person, person: Person, first: dt.date, weekly_minutes: int | None, document_number: str,
    at: dt.datetime,
) -> Placement:  # fmt: skip
    """What the person's row now says holds from `first` on; the placement before ends the day before.

    Raises Refused: starts_in_future, placement_later (another one begins after that day).
    """
    if first > timezone.localdate(at):
        raise Refused(Code.STARTS_IN_FUTURE)
    # Holding the person's row makes two changes at one instant wait for each other.
    Person.objects.select_for_update().get(pk=person.pk)
    later = Placement.objects.filter(person=person, valid_from__gte=first)
    if later.filter(valid_from__gt=first).exists():
        raise Refused(Code.PLACEMENT_LATER)
    # What began on that very day never held.
    later.delete()
    before = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), person=person)
    before.update(valid_to=first - DAY)
    return begin(
        actor=actor, person=person, first=first, weekly_minutes=weekly_minutes, document_number=document_number, at=at
    )


def correct(*, person: Person, weekly_minutes: int | None, joined: dt.date | None, at: dt.datetime) -> None:
    """What the present placement says was written wrong from its first day; `joined` is the person's true first day.

    Raises Refused(placement_later): the first placement has ended before that day.
    """
    placed = list(Placement.objects.select_for_update().filter(person=person).order_by("valid_from"))
    if not placed:
        return
    earliest, latest = placed[0], placed[-1]
    touched: list[dt.date] = []
    if (latest.employment, latest.weekly_minutes) != (person.employment, weekly_minutes):
        latest.employment, latest.weekly_minutes = person.employment, weekly_minutes
        touched.append(latest.valid_from)
    if joined and joined != earliest.valid_from:
        if earliest.valid_to and earliest.valid_to < joined:
            raise Refused(Code.PLACEMENT_LATER)
        touched.append(min(joined, earliest.valid_from))
        earliest.valid_from = joined
    if touched:
        Placement.objects.bulk_update({earliest, latest}, ["employment", "weekly_minutes", "valid_from"])
        days.changed(person=person, first=min(touched), last=None, why=WHY, at=at)


def end(*, person: Person, last: dt.date, at: dt.datetime) -> None:
    """Nothing is asked of the person after `last`."""
    open_ones = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last), person=person)
    open_ones.filter(valid_from__gt=last).delete()
    open_ones.update(valid_to=last)
    days.changed(person=person, first=last + DAY, last=None, why=WHY, at=at)


def resume(*, actor: Person, person: Person, first: dt.date, at: dt.datetime) -> None:
    """The person is back from `first` on, in the unit and employment of before."""
    former = Placement.objects.filter(person=person).order_by("-valid_from").first()
    minutes = former.weekly_minutes if former and former.employment == person.employment else None
    if former and former.valid_to and former.valid_to >= first:
        # Left and came back on one day: nothing lies between.
        former.valid_to = None
        former.save(update_fields=["valid_to"])
        days.changed(person=person, first=first, last=None, why=WHY, at=at)
        return
    begin(actor=actor, person=person, first=first, weekly_minutes=minutes, at=at)
