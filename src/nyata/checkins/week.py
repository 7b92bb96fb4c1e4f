"""The week of a phone's page: hours between the first counted coming in and the last counted going out of a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nyata.checkins.models import Outcome, Purpose
from nyata.checkins.selectors import HistoryEntry

BAR = 48  # the height of a bar in the drawing's units
FULL = dt.timedelta(hours=9)  # a bar's full height; a longer day fills it
# A night shift ends on the next day: coming in counts as open for this long.
OPEN_FOR = dt.timedelta(hours=16)
# Being judged, or waiting for us: as good as done, as far as the person can know.
PENDING = (None, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Day:
    """One day as a bar. `brief` is what stands under it, `words` the same in full."""

    date: dt.date
    is_today: bool
    worked: dt.timedelta
    words: str
    brief: str

    @property
    def short(self) -> str:
        """Two letters of the day's name."""
        return str(_SHORT[self.date.weekday()])

    @property
    def height(self) -> int:
        return round(BAR * min(self.worked / FULL, 1))

    @property
    def top(self) -> int:
        return BAR - self.height


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday."""

    days: tuple[Day, ...]
    total: str


# The two letters of Indonesian calendars.
_SHORT = (
    gettext_lazy("Sn"),
    gettext_lazy("Sl"),
    gettext_lazy("Rb"),
    gettext_lazy("Km"),
    gettext_lazy("Jm"),
    gettext_lazy("Sb"),
    gettext_lazy("Mg"),
)


def week_of(today: dt.date, entries: Iterable[HistoryEntry]) -> Week:
    """The week that `today` lies in, from the person's own history."""
    by_day: dict[dt.date, list[HistoryEntry]] = {}
    for entry in entries:
        by_day.setdefault(entry.checkin.day, []).append(entry)
    monday = today - dt.timedelta(days=today.weekday())
    days = tuple(_day(monday + dt.timedelta(days=n), today, by_day) for n in range(7))
    return Week(days, _hours(sum((day.worked for day in days), dt.timedelta())))


def purpose_now(entries: Iterable[HistoryEntry], now: dt.datetime) -> str:
    """What the person most likely comes to do: going out after a coming in that is still open, else coming in."""
    tried = (e for e in entries if e.counts_at or e.outcome in PENDING)
    newest = max(tried, key=lambda entry: entry.checkin.acted_at, default=None)
    if newest is None or newest.checkin.purpose == Purpose.OUT:
        return Purpose.IN
    return Purpose.OUT if now - newest.checkin.acted_at < OPEN_FOR else Purpose.IN


def _day(day: dt.date, today: dt.date, by_day: dict[dt.date, list[HistoryEntry]]) -> Day:
    counted = [(e.checkin.purpose, e.counts_at) for e in by_day.get(day, ()) if e.counts_at]
    coming = min((at for purpose, at in counted if purpose == Purpose.IN and at), default=None)
    going = max((at for purpose, at in counted if purpose == Purpose.OUT and at), default=None)
    worked = max(going - coming, dt.timedelta()) if coming and going else dt.timedelta()
    if worked:
        return Day(day, day == today, worked, _hours(worked), _brief(worked))
    words = _("masuk tercatat") if coming else _("belum ada catatan")
    return Day(day, day == today, worked, words, "•" if coming else "–")


def _brief(worked: dt.timedelta) -> str:
    return formats.number_format(worked / dt.timedelta(hours=1), 1)


def _hours(worked: dt.timedelta) -> str:
    minutes = int(worked / dt.timedelta(minutes=1))
    if minutes % 60 == 0:
        return _("%(hours)d jam") % {"hours": minutes // 60}
    return _("%(hours)d jam %(minutes)d menit") % {"hours": minutes // 60, "minutes": minutes % 60}
