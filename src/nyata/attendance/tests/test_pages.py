"""What people see of their months, and what officers may do with those of others."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from nyata.attendance.models import DayRecord, LateDifference, MonthLock, Objection, RecapLayout
from nyata.attendance.selectors.recap import recap
from nyata.attendance.services.reckoning import reckon_changes
from nyata.attendance.tests.stories import AFTER, FIRST, LAST, MONDAY, TUESDAY, at, punch, reckon, record, whole
from nyata.core.worktime.columns import Status
from nyata.people.models import DayChange
from nyata.people.tests.factories import make_person
from nyata.rules.tests.factories import switch_on
from nyata.schedules.tests.factories import day_off

FEBRUARY = "bulan=2026-02"


@pytest.fixture
def month(sari, clock):
    """Sari came late on Monday, was there on Tuesday, and nothing is known of the other days."""
    clock(AFTER)
    punch(sari, MONDAY, (7, 42), (16, 0))
    whole(sari, TUESDAY)
    reckon()
    return sari


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def day_page(person, day, own=True) -> str:
    return reverse("attendance:day", args=[day]) if own else reverse("attendance:person_day", args=[person.pk, day])


def test_my_month_shows_each_day_with_its_reason(month, browser):
    page = text(browser(month).get(f"/rekap/?{FEBRUARY}"))
    assert "Februari 2026" in page and f'href="{day_page(month, MONDAY)}"' in page
    assert "Terlambat 12 menit; mulai 07.30, masuk 07.42, pulang 16.00" in page


def test_a_day_tells_what_it_was_and_why(month, browser):
    page = text(browser(month).get(day_page(month, MONDAY)))
    for words in ("Senin, 2 Februari 2026", "Jam kerja 07.30–16.00.", "Masuk 07.42.", "Terlambat 12 menit.",
                  "Tabel jenjang belum berlaku"):  # fmt: skip
        assert words in page


def test_a_day_keeps_what_was_on_record_before(month, browser):
    punch(month, MONDAY, (7, 20))
    DayChange.objects.create(person=month, first=MONDAY, last=MONDAY, why="verdict", made_at=AFTER)
    reckon_changes(at=AFTER)
    page = text(browser(month).get(day_page(month, MONDAY)))
    assert "Catatan sebelumnya" in page and "Terlambat 12 menit." in page and "Masuk 07.20." in page


def test_nobody_is_accused_of_a_day_without_records(month, browser):
    page = text(browser(month).get(day_page(month, dt.date(2026, 2, 4))))
    assert "Belum ada catatan hadir dan belum ada keterangan" in page and "Ajukan koreksi atau izin" in page
    for word in ("bolos", "mangkir", "pelanggar"):
        assert word not in page.lower()


@pytest.mark.parametrize("who", ["supervisor", "operator", "hr", "auditor"])
def test_who_leads_or_oversees_reads_the_months_of_their_people(cast, month, browser, who):
    page = text(browser(getattr(cast, who)).get(f"/rekap/tim/?{FEBRUARY}&unit={cast.clinic.pk}"))
    assert "Sari Melati" in page and f"/rekap/orang/{month.pk}/2026-02-02/" in page
    assert "Terlambat 12 menit" in text(browser(getattr(cast, who)).get(day_page(month, MONDAY, own=False)))


@pytest.mark.parametrize(("who", "status"), [("servant", 403), ("executive", 403), ("other_supervisor", 404)])
def test_nobody_else_does(cast, month, browser, who, status):
    actor = browser(getattr(cast, who))
    for place in ("tim/", "opd/", "opd/unduh/"):
        assert actor.get(f"/rekap/{place}?{FEBRUARY}&unit={cast.clinic.pk}").status_code == status
    colleague = make_person("Rekan Kerja", unit=cast.clinic)
    assert actor.get(day_page(colleague, MONDAY, own=False)).status_code == 404


def test_a_supervisor_reads_days_of_who_was_there_then_only(cast, month, browser):
    elsewhere = make_person("Sudah Pindah", unit=cast.roads)
    assert browser(cast.supervisor).get(day_page(elsewhere, MONDAY, own=False)).status_code == 404


@pytest.mark.parametrize("address", ["/rekap/", "/rekap/tim/", "/rekap/opd/", "/rekap/keberatan/"])
def test_who_is_not_signed_in_is_asked_to(client, db, address):
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "address", ["/rekap/2026-02-31/", "/rekap/orang/999999/2026-02-02/", "/rekap/opd/unduh/?format=exe"]
)
def test_an_address_that_is_none_is_not_found(cast, browser, address):
    assert browser(cast.hr).get(address).status_code == 404


def test_a_grid_can_be_searched_and_shows_any_period(cast, month, browser):
    page = text(browser(cast.hr).get(f"/rekap/tim/?bulan=2026-02&dari=26&sampai=25&unit={cast.health.pk}&q=sari"))
    assert "26 Januari 2026 – 25 Februari 2026" in page and "Sari Melati" in page and "Rahmat Belida" not in page


def test_a_recap_downloads_as_the_book_it_shows(cast, month, browser):
    answer = browser(cast.hr).get(f"/rekap/opd/unduh/?format=xlsx&{FEBRUARY}&unit={cast.health.pk}")
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="rekap-dinas-kesehatan-20260201-20260228.xlsx"'
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert "Sari Melati" in [row[0] for row in rows]


def test_only_hr_and_auditors_take_everybody_at_once(cast, month, browser):
    assert browser(cast.auditor).get(f"/rekap/opd/unduh/?unit=semua&format=csv&{FEBRUARY}").status_code == 200
    assert browser(cast.operator).get(f"/rekap/opd/unduh/?unit=semua&format=csv&{FEBRUARY}").status_code == 403


def test_hr_arranges_the_columns_and_everybody_who_recaps_uses_them(cast, month, browser):
    places = {"kolom-late": "2", "kolom-name": "1", "kolom-absent": "3", "kolom-nip": ""}
    browser(cast.hr).post(f"/rekap/opd/susunan/?{FEBRUARY}", {"name": "BPKAD", **places})
    assert RecapLayout.objects.get().columns == ["name", "late", "absent"]
    page = text(browser(cast.operator).get(f"/rekap/opd/?{FEBRUARY}&unit={cast.clinic.pk}&susunan=BPKAD"))
    head = page.split("<thead>")[1].split("</thead>")[0]
    assert head.index(">Nama<") < head.index(">mnt TL<") < head.index(">TK<")


@pytest.mark.parametrize(
    ("who", "form", "said"),
    [
        ("operator", {"name": "X", "kolom-late": "1"}, "BKPSDM"),
        ("hr", {"name": "", "kolom-late": "1"}, "Susunan kolom perlu nama"),
        ("hr", {"name": "X"}, "Pilih paling sedikit satu kolom"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(cast, month, browser, who, form, said):
    answer = browser(getattr(cast, who)).post(f"/rekap/opd/susunan/?{FEBRUARY}", form, follow=True)
    assert said in text(answer) and not RecapLayout.objects.exists()


def lock(browser, actor, unit, follow=True, **form):
    return browser(actor).post(f"/rekap/opd/kunci/?{FEBRUARY}&unit={unit.pk}", {"step": "lock", **form}, follow=follow)


def test_a_locked_month_stays_as_it_is_and_what_differs_is_listed(cast, month, browser):
    assert "Bulan dikunci." in text(lock(browser, cast.hr, cast.health))
    whole(month, dt.date(2026, 2, 4))
    DayChange.objects.create(person=month, first=FIRST, last=LAST, why="verdict", made_at=AFTER)
    reckon_changes(at=AFTER)
    assert record(month, dt.date(2026, 2, 4)).status == Status.ABSENT
    assert LateDifference.objects.get().columns["status"] == Status.PRESENT
    assert "Bulan ini dikunci" in text(browser(month).get(day_page(month, dt.date(2026, 2, 4))))


def test_a_reopened_month_is_reckoned_at_once(cast, month, browser):
    lock(browser, cast.hr, cast.health)
    whole(month, dt.date(2026, 2, 4))
    DayChange.objects.create(person=month, first=FIRST, last=LAST, why="verdict", made_at=AFTER)
    reckon_changes(at=AFTER)
    page = text(lock(browser, cast.hr, cast.health, step="reopen", words="Verifikasi BPKAD"))
    assert "dibuka kembali" in page and DayChange.objects.get().why == "reopened"
    reckon_changes(at=AFTER)
    assert record(month, dt.date(2026, 2, 4)).status == Status.PRESENT
    assert [one.step for one in MonthLock.objects.order_by("pk")] == ["lock", "reopen"]


def test_a_lock_of_one_office_leaves_the_others_open(cast, month, browser):
    lock(browser, cast.hr, cast.roads)
    whole(month, dt.date(2026, 2, 4))
    DayChange.objects.create(person=month, first=FIRST, last=LAST, why="verdict", made_at=AFTER)
    assert reckon_changes(at=AFTER).late == 0
    assert record(month, dt.date(2026, 2, 4)).status == Status.PRESENT


def test_what_cannot_be_locked_says_why(cast, month, browser, clock):
    assert "BKPSDM" in text(lock(browser, cast.operator, cast.health))
    assert "Pilih OPD" in text(lock(browser, cast.hr, cast.clinic))
    assert "tidak sedang dikunci" in text(lock(browser, cast.hr, cast.health, step="reopen", words="Salah kunci"))
    lock(browser, cast.hr, cast.health)
    assert "sudah dikunci" in text(lock(browser, cast.hr, cast.health))
    assert "Alasannya belum ditulis" in text(lock(browser, cast.hr, cast.health, step="reopen", words=""))
    part = browser(cast.hr).post(f"/rekap/opd/kunci/?{FEBRUARY}&dari=5&sampai=20&unit={cast.health.pk}", follow=True)
    assert "bertumpuk" in text(part)
    clock(at(dt.date(2026, 2, 28), 23))
    assert "belum selesai" in text(lock(browser, cast.hr, cast.roads))
    assert MonthLock.objects.count() == 1


WORDS = {"words": "Saya menunggu di gerbang yang terkunci."}


def objects(browser, person, day=MONDAY, **form):
    return browser(person).post(f"/rekap/{day}/keberatan/", {**WORDS, **form}, follow=True)


def test_a_person_objects_and_the_supervisor_answers(cast, month, browser):
    assert "Keberatan Anda sudah dikirim" in text(objects(browser, month))
    made = Objection.objects.get()
    assert (made.person, made.day, made.record) == (month, MONDAY, record(month, MONDAY))
    assert WORDS["words"] in text(browser(cast.supervisor).get("/rekap/keberatan/"))
    said = {"answer": "granted", "words": "Benar, gerbang terlambat dibuka."}
    page = text(browser(cast.supervisor).post(f"/rekap/keberatan/{made.pk}/jawab/", said, follow=True))
    assert said["words"] in page and said["words"] in text(browser(month).get(day_page(month, MONDAY)))
    assert DayRecord.objects.filter(person=month, day=MONDAY).count() == 1


def test_what_cannot_be_objected_to_says_why(cast, month, browser, clock):
    assert "Alasannya belum ditulis" in text(objects(browser, month, words="ya"))
    assert "belum selesai" in text(objects(browser, month, day=AFTER.date()))
    assert "belum punya catatan" in text(objects(browser, month, day=dt.date(2025, 6, 2)))
    objects(browser, month)
    assert "belum dijawab" in text(objects(browser, month))
    assert Objection.objects.count() == 1


def test_nobody_answers_who_is_not_above_the_person(cast, month, browser):
    objects(browser, month)
    pk, said = Objection.objects.get().pk, {"answer": "kept", "words": "Catatan sudah benar."}
    for who, status in (("other_supervisor", 404), ("executive", 404)):
        assert browser(getattr(cast, who)).post(f"/rekap/keberatan/{pk}/jawab/", said).status_code == status
    for who, words in (("operator", "bukan untuk akun Anda"), ("auditor", "bukan untuk akun Anda")):
        answer = browser(getattr(cast, who)).post(f"/rekap/keberatan/{pk}/jawab/", said, follow=True)
        assert words in text(answer)
    own = browser(month).post(f"/rekap/keberatan/{pk}/jawab/", said, follow=True)
    assert "orang lain yang memutuskan" in text(own)
    assert Objection.objects.get().answered_at is None


def test_an_objection_is_answered_once(cast, month, browser):
    objects(browser, month)
    pk = Objection.objects.get().pk
    for words in ("Catatan sudah benar.", "Sekali lagi, benar."):
        answer = browser(cast.hr).post(f"/rekap/keberatan/{pk}/jawab/", {"answer": "kept", "words": words}, follow=True)
    assert "sudah dijawab" in text(answer)
    assert Objection.objects.get().answer_words == "Catatan sudah benar."


@pytest.mark.parametrize("address", ["/rekap/2026-02-02/keberatan/", "/rekap/opd/kunci/", "/rekap/opd/susunan/"])
def test_nothing_is_changed_by_opening_an_address(cast, browser, address):
    assert browser(cast.hr).get(address).status_code == 405


@pytest.mark.parametrize("place", ["tim", "opd"])
def test_a_page_asks_as_few_questions_of_many_people_as_of_few(cast, month, browser, place):
    client, address, counts = browser(cast.hr), f"/rekap/{place}/?{FEBRUARY}&unit={cast.health.pk}", []
    for size in (1, 60):
        for number in range(size):
            make_person(f"Orang {size} {number}", unit=cast.clinic)
        with CaptureQueriesContext(connection) as queries:
            text(client.get(address))
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= 16


def test_a_recap_has_a_row_of_totals_under_its_people(cast, month, browser):
    page = text(browser(cast.hr).get(f"/rekap/opd/?{FEBRUARY}&unit={cast.clinic.pk}"))
    foot = page.split("<tfoot>")[1].split("</tfoot>")[0]
    found = recap(FIRST, LAST, opd=cast.clinic)
    assert f"Jumlah {found.people.height} orang</th>" in foot and "hx-get" not in foot
    for key in ("present", "absent", "late"):
        assert f'<td class="number">{found.totals()[key]}</td>' in foot


def test_the_totals_of_many_pages_are_of_everybody_found(cast, month, browser):
    for number in range(60):
        make_person(f"Orang {number}", unit=cast.clinic)
    asked = f"?{FEBRUARY}&unit={cast.health.pk}&q=orang"
    foot = text(browser(cast.hr).get(f"/rekap/opd/{asked}")).split("<tfoot>")[1]
    assert "Jumlah 50 orang di halaman ini" in foot and "/rekap/opd/jumlah/?" in foot
    assert "Jumlah 60 orang</th>" in text(browser(cast.hr).get(f"/rekap/opd/jumlah/{asked}"))
    assert browser(cast.other_supervisor).get(f"/rekap/opd/jumlah/{asked}").status_code == 404
    assert browser(month).get(f"/rekap/opd/jumlah/{asked}").status_code == 403


def test_names_in_a_recap_are_shown_as_they_are_written(cast, browser):
    make_person("Sari <b>Melati</b> & Co", unit=cast.clinic)
    page = text(browser(cast.hr).get(f"/rekap/opd/?{FEBRUARY}&unit={cast.clinic.pk}"))
    assert "Sari &lt;b&gt;Melati&lt;/b&gt; &amp; Co</th>" in page


def test_a_holiday_has_its_name_in_the_month_and_on_its_day(month, browser):
    day_off(MONDAY)
    assert "Hari uji" in text(browser(month).get(f"/rekap/?{FEBRUARY}"))
    assert "Hari uji" in text(browser(month).get(day_page(month, MONDAY)))
    assert "Hari uji" not in text(browser(month).get(day_page(month, TUESDAY)))


def test_a_day_leads_to_a_correction_of_that_day(cast, month, browser):
    page = text(browser(month).get(day_page(month, MONDAY)))
    assert 'href="/izin/ajukan/correction/?tanggal=2026-02-02"' in page
    assert 'value="2026-02-02"' in text(browser(month).get("/izin/ajukan/correction/?tanggal=2026-02-02"))
    assert "tanggal=" not in text(browser(month).get(day_page(month, TUESDAY)))
    assert "tanggal=" not in text(browser(cast.supervisor).get(day_page(month, MONDAY, own=False)))
    assert text(browser(month).get("/izin/ajukan/correction/?tanggal=kemarin"))


@pytest.mark.parametrize("place", ["tim", "opd"])
def test_a_recap_says_that_its_tables_wait_for_two_offices(cast, month, browser, place):
    address = f"/rekap/{place}/?{FEBRUARY}&unit={cast.clinic.pk}"
    waiting = ("Jenjang keterlambatan (TL)", "Jenjang pulang sebelum waktunya (PSW)")
    page = text(browser(cast.hr).get(address))
    assert all(f'"{title}" belum diaktifkan' in page for title in waiting)
    switch_on("discipline.lateness.late_bands", "discipline.lateness.early_bands")
    assert "belum diaktifkan" not in text(browser(cast.hr).get(address))
