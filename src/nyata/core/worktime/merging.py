"""Days of several spans: one record."""

import polars as pl

from nyata.core.worktime.columns import Flag, Status
from nyata.core.worktime.laying import MARKS

# What a day is when its parts differ: the first of these that one of them is.
ORDER = (
    Status.PRESENT, Status.PENDING, Status.ABSENT, Status.DUTY, Status.LEAVE,
    Status.FLEXIBLE, Status.ON_CALL, Status.UNPLANNED, Status.HOLIDAY, Status.OFF,
)  # fmt: skip
# True of the day only where true of every part.
OF_ALL = Flag.COVERED


def merge(parts: pl.DataFrame) -> pl.DataFrame:
    """One row for each person and day, in their order; `parts` as day_records makes them."""
    days = ["person", "day"]
    several = pl.len().over(days) > 1
    split = parts.filter(several)
    if not split.height:
        return parts
    whole = parts.filter(~several)
    return pl.concat([whole, _merged(split, days).select(whole.columns).cast(whole.schema)]).sort(days)


def _merged(split: pl.DataFrame, days: list[str]) -> pl.DataFrame:
    rank = {status.value: place for place, status in enumerate(ORDER)}
    back = {place: status for status, place in rank.items()}
    left = pl.col("last_out").cast(pl.Int64) * MARKS + MARKS - 1 - pl.col("out_mark")
    marked = split.with_columns(
        pl.col("status").replace_strict(rank, return_dtype=pl.Int64),
        covered=pl.col("flags") & int(Flag.COVERED) > 0,
        # A part without any punch, of a day that has some.
        missed=(pl.col("status") == Status.ABSENT) & (pl.col("status") == Status.PRESENT).any().over(days),
        # A time and its mark as one number, so that the mark of the first in comes with it.
        first_in=pl.col("first_in").cast(pl.Int64) * MARKS + pl.col("in_mark").clip(0),
        last_out=pl.when(pl.col("last_out") >= 0).then(left).otherwise(-1),
    )
    return _as_days(marked.group_by(days, maintain_order=True).agg(_sums()), back)


def _sums() -> list[pl.Expr]:
    lost = (pl.col("owed") - pl.col("credited")) * pl.col("missed")
    return [
        pl.col("status").min(),
        pl.col("flags").bitwise_or(),
        pl.col("cover").filter(pl.col("cover") > 0).first().fill_null(0),
        pl.col("start").min(),
        pl.col("end").max(),
        pl.col("first_in").min(),
        pl.col("last_out").max(),
        pl.col("in_mark").max().alias("any_in"),
        *(pl.col(name).sum() for name in ("owed", "credited", "late", "early", "beyond")),
        (pl.col("away") + lost).sum().alias("away"),
        pl.col("terms").first(),
        pl.col("covered").all(),
        pl.col("covered").any().alias("touched"),
        pl.col("missed").any(),
    ]


def _as_days(sums: pl.DataFrame, back: dict[int, int]) -> pl.DataFrame:
    def raised(flag: Flag, when: pl.Expr) -> pl.Expr:
        return when.cast(pl.Int64) * int(flag)

    left = pl.col("last_out") >= 0
    flags = (pl.col("flags") & ~int(OF_ALL)) | int(Flag.SPLIT) | raised(Flag.COVERED, pl.col("covered"))
    flags |= raised(Flag.PART_COVERED, pl.col("touched") & ~pl.col("covered"))
    flags |= raised(Flag.PART_MISSED, pl.col("missed"))
    return sums.with_columns(
        pl.col("status").replace_strict(back, return_dtype=pl.Int64),
        in_mark=pl.when(pl.col("any_in") >= 0).then(pl.col("first_in") % MARKS).otherwise(-1),
        out_mark=pl.when(left).then(MARKS - 1 - pl.col("last_out") % MARKS).otherwise(-1),
        first_in=pl.col("first_in") // MARKS,
        last_out=pl.when(left).then(pl.col("last_out") // MARKS).otherwise(-1),
        flags=flags,
    )
