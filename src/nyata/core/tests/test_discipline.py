"""The ladder of absence: counted in the calendar year, ten in a row apart, told in time, never for PPPK."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core import policy
from nyata.core.discipline import ladder_of, standing

ROOT = Path(__file__).resolve().parents[4]
BOOK = policy.load(ROOT / "policy")
DAY = dt.date(2026, 9, 30)
PNS = ladder_of(BOOK.on(DAY, employment="PNS"))
FIRST = dt.date(2026, 1, 5)


def days(*missed: bool) -> list[tuple[dt.date, bool]]:
    return [(FIRST + dt.timedelta(days=place), one) for place, one in enumerate(missed)]


def scattered(count: int) -> list[tuple[dt.date, bool]]:
    """So many absent days, never two in a row."""
    return days(*[place % 2 == 0 for place in range(2 * count)])


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
    found = standing(scattered(absent), PNS)
    assert found.absent == absent
    assert (found.reached.sanction if found.reached else None) == sanction


def test_ten_in_a_row_stop_the_salary_and_nine_do_not():
    assert not standing(days(*[True] * 9), PNS).stops_salary
    found = standing(days(*[True] * 10), PNS)
    assert found.stops_salary and found.longest.days == 10 and "angka 4" in found.reached_in_a_row.article


def test_a_day_of_presence_or_leave_between_ends_the_row():
    found = standing(days(*[True] * 6, False, *[True] * 5), PNS)
    assert (found.absent, found.longest.days, found.stops_salary) == (11, 6, False)


@pytest.mark.parametrize(("absent", "warned"), [(0, False), (1, False), (2, True), (3, True), (4, False), (6, True)])
def test_people_are_told_a_day_before_each_rung(absent, warned):
    assert standing(scattered(absent), PNS).is_warned == warned


def test_the_ninth_day_in_a_row_is_told_too():
    found = standing(days(*[True] * 9), PNS)
    assert (found.is_warned, found.left, found.following.article) == (True, 1, "Ps 11(2) huruf d angka 4")


@pytest.mark.parametrize("employment", ["PPPK", "PPPK_PW"])
def test_the_ladder_of_pns_is_nobody_elses(employment):
    assert ladder_of(BOOK.on(DAY, employment=employment)) is None


def test_cpns_stand_on_it_too():
    assert ladder_of(BOOK.on(DAY, employment="CPNS")) == PNS


@given(st.lists(st.booleans(), max_size=80))
def test_one_more_day_of_presence_never_makes_it_worse(missed):
    before, after = standing(days(*missed), PNS), standing(days(*missed, False), PNS)
    assert after.absent == before.absent and after.reached == before.reached
    assert (after.longest and after.longest.days) == (before.longest and before.longest.days)
