"""One's own history: every attempt opens to a plain story, and nobody else's does."""

import pytest
from django.test import Client
from django.utils import timezone

from nyata.boards.tests.factories import attest, judge, make_attempt, moment
from nyata.checkins.models import PhotoLook, Refusal
from nyata.people.models import Person
from nyata.people.tests.factories import Cast, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast()


def signed_in(person: Person) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return client


def test_a_month_lists_attempts_witnesses_and_phones_turned_away(people: Cast) -> None:
    make_attempt(people.servant, moment(7, 28))
    attest(people.servant, people.supervisor, moment(16, 1))
    Refusal.objects.create(person=people.servant, reason="device_unknown", purpose="in", refused_at=moment(9))
    page = signed_in(people.servant).get("/absen/riwayat/?bulan=2026-01").content.decode()
    assert "07.28" in page
    assert "Senin, 19 Januari 2026" in page
    assert people.supervisor.name in page
    assert "HP ini belum terdaftar untuk Anda" in page


@pytest.mark.parametrize("asked", ["", "2026-13", "x", "2999-01", "../..", "2026-01-01"])
def test_a_month_that_is_none_or_to_come_is_this_month(people: Cast, asked: str) -> None:
    page = signed_in(people.servant).get("/absen/riwayat/", {"bulan": asked})
    assert page.status_code == 200
    assert page.context["shown"] == timezone.localdate().replace(day=1)


def test_a_story_tells_times_place_reasons_and_who_decided(people: Cast) -> None:
    place = {"state": "outside_site", "site": people.site.pk, "outside_m": 512.3, "accuracy_m": 8.0}
    checkin = make_attempt(
        people.servant,
        moment(7, 28, 41),
        "step_up",
        reasons=("face_matches", "outside_site"),
        signals=({"kind": "place", "strength": 0.8, "payload": place},),
        received_at=moment(7, 41, 2),
        time_mark="anchored",
    )
    judge(checkin, "accepted", stage="review", reasons=("review_upheld",), by=people.supervisor, words="Di pustu.")
    page = signed_in(people.servant).get(f"/absen/{checkin.public_id}/").content.decode()
    for said in (
        "07.28.41", "07.41.02", "Jam dihitung dari jam server terakhir", people.site.name, "500 m",
        "Petugas sudah melihat absen ini", people.supervisor.name, "Di pustu.", "Diterima",
    ):  # fmt: skip
        assert said in page, said


@pytest.mark.parametrize("path", ["", "kwitansi.svg"])
def test_the_story_of_somebody_else_does_not_exist(people: Cast, path: str) -> None:
    checkin = make_attempt(people.servant, moment(7, 28))
    for other in (people.supervisor, people.hr, people.auditor, people.other_supervisor):
        assert signed_in(other).get(f"/absen/{checkin.public_id}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["simpan/", "foto/"])
def test_photographs_of_somebody_else_are_neither_held_nor_shown_here(people: Cast, path: str) -> None:
    checkin = make_attempt(people.servant, moment(7, 28))
    assert signed_in(people.supervisor).post(f"/absen/{checkin.public_id}/{path}").status_code == 404
    assert signed_in(people.servant).get(f"/absen/{checkin.public_id}/{path}").status_code == 405
    assert not PhotoLook.objects.exists()


def test_who_looked_is_told_with_what_for(people: Cast) -> None:
    checkin = make_attempt(people.servant, moment(7, 28))
    at = moment(9, 15)
    PhotoLook.objects.create(checkin=checkin, actor=people.supervisor, why="review", looked_at=at)
    page = signed_in(people.servant).get(f"/absen/{checkin.public_id}/").content.decode()
    assert f"{people.supervisor.name}, 19 Jan 2026 09.15: meninjau absen" in page


def test_photographs_whose_time_is_over_are_said_to_be_gone(people: Cast) -> None:
    checkin = make_attempt(people.servant, moment(7, 28))
    client = signed_in(people.servant)
    assert "tidak disimpan lagi" in client.get(f"/absen/{checkin.public_id}/").content.decode()
    for path in ("simpan/", "foto/"):
        page = client.post(f"/absen/{checkin.public_id}/{path}", follow=True).content.decode()
        assert "notice error" in page


def test_the_receipt_is_a_drawing_of_a_code(people: Cast) -> None:
    checkin = make_attempt(people.servant, moment(7, 28))
    response = signed_in(people.servant).get(f"/absen/{checkin.public_id}/kwitansi.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg") or b"<svg" in response.content[:200]


def test_an_attempt_still_being_judged_says_so(people: Cast) -> None:
    checkin = make_attempt(people.servant, moment(7, 28), None)
    assert "sedang diperiksa" in signed_in(people.servant).get(f"/absen/{checkin.public_id}/").content.decode()


def test_the_page_of_a_witness_needs_their_own_bound_phone(people: Cast) -> None:
    page = signed_in(people.supervisor).get("/absen/saksi/").content.decode()
    assert "HP Anda sendiri belum terdaftar" in page


@pytest.mark.parametrize("month", ["0000-01", "0001-01", "1999-12", "9999-12"])
def test_a_month_that_never_was_is_no_fault_of_ours(world, month):
    assert world.phone.ask("GET", f"/checkins?month={month}").status == 422
    assert world.phone.transport.client.get(f"/absen/riwayat/?bulan={month}").status_code == 200
