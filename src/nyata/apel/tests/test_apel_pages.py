"""The pages of apel, as the people who use them see them."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from nyata.apel.kinds import Kind, Rhythm
from nyata.apel.models import Reason, Series, Session
from nyata.apel.services import sealing
from nyata.apel.tests.factories import MONDAY, at, make_session, make_visit
from nyata.apel.urls import urlpatterns
from nyata.attendance.tests.factories import make_record
from nyata.people.models import BaselineFigure, Site
from nyata.people.tests.factories import make_person, make_placement
from nyata.schedules.tests.factories import day_off

DAY = dt.timedelta(days=1)


@pytest.fixture
def session(cast, office):
    return make_session(cast.clinic)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_the_home_page_tells_of_the_next_apel_in_one_line(browser, clock, session, sari):
    clock(at(6, day=MONDAY - DAY))
    page = text(browser(sari).get(reverse("checkins:home")))
    assert "Apel uji" in page and "mulai 07.30" in page and "Anda diundang" in page
    clock(at(7, 10))
    assert "absen sekarang" in text(browser(sari).get(reverse("checkins:home")))
    clock(at(8))
    assert "Apel uji" not in text(browser(sari).get(reverse("checkins:home")))


def test_one_reads_ones_own_apel_and_gives_a_reason(browser, cast, session, sari):
    page = browser(sari)
    assert "Belum ada catatan hadir" in text(page.get(reverse("apel:own")))
    form = reverse("apel:reason", args=[session.pk])
    assert "Apel uji" in text(page.get(form))
    assert page.post(form, {"kind": "task", "words": "ya"}).status_code == 422
    done = page.post(form, {"kind": "task", "words": "Mengantar rujukan"}, follow=True)
    assert "Alasan menunggu jawaban" in text(done)
    leader = browser(cast.supervisor)
    assert "Mengantar rujukan" in text(leader.get(reverse("apel:waiting")))
    given = Reason.objects.get()
    answer = reverse("apel:answer", args=[given.pk])
    assert "Keterangannya belum ditulis" in text(leader.post(answer, {"jawaban": "belum"}, follow=True))
    leader.post(answer, {"jawaban": "terima"})
    assert "Berhalangan" in text(page.get(reverse("apel:own")))


def test_a_reason_of_somebody_else_is_not_there(browser, cast, session, sari):
    given = Reason.objects.create(session=session, person=sari, kind="task", words="Rujukan", given_at=at(9))
    stranger = browser(cast.other_supervisor)
    assert stranger.post(reverse("apel:answer", args=[given.pk]), {"jawaban": "terima"}).status_code == 404
    assert stranger.post(reverse("apel:evidence", args=[given.pk])).status_code == 404
    assert browser(cast.supervisor).post(reverse("apel:evidence", args=[given.pk])).status_code == 410
    assert browser(cast.other_supervisor).get(reverse("apel:reason", args=[session.pk])).status_code == 404
    assert (
        browser(sari).get(reverse("apel:reason", args=[session.pk]) + f"?untuk={cast.supervisor.pk}").status_code == 404
    )


def test_hr_writes_a_reason_down_for_somebody(browser, cast, session, sari):
    address = reverse("apel:reason", args=[session.pk]) + f"?untuk={sari.pk}"
    done = browser(cast.hr).post(address, {"kind": "came", "words": "Ada di foto apel"}, follow=True)
    assert "Alasan terkirim" in text(done)
    assert Reason.objects.get().person == sari


def test_the_leader_sees_a_live_count_and_who_is_not_there(browser, clock, cast, session, sari):
    clock(at(7, 40))
    make_visit(cast.supervisor, at(7, 35))
    page = browser(cast.supervisor)
    address = reverse("apel:session", args=[session.pk])
    whole = text(page.get(address))
    assert "1 dari 2 orang sudah hadir" in whole and "Sari Melati" in whole and 'data-live="' in whole
    assert sari.nip not in whole
    part = page.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    same = page.get(address, headers={"HX-Request": "true", "If-None-Match": part["ETag"]})
    assert same.status_code == 304
    make_visit(sari, at(7, 38))
    again = page.get(address, headers={"HX-Request": "true", "If-None-Match": part["ETag"]})
    assert "2 dari 2" in text(again) and "Sari Melati" not in text(again)


def test_executives_see_counts_and_no_names(browser, cast, session, sari):
    page = text(browser(cast.executive).get(reverse("apel:session", args=[session.pk])))
    assert "0 dari 2 orang sudah hadir" in page and "Sari Melati" not in page


def test_the_supervisor_of_another_opd_finds_no_such_session(browser, cast, session):
    assert browser(cast.other_supervisor).get(reverse("apel:session", args=[session.pk])).status_code == 404
    assert browser(cast.servant).get(reverse("apel:session", args=[session.pk])).status_code == 403


def test_a_suspended_session_says_by_which_document(browser, cast, session):
    day_off(MONDAY)
    page = text(browser(cast.hr).get(reverse("apel:session", args=[session.pk])))
    assert "Ditiadakan karena hari libur: Hari uji" in page and "Perpres 21/2023" in page


def test_the_paper_has_counts_names_and_room_to_sign(browser, cast, session):
    page = text(browser(cast.supervisor).get(reverse("apel:paper", args=[session.pk])))
    assert "Sari Melati" in page and "Mengetahui" in page and "dari 2 yang diharapkan" in page


def test_hr_closes_a_list_and_others_do_not(browser, cast, session):
    address = reverse("apel:seal", args=[session.pk])
    assert "bukan wewenang" in text(browser(cast.supervisor).post(address, follow=True))
    assert "Daftar ditutup, versi 1" in text(browser(cast.hr).post(address, follow=True))


def test_hr_makes_a_series_for_every_opd(browser, clock, cast):
    clock(at(9, day=MONDAY - 3 * DAY))
    page = browser(cast.hr)
    asked = {
        "title": "Apel Senin", "kind": Kind.MONDAY, "rhythm": Rhythm.WEEKLY, "weekday": "0", "each_opd": "on",
        "with_below": "on", "units": [cast.health.pk, cast.roads.pk], "valid_from": "2026-09-07", "opens": "07:00",
        "starts": "07:30", "closes": "08:00",
    }  # fmt: skip
    assert "Apel Senin" in text(page.post(reverse("apel:make_series"), asked, follow=True))
    assert Session.objects.filter(day=MONDAY).count() == 2
    assert page.post(reverse("apel:make_series"), asked | {"weekday": ""}).status_code == 422
    series = Series.objects.get()
    end = reverse("apel:end_series", args=[series.pk])
    page.post(end, {"last": "2026-09-07", "words": "Jadwal baru"})
    assert Session.objects.filter(cancelled_at=None).count() == 2


def test_an_operator_calls_the_own_opd_changes_and_cancels(browser, clock, cast):
    clock(at(9, day=MONDAY - 3 * DAY))
    page = browser(cast.operator)
    assert text(page.get(reverse("apel:make_session")))
    asked = {
        "title": "Apel gabungan", "kind": Kind.MONDAY, "unit": cast.health.pk, "with_below": "on", "day": "2026-09-07",
        "opens": "07:00", "starts": "07:30", "closes": "08:00",
    }  # fmt: skip
    assert "Apel gabungan" in text(page.post(reverse("apel:make_session"), asked, follow=True))
    made = Session.objects.get()
    assert made.unit == cast.health
    change = reverse("apel:change", args=[made.pk])
    assert 'value="07:30"' in text(page.get(change))
    moved = {"day": "2026-09-08", "opens": "07:00", "starts": "07:30", "closes": "08:00", "words": "Ada kunjungan"}
    assert "Ada kunjungan" in text(page.post(change, moved, follow=True))
    cancel = reverse("apel:cancel", args=[made.pk])
    assert "Dibatalkan: Hujan lebat" in text(page.post(cancel, {"words": "Hujan lebat"}, follow=True))
    assert page.post(cancel, {"words": "Hujan lebat"}).status_code == 422


def test_an_operator_draws_a_place_for_the_own_opd(browser, cast):
    asked = {
        "name": "Lapangan", "unit": cast.health.pk, "radius_m": "80",
        "geojson": '{"type": "Point", "coordinates": [104.83, -3.39]}',
    }  # fmt: skip
    page = browser(cast.operator)
    assert "siap dipilih" in text(page.post(reverse("apel:draw_place"), asked, follow=True))
    assert Site.objects.get(name="Lapangan").uses.count() == 0
    foreign = page.post(reverse("apel:draw_place"), asked | {"unit": cast.roads.pk})
    assert foreign.status_code == 422


def test_the_recap_adds_up_and_comes_as_files(browser, cast, session, sari):
    make_visit(sari, at(7, 40))
    sealing.seal(session=session, at=at(9))
    page = browser(cast.hr)
    months = "?dari=2026-09&sampai=2026-09"
    assert "Dinas Kesehatan" in text(page.get(reverse("apel:recap") + months))
    people = text(page.get(reverse("apel:recap") + f"{months}&unit={cast.health.pk}"))
    assert "Sari Melati" in people and sari.nip not in people
    file = page.get(reverse("apel:download") + f"{months}&unit={cast.health.pk}&isi=orang")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    rows = {row[1]: row for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert rows["Sari Melati"][4:] == (1, 1, 1, 10, 0, 0, 0)
    csv = page.get(reverse("apel:download") + f"{months}&format=csv").content.decode("utf-8-sig")
    assert csv.splitlines()[1].startswith("Dinas Kesehatan,2026-09-01,2,1,1,10,0,0,1")
    assert page.get(reverse("apel:download") + "?format=exe").status_code == 404


def test_by_person_is_for_who_reads_lists(browser, cast, session):
    sealing.seal(session=session, at=at(9))
    address = reverse("apel:download") + f"?isi=orang&unit={cast.health.pk}"
    assert browser(cast.executive).get(address).status_code == 403
    assert browser(cast.supervisor).get(address).status_code == 404
    assert browser(cast.servant).get(address).status_code == 403
    figures = text(browser(cast.executive).get(reverse("apel:recap") + f"?unit={cast.health.pk}"))
    assert "Dinas Kesehatan" in figures and "Sari Melati" not in figures


def test_the_evaluation_is_one_page_of_figures_that_open(browser, clock, cast, sari):
    clock(at(9, day=dt.date(2026, 10, 5)))
    make_record(sari, MONDAY)
    make_record(sari, MONDAY + DAY, status=5)
    make_record(sari, dt.date(2026, 8, 10), status=5)
    BaselineFigure.objects.create(
        unit=cast.health, month=dt.date(2026, 8, 1), kind="complaints", value=12, source="SP4N", imported_by=cast.hr,
        imported_at=at(9),
    )  # fmt: skip
    page = text(browser(cast.hr).get(reverse("apel:evaluation")))
    assert "Dinas Kesehatan" in page and "50,0" in page and "+50,0" in page and "12" in page
    assert "Sari Melati" not in page
    days = reverse("attendance:sums") + f"?unit={cast.health.pk}&amp;bulan="
    assert page.count(f'<a href="{days}2026-09">') == 3 and page.count(f'<a href="{days}2026-08">') == 1
    assert page.count('<a href="#bagian">') == 3 and 'id="bagian"' in page
    inner = text(browser(cast.hr).get(reverse("apel:evaluation") + f"?opd={cast.health.pk}"))
    assert "Puskesmas Rawa Bening" in inner and f"unit={cast.clinic.pk}&amp;bulan=2026-09" in inner
    assert "Dinas Kesehatan" in text(browser(cast.executive).get(reverse("apel:evaluation")))
    assert "Dinas Kesehatan" in text(browser(cast.operator).get(reverse("apel:evaluation")))
    assert browser(cast.servant).get(reverse("apel:evaluation")).status_code == 403
    foreign = browser(cast.operator).get(reverse("apel:evaluation") + f"?opd={cast.roads.pk}")
    assert foreign.status_code == 404


def test_the_evaluation_says_where_a_month_is_only_partly_on_record(browser, clock, cast, sari):
    clock(at(9, day=dt.date(2026, 10, 5)))
    august = [dt.date(2026, 8, day) for day in range(1, 32)]
    september = [dt.date(2026, 9, day) for day in range(1, 31)]
    for day in (*august[20:], *september):
        make_record(sari, day)
    hr, address = browser(cast.hr), reverse("apel:evaluation")
    page = text(hr.get(address))
    assert "Pada 1 dari 1 baris" in page and "11/31 → 30/30 hari" in page
    assert "0 hari orang; sebelumnya 0,0 persen" in page
    for day in august[:20]:
        make_record(sari, day)
    page = text(hr.get(address))
    assert "baris di bawah ini" not in page and "30/30" not in page


def test_who_moved_still_reads_the_apel_of_before(browser, cast, office, clock):
    moved = make_person("Pindah", unit=cast.roads, joined_on=MONDAY + DAY)
    make_placement(moved, unit=cast.clinic, valid_from=MONDAY - 60 * DAY, valid_to=MONDAY)
    session = make_session(cast.clinic)
    sealing.seal(session=session, at=at(9))
    clock(at(9, day=MONDAY + 2 * DAY))
    assert "Apel uji" in text(browser(moved).get(reverse("apel:own")))


@pytest.mark.parametrize(
    "name", ["sessions", "manage", "recap", "waiting", "make_series", "make_session", "draw_place"]
)
def test_every_page_opens_for_hr(browser, cast, session, name):
    assert text(browser(cast.hr).get(reverse(f"apel:{name}")))


@pytest.mark.parametrize("role", ["servant", "supervisor", "operator", "hr", "auditor", "executive"])
def test_every_address_answers_everybody_with_a_page_or_a_refusal(browser, cast, session, role):
    page = browser(getattr(cast, role))
    for one in urlpatterns:
        address = reverse(f"apel:{one.name}", args=[session.pk] if "<int" in str(one.pattern) else [])
        answer = page.get(address)
        assert answer.status_code in (200, 403, 404, 405), (address, answer.status_code)
        assert "no-store" in answer.get("Cache-Control", "no-store")
