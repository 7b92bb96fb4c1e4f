"""What attendance reads: covers in force and corrected punches, as tables of core.worktime."""

import datetime as dt
from collections.abc import Iterable

import polars as pl

from nyata.core.worktime.columns import DAY_MINUTES, Cover, Direction, Extent, Mark, minute_of
from nyata.core.worktime.tables import COVERS, PUNCHES
from nyata.leave.kinds import COVER_OF
from nyata.leave.models import Claim, Slot
from nyata.leave.selectors.outages import Touched, touched_between
from nyata.leave.timing import wall_minute, wall_second
from nyata.people.selectors.placed import placements

_CODES = {kind.value: int(cover) for kind, cover in COVER_OF.items()}


def covers(person_ids: Iterable[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """COVERS in force of these people (None: everybody) that touch the days, sorted by person and start.

    What begins before `first` or ends after `last` comes whole. Two statements, one more where something was down.
    """
    ids = None if person_ids is None else list(person_ids)
    low, high = minute_of(first), minute_of(last) + DAY_MINUTES
    found = Slot.objects.filter(stage=Slot.Stage.IN_FORCE, request__kind__in=_CODES, start__lt=high, end__gt=low)
    if ids is not None:
        found = found.filter(person_id__in=ids)
    rows = [
        (person, start, end, _CODES[kind], extent)
        for person, start, end, kind, extent in found.values_list(
            "person_id", "start", "end", "request__kind", "request__extent"
        )
    ]
    rows += _outage_rows(ids, first, last)
    return pl.DataFrame(rows, schema=COVERS, orient="row").sort("person", "start")


def _outage_rows(ids: list[int] | None, first: dt.date, last: dt.date) -> list[tuple[int, int, int, int, int]]:
    touched = touched_between(first, last)
    if not touched:
        return []
    rows = set()
    for placed in placements(ids, first, last):
        low, high = minute_of(placed.first), minute_of(placed.last) + DAY_MINUTES
        for one in touched:
            if not _is_touched(one, placed.person_id, placed.path):
                continue
            start, end = wall_minute(one.outage.starts_at), wall_minute(one.outage.ends_at)
            if start < high and end > low:
                rows.add((placed.person_id, start, end, int(Cover.OUTAGE), int(Extent.TIMES)))
    return list(rows)


def _is_touched(one: Touched, person: int, path: str) -> bool:
    return person in one.people or any(path.startswith(prefix) for prefix in one.paths)


def corrections(person_ids: Iterable[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """PUNCHES that were claimed and approved for these days, sorted by person and second. One statement."""
    found = Claim.objects.filter(
        request__slot__stage=Slot.Stage.IN_FORCE, request__first__gte=first, request__first__lte=last
    )
    if person_ids is not None:
        found = found.filter(request__person_id__in=list(person_ids))
    directions = {Claim.Purpose.IN.value: int(Direction.IN), Claim.Purpose.OUT.value: int(Direction.OUT)}
    rows = [
        (person, wall_second(claimed_at), directions[purpose], int(Mark.CORRECTED))
        for person, claimed_at, purpose in found.values_list("request__person_id", "claimed_at", "purpose")
    ]
    return pl.DataFrame(rows, schema=PUNCHES, orient="row").sort("person", "second")
