"""What a day asked, what it was, and why: one columnar function for one person live and for everybody.

`plan()` turns assignments, calendars and hours into spans of work asked for; `day_records()` lays punches and covers
(leave, duty, permission, outage) over them. Pure columns in, pure columns out; docs/algorithms/worktime.md.
"""

from nyata.core.worktime.columns import Cover, Direction, Flag, Kind, Mark, Status
from nyata.core.worktime.planning import plan
from nyata.core.worktime.records import day_records

__all__ = ["Cover", "Direction", "Flag", "Kind", "Mark", "Status", "day_records", "plan"]
