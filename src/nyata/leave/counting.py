"""How many working days lie in a span of days, by the person's own schedule."""

import datetime as dt

from nyata.people.models import Person
from nyata.schedules import selectors as schedules

DAY = dt.timedelta(days=1)


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from first to last, both included."""
    return [first + DAY * step for step in range((last - first).days + 1)]


def working_days(person: Person, first: dt.date, last: dt.date) -> int | None:
    """Days on which work is asked of the person; None where no schedule of some day is known. Eight queries."""
    found = schedules.working_days(person.pk, first, last)
    return None if found is None else len(found)
