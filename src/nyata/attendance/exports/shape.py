"""A recap as a plain table: the columns asked for in their order, a column for each day where days are asked for."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
from django.utils.translation import gettext as _

from nyata.attendance.columns import DAYS, Column
from nyata.attendance.selectors.recap import BELONGS, Recap, tables_off

HOUR = 60


def switched_off(recap: Recap) -> list[str]:
    """A sentence for each table that the recap could not use: its columns are empty, which says nothing of anybody."""
    words = _('Nilai "%(title)s" belum diaktifkan BKPSDM dan Bagian Hukum, sehingga belum dipakai.')
    return [words % {"title": title} for title in tables_off(recap.last)]


def day_name(day: dt.date) -> str:
    """The name of a day's column in every file."""
    return day.isoformat()


def rows(recap: Recap, columns: Sequence[Column], *, as_hours: bool = True) -> pl.DataFrame:
    """One row for each person of an OPD: opd_name, then the columns. Hours are minutes / 60 with two decimals.

    A day on which the person was not in the OPD, or has no record, is null.
    """
    found = recap.people
    if DAYS in columns:
        found = found.join(_by_day(recap), on=BELONGS, how="left", maintain_order="left")
    names: list[pl.Expr] = []
    for column in columns:
        if column is DAYS:
            names += [pl.col(day_name(day)) for day in recap.dates]
        elif column.is_hours and as_hours:
            names.append((pl.col(column.key) / HOUR).round(2).alias(column.key))
        else:
            names.append(pl.col(column.key))
    return found.select("opd_name", *names)


def _by_day(recap: Recap) -> pl.DataFrame:
    names = [day_name(day) for day in recap.dates]
    days = recap.days.with_columns(pl.col("day").dt.strftime("%Y-%m-%d"))
    found = days.pivot(on="day", on_columns=names, index=BELONGS, values="code", aggregate_function="first")
    return found.select(*BELONGS, *names)
