"""What a day asked, what it was, and why: one columnar function for one person live and for everybody.

`planning.plan()` turns assignments, calendars and hours into spans of work asked for; `records.day_records()` lays
punches and covers (leave, duty, permission, outage) over them. Pure columns in, pure columns out;
docs/algorithms/worktime.md.
"""
