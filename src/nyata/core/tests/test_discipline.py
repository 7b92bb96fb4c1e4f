"""The ladder of absence: counted in the calendar year, ten in a row apart, told in time, never for PPPK."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core import policy
from nyata.core.discipline import Kind, Stage, count, findings, ladder_of, salary_stops_from, talk

ROOT = Path(__file__).resolve().parents[4]
BOOK = policy.load(ROOT / "policy")
DAY = dt.date(2026, 9, 30)
PNS = ladder_of(BOOK.on(DAY, employment="PNS"))
FIRST = dt.date(2026, 1, 5)


def days(*missed: bool, first: dt.date = FIRST) -> list[tuple[dt.date, bool]]:
    return [(first + dt.timedelta(days=place), one) for place, one in enumerate(missed)]


def scattered(many: int) -> list[tuple[dt.date, bool]]:
    """So many absent days, never two in a row."""
    return days(*[place % 2 == 0 for place in range(2 * many)])


def found(asked, kind, stage, today=DAY) -> list[int]:
    """The rungs of a kind that are near or reached."""
    return [one.from_days for one in findings(count(asked), PNS, today) if (one.kind, one.stage) == (kind, stage)]


@pytest.mark.parametrize(
    ("absent", "sanction"),
    [
        (2, None), (3, "Teguran lisan"), (4, "Teguran tertulis"), (6, "Teguran tertulis"),
        (7, "Pernyataan tidak puas secara tertulis"), (10, "Pernyataan tidak puas secara tertulis"),
        (11, "Hukuman disiplin sedang pertama"), (14, "Hukuman disiplin sedang kedua"),
        (17, "Hukuman disiplin sedang ketiga"), (20, "Hukuman disiplin sedang ketiga"),
        (21, "Penurunan jabatan setingkat lebih rendah selama 12 bulan"),
        (25, "Pembebasan dari jabatan menjadi jabatan pelaksana selama 12 bulan"),
        (28, "Pemberhentian dengan hormat tidak atas permintaan sendiri"),
    ],
)  # fmt: skip
def test_each_rung_begins_on_its_day(absent, sanction):
    reached = [one for one in findings(count(scattered(absent)), PNS, DAY) if one.stage == Stage.REACHED]
    assert [one.rung.sanction for one in reached] == ([sanction] if sanction else [])
    assert all(len(one.days) == absent and one.since == dt.date(2026, 1, 1) for one in reached)


@pytest.mark.parametrize(("absent", "rungs"), [(0, []), (1, []), (2, [3]), (3, [4]), (4, []), (6, [7]), (27, [28])])
def test_people_are_told_a_day_before_each_rung(absent, rungs):
    assert found(scattered(absent), Kind.YEARLY, Stage.NEAR) == rungs


def test_nobody_is_told_above_the_top():
    assert found(scattered(30), Kind.YEARLY, Stage.NEAR) == []


@pytest.mark.parametrize(
    ("row", "near", "reached"), [(4, [], []), (5, [10], []), (9, [10], []), (10, [], [10]), (14, [], [10])]
)
def test_a_row_is_told_from_its_fifth_day_and_reached_on_its_tenth(row, near, reached):
    asked = days(*[True] * row)
    assert found(asked, Kind.IN_A_ROW, Stage.NEAR) == near
    assert found(asked, Kind.IN_A_ROW, Stage.REACHED) == reached


@pytest.mark.parametrize(("before", "after"), [(9, 9), (1, 9), (5, 5)])
def test_a_day_of_presence_or_leave_between_ends_the_row(before, after):
    asked = days(*[True] * before, False, *[True] * after)
    assert found(asked, Kind.IN_A_ROW, Stage.REACHED) == []


def test_days_of_rest_between_do_not_end_a_row():
    """Rest is left out of what is asked: nine days, a long holiday, the tenth."""
    asked = days(*[True] * 9) + days(True, first=FIRST + dt.timedelta(days=24))
    assert found(asked, Kind.IN_A_ROW, Stage.REACHED) == [10]


def test_a_row_that_ended_is_no_longer_near():
    assert found(days(*[True] * 9, False), Kind.IN_A_ROW, Stage.NEAR) == []


def test_a_row_goes_on_over_new_year_and_the_year_begins_at_nought():
    december = dt.date(2025, 12, 24)
    asked = [(december + dt.timedelta(days=place), True) for place in range(10)]
    today = dt.date(2026, 1, 3)
    assert found(asked, Kind.IN_A_ROW, Stage.REACHED, today) == [10]
    # Eight days of December stay December's; two of January are near the first rung.
    assert found(asked, Kind.YEARLY, Stage.REACHED, today) == [7]
    assert found(asked, Kind.YEARLY, Stage.NEAR, today) == [3]


def test_nobody_is_told_in_january_of_a_rung_of_december():
    asked = days(True, False, True, first=dt.date(2025, 12, 29))
    assert list(findings(count(asked), PNS, dt.date(2026, 1, 1))) == []


@pytest.mark.parametrize("employment", ["PPPK", "PPPK_PW"])
def test_the_ladder_of_pns_is_nobody_elses(employment):
    assert ladder_of(BOOK.on(DAY, employment=employment)) is None


def test_cpns_stand_on_it_too():
    assert ladder_of(BOOK.on(DAY, employment="CPNS")) == PNS


@pytest.mark.parametrize(("absent", "told"), [(1, []), (2, [2]), (9, [2])])
def test_who_has_a_contract_is_told_without_a_rung(absent, told):
    said = list(talk(count(scattered(absent)), 2, DAY))
    assert [one.from_days for one in said] == told and all(one.rung is None for one in said)


def test_without_a_number_nobody_with_a_contract_is_told():
    assert list(talk(count(scattered(9)), 0, DAY)) == []


@pytest.mark.parametrize(
    ("tenth", "stops"),
    [
        (dt.date(2026, 9, 30), dt.date(2026, 10, 1)), (dt.date(2026, 10, 1), dt.date(2026, 11, 1)),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 1)),
    ],
)  # fmt: skip
def test_the_salary_stops_from_the_month_after_the_tenth_day(tenth, stops):
    ten = [tenth - dt.timedelta(days=9 - place) for place in range(10)]
    assert salary_stops_from([*ten, tenth + dt.timedelta(days=40)], 10) == stops


def test_nine_days_stop_no_salary():
    with pytest.raises(ValueError, match="do not reach"):
        salary_stops_from([FIRST] * 9, 10)


@given(st.lists(st.booleans(), max_size=80))
def test_one_more_day_of_presence_never_makes_it_worse(missed):
    before, after = count(days(*missed)), count(days(*missed, False))
    assert (after.years, after.runs) == (before.years, before.runs) and not after.is_running


@given(st.lists(st.booleans(), max_size=60), st.integers(0, 59))
def test_a_day_that_is_explained_never_lengthens_what_counts(missed, place):
    before = count(days(*missed))
    after = count(days(*[one and at != place for at, one in enumerate(missed)]))
    for year, kept in after.years.items():
        assert set(kept) <= set(before.years[year])
    assert max(map(len, after.runs), default=0) <= max(map(len, before.runs), default=0)
