"""How many working days lie in a span of days, by the person's own schedule."""

import datetime as dt

from nyata.core.policy_units import WEEKDAYS
from nyata.people.models import Person
from nyata.rules.selectors import policy_on

DAY = dt.timedelta(days=1)


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every day from first to last, both included."""
    return [first + DAY * step for step in range((last - first).days + 1)]


def working_days(person: Person, first: dt.date, last: dt.date) -> int | None:
    """Days on which work is asked of the person; None where no schedule is known."""
    return sum(WEEKDAYS[day.weekday()] in policy_on(day).working_time.standard.working_days
               for day in days_between(first, last))  # fmt: skip
