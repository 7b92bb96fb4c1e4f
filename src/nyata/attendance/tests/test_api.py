"""GET /api/v1/days and /team/days: what a second client reads, and what it does not."""

import datetime as dt

import pytest

from nyata.attendance.tests.factories import make_record
from nyata.core.worktime.columns import Cover, Flag, Status
from nyata.people.models import Placement
from nyata.people.tests.factories import make_person, make_placement
from nyata.schedules.tests.factories import day_off

OWN, TEAM = "/api/v1/days?month=2026-09", "/api/v1/team/days?month=2026-09"
FIRST = dt.date(2026, 9, 1)


@pytest.fixture
def month(sari):
    """A late day, a leave and a holiday of September."""
    make_record(sari, FIRST, late=12, flags=int(Flag.LATE), credited=438)
    make_record(sari, FIRST.replace(day=2), status=Status.LEAVE, cover=Cover.SICK, owed=0)
    make_record(sari, FIRST.replace(day=3), status=Status.HOLIDAY, owed=0, start=None, end=None)
    day_off(FIRST.replace(day=3))
    return sari


def test_one_reads_ones_own_month_with_its_reasons(month, browser):
    answer = browser(month).get(OWN)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    found = answer.json()
    late, leave, holiday = found["days"][:3]
    assert (late["code"], late["status"], late["late"], late["start"]) == ("TL", "present", 12, "2026-09-01T07:30:00")
    assert {"sentence": "Terlambat 12 menit.", "source": ""} in late["reasons"]
    assert (leave["code"], leave["title"]) == ("CS", "Cuti sakit")
    assert (holiday["code"], holiday["holiday"]) == ("L", "Hari uji")
    assert (found["first"], found["last"], found["late"]) == ("2026-09-01", "2026-09-30", 12)
    assert found["owed"] == sum(one["owed"] for one in found["days"])
    # The night has not reckoned the last two days yet.
    assert [one["day"][-2:] for one in found["days"] if one["provisional"]] == ["29", "30"]


def test_a_month_may_begin_in_the_one_before(month, browser):
    found = browser(month).get(f"{OWN}&from_day=26&to_day=25").json()
    assert (found["first"], found["last"]) == ("2026-08-26", "2026-09-25")


def test_without_a_month_it_is_this_one(month, browser):
    assert browser(month).get("/api/v1/days").json()["first"] == "2026-10-01"


def test_codes_are_explained(month, browser):
    assert browser(month).get("/api/v1/days/codes").json()["TK"] == "tanpa keterangan"


def test_nobody_reads_the_month_of_another_as_their_own(cast, month, browser):
    found = browser(cast.supervisor).get(OWN).json()["days"]
    assert "2026-09-01" not in {one["day"] for one in found}


@pytest.mark.parametrize("who", ["supervisor", "operator", "hr", "auditor"])
def test_who_leads_reads_the_month_of_the_team(cast, month, browser, who):
    found = browser(getattr(cast, who)).get(f"{TEAM}&unit={cast.clinic.pk}").json()
    member = next(one for one in found["people"] if one["id"] == month.pk)
    assert member["days"] == {"2026-09-01": "TL", "2026-09-02": "CS", "2026-09-03": "L"}
    assert (member["late"], member["nip"]) == (12, f"{month.nip[:8]}••••••••{month.nip[-2:]}")
    assert month.nip not in str(found)


@pytest.mark.parametrize("who", ["servant", "other_supervisor", "executive"])
def test_others_do_not(cast, month, browser, who):
    answer = browser(getattr(cast, who)).get(f"{TEAM}&unit={cast.clinic.pk}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_who_leads_nobody_has_no_team(month, browser):
    assert browser(month).get(TEAM).status_code == 404


def test_of_who_moved_the_team_reads_the_days_there(cast, month, browser):
    Placement.objects.filter(person=month).update(valid_to=FIRST)
    make_placement(month, unit=cast.roads, valid_from=FIRST.replace(day=2))
    there = browser(cast.supervisor).get(f"{TEAM}&unit={cast.clinic.pk}").json()
    assert next(one for one in there["people"] if one["id"] == month.pk)["days"] == {"2026-09-01": "TL"}


def test_a_team_comes_in_pages_and_by_words(cast, month, browser):
    for number in range(55):
        make_person(f"Orang {number}", unit=cast.clinic)
    found = browser(cast.hr).get(f"{TEAM}&unit={cast.clinic.pk}&search=orang&page=2").json()
    assert (found["found"], found["pages"], found["page"], len(found["people"])) == (55, 2, 2, 5)


@pytest.mark.parametrize("query", ["month=2026-13", "month=september", "from_day=0", "to_day=32", "page=0", "unit=-1"])
def test_what_cannot_be_read_is_refused_with_its_field(cast, browser, query):
    answer = browser(cast.hr).get(f"/api/v1/team/days?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_who_is_not_signed_in_reads_nothing(db, client):
    for address in (OWN, TEAM, "/api/v1/days/codes"):
        assert client.get(address).status_code == 401


def test_the_documentation_names_the_days(db, client):
    assert {"/api/v1/days", "/api/v1/days/codes", "/api/v1/team/days"} <= set(
        client.get("/api/openapi.json").json()["paths"]
    )
