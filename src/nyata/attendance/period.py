"""The days that a recap is about: a calendar month, or from a day of one month to a day of the next."""

import datetime as dt
from dataclasses import dataclass

from django.utils import formats

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def dates(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def period(month: dt.date, from_day: int = 1, to_day: int | None = None) -> Period:
    """The period of a month. With `to_day` before `from_day` it begins in the month before: (Sept, 26, 25) is 26 August
    to 25 September. A day that a month does not have is its last one.
    """
    start = month.replace(day=1)
    last = _day(start, to_day or 31)
    if to_day is not None and to_day < from_day:
        start = (start - DAY).replace(day=1)
    return Period(_day(start, from_day), last)


def period_words(first: dt.date, last: dt.date) -> str:
    """September 2026, or 26 Agustus 2026 – 25 September 2026."""
    whole = first.day == 1 and (last + dt.timedelta(days=1)).day == 1 and (first.year, first.month) == (
        last.year, last.month,
    )  # fmt: skip
    if whole:
        return formats.date_format(first, "F Y", use_l10n=False)
    return " – ".join(formats.date_format(day, "j F Y", use_l10n=False) for day in (first, last))


def month_before(month: dt.date) -> dt.date:
    """The first of the month before."""
    return (month.replace(day=1) - DAY).replace(day=1)


def month_after(month: dt.date) -> dt.date:
    """The first of the month after."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def _day(month: dt.date, number: int) -> dt.date:
    end = month_after(month) - DAY
    return min(month + dt.timedelta(days=number - 1), end)
