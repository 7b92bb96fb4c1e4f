"""Who is proposed for a talk, and who is told in time: counted in live units, in this year, on the ladder of PNS."""

import datetime as dt

import pytest

from nyata.attendance.selectors.ladder import candidates, own_standing
from nyata.attendance.selectors.reach import reach_of
from nyata.attendance.tests.factories import make_record
from nyata.core.worktime.columns import Status
from nyata.people.models import Placement, RolloutDecision
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_stage

TODAY = dt.date(2026, 10, 1)


def absent(person, *days: dt.date) -> None:
    for day in days:
        make_record(person, day, status=Status.ABSENT)


def september(*numbers: int) -> list[dt.date]:
    return [dt.date(2026, 9, number) for number in numbers]


def listed(actor) -> dict[str, int]:
    found = candidates(reach_of(authority_of(actor, TODAY)), TODAY)
    return {one.person.name: one.standing.absent for one in found}


@pytest.fixture
def sari(cast):
    absent(cast.servant, *september(1, 3, 7))
    return cast.servant


def test_three_days_are_proposed_to_the_supervisor_and_hr(cast, sari):
    assert listed(cast.supervisor) == listed(cast.hr) == listed(cast.auditor) == {"Sari Melati": 3}
    assert listed(cast.other_supervisor) == {}


def test_two_days_are_told_before_the_first_rung(cast):
    absent(cast.servant, *september(1, 3))
    found, _ = own_standing(cast.servant, TODAY)
    assert (found.reached, found.is_warned, found.left) == (None, True, 1)
    assert listed(cast.supervisor) == {"Sari Melati": 2}


def test_the_days_of_last_year_and_of_a_trial_are_not_counted(cast):
    absent(cast.servant, dt.date(2025, 12, 30), dt.date(2025, 12, 31), *september(1, 3))
    make_stage(cast.health, RolloutDecision.Stage.TRIAL, valid_from=dt.date(2026, 1, 1))
    make_stage(cast.health, RolloutDecision.Stage.LIVE, valid_from=dt.date(2026, 9, 2))
    assert own_standing(cast.servant, TODAY)[0].absent == 1


@pytest.mark.parametrize("employment", ["PPPK", "PPPK_PW"])
def test_nobody_without_a_ladder_of_their_own_is_on_one(cast, employment):
    person = make_person("Tanpa Jenjang", unit=cast.clinic, employment=employment)
    absent(person, *september(1, 3, 7, 8, 9))
    assert own_standing(person, TODAY) is None and listed(cast.hr) == {}


def test_days_before_somebody_became_a_civil_servant_are_not_counted(cast):
    Placement.objects.filter(person=cast.servant).update(employment="PPPK", valid_to=dt.date(2026, 9, 2))
    Placement.objects.create(
        person=cast.servant, unit=cast.clinic, employment="PNS", valid_from=dt.date(2026, 9, 3),
        recorded_at=dt.datetime(2026, 9, 3, tzinfo=dt.UTC),
    )  # fmt: skip
    absent(cast.servant, *september(1, 2, 3, 7))
    assert own_standing(cast.servant, TODAY)[0].absent == 2


def test_ten_days_in_a_row_begin_the_steps_that_stop_the_salary(cast):
    absent(cast.servant, *september(1, 2, 3, 4, 7, 8, 9, 10, 11, 14))
    make_record(cast.servant, dt.date(2026, 9, 5), status=Status.OFF)
    (found,) = candidates(reach_of(authority_of(cast.hr, TODAY)), TODAY)
    assert found.standing.stops_salary and found.standing.longest.days == 10 and len(found.ladder.salary_stop) == 3


def test_nobody_is_listed_to_themselves(cast):
    absent(cast.supervisor, *september(1, 3, 7))
    assert listed(cast.supervisor) == {} and listed(cast.hr) == {"Rahmat Belida": 3}


def test_the_person_reads_it_in_their_own_month_and_the_supervisor_on_a_page(cast, sari, browser):
    own = browser(sari).get("/rekap/?bulan=2026-09").content.decode()
    assert "Tahun ini ada 3 hari kerja tanpa catatan dan tanpa keterangan." in own and "ajukan izin atau koreksi" in own
    page = browser(cast.supervisor).get("/rekap/jenjang/").content.decode()
    assert "Sari Melati" in page and "Teguran lisan" in page and "bukan hukuman" in page


@pytest.mark.parametrize("who", ["servant", "operator", "executive"])
def test_the_page_is_for_those_who_decide_or_oversee(cast, browser, who):
    assert browser(getattr(cast, who)).get("/rekap/jenjang/").status_code == 403
