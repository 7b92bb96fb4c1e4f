"""A few invented people whose days are not like the others', so that the demo's pages of guidance show something.

They work at the health centre of the demo's servant and at the next one, so that the supervisor, the head and HR find
them. The same world always has the same.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from nyata.checkins.demo_history import Habit
from nyata.people.demo.accounts import ROLES
from nyata.people.models import Person, Unit
from nyata.schedules.selectors import spans_of

DAY = dt.timedelta(days=1)
HOME = "PKM-TSL"
PNS, CONTRACT = Person.Employment.PNS, Person.Employment.PPPK


class Case(StrEnum):
    """What is to be seen of somebody."""

    WARNED = "warned"  # two days, the first rung is near
    RUNG = "rung"  # four days
    NINE = "nine"  # nine in a row until yesterday
    TEN = "ten"  # eleven in a row some weeks ago, then back
    CONTRACT = "contract"  # three days of a PPPK
    LAST_MINUTE = "last_minute"
    MONDAYS = "mondays"  # late on Mondays


# Working days of their own back from yesterday, counted from 1.
ABSENT: dict[Case, tuple[int, ...]] = {
    Case.WARNED: (8, 22),
    Case.RUNG: (5, 13, 20, 29),
    Case.NINE: tuple(range(1, 10)),
    Case.TEN: tuple(range(14, 25)),
    Case.CONTRACT: (3, 11, 24),
}


def cases() -> dict[int, Case]:
    """Who shows what, by person. Three queries."""
    home = Unit.objects.filter(code=HOME).first()
    if home is None:
        return {}
    next_one = Unit.objects.filter(parent=home.parent, kind=home.kind, is_active=True).exclude(pk=home.pk)
    served = Person.objects.filter(is_active=True, unit__in=[home, *next_one.order_by("path")[:1]]).order_by("pk")
    people = list(served.values_list("pk", "name", "employment", "unit"))
    found = {pk: Case.WARNED for pk, name, _, _ in people if name == ROLES[0].name}
    # Who holds a post looks after the others here.
    posted = set(Person.objects.filter(posts__isnull=False).values_list("pk", flat=True))
    free = [row for row in people if row[0] not in posted and row[0] not in found]
    wanted = [(Case.RUNG, PNS, True), (Case.NINE, PNS, True), (Case.LAST_MINUTE, PNS, True), (Case.MONDAYS, PNS, True),
              (Case.CONTRACT, CONTRACT, True), (Case.TEN, PNS, False)]  # fmt: skip
    for case, employment, at_home in wanted:
        match = next((row for row in free if row[2] == employment and (row[3] == home.pk) == at_home), None)
        if match:
            free.remove(match)
            found[match[0]] = case
    return found


def unexplained(person: int, case: Case, working: Sequence[dt.date], today: dt.date) -> set[dt.date]:
    """The days on which they did not come and nobody says why; between days in a row the days of rest too. `working`:
    the days on which an office is open, for who has no hours of their own.
    """
    if not working or case not in ABSENT:
        return set()
    spans = spans_of([person], working[0], today - DAY)
    own = [day for (_, day), asked in spans.items() if any(span.is_work for span in asked)]
    past = sorted(own or [day for day in working if day < today], reverse=True)
    chosen = [past[back - 1] for back in ABSENT[case] if back <= len(past)]
    if case not in (Case.NINE, Case.TEN) or not chosen:
        return set(chosen)
    return {min(chosen) + DAY * number for number in range((max(chosen) - min(chosen)).days + 1)}


def shaped(habit: Habit, person: int, case: Case | None, working: Sequence[dt.date], today: dt.date) -> Habit:
    """A person's habit as the case has it; as it is for everybody else."""
    if case is None:
        return habit
    plain = replace(habit, misses=0, forgets=0.01, comes=-12, spread=3, away=unexplained(person, case, working, today))
    if case == Case.LAST_MINUTE:
        return replace(plain, comes=-1.4, spread=0.5)
    return replace(plain, mondays=22) if case == Case.MONDAYS else plain
