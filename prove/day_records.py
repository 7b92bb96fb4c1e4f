"""The columnar working-time function against the plain one, over many more weeks than `make test` has time for."""

import os
from collections.abc import Iterator

TITLE = "Day records: the columnar function and the plain one agree"
WEEKS = 20_000


def run() -> Iterator[str]:
    """Lines of the report. Raises AssertionError where the two differ, naming the smallest case found."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    from hypothesis import HealthCheck, given, settings

    from nyata.core.tests.worktime import test_against_plain as cases
    from nyata.core.tests.worktime.cases import columnar
    from nyata.core.tests.worktime.plainly import Leave, Punch, Span, Terms, records

    seen = {"weeks": 0, "days": 0, "punches": 0, "covers": 0}

    @settings(max_examples=WEEKS, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(cases.weeks(), cases.punches, cases.leaves(), cases.terms, cases.minutes)
    def agree(spans: list[Span], punches: list[Punch], covers: list[Leave], rules: Terms, passed: int) -> None:
        now = cases.FIRST * 1440 + passed
        quick = columnar(spans, punches, covers, rules, now)
        assert quick == records(spans, punches, covers, rules, now)
        for name, count in (("weeks", 1), ("days", len(quick)), ("punches", len(punches)), ("covers", len(covers))):
            seen[name] += count

    agree()
    yield (
        f"{seen['weeks']:,} random weeks (rest days, holidays, on call, day, night, split and sliding shifts): "
        f"{seen['days']:,} days, {seen['punches']:,} punches of every direction, {seen['covers']:,} covers of every "
        "kind and extent. Every column of every record is the same in both."
    )
