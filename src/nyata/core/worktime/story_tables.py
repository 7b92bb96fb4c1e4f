"""A story's fields as the tables of the working-time function."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

import polars as pl

from nyata.core.stories import StoryError
from nyata.core.worktime import law, planning
from nyata.core.worktime.columns import DAY_MINUTES, Cover, Direction, Extent, Mark, minute_of
from nyata.core.worktime.tables import COVERS, PUNCHES

ALWAYS = (date(2000, 1, 1), date(2199, 12, 31))
SCHEDULE = {"standard", "shifts", "cycle", "from", "follows_calendar", "slack", "weekly", "ramadan_shifts", "use"}
REST = "-"


def schedule_of(
    fields: Mapping[str, Any],
    terms_of: pl.DataFrame,
    first: date,
    last: date,
    ramadan: set[date],
    policy_of: law.PolicyOf,
) -> planning.Schedule:
    written = fields["schedule"]
    written = [{"standard": written}] if isinstance(written, str) else written
    written = written if isinstance(written, list) else [written]
    rules: list[law.ShiftRule] = []
    names: dict[str, int] = {}
    patterns, cycles, uses = [], [], []
    for number, one in enumerate(written, 1):
        if unknown := one.keys() - SCHEDULE:
            raise StoryError(f"{', '.join(sorted(unknown))} is not a known field of a schedule")
        if one.get("standard") != "none":
            anchor, cycle = _pattern(one, rules, names)
            patterns.append((number, anchor, len(cycle), one.get("follows_calendar", True)))
            cycles += [(number, at, names[shift] if shift != REST else 0) for at, shift in enumerate(cycle)]
            uses.append((1, *(one.get("use") or ALWAYS), number))
    window = (first - timedelta(days=1), last + timedelta(days=1))
    roster = [(1, day, names[shift] if shift != REST else 0) for day, shift in fields.get("roster", {}).items()]
    return planning.Schedule(
        service=pl.DataFrame(_service(fields), schema=planning.SERVICE, orient="row"),
        assignments=pl.DataFrame(uses, schema=planning.ASSIGNMENTS, orient="row"),
        patterns=pl.DataFrame(patterns, schema=planning.PATTERNS, orient="row"),
        cycles=pl.DataFrame(cycles, schema=planning.CYCLES, orient="row"),
        roster=pl.DataFrame(roster, schema=planning.ROSTER, orient="row"),
        holidays=pl.DataFrame([(0, day) for day in fields.get("holidays", ())], schema=planning.HOLIDAYS, orient="row"),
        ramadan=pl.DataFrame({"day": sorted(ramadan)}, schema=planning.RAMADAN),
        hours=law.hours(rules, *window, ramadan, policy_of),
        terms_of=terms_of,
    )


def _pattern(one: Mapping[str, Any], rules: list[law.ShiftRule], names: dict[str, int]) -> tuple[date, list[str]]:
    """The shifts of a schedule are added to `rules` and `names`; returns where the cycle starts, and the cycle."""
    options = {"slack": one.get("slack", 0), "weekly": one.get("weekly", False)}
    if "standard" in one:
        names[one["standard"]] = len(rules) + 1
        rules.append(law.ShiftRule(len(rules) + 1, *ALWAYS, standard=one["standard"], **options))
        return date(2024, 1, 1), [one["standard"]] * 7
    for name, hours in one["shifts"].items():
        names[name] = len(rules) + 1
        other = one.get("ramadan_shifts", {}).get(name)
        rules.append(
            law.ShiftRule(
                len(rules) + 1,
                *ALWAYS,
                parts=() if hours == "on call" else _parts(hours),
                ramadan_parts=None if other is None else _parts(other),
                on_call=hours == "on call",
                **options,
            )
        )
    # A Monday, so that a cycle of seven reads Monday to Sunday.
    return one.get("from", date(2024, 1, 1)), one["cycle"]


def _parts(written: str) -> tuple[law.Part, ...]:
    """ "07.00-14.00", "20.00-08.00" (ends on the next day), "07.30-16.00 rest 12.00-13.00", parts joined by " and "."""
    found: list[law.Part] = []
    for text in written.split(" and "):
        hours, _, rest = text.partition(" rest ")
        start, end = (law.of_clock(_clock(one)) for one in hours.split("-"))
        end += DAY_MINUTES if end <= start else 0
        rest_from, rest_to = (law.of_clock(_clock(one)) for one in rest.split("-")) if rest else (start, start)
        rest_from, rest_to = (one + DAY_MINUTES if one < start else one for one in (rest_from, rest_to))
        found.append(law.Part(start, end, rest_from, rest_to))
    return tuple(found)


def _service(fields: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Employment: a word, or a list of {as, from, to} for somebody who starts, changes or leaves."""
    written = fields.get("employment", "PNS")
    spans = [{"as": written}] if isinstance(written, str) else written
    rows = []
    for one in spans:
        if one["as"] not in law.EMPLOYMENTS:
            raise StoryError(f"{one['as']!r} is not an employment")
        as_what = law.EMPLOYMENTS.index(one["as"])
        rows.append((1, one.get("from", ALWAYS[0]), one.get("to", ALWAYS[1]), 0, as_what))
    return rows


_PUNCH = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d\.\d\d(?:\.\d\d)?) (in|out|machine)(?: (\w+))?")


def punches_of(fields: Mapping[str, Any]) -> pl.DataFrame:
    """Lines such as "2026-01-19 07.42 in", "2026-01-19 16.00.30 out unproven", "2026-01-19 07.10 machine"."""
    ways = {"in": Direction.IN, "out": Direction.OUT, "machine": Direction.UNKNOWN}
    rows = []
    for line in fields.get("punches", ()):
        said = _PUNCH.fullmatch(line)
        if said is None:
            raise StoryError(f"{line!r} is not a punch")
        day, clock, way, mark = said.groups()
        at = _clock(clock)
        second = minute_of(date.fromisoformat(day), at) * 60 + at.second
        kind = Mark[(mark or ("machine" if way == "machine" else "live")).upper()]
        rows.append((1, second, ways[way].value, kind.value))
    return pl.DataFrame(sorted(rows), schema=PUNCHES, orient="row")


_DAYS = {"whole": Extent.DAYS, "first_half": Extent.FIRST_HALF, "second_half": Extent.SECOND_HALF}


def covers_of(fields: Mapping[str, Any]) -> pl.DataFrame:
    """Leave, duty, permission: {kind, first, last, extent} by days, or {kind, from, to} by the clock."""
    rows = []
    for one in fields.get("leave", ()):
        kind = Cover[one["kind"].upper()].value
        if "from" in one:
            rows.append((1, moment(one["from"]), moment(one["to"]), kind, Extent.TIMES.value))
            continue
        first, last = one["first"], one.get("last", one["first"])
        extent = _DAYS[one.get("extent", "whole")].value
        rows.append((1, minute_of(first), minute_of(last) + DAY_MINUTES, kind, extent))
    return pl.DataFrame(sorted(rows), schema=COVERS, orient="row")


def _clock(text: str) -> time:
    parts = [int(part) for part in text.strip().split(".")]
    return time(parts[0], parts[1], parts[2] if len(parts) > 2 else 0)


def moment(text: str) -> int:
    """The minute of "2026-01-19 12.00"."""
    day, clock = text.split()
    return minute_of(date.fromisoformat(day), _clock(clock))
