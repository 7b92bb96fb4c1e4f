"""Who follows which pattern and calendar on which days: a person's own, the nearest unit's, one above it."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from nyata.ledger import statements
from nyata.people.models import Person
from nyata.people.selectors import Placed, above

DAY = dt.timedelta(days=1)
PART_TIME = Person.Employment.PPPK_PW

_USES = """
SELECT u.person_id, t.path, u.pattern_id, u.calendar_id, u.valid_from, u.valid_to
FROM schedules_patternuse u LEFT JOIN people_unit t ON t.id = u.unit_id
WHERE u.valid_from <= %(last)s AND (u.valid_to IS NULL OR u.valid_to >= %(first)s)
"""
_USES_OF = f"{_USES} AND (u.person_id = ANY(%(people)s) OR t.path = ANY(%(paths)s))"


class Use(NamedTuple):
    """One use of a pattern: days (both included) clipped to those asked for."""

    pattern: int
    calendar: int
    first: dt.date
    last: dt.date


class Contract(NamedTuple):
    """The minutes a week of a part-time contract, on the working days of a pattern."""

    pattern: int
    weekly_minutes: int


class Following(NamedTuple):
    """Days of service of one person that follow one thing; `follows` is None where nobody has said what."""

    person_id: int
    employment: str
    first: dt.date
    last: dt.date
    calendar: int | None  # None: the regency's
    follows: int | Contract | None  # a pattern's id, or a contract


class Uses:
    """The uses that touch some days, by unit's path and by person."""

    def __init__(self, rows: Iterable[tuple], first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.of_path: dict[str, list[Use]] = {}
        self.of_person: dict[int, list[Use]] = {}
        self._resolved: dict[str, list[tuple[Use | None, dt.date, dt.date]]] = {}
        for person, path, pattern, calendar, begin, end in rows:
            use = Use(pattern, calendar, max(begin, first), min(end or last, last))
            if person is not None:
                self.of_person.setdefault(person, []).append(use)
            else:
                self.of_path.setdefault(path, []).append(use)

    def of(self, placed: Placed) -> Iterator[tuple[Use | None, bool, dt.date, dt.date]]:
        """What holds on the days of a placement: (use, whether it is the person's own, first, last)."""
        own = self.of_person.get(placed.person_id)
        if own is None:
            for use, begin, end in self._of_unit(placed.path):
                if begin <= placed.last and end >= placed.first:
                    yield use, False, max(begin, placed.first), min(end, placed.last)
            return
        layers = [*self._layers(placed.path), *own]
        for use, begin, end in _painted(layers, placed.first, placed.last):
            yield use, use in own, begin, end

    def _layers(self, path: str) -> list[Use]:
        return [use for step in above(path) for use in self.of_path.get(step, ())]

    def _of_unit(self, path: str) -> list[tuple[Use | None, dt.date, dt.date]]:
        """The same for everybody of a unit without a pattern of their own: worked out once a unit."""
        if path not in self._resolved:
            self._resolved[path] = list(_painted(self._layers(path), self.first, self.last))
        return self._resolved[path]


def _painted(layers: Sequence[Use], first: dt.date, last: dt.date) -> Iterator[tuple[Use | None, dt.date, dt.date]]:
    """The days from first to last, cut where another use begins to hold; the later in `layers` wins."""
    turns = {first} | {use.first for use in layers} | {use.last + DAY for use in layers}
    inside = sorted(turn for turn in turns if first <= turn <= last)
    for begin, following in zip(inside, [*inside[1:], last + DAY], strict=True):
        holding = [use for use in layers if use.first <= begin <= use.last]
        yield (holding[-1] if holding else None), begin, following - DAY


def read_uses(person_ids: Collection[int] | None, paths: Iterable[str], first: dt.date, last: dt.date) -> Uses:
    """The uses of these people (None: everybody) and of the units of these paths. One query."""
    values = {"first": first, "last": last}
    if person_ids is None:
        return Uses(statements.run(_USES, values)[1], first, last)
    steps = sorted({step for path in paths for step in above(path)})
    return Uses(statements.run(_USES_OF, {**values, "people": list(person_ids), "paths": steps})[1], first, last)


def following(placed: Iterable[Placed], uses: Uses) -> Iterator[Following]:
    """What each person follows on which days of service, by person and day.

    Part-time PPPK never follow a unit's hours: those are of a full week. With a pattern of their own they follow that,
    with a contract's minutes they owe these in the week, on the working days of their unit; otherwise nothing is known
    (KepmenPANRB 16/2025 no. 14).
    """
    for one in placed:
        for use, is_own, first, last in uses.of(one):
            follows: int | Contract | None = use.pattern if use else None
            if use and one.employment == PART_TIME and not is_own:
                follows = Contract(use.pattern, one.weekly_minutes) if one.weekly_minutes else None
            calendar = use.calendar if use else None
            yield Following(one.person_id, one.employment, first, last, calendar, follows)
