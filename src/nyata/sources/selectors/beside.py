"""Nyata and other sources side by side, day by day: where both know the same, and where one knows what none else does.

Nothing here judges anybody: phones die, gates have no machine, clocks run ahead. Days are those of the calendar.
"""

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.db.models import Q

from nyata.checkins.selectors.punches import checkins
from nyata.core.policy import Policy
from nyata.core.worktime.columns import Direction
from nyata.people.models import Placement, Unit
from nyata.sources.selectors.punches import DAY_SECONDS, machine_punches

# What a day of a person is, in the order in which pages say it.
STATES = ("agree", "differ", "machine", "nyata")
SIDES = ("nyata", "machine")
KEYS = ["person", "day"]
# Differences are shown from so many minutes before to so many after; what lies beyond is put at the ends.
WIDEST = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """`days`: one row for each person and day that either knows.

    Columns: person, day, state (of STATES), and `nyata_in`, `nyata_out`, `machine_in`, `machine_out` in seconds
    (null: not known), `in_minutes`, `out_minutes`: how much later the machine's is than Nyata's, in minutes.
    """

    days: pl.DataFrame
    first: dt.date
    last: dt.date

    def of(self, *, state: str = "", day: dt.date | None = None, person: int | None = None) -> pl.DataFrame:
        """The rows of a state, a day, a person; all of them where nothing is asked."""
        wanted = [
            pl.col(name) == value
            for name, value in (("state", state or None), ("day", day), ("person", person))
            if value is not None
        ]
        return self.days.filter(*wanted) if wanted else self.days

    @property
    def tally(self) -> dict[str, int]:
        """How many days of people are in each state."""
        found = dict(self.days.group_by("state").len().iter_rows())
        return {state: found.get(state, 0) for state in STATES}

    @property
    def by_day(self) -> list[tuple[dt.date, dict[str, int]]]:
        """The same for each day that has any."""
        counts: dict[dt.date, dict[str, int]] = {}
        for day, state, count in self.days.group_by("day", "state").len().sort("day").iter_rows():
            counts.setdefault(day, dict.fromkeys(STATES, 0))[state] = count
        return list(counts.items())

    @property
    def differences(self) -> list[int]:
        """Every pair's difference in minutes: how much later the machine was."""
        pairs = pl.concat([self.days["in_minutes"], self.days["out_minutes"]])
        return pairs.drop_nulls().to_list()

    @property
    def spread(self) -> list[tuple[int, int]]:
        """How many pairs lie how many minutes apart, from -WIDEST to WIDEST."""
        counts = dict.fromkeys(range(-WIDEST, WIDEST + 1), 0)
        for minutes in self.differences:
            counts[max(-WIDEST, min(WIDEST, minutes))] += 1
        return list(counts.items())


def people_of(unit: Unit, first: dt.date, last: dt.date) -> list[int]:
    """Whoever was placed in the unit or below it on any of the days. One query."""
    placed = Placement.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first), valid_from__lte=last)
    found = placed.filter(unit__path__startswith=str(unit.path)).order_by("person_id")
    return list(found.values_list("person_id", flat=True).distinct())


def beside(person_ids: list[int], first: dt.date, last: dt.date, rules: Policy) -> Beside:
    """These people's days from `first` to `last`. Two queries."""
    gap = int(rules.working_time.windows.machine_gap.total_seconds())
    agree = int(rules.sources.comparison.agree_within.total_seconds()) // 60
    nyata = _ends(checkins(person_ids, first, last), first, last, gap, "nyata")
    machine = _ends(machine_punches(person_ids, first, last), first, last, gap, "machine")
    both = nyata.join(machine, on=KEYS, how="full", coalesce=True)
    both = _lone(both).with_columns(
        **{
            f"{end}_minutes": _minutes(pl.col(f"machine_{end}") - pl.col(f"nyata_{end}")).cast(pl.Int32)
            for end in ("in", "out")
        }
    )
    return Beside(both.with_columns(state=_state(agree)).sort("day", "person"), first, last)


def _minutes(seconds: pl.Expr) -> pl.Expr:
    """Whole minutes, towards nothing: what lies less than a minute apart is shown as the same minute."""
    return (seconds.abs() // 60) * seconds.sign()


def _ends(punches: pl.DataFrame, first: dt.date, last: dt.date, gap: int, side: str) -> pl.DataFrame:
    """The first coming and the last leaving of each day; a lone punch without a direction as `<side>_lone`."""
    second, way = pl.col("second"), pl.col("direction")
    silent = second.filter(way == int(Direction.UNKNOWN))
    apart = silent.max() - silent.min() >= gap
    came = pl.min_horizontal(second.filter(way == int(Direction.IN)).min(), pl.when(apart).then(silent.min()))
    left = pl.max_horizontal(second.filter(way == int(Direction.OUT)).max(), pl.when(apart).then(silent.max()))
    return (
        punches.with_columns(day=(second // DAY_SECONDS).cast(pl.Int32).cast(pl.Date))
        .filter(pl.col("day").is_between(first, last))
        .group_by(KEYS)
        .agg(
            came.alias(f"{side}_in"),
            left.alias(f"{side}_out"),
            pl.when(~apart).then(silent.min()).alias(f"{side}_lone"),
        )
    )


def _lone(days: pl.DataFrame) -> pl.DataFrame:
    """Puts a machine's lone punch to whichever of Nyata's ends is nearer, to the coming where Nyata knows none."""
    lone = pl.col("machine_lone")
    to_in, to_out = (lone - pl.col("nyata_in")).abs(), (lone - pl.col("nyata_out")).abs()
    is_out = (to_out < to_in) | (pl.col("nyata_in").is_null() & pl.col("nyata_out").is_not_null())
    is_out = is_out.fill_null(False)
    return days.with_columns(
        machine_in=pl.min_horizontal("machine_in", pl.when(~is_out).then(lone)),
        machine_out=pl.max_horizontal("machine_out", pl.when(is_out).then(lone)),
    ).drop("machine_lone", "nyata_lone")


def _state(agree: int) -> pl.Expr:
    known = {side: pl.col(f"{side}_in").is_not_null() | pl.col(f"{side}_out").is_not_null() for side in SIDES}
    apart = pl.any_horizontal(
        *(pl.col(f"{end}_minutes").abs().fill_null(0) > agree for end in ("in", "out")),
        *(pl.col(f"nyata_{end}").is_null() != pl.col(f"machine_{end}").is_null() for end in ("in", "out")),
    )
    return (
        pl.when(~known["nyata"])
        .then(pl.lit("machine"))
        .when(~known["machine"])
        .then(pl.lit("nyata"))
        .when(apart)
        .then(pl.lit("differ"))
        .otherwise(pl.lit("agree"))
    )
