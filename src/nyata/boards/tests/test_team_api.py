"""GET /api/v1/team/today: what a second client sees of a team."""

import pytest
from django.test import Client

from nyata.boards.tests.factories import make_attempt, moment
from nyata.people.tests.factories import make_person

TEAM = "/api/v1/team/today"


def test_a_supervisor_gets_the_people_below_with_their_day(cast, page):
    checkin = make_attempt(cast.servant, moment(7, 42))
    team = page(cast.supervisor, TEAM).json()
    assert team["counts"] == {"in": 1}
    assert (team["day"], team["found"], team["pages"]) == ("2026-01-19", 1, 1)
    (member,) = team["people"]
    assert (member["name"], member["state"], member["late_minutes"]) == ("Sari Melati", "in", 12)
    assert member["coming"]["attempt"] == str(checkin.public_id)
    assert member["nip"] == f"{cast.servant.nip[:8]}••••••••{cast.servant.nip[-2:]}"
    assert team["late_source"] == "Perpres 21/2023 Ps 4(3)"


@pytest.mark.parametrize("role", ["servant", "other_supervisor", "executive"])
def test_others_get_nobody(cast, page, role):
    make_attempt(cast.servant, moment(7, 42))
    answer = page(getattr(cast, role), TEAM)
    assert answer.status_code == 200
    assert "Sari Melati" not in answer.content.decode()


def test_an_operator_gets_states_without_attempts(cast, page):
    make_attempt(cast.servant, moment(7, 42))
    members = {member["name"]: member for member in page(cast.operator, TEAM).json()["people"]}
    assert members["Sari Melati"]["state"] == "in"
    assert members["Sari Melati"]["coming"]["attempt"] is None


def test_states_and_words_narrow_it(cast, page):
    make_attempt(cast.servant, moment(7, 42))
    make_person("Budi Tanjung", unit=cast.clinic)
    names = [one["name"] for one in page(cast.supervisor, f"{TEAM}?state=not_yet").json()["people"]]
    assert names == ["Budi Tanjung"]
    assert page(cast.supervisor, f"{TEAM}?search=sari").json()["found"] == 1


@pytest.mark.parametrize("query", ["?state=whatever", "?page=0", "?page=x", "?search=" + "a" * 61])
def test_what_cannot_be_asked_is_said_with_a_code(cast, page, query):
    answer = page(cast.supervisor, TEAM + query)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_who_is_not_signed_in_gets_a_code(db):
    answer = Client().get(TEAM)
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_first")
