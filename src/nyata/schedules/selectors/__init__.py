"""The reading door of schedules: what days ask of people."""

from nyata.schedules.selectors.building import schedule_of
from nyata.schedules.selectors.calendars import Fasting, days_off, fasting, regency_calendar
from nyata.schedules.selectors.collective import collective_days_on_duty
from nyata.schedules.selectors.law import terms_tables
from nyata.schedules.selectors.today import (
    Asked,
    DayHours,
    hours_of_day,
    hours_today,
    spans_of,
)

__all__ = [
    "Asked",
    "DayHours",
    "Fasting",
    "collective_days_on_duty",
    "days_off",
    "fasting",
    "hours_of_day",
    "hours_today",
    "regency_calendar",
    "schedule_of",
    "spans_of",
    "terms_tables",
]
