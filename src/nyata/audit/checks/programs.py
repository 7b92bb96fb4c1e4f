"""Which version of the program judged and reckoned on each day, and by which policy."""

from collections import defaultdict

import polars as pl

from nyata.attendance.models import Reckoning
from nyata.audit.checks.shape import JAKARTA, Found, Result, Scope, Weight
from nyata.people.tables import table

NAME = "programs"
VERDICTS = """
SELECT (v.made_at AT TIME ZONE 'Asia/Jakarta')::date AS day, v.program, v.policy_hash, count(*) AS verdicts
FROM checkins_verdict v WHERE v.made_at >= %(begins)s AND v.made_at < %(ends)s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
SCHEMA = pl.Schema({"day": pl.Date, "program": pl.String, "policy": pl.String, "verdicts": pl.Int64})


def run(scope: Scope) -> Result:
    """Every day of the month on which something was judged or reckoned."""
    judged = table(VERDICTS, {"begins": scope.begins, "ends": scope.ends}, SCHEMA)
    listed = [
        {"day": day.isoformat(), "program": program, "policy": policy[:12], "count": count}
        for day, program, policy, count in judged.iter_rows()
    ]
    by_day: dict[str, set[str]] = defaultdict(set)
    for row in listed:
        by_day[str(row["day"])].add(str(row["program"]))
    runs = Reckoning.objects.filter(made_at__gte=scope.begins, made_at__lt=scope.ends)
    for at, program in runs.values_list("made_at", "program"):
        by_day[at.astimezone(JAKARTA).date().isoformat()].add(program)
    versions = sorted({program for programs in by_day.values() for program in programs})
    figures = {
        "days": len(by_day), "versions": ", ".join(versions), "policies": judged["policy"].n_unique(),
        "verdicts": int(judged["verdicts"].sum()),
    }  # fmt: skip
    found = [
        Found("programs_on_a_day", f"day:{day}", Weight.NOTE, {"day": day, "versions": ", ".join(sorted(programs))})
        for day, programs in sorted(by_day.items())
        if len({program.split()[-1] for program in programs}) > 1
    ]
    return Result(figures, found, {"programs": listed})
