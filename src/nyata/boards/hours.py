"""The standard hours of Perpres 21/2023, the only yardstick of the board until schedules and leave exist."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nyata.core.policy_units import WEEKDAYS
from nyata.rules.selectors import policy_on

OFFICE = ZoneInfo("Asia/Jakarta")
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class StandardStart:
    """When a day's work begins by the standard hours; `at` is None where the day is no working day (Ps 3(1)).

    `source` names the article of the hour.
    """

    at: dt.datetime | None
    source: str
    working_days: frozenset[int]  # ISO weekdays, 1 is Monday

    @property
    def late_from(self) -> dt.datetime | None:
        """The first instant after the standard minute: 07.30.59 is still 07.30."""
        return self.at + MINUTE if self.at else None

    def minutes_late(self, counted: dt.datetime | None) -> int:
        """Whole minutes between the standard hour and the counted time; 0 where it is not after it."""
        if self.at is None or counted is None or counted < self.at + MINUTE:
            return 0
        return int((counted - self.at) / MINUTE)


def standard_start(day: dt.date) -> StandardStart:
    """The standard start of one day by the policy in force on it. Raises PolicyError where it has none."""
    rules = policy_on(day)
    standard = rules.working_time.standard
    working = frozenset(WEEKDAYS.index(name) + 1 for name in standard.working_days)
    source = rules.entry("working_time.standard.start").source
    at = dt.datetime.combine(day, standard.start, OFFICE) if day.isoweekday() in working else None
    return StandardStart(at, source, working)
