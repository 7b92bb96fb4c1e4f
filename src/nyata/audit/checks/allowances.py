"""What was kept of the allowance equals what the days computed anew come to; otherwise each person, in rupiah."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import polars as pl

from nyata.allowance.models import Calculation
from nyata.allowance.selectors.kept import Difference, differences, lines_of
from nyata.allowance.selectors.months import month
from nyata.allowance.selectors.templates import own_rules
from nyata.audit.checks.again import computed_again
from nyata.audit.checks.shape import Found, Result, Scope, Weight

NAME = "allowances"
Row = dict[str, Any]


def run(scope: Scope) -> Result:
    """The newest calculation of every OPD whose period ends in the month, beside the same worked out anew."""
    kept = Calculation.objects.filter(last__range=(scope.first, scope.last)).select_related("unit")
    newest = list(kept.order_by("unit_id", "first", "last", "-version").distinct("unit_id", "first", "last"))
    found: list[Found] = []
    rows: list[Row] = []
    for one in newest:
        others = [other for other in _differing(one, scope) if other.change]
        mine = [_row(other) for other in others]
        rows += mine
        found += _told(one, mine)
    over, under = [row for row in rows if row["difference"] > 0], [row for row in rows if row["difference"] < 0]
    figures = {
        "calculations": len(newest), "people_paid": sum(one.people for one in newest),
        "rupiah_paid": sum(one.pay for one in newest), "people_overpaid": len(over),
        "rupiah_overpaid": sum(row["difference"] for row in over), "people_underpaid": len(under),
        "rupiah_underpaid": -sum(row["difference"] for row in under),
        "allowance_rules": own_rules(scope.last).is_usable,
    }  # fmt: skip
    return Result(figures, found, {"overpaid": over, "underpaid": under})


def _differing(one: Calculation, scope: Scope) -> list[Difference]:
    """Before: what was kept. After: what it comes to now."""
    rules = own_rules(one.last)
    lines = month(one.first, one.last, rules, opd=one.unit, days=_days(one.first, one.last, scope))
    return differences(lines_of(one), lines)


def _days(first: dt.date, last: dt.date, scope: Scope) -> pl.DataFrame:
    if scope.first <= first:
        return scope.days
    earlier = computed_again(first, scope.first - dt.timedelta(days=1), scope.at)
    return pl.concat([earlier, scope.days])


def _row(one: Difference) -> Row:
    before, after = (found.pay if found else 0 for found in (one.before, one.after))
    return {
        "person": one.who.person, "name": one.who.name, "unit": one.who.unit, "opd": one.who.opd_name,
        "kept": before, "again": after, "difference": before - after,
    }  # fmt: skip


def _told(one: Calculation, rows: list[Row]) -> Iterator[Found]:
    for code, mine in (
        ("overpaid", [row for row in rows if row["difference"] > 0]),
        ("underpaid", [row for row in rows if row["difference"] < 0]),
    ):
        if mine:
            rupiah = abs(sum(row["difference"] for row in mine))
            facts = {"unit": one.unit.name, "people": len(mine), "rupiah": rupiah, "version": one.version}
            records = [("calculation", one.unit_id), *(("person", row["person"]) for row in mine[:100])]
            key = f"{code}:{one.unit_id}:{one.first}:{one.last}"
            yield Found(code, key, Weight.GRAVE, facts, records, one.unit_id)
