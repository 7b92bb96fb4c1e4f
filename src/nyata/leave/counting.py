"""How many working days lie in a span of days: by the person's own schedule, else by the standard week."""

import datetime as dt
from dataclasses import dataclass

from nyata.core.worktime.columns import Kind
from nyata.people.models import Person
from nyata.rules.selectors import policy_on
from nyata.schedules import selectors as schedules

DAY = dt.timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Counted:
    """The working days of a span. `by_standard_week`: of some of them nobody has recorded a schedule yet."""

    days: tuple[dt.date, ...]
    by_standard_week: bool = False


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from first to last, both included."""
    return [first + DAY * step for step in range((last - first).days + 1)]


def working_days(person: Person, first: dt.date, last: dt.date) -> Counted:
    """Days on which work is asked of the person, from first to last. Eight queries, one more without a schedule.

    A day of which nobody said what it asks counts as the standard week has it (Perpres 21/2023), without the regency's
    days off: whoever has no schedule yet may ask, and spends their balance all the same (docs/decisions/0011).
    """
    spans = schedules.spans_of([person.pk], first, last)
    unknown = {day for (_, day), asked in spans.items() if any(one.kind == Kind.UNPLANNED for one in asked)}
    known = {day for (_, day), asked in spans.items() if day not in unknown and any(one.is_work for one in asked)}
    if not unknown:
        return Counted(tuple(sorted(known)))
    free = {day for _, day in schedules.days_off([None], first, last)}
    standard = {day for day in unknown - free if WEEKDAYS[day.weekday()] in _standard_week(day)}
    return Counted(tuple(sorted(known | standard)), True)


def _standard_week(day: dt.date) -> tuple[str, ...]:
    return tuple(policy_on(day).working_time.standard.working_days)
