"""The writing door of schedules."""

from nyata.schedules.services.calendars import (
    DayOrder,
    confirm_ramadan,
    copy_national_days,
    declare_day,
    open_calendar,
)
from nyata.schedules.services.imports import apply_file, check_file
from nyata.schedules.services.patterns import Cycle, Wanted, define_pattern, end_use, use_pattern
from nyata.schedules.services.rosters import Wish, set_roster
from nyata.schedules.services.shifts import Hours, change_hours, define_shift
from nyata.schedules.services.writing import set_codes

__all__ = [
    "Cycle",
    "DayOrder",
    "Hours",
    "Wanted",
    "Wish",
    "apply_file",
    "change_hours",
    "check_file",
    "confirm_ramadan",
    "copy_national_days",
    "declare_day",
    "define_pattern",
    "define_shift",
    "end_use",
    "open_calendar",
    "set_codes",
    "set_roster",
    "use_pattern",
]
