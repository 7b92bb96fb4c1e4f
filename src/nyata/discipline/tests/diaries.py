"""Short ways to say what somebody's days were."""

import datetime as dt

from nyata.attendance.models import DayRecord
from nyata.attendance.tests.factories import columns, make_reckoning
from nyata.core.worktime.columns import Cover, Status
from nyata.discipline.models import Finding
from nyata.discipline.services.finding import find

NOW = dt.datetime(2026, 10, 1, 2, 0, tzinfo=dt.UTC)  # Thursday 09.00 in Jakarta
KINDS = {
    "A": {"status": Status.ABSENT}, "P": {"status": Status.PRESENT}, "o": {"status": Status.OFF},
    "H": {"status": Status.HOLIDAY}, "L": {"status": Status.LEAVE, "cover": Cover.ANNUAL},
    "D": {"status": Status.DUTY, "cover": Cover.TRAVEL}, "?": {"status": Status.UNPLANNED},
}  # fmt: skip


def diary(person, first: dt.date, days: str, *, never: bool = False) -> list[dt.date]:
    """One letter a calendar day: Absent, Present, off, Holiday, Leave, Duty, ? unplanned, . no record; blanks are for
    the eye. Saturdays and Sundays are written like any other day. Returns the absent days.
    `never`: they were never recorded as there; else they were once, long ago.
    """
    run = make_reckoning(NOW, first=first)
    if never is False and not DayRecord.objects.filter(person=person).exists():
        begun = dt.date(2025, 1, 2)
        DayRecord.objects.create(person=person, day=begun, version=1, current=True, reckoning=run, **columns(begun))
    letters = days.replace(" ", "")
    made = [
        DayRecord(person=person, day=day, version=1, current=True, reckoning=run, **columns(day, **KINDS[letter]))
        for place, letter in enumerate(letters)
        if letter != "."
        for day in [first + dt.timedelta(days=place)]
    ]
    DayRecord.objects.bulk_create(made)
    return [one.day for one in made if one.status == Status.ABSENT]


def becomes(person, day: dt.date, letter: str) -> DayRecord:
    """A day is reckoned anew and is something else: the record as it was stays beside the new one."""
    old = DayRecord.objects.get(person=person, day=day, current=True)
    DayRecord.objects.filter(pk=old.pk).update(current=False)
    return DayRecord.objects.create(
        person=person, day=day, version=old.version + 1, current=True, reckoning=old.reckoning,
        **columns(day, **KINDS[letter]),
    )  # fmt: skip


def week_of(first: dt.date, working_days: str) -> str:
    """The letters of working days from a Monday on, each whole week with its weekend."""
    weeks = [working_days[place : place + 5] for place in range(0, len(working_days), 5)]
    return "".join(week + "oo" if len(week) == 5 else week for week in weeks)


def rungs(person, *, stage="reached", kind=None, now=NOW) -> list[int]:
    """The rungs that hold of what was found of a person, after looking."""
    find(at=now)
    found = Finding.objects.filter(person=person, stage=stage, withdrawal=None)
    if kind:
        found = found.filter(kind=kind)
    return list(found.order_by("pk").values_list("from_days", flat=True))
