"""Small tables of a schedule as numbers: what an id has on a day is one look, not a join."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

NOTHING = np.iinfo(np.int32).min  # where nobody said anything


@dataclass(frozen=True, slots=True)
class Span:
    """The days planned: the first one's number, and how many there are."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """A number for each known id and each day, or each position; the last row, of ids not known, is empty."""

    ids: NDArray[Any]
    values: NDArray[Any]
    first: int = 0

    def of(self, ids: NDArray[Any], columns: NDArray[Any]) -> NDArray[Any]:
        """The numbers of these ids on these days."""
        return np.asarray(self.values[place(ids, self.ids), columns - self.first])


def place(wanted: NDArray[Any], known: NDArray[Any]) -> NDArray[Any]:
    """Where each of `wanted` stands in the sorted `known`, -1 where it does not."""
    if not len(known):
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, at, -1)


def table(rows: pl.DataFrame, key: str, value: str, span: Span) -> Table:
    """`value` by `key` and day of the rows in the span."""
    day = rows["day"].cast(pl.Int32).to_numpy() - span.first
    inside = (day >= 0) & (day < span.count)
    key_of = rows[key].to_numpy()[inside]
    ids = np.unique(key_of)
    values = np.full((len(ids) + 1, span.count), NOTHING, np.int32)
    values[place(key_of, ids), day[inside]] = rows[value].fill_null(NOTHING).to_numpy()[inside]
    return Table(ids, values, span.first)
