"""What one day asks of somebody, for the phone's page, the board, and whoever counts working days."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from nyata.core.worktime.columns import Kind, moment_of
from nyata.core.worktime.planning import ROSTER, plan
from nyata.people.models import Person
from nyata.people.selectors import Placed, placements
from nyata.people.selectors.authority import in_force
from nyata.schedules.models import PatternUse, RosterDay
from nyata.schedules.selectors.building import roster_days, schedule_for, schedule_of
from nyata.schedules.selectors.following import read_uses


@dataclass(frozen=True, slots=True)
class Asked:
    """One span of a day: what it is, and from when to when by the wall clock (without a zone).

    `weekly`: only the weekly total is owed. `slack`: minutes that the start may slide. `halfway`: when its second half
    begins, after the break or in the middle where there is none.
    """

    kind: Kind
    start: dt.datetime
    end: dt.datetime
    slack: int = 0
    weekly: bool = False
    halfway: dt.datetime | None = None

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
    columns = ("person", "day", "kind", "start", "end", "slack", "weekly", "rest_from", "rest_to")
    for person, day, kind, start, end, slack, weekly, rest_from, rest_to in spans.select(columns).iter_rows():
        halfway = moment_of(rest_to if rest_to > rest_from else (start + end) // 2)
        asked = Asked(Kind(kind), moment_of(start), moment_of(end), slack, weekly, halfway)
        found[person, day] = (*found.get((person, day), ()), asked)
    return found


def hours_today(person_id: int, day: dt.date) -> tuple[Asked, ...]:
    """The spans of one person that begin on a day; empty where they are not in service. Eight queries."""
    return spans_of([person_id], day, day).get((person_id, day), ())


@dataclass(frozen=True, slots=True)
class DayHours:
    """What a day asks of full-time people by unit, and of each whose day may be another; who of these is part-time."""

    by_unit: Mapping[int, tuple[Asked, ...]]
    by_person: Mapping[int, tuple[Asked, ...]]
    part_time: frozenset[int]


def hours_of_day(units: Mapping[int, str], day: dt.date) -> DayHours:
    """What a day asks of everybody in these units (path by id). Eight queries, however many people.

    A unit stands for its full-time people who have no pattern and no roster of their own; those who have stand for
    themselves. Units are planned as people with the negative of their id.
    """
    apart = _apart_from_their_unit(day)
    own = placements(apart, day, day) if apart else []
    stand_ins = [Placed(-pk, pk, path, Person.Employment.PNS, None, day, day) for pk, path in units.items()]
    uses = read_uses(apart, {*units.values(), *(one.path for one in own)}, day, day)
    roster = roster_days(apart, day, day) if apart else ROSTER.to_frame()
    found = asked_in(plan(schedule_for([*stand_ins, *own], uses, roster, day, day), day, day))
    return DayHours(
        by_unit={-one: spans for (one, _), spans in found.items() if one < 0},
        by_person={one: spans for (one, _), spans in found.items() if one > 0},
        part_time=frozenset(one.person_id for one in own if one.employment == Person.Employment.PPPK_PW),
    )


def _apart_from_their_unit(day: dt.date) -> set[int]:
    """The people whose day may be another than their unit's: by a pattern or a roster of their own. One query."""
    own = PatternUse.objects.filter(in_force(day), person__isnull=False).values_list("person", flat=True)
    return set(own.union(RosterDay.objects.filter(day=day).values_list("person", flat=True)))
