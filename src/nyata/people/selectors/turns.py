"""What dated decisions on units say of a path, day by day: the newest of the nearest unit that has one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nyata.people.selectors.authority import above

DAY = dt.timedelta(days=1)


class Turn(NamedTuple):
    """Days (both included) on which one thing held."""

    first: dt.date
    last: dt.date
    what: str


def turns(
    paths: Iterable[str],
    rows: Sequence[tuple[str | None, dt.date, str]],
    *,
    first: dt.date,
    last: dt.date,
    otherwise: str,
) -> dict[str, list[Turn]]:
    """By path of a unit, what held from `first` to `last`, oldest first. `otherwise`: before any decision.

    `rows`: path of the unit decided on, first day, what was decided; in the order of days, then of deciding.
    """
    return {path: _of_path(path, rows, first, last, otherwise) for path in set(paths)}


def _of_path(
    path: str, rows: Sequence[tuple[str | None, dt.date, str]], first: dt.date, last: dt.date, otherwise: str
) -> list[Turn]:
    steps = set(above(path))
    own = [row for row in rows if row[0] in steps]
    begins = sorted({first} | {row[1] for row in own if first < row[1] <= last})
    found: list[Turn] = []
    for begin, following in zip(begins, [*begins[1:], last + DAY], strict=True):
        newest = {where: what for where, since, what in own if since <= begin}
        nearest = max(newest, key=lambda where: len(where or ""), default=None)
        what = newest[nearest] if newest else otherwise
        if found and found[-1].what == what:
            found[-1] = found[-1]._replace(last=following - DAY)
        else:
            found.append(Turn(begin, following - DAY, what))
    return found
