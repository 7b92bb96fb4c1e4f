"""The tables of the working-time function: names and types. Their lists and their minutes: columns.py, which models and
words read too, and which therefore needs no Polars.
"""

import polars as pl

# What a day asked for. One row for each span, at least one for each person and day; sorted by person, start, and
# disjoint within a person where `kind` is WORK. Times of OFF, HOLIDAY, ON_CALL and UNPLANNED are the day's own.
SPANS = pl.Schema(
    {
        "person": pl.Int32,
        "day": pl.Date,
        "part": pl.Int8,
        "kind": pl.Int8,
        "start": pl.Int32,
        "end": pl.Int32,
        "rest_from": pl.Int32,  # equal to rest_to where there is no break
        "rest_to": pl.Int32,
        "slack": pl.Int16,  # minutes that the start may slide, and the end with it
        "weekly": pl.Boolean,
        "season": pl.Int8,  # 1 in Ramadan
        "terms": pl.Int16,  # row of TERMS
    }
)

# The dated rules of a day and an employment, as numbers. Bands: minutes from which each of the four begins; 0 in the
# first means that no table is in force.
TERMS = pl.Schema(
    {
        "terms": pl.Int16,
        "before": pl.Int16,
        "after": pl.Int16,
        "gap": pl.Int16,
        **{f"{side}_{number}": pl.Int16 for side in ("late", "early") for number in (1, 2, 3, 4)},
        "no_record": pl.Int8,  # the band of a day without an in, or without an out; 0: none
    }
)

# What was recorded, sorted by person and second.
PUNCHES = pl.Schema({"person": pl.Int32, "second": pl.Int64, "direction": pl.Int8, "mark": pl.Int8})

# Sorted by person and start. Where two lie over each other, what excuses wins over what credits; the database sees to
# it that this does not happen to what people ask for.
COVERS = pl.Schema({"person": pl.Int32, "start": pl.Int32, "end": pl.Int32, "cover": pl.Int8, "extent": pl.Int8})

# What the day was, one row for each person and day.
RECORDS = pl.Schema(
    {
        "person": pl.Int32,
        "day": pl.Date,
        "status": pl.Int8,
        "flags": pl.Int32,
        "cover": pl.Int8,  # the first of the day; 0 where none
        "start": pl.Int32,  # what was asked for in the end: null where nothing was
        "end": pl.Int32,
        "first_in": pl.Int32,  # the minute that had begun; null where not known
        "last_out": pl.Int32,  # the minute that was full
        "in_mark": pl.Int8,
        "out_mark": pl.Int8,
        "owed": pl.Int16,  # net minutes asked for
        "credited": pl.Int16,  # of them shown by punches, or by a cover that counts as work
        "late": pl.Int16,
        "early": pl.Int16,
        "away": pl.Int16,
        "beyond": pl.Int16,
        "late_band": pl.Int8,  # 0 where none
        "early_band": pl.Int8,
        "terms": pl.Int16,
    }
)
