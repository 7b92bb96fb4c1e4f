"""What stands in a person's own calendar, and which address they have."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from nyata.agenda.models import CalendarKey
from nyata.core.worktime.columns import DAY_MINUTES, Cover, Effect, Extent, moment_of
from nyata.leave.selectors import covers
from nyata.people.models import Person
from nyata.schedules.selectors import Asked, spans_of
from nyata.schedules.selectors.holidays import holiday_names

BEFORE, AFTER = dt.timedelta(days=31), dt.timedelta(days=92)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """Leave, duty or permission. Of its kind only what `effect` and `cover` say goes into a calendar.

    `start` and `end`: wall clock; `whole`: whole days, `end` the day after the last.
    """

    cover: Cover
    start: dt.datetime
    end: dt.datetime
    whole: bool

    @property
    def frees(self) -> bool:
        """Whether nothing is asked for on its days."""
        return self.whole and self.cover.effect == Effect.EXCUSED


@dataclass(frozen=True, slots=True)
class Agenda:
    """A person's days: hours by the day they begin on, what is held, names of holidays."""

    hours: dict[dt.date, tuple[Asked, ...]]
    held: list[Held]
    holidays: dict[dt.date, str]


def agenda_of(person_id: int, today: dt.date) -> Agenda:
    """A month back, three ahead. As many statements whatever stands in it (a test)."""
    first, last = today - BEFORE, today + AFTER
    spans = spans_of([person_id], first, last)
    held = [
        _held(row) for row in covers([person_id], first, last).iter_rows(named=True) if row["cover"] != Cover.OUTAGE
    ]
    free = {day for one in held if one.frees for day in _days(one)}
    hours = {day: asked for (_person, day), asked in spans.items() if day not in free}
    return Agenda(hours, held, holiday_names(person_id, first, last))


def _held(row: dict[str, Any]) -> Held:
    whole = row["extent"] == Extent.DAYS
    start, end = row["start"], row["end"]
    if whole:  # to whole days, so that a calendar shows them as such
        start, end = start // DAY_MINUTES * DAY_MINUTES, -(-end // DAY_MINUTES) * DAY_MINUTES
    return Held(Cover(row["cover"]), moment_of(start), moment_of(end), whole)


def _days(held: Held) -> list[dt.date]:
    return [held.start.date() + DAY * number for number in range((held.end - held.start).days)]


def key_of(person: Person) -> CalendarKey | None:
    """The address in force. One query."""
    return CalendarKey.objects.filter(person=person, revoked_at=None).first()


def own_section(person: Person, at: dt.datetime) -> dict[str, Any]:
    """The part of the account page."""
    return {"key": key_of(person)}
