"""Everybody at once gets the same records as each person alone."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nyata.core.tests.worktime.cases import covers_table, punches_table, spans_table, terms_table
from nyata.core.tests.worktime.plainly import Leave, Punch, Span, Terms
from nyata.core.worktime import records
from nyata.core.worktime.columns import Cover, Direction, Extent

DAY = 20_000
START = DAY * 1440 + 450


def persons_tables(person: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Three days of one person: in a little later the higher the number, every third on leave on the second day."""
    spans = [Span(DAY + at, START + at * 1440, START + at * 1440 + 510) for at in range(3)]
    punches = [
        Punch((START + at * 1440 + minute) * 60, way)
        for at in range(3)
        for minute, way in ((person, Direction.IN), (510, Direction.OUT))
    ]
    leave = Leave((DAY + 1) * 1440, (DAY + 2) * 1440, Cover.ANNUAL, Extent.DAYS)
    covers = [leave] if person % 3 == 0 else []
    return spans_table(spans, person), punches_table(punches, person), covers_table(covers, person)


@pytest.mark.parametrize("at_once", [1, 7, 10_000])
def test_people_taken_in_turns_get_the_same_records(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    people = [persons_tables(person) for person in range(1, 21)]
    terms, now = terms_table(Terms()), (DAY + 9) * 1440
    alone = pl.concat([records.day_records(*tables, terms, as_of=now) for tables in people])
    monkeypatch.setattr(records, "AT_ONCE", at_once)
    spans, punches, covers = (pl.concat(list(tables)) for tables in zip(*people, strict=True))
    assert_frame_equal(records.day_records(spans, punches, covers, terms, as_of=now), alone)
    assert alone.height == 60
    assert alone["late"].to_list()[:3] == [1, 1, 1]
