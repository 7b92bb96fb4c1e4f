"""The live board as a page: who sees whom, what it says, and what it costs."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nyata.boards.tests.factories import MONDAY, make_attempt, make_crowd, make_days, make_device, moment, refuse
from nyata.config.navigation import sections
from nyata.enrolment.models import DeviceChange
from nyata.people.models import Post, RolloutDecision
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_post, make_stage, make_unit

BOARD = "/papan/"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_supervisor_reads_the_state_the_time_and_the_source_of_being_late(cast, page):
    make_attempt(cast.servant, moment(7, 42))
    text = text_of(page(cast.supervisor, BOARD))
    assert "Sari Melati" in text
    assert "Masuk 07.42" in text
    assert "terlambat 12 menit menurut jam baku Perpres 21/2023 Ps 4(3)" in text
    assert "1 dari 1 orang sudah masuk" in text


def test_a_supervisor_elsewhere_sees_nobody_of_another_opd(cast, page):
    make_attempt(cast.servant, moment(7, 24))
    response = page(cast.other_supervisor, BOARD)
    assert response.status_code == 200
    assert "Sari Melati" not in text_of(response)


def test_nobody_sees_themselves_on_their_own_board(cast, page):
    assert "Kepala Puskesmas" not in text_of(page(cast.supervisor, BOARD))


def test_a_servant_has_no_board(cast, page):
    assert page(cast.servant, BOARD).status_code == 403


def test_an_executive_is_led_to_the_figures(cast, page):
    response = page(cast.executive, BOARD)
    assert (response.status_code, response["Location"]) == (302, "/papan/ringkas/")


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert client.get(BOARD)["Location"].startswith("/masuk/")


@pytest.mark.parametrize("role", ["hr", "auditor"])
def test_overseers_see_everybody(cast, page, role):
    text = text_of(page(getattr(cast, role), BOARD))
    assert "Sari Melati" in text
    assert "Yusuf Lebak" in text


def test_hr_narrows_the_board_to_one_opd(cast, page):
    text = text_of(page(cast.hr, f"{BOARD}?opd={cast.roads.pk}"))
    assert "Yusuf Lebak" in text
    assert "Sari Melati" not in text


def test_an_operator_sees_the_states_of_their_units_but_opens_no_attempt(cast, page):
    checkin = make_attempt(cast.servant, moment(7, 24))
    response = page(cast.operator, BOARD)
    assert "Masuk 07.24" in text_of(response)
    assert str(checkin.public_id) not in response.content.decode()
    assert page(cast.operator, f"{BOARD}{checkin.public_id}/").status_code == 404


def test_a_post_that_ended_yesterday_shows_nothing(cast, page):
    Post.objects.filter(person=cast.supervisor).update(valid_to=MONDAY - dt.timedelta(days=1))
    assert page(cast.supervisor, BOARD).status_code == 403


def test_a_substitute_sees_the_people_from_the_first_day(cast, page):
    substitute = make_person("Plh Uji", unit=cast.roads)
    make_post(substitute, Post.Role.SUPERVISOR, unit=cast.clinic, standing=Post.Standing.PLH, valid_from=MONDAY)
    assert "Sari Melati" in text_of(page(substitute, BOARD))


def test_the_nip_is_never_shown_whole(cast, page):
    cast.servant.job_title = ""
    cast.servant.save()
    assert cast.servant.nip not in page(cast.hr, BOARD).content.decode()


def test_a_trial_is_labelled(cast, page):
    make_stage(cast.clinic, RolloutDecision.Stage.TRIAL)
    assert "Uji coba" in text_of(page(cast.supervisor, BOARD))


def test_what_came_later_is_marked(cast, page):
    make_attempt(cast.servant, moment(7, 28), received_at=moment(7, 41), time_mark="anchored")
    text = text_of(page(cast.supervisor, BOARD))
    assert "Masuk 07.28" in text
    assert "luring" in text


def test_on_a_sunday_nobody_is_called_not_yet_in(cast, page, clock):
    clock(moment(9, day=MONDAY - dt.timedelta(days=1)))
    text = text_of(page(cast.supervisor, BOARD))
    assert "Belum masuk" not in text
    assert "Tidak dijadwalkan" in text
    assert "bukan hari kerja" in text


@pytest.mark.parametrize(
    "query",
    [
        "?status=entah",
        "?hal=0",
        "?hal=x",
        "?opd=999999",
        "?hari=kemarin",
        "?cari=%25%27%3B--",
        "?hal=9999",
        "?hari=0001-01-01",
        "?hari=2023-04-16",
        "?hari=9999-12-31",
    ],
)
def test_an_address_that_means_nothing_is_still_a_board(cast, page, query):
    assert page(cast.hr, BOARD + query).status_code == 200


def test_tomorrow_cannot_be_asked_for(cast, page):
    response = page(cast.hr, f"{BOARD}?hari=2030-01-01")
    assert "Senin, 19 Januari 2026" in text_of(response)


def test_a_past_day_is_shown_and_does_not_update_itself(cast, page):
    friday = MONDAY - dt.timedelta(days=3)
    make_attempt(cast.servant, moment(7, 12, day=friday))
    response = page(cast.supervisor, f"{BOARD}?hari={friday}")
    assert "Masuk 07.12" in text_of(response)
    assert "data-live" not in response.content.decode()


def test_duties_lead_with_what_waits_longest_and_are_never_more_than_seven(cast, page):
    make_attempt(cast.servant, moment(7, 24), "review")
    refuse(cast.servant, moment(8))
    DeviceChange.objects.create(person=cast.servant, reason="HP rusak", asked_at=moment(8))
    text = text_of(page(cast.supervisor, BOARD))
    assert "Perlu Anda hari ini" in text
    assert "1 absen menunggu tinjauan Anda" in text
    assert "1 ganti HP menunggu persetujuan Anda" in text
    assert "1 percobaan dari HP lain" in text
    assert page(cast.hr, BOARD).content.decode().count('class="duty"') <= 7


def test_a_duty_that_is_somebody_elses_is_not_mine(cast, page):
    DeviceChange.objects.create(person=cast.servant, reason="HP rusak", asked_at=moment(8), state="supported")
    assert "ganti HP" not in text_of(page(cast.supervisor, BOARD))
    assert "1 ganti HP" in text_of(page(cast.hr, BOARD))
    assert "ganti HP" not in text_of(page(cast.other_supervisor, BOARD))


def test_every_duty_leads_to_a_page_that_opens(cast, page):
    make_attempt(cast.servant, moment(7, 24), "review")
    make_attempt(make_person("Budi", unit=cast.clinic), moment(7), "step_up")
    refuse(cast.servant, moment(8))
    DeviceChange.objects.create(person=cast.servant, reason="HP rusak", asked_at=moment(8))
    for person in (cast.supervisor, cast.hr, cast.operator, cast.auditor):
        for address in re.findall(r'class="duty" href="([^"]+)"', page(person, BOARD).content.decode()):
            address = address.replace("&amp;", "&")
            assert page(person, address if address.startswith("/") else BOARD + address).status_code == 200, address


def test_nothing_is_sent_again_while_nothing_happened(cast, page, clock):
    first = page(cast.supervisor, BOARD, hx_request="true")
    again = page(cast.supervisor, BOARD, hx_request="true", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    make_attempt(cast.servant, moment(7, 24))
    changed = page(cast.supervisor, BOARD, hx_request="true", if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert "Masuk 07.24" in text_of(changed)
    assert "<html" not in changed.content.decode()


def test_a_tag_is_of_one_person_and_of_one_minute(cast, page, clock):
    mine = page(cast.supervisor, BOARD, hx_request="true")["ETag"]
    assert page(cast.hr, BOARD, hx_request="true", if_none_match=mine).status_code == 200
    clock(moment(9, 1))
    assert page(cast.supervisor, BOARD, hx_request="true", if_none_match=mine).status_code == 200


def test_no_cache_that_others_use_may_keep_a_board(cast, page):
    response = page(cast.supervisor, BOARD)
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def besides_rules(made: CaptureQueriesContext) -> list[dict[str, str]]:
    """The statements but for what is switched on, which is read anew every few seconds, whatever is asked."""
    return [one for one in made.captured_queries if "rules_ruledecision" not in one["sql"]]


def statements(person, address, **headers) -> int:
    client = Client(headers=headers)
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert client.get(address).status_code in (200, 304)
    return len(besides_rules(made))


OTHERS = (f"{BOARD}?cari=sari", f"{BOARD}?opd={{opd}}", f"{BOARD}tinjauan/", f"{BOARD}ringkas/", "/api/v1/team/today")


@pytest.mark.parametrize(
    ("role", "addresses"),
    [("supervisor", [BOARD]), ("auditor", [BOARD]), ("operator", [BOARD]), ("hr", [BOARD, *OTHERS])],
)
def test_the_statements_of_a_board_do_not_grow_with_the_crowd(cast, clock, role, addresses):
    person = getattr(cast, role)
    make_attempt(cast.servant, moment(7, 24), "review")
    asked = [address.format(opd=cast.clinic.parent_id or cast.clinic.pk) for address in addresses]
    few = {address: statements(person, address) for address in asked}
    wards = [make_unit(f"Pustu {number}", parent=cast.clinic) for number in range(40)]
    make_crowd(wards, 1_200)
    make_days(MONDAY - dt.timedelta(days=3), MONDAY)
    assert {address: statements(person, address) for address in asked} == few
    assert few[BOARD] <= 30


@pytest.mark.parametrize("role", ["supervisor", "hr", "executive", "servant"])
def test_the_navigation_asks_one_statement_at_most(cast, clock, role):
    authority = authority_of(getattr(cast, role), MONDAY)
    with CaptureQueriesContext(connection) as made:
        for place in sections(authority, BOARD):
            assert place.waiting == 0
    assert len(made) <= 1


def test_asking_again_costs_next_to_nothing(cast, page, clock):
    tag = page(cast.hr, BOARD, hx_request="true")["ETag"]
    assert statements(cast.hr, BOARD, hx_request="true", if_none_match=tag) <= 5


def test_the_board_answers_to_get_only(cast, clock):
    client = Client()
    client.force_login(cast.supervisor)
    assert client.post(BOARD).status_code == 405


def test_people_of_a_bound_phone_are_not_asked_to_enrol(cast, page):
    make_device(cast.servant)
    assert "belum pendataan" not in text_of(page(cast.supervisor, BOARD))
