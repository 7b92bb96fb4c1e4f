"""From when to when people of a unit could check in, and from when their days count."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from nyata.people.models import RolloutDecision
from nyata.people.selectors import placements
from nyata.people.selectors.authority import above
from nyata.people.selectors.turns import turns

Stage = RolloutDecision.Stage
OPEN = (Stage.TRIAL, Stage.LIVE)
RANGES = pl.Schema({"person": pl.Int32, "first": pl.Date, "last": pl.Date})


class StageSpan(NamedTuple):
    """Days (both included) on which a unit was at one stage."""

    first: dt.date
    last: dt.date
    stage: str


def stage_spans(paths: Iterable[str], first: dt.date, last: dt.date) -> dict[str, list[StageSpan]]:
    """By path of a unit, the stages it went through, oldest first, clipped to the days. One query."""
    wanted = set(paths)
    steps = {step for path in wanted for step in above(path)}
    decided = RolloutDecision.objects.filter(unit__path__in=steps, valid_from__lte=last)
    rows = list(decided.order_by("valid_from", "id").values_list("unit__path", "valid_from", "stage"))
    found = turns(wanted, rows, first=first, last=last, otherwise=Stage.NOT_STARTED.value)
    return {path: [StageSpan(*turn) for turn in held] for path, held in found.items()}


def people_at(stages: Sequence[str], person_ids: Sequence[int] | None, first: dt.date, last: dt.date) -> pl.DataFrame:
    """RANGES of days on which these people (None: everybody) belonged to a unit at one of the stages. Two queries."""
    placed = placements(person_ids, first, last)
    spans = stage_spans({one.path for one in placed}, first, last)
    rows = [
        (one.person_id, max(one.first, span.first), min(one.last, span.last))
        for one in placed
        for span in spans[one.path]
        if span.stage in stages and span.first <= one.last and span.last >= one.first
    ]
    return pl.DataFrame(rows, schema=RANGES, orient="row")


def within(ranges: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """Each of the ranges (person, first, last, more) cut to the limits (RANGES) of its person."""
    cut = ranges.join(limits, on="person", suffix="_limit", maintain_order="left_right").with_columns(
        first=pl.max_horizontal("first", "first_limit"), last=pl.min_horizontal("last", "last_limit")
    )
    return cut.filter(pl.col("first") <= pl.col("last")).select(ranges.columns)
