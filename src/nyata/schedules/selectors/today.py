"""What one day asks of somebody, for the phone's page, the board, and whoever counts working days."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from nyata.core.worktime import plan
from nyata.core.worktime.columns import Kind, moment_of
from nyata.core.worktime.planning import ROSTER
from nyata.people.models import Person
from nyata.people.selectors import Placed
from nyata.people.selectors.authority import in_force
from nyata.schedules.models import PatternUse, RosterDay
from nyata.schedules.selectors.building import schedule_for, schedule_of
from nyata.schedules.selectors.following import read_uses


@dataclass(frozen=True, slots=True)
class Asked:
    """One span of a day: what it is, and from when to when by the wall clock (without a zone).

    `weekly`: only the weekly total is owed. `slack`: minutes that the start may slide.
    """

    kind: Kind
    start: dt.datetime
    end: dt.datetime
    slack: int = 0
    weekly: bool = False

    @property
    def is_work(self) -> bool:
        return self.kind == Kind.WORK


def spans_of(
    person_ids: Collection[int] | None, first: dt.date, last: dt.date
) -> dict[tuple[int, dt.date], tuple[Asked, ...]]:
    """By person and day the spans that begin on it, in order; no key where the person was not in service."""
    return asked_in(plan(schedule_of(person_ids, first, last), first, last))


def asked_in(spans: pl.DataFrame) -> dict[tuple[int, dt.date], tuple[Asked, ...]]:
    """The spans of a plan (SPANS) by person and day."""
    found: dict[tuple[int, dt.date], tuple[Asked, ...]] = {}
    columns = ("person", "day", "kind", "start", "end", "slack", "weekly")
    for person, day, kind, start, end, slack, weekly in spans.select(columns).iter_rows():
        asked = Asked(Kind(kind), moment_of(start), moment_of(end), slack, weekly)
        found[person, day] = (*found.get((person, day), ()), asked)
    return found


def hours_today(person_id: int, day: dt.date) -> tuple[Asked, ...]:
    """The spans of one person that begin on a day; empty where they are not in service. Eight queries."""
    return spans_of([person_id], day, day).get((person_id, day), ())


def hours_on(person_ids: Collection[int] | None, day: dt.date) -> dict[int, tuple[Asked, ...]]:
    """The same of many (None: everybody) by person. Eight queries, however many."""
    return {person: spans for (person, _), spans in spans_of(person_ids, day, day).items()}


def hours_of_units(units: Mapping[int, str], day: dt.date) -> dict[int, tuple[Asked, ...]]:
    """What a day asks of full-time people of units (path by id) who have no pattern and no roster of their own.

    Five queries, however many people: a unit stands for its people.
    """
    placed = [Placed(pk, pk, path, Person.Employment.PNS, None, day, day) for pk, path in units.items()]
    schedule = schedule_for(placed, read_uses([], units.values(), day, day), ROSTER.to_frame(), day, day)
    return {unit: spans for (unit, _), spans in asked_in(plan(schedule, day, day)).items()}


def apart_from_their_unit(day: dt.date) -> set[int]:
    """The people whose day may be another than their unit's: by a pattern or a roster of their own. One query."""
    own = PatternUse.objects.filter(in_force(day), person__isnull=False).values_list("person", flat=True)
    return set(own.union(RosterDay.objects.filter(day=day).values_list("person", flat=True)))
