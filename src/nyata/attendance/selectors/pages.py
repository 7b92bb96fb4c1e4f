"""One page of a recap: who stands on it, and the rows of a grid. The rest of the people is only counted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from nyata.attendance.codes import tone_of
from nyata.attendance.period import Period
from nyata.attendance.selectors.recap import BELONGS, Recap, placed_in, recap
from nyata.people.models import Unit

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """`recap`: of the people of this page. `total`: how many there are."""

    recap: Recap
    number: int
    total: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // A_PAGE))

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


@dataclass(frozen=True, slots=True)
class Square:
    """One day of a person in a grid; `is_known` where there is a record to open."""

    day: dt.date
    code: str
    tone: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person of a grid. `heads`: the unit's name, where it differs from the row before."""

    person: Mapping[str, Any]
    heads: str
    squares: list[Square]


def page_of(days: Period, opd: Unit | None, *, number: int, words: str = "") -> Page:
    """A page of the people of an OPD or a unit, those whose name or NIP has the words. Four queries."""
    placed = _sought(placed_in(days.first, days.last, opd), words)
    people = placed.select(BELONGS).unique(maintain_order=True)
    number = max(1, min(number, -(-people.height // A_PAGE)))
    some = people.slice((number - 1) * A_PAGE, A_PAGE)
    chosen = placed.join(some, on=BELONGS, how="semi", maintain_order="left")
    return Page(recap(days.first, days.last, placed=chosen), number, people.height)


def totals_of(days: Period, opd: Unit | None, *, words: str = "") -> tuple[int, dict[str, int]]:
    """How many people all pages have together, and every sum over them. Four queries."""
    found = recap(days.first, days.last, placed=_sought(placed_in(days.first, days.last, opd), words))
    return found.people.height, found.totals()


def _sought(placed: pl.DataFrame, words: str) -> pl.DataFrame:
    for word in words.split()[:6]:
        sought = word.lower()
        placed = placed.filter(
            pl.col("name").str.to_lowercase().str.contains(sought, literal=True) | (pl.col("nip") == word)
        )
    return placed


def grid(page: Page) -> list[GridRow]:
    """The page's people with a square for each day."""
    codes: dict[tuple[int, int], dict[dt.date, str]] = {}
    for opd, person, day, _, code in page.recap.days.iter_rows():
        codes.setdefault((opd, person), {})[day] = code
    rows, unit = [], None
    for one in page.recap.people.iter_rows(named=True):
        mine = codes.get((one["opd"], one["person"]), {})
        rows.append(GridRow(one, one["unit"] if one["unit"] != unit else "", _squares(mine, page.recap.dates)))
        unit = one["unit"]
    return rows


def _squares(codes: Mapping[dt.date, str], days: Sequence[dt.date]) -> list[Square]:
    return [
        Square(day, codes[day], tone_of(codes[day]), True) if day in codes else Square(day, "", "", False)
        for day in days
    ]
