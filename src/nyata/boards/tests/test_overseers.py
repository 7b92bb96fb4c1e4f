"""Figures that name nobody, counts of the other ways in, and who looked at whose photographs."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nyata.boards.selectors.summary import summary_of
from nyata.boards.tests.factories import MONDAY, attest, make_attempt, make_crowd, make_days, moment
from nyata.boards.tests.test_board_page import besides_rules
from nyata.checkins.models import AttestationCheck, PhotoLook
from nyata.enrolment.models import Accommodation
from nyata.people.models import Person, RolloutDecision
from nyata.people.selectors import authority_of
from nyata.people.tests.factories import make_person, make_stage, make_unit

SUMMARY, SCREEN = "/papan/ringkas/", "/papan/ringkas/layar/"
WAYS, LOOKS, DRAWN = "/papan/jalan-lain/", "/papan/catatan-foto/", "/papan/saksi/"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("address", [SUMMARY, SCREEN])
def test_the_figures_name_nobody(cast, page, address):
    make_attempt(cast.servant, moment(7, 24))
    for tail in ("", f"?opd={cast.health.pk}"):
        body = page(cast.executive, address + tail).content.decode()
        own = cast.executive.name
        named = [name for name in Person.objects.values_list("name", flat=True) if name != own and name in body]
        assert not named


@pytest.mark.parametrize("address", [SUMMARY, SCREEN])
@pytest.mark.parametrize(
    ("role", "status"),
    [("executive", 200), ("hr", 200), ("auditor", 200), ("supervisor", 403), ("operator", 403), ("servant", 403)],
)
def test_who_may_see_the_figures(cast, page, address, role, status):
    assert page(getattr(cast, role), address).status_code == status


def test_figures_by_opd_add_up(cast, clock):
    make_attempt(cast.servant, moment(7, 42))
    make_attempt(make_person("Budi", unit=cast.clinic), moment(7), "review")
    make_person("Citra", unit=cast.roads)
    found = summary_of(authority_of(cast.executive, MONDAY), MONDAY, now=moment(9))
    health = next(part for part in found.parts if part.unit == cast.health)
    assert (health.people, health.present, health.review, health.late) == (4, 1, 1, 1)
    assert (health.not_yet, health.enrolled) == (2, 2)
    assert found.whole.people == sum(part.people for part in found.parts) == Person.objects.count()
    for part in (*found.parts, found.whole):
        assert part.present + part.not_yet + part.review + part.waiting == part.expected


def test_units_that_have_not_begun_are_not_counted_as_missing(cast, clock):
    make_stage(cast.health, RolloutDecision.Stage.NOT_STARTED, valid_from=MONDAY)
    found = summary_of(authority_of(cast.executive, MONDAY), MONDAY, now=moment(9))
    health = next(part for part in found.parts if part.unit == cast.health)
    assert (health.expected, health.not_yet, health.percent) == (0, 0, None)


def test_one_opd_opens_down_to_its_units(cast, page):
    text = text_of(page(cast.executive, f"{SUMMARY}?opd={cast.health.pk}"))
    assert "Puskesmas Rawa Bening" in text
    assert "Dinas PUPR" not in text
    assert page(cast.executive, f"{SUMMARY}?opd={cast.clinic.pk}").status_code == 404


def test_only_those_who_have_a_board_are_led_to_it(cast, page):
    assert "Buka papan" not in text_of(page(cast.executive, SUMMARY))
    assert "Buka papan" in text_of(page(cast.hr, SUMMARY))


def test_the_figures_update_only_when_something_happened(cast, page):
    first = page(cast.executive, SUMMARY, hx_request="true")
    assert page(cast.executive, SUMMARY, hx_request="true", if_none_match=first["ETag"]).status_code == 304
    make_attempt(cast.servant, moment(7, 24))
    assert page(cast.executive, SUMMARY, hx_request="true", if_none_match=first["ETag"]).status_code == 200


def test_the_statements_of_the_figures_do_not_grow(cast, clock):
    client = Client()
    client.force_login(cast.executive)

    def statements() -> int:
        client.get(SUMMARY)
        with CaptureQueriesContext(connection) as made:
            client.get(SUMMARY)
        return len(besides_rules(made))

    few = statements()
    make_crowd([make_unit(f"Dinas {number}") for number in range(40)], 1_200)
    make_days(MONDAY - dt.timedelta(days=3), MONDAY)
    assert statements() == few <= 25


def test_the_other_ways_in_are_counted_and_nobody_is_blamed(cast, page):
    for day in (0, 1):
        attest(cast.servant, cast.supervisor, moment(7, 30, day=MONDAY - dt.timedelta(days=day)))
    attest(cast.servant, cast.supervisor, moment(7, 30, day=MONDAY - dt.timedelta(days=40)))
    Accommodation.objects.create(
        person=cast.servant, kind="no_face", reason="Luka bakar", valid_from=MONDAY, valid_to=MONDAY,
        granted_by=cast.hr, granted_at=moment(8),
    )  # fmt: skip
    text = text_of(page(cast.auditor, WAYS))
    assert re.search(r"Dinas Kesehatan 2 1 0 1", text)
    assert re.search(r"Rahmat Belida 2 1", text)
    assert re.search(r"Nurul Purun 0 1", text)
    assert "Sari Melati" not in text
    assert "Luka bakar" not in text


@pytest.mark.parametrize(
    ("address", "role", "status"),
    [
        (WAYS, "hr", 200), (WAYS, "auditor", 200), (WAYS, "supervisor", 403), (WAYS, "operator", 403),
        (WAYS, "executive", 403), (WAYS, "servant", 403), (LOOKS, "auditor", 200), (LOOKS, "hr", 403),
        (LOOKS, "supervisor", 403), (LOOKS, "executive", 403), (LOOKS, "servant", 403),
    ],
)  # fmt: skip
def test_who_may_see_what_overseers_see(cast, page, address, role, status):
    assert page(getattr(cast, role), address).status_code == status


def test_an_auditor_reads_who_opened_whose_photographs_and_why(cast, page):
    checkin = make_attempt(cast.servant, moment(7, 24))
    PhotoLook.objects.create(checkin=checkin, actor=cast.supervisor, why="review", looked_at=moment(8, 5))
    text = text_of(page(cast.auditor, LOOKS))
    assert re.search(r"08\.05 Rahmat Belida Sari Melati, 19 Jan 2026 Meninjau absen ini", text)
    assert "Sari Melati" in text_of(page(cast.auditor, f"{LOOKS}?cari=rahmat"))
    assert "Sari Melati" not in text_of(page(cast.auditor, f"{LOOKS}?cari=yusuf"))


def test_hr_asks_about_attestations_drawn_at_random_and_records_the_answer(cast, page, clock):
    drawn = attest(cast.servant, cast.supervisor, moment(7, 40), sampled=True)
    attest(cast.servant, cast.supervisor, moment(7, 41))
    text = text_of(page(cast.hr, DRAWN))
    assert text.count("Sari Melati") == 1
    assert "tidak membawa atau tidak punya HP" in text
    client = Client()
    client.force_login(cast.hr)
    client.post(f"{DRAWN}{drawn.pk}/", {"agrees": "perhaps"})
    assert not AttestationCheck.objects.exists()
    client.post(f"{DRAWN}{drawn.pk}/", {"agrees": "yes", "words": "Ya, hadir"})
    check = AttestationCheck.objects.get()
    assert (check.attestation, check.agrees, check.checked_by) == (drawn, True, cast.hr)
    assert "Sari Melati" not in text_of(page(cast.hr, DRAWN))
    assert client.post(f"{DRAWN}{drawn.pk}/", {"agrees": "no"}).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "supervisor", "operator", "executive", "servant"])
def test_nobody_else_asks_about_attestations(cast, page, clock, role):
    drawn = attest(cast.servant, cast.other_supervisor, moment(7, 40), sampled=True)
    person = getattr(cast, role)
    assert page(person, DRAWN).status_code == 403
    client = Client()
    client.force_login(person)
    assert client.post(f"{DRAWN}{drawn.pk}/", {"agrees": "yes"}).status_code == 404
    assert not AttestationCheck.objects.exists()
