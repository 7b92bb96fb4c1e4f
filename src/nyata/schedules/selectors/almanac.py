"""What libraries propose: national holidays and collective leave, the computed days of Ramadan. Officers decide."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

import holidays
from hijridate import Hijri

from nyata.schedules.selectors.calendars import Fasting

LIBRARY = f"holidays {holidays.__version__}"
DAY = dt.timedelta(days=1)
RAMADAN_MONTH, SHAWWAL = 9, 10
HIJRI_YEARS = range(1440, 1500)  # within what the Umm al-Qura tables of the library hold


class NationalDay(NamedTuple):
    """A date of the joint decree of three ministers (SKB) as the library has it."""

    day: dt.date
    name: str
    is_collective: bool  # cuti bersama


@lru_cache(maxsize=8)
def national_days(year: int) -> tuple[NationalDay, ...]:
    """National holidays and collective leave of a year, by date. A holiday wins over collective leave on its date."""
    public = holidays.country_holidays("ID", years=year, categories=("public",), language="id")
    collective = holidays.country_holidays("ID", years=year, categories=("government",), language="id")
    found = {day: NationalDay(day, name, True) for day, name in collective.items()}
    found |= {day: NationalDay(day, name, False) for day, name in public.items()}
    return tuple(sorted(found.values()))


def proposed_ramadan(hijri_year: int) -> Fasting | None:
    """The computed first and last day of fasting of a Hijri year; None outside the library's tables."""
    if hijri_year not in HIJRI_YEARS:
        return None
    begin = Hijri(hijri_year, RAMADAN_MONTH, 1).to_gregorian()
    end = Hijri(hijri_year, SHAWWAL, 1).to_gregorian()
    return Fasting(dt.date(begin.year, begin.month, begin.day), dt.date(end.year, end.month, end.day) - DAY)


def ramadan_years(year: int) -> list[int]:
    """The Hijri years whose Ramadan begins in a year of ours: one, or two in some."""
    found = []
    for hijri_year in HIJRI_YEARS:
        proposed = proposed_ramadan(hijri_year)
        if proposed and proposed.first.year == year:
            found.append(hijri_year)
    return found
