"""The hours of shifts and the cycles of patterns, as the working-time function reads them."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from nyata.core.worktime.law import Part, ShiftRule
from nyata.ledger import statements
from nyata.schedules.selectors.following import Contract

_HOURS = """
SELECT DISTINCT ON (shift_id, valid_from)
    shift_id, valid_from, standard, parts, ramadan_parts, slack, weekly, on_call
FROM schedules_shifthours WHERE shift_id = ANY(%(shifts)s) AND valid_from <= %(last)s
ORDER BY shift_id, valid_from, id DESC
"""
_CYCLES = """
SELECT p.id, p.anchor, p.follows_calendar, d.position, d.shift_id
FROM schedules_pattern p JOIN schedules_patternday d ON d.pattern_id = p.id
WHERE p.id = ANY(%(patterns)s) ORDER BY p.id, d.position
"""
WEEK = 7
RESTING = 0  # no shift: a day of rest. No shift has this number, so it has no hours.
# When a contract's share of a day is thought to begin. Only its length is owed, whenever it is worked; the windows
# around it (working_time.windows) reach from 06.00 to 14.00 and as much later as it is long.
CONTRACT_START = 8 * 60


class Cycle(NamedTuple):
    """One pattern: its first day, whether days off free from it, and the shift of each of its days (RESTING: none)."""

    anchor: dt.date
    follows: bool
    shifts: tuple[int, ...]


def shift_rules(shifts: Collection[int], first: dt.date, last: dt.date) -> list[ShiftRule]:
    """The hours of these shifts on these days, one rule for each span in which they are the same. One query."""
    rows = statements.run(_HOURS, {"shifts": sorted(shifts), "last": last})[1]
    rules: list[ShiftRule] = []
    for place, (shift, begin, standard, parts, ramadan, slack, weekly, on_call) in enumerate(rows, 1):
        end = rows[place][1] - dt.timedelta(days=1) if place < len(rows) and rows[place][0] == shift else last
        if end < first:
            continue
        rules.append(
            ShiftRule(
                id=shift,
                first=max(begin, first),
                last=min(end, last),
                standard=standard,
                parts=parts_of(parts) or (),
                ramadan_parts=parts_of(ramadan),
                slack=slack,
                weekly=weekly,
                on_call=on_call,
            )
        )
    return rules


def parts_of(written: str | list[list[int]] | None) -> tuple[Part, ...] | None:
    """The parts of a shift as stored (JSON, or read already)."""
    read = json.loads(written) if isinstance(written, str) else written
    return None if read is None else tuple(Part(*part) for part in read)


def cycles(patterns: Collection[int]) -> dict[int, Cycle]:
    """The patterns of these ids. One query."""
    found: dict[int, Cycle] = {}
    for pattern, anchor, follows, _, shift in statements.run(_CYCLES, {"patterns": sorted(patterns)})[1]:
        known = found.get(pattern, Cycle(anchor, follows, ()))
        found[pattern] = known._replace(shifts=(*known.shifts, shift or RESTING))
    return found


class Contracts:
    """Part-time contracts as patterns and shifts of their own, with numbers below zero."""

    def __init__(self, contracts: Iterable[Contract], known: Mapping[int, Cycle]) -> None:
        self.numbers: dict[Contract, int] = {}
        self.cycles: dict[int, Cycle] = {}
        self._shifts: dict[int, int] = {}  # minutes a day -> shift
        for contract in sorted(set(contracts)):
            number = -len(self.numbers) - 1
            self.numbers[contract] = number
            self.cycles[number] = self._cycle(known[contract.pattern], contract.weekly_minutes)

    def _cycle(self, pattern: Cycle, weekly_minutes: int) -> Cycle:
        """The pattern's rest days, and on its working days equal shares that add up to the contract's minutes."""
        working = sum(shift != RESTING for shift in pattern.shifts)
        total = round(weekly_minutes * len(pattern.shifts) / WEEK)
        shifts, done = [], 0
        for shift in pattern.shifts:
            if shift == RESTING:
                shifts.append(RESTING)
                continue
            share = total * (done + 1) // working - total * done // working
            shifts.append(self._shifts.setdefault(share, -len(self._shifts) - 1))
            done += 1
        return Cycle(pattern.anchor, pattern.follows, tuple(shifts))

    def rules(self, first: dt.date, last: dt.date) -> list[ShiftRule]:
        """The shifts made for them: only the weekly total is owed."""
        return [
            ShiftRule(number, first, last, parts=(Part(CONTRACT_START, CONTRACT_START + minutes),), weekly=True)
            for minutes, number in self._shifts.items()
        ]
