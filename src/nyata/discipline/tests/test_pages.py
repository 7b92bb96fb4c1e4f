"""What people see of it: the person first, superiors with what the law asks of them, HR with the salary's steps."""

import datetime as dt

import pytest

from nyata.attendance.models import Objection
from nyata.discipline.models import Finding, Reading, Step
from nyata.discipline.services.finding import find
from nyata.discipline.tests.diaries import NOW, becomes, diary, week_of
from nyata.people.tests.factories import make_person
from nyata.rules.tests.factories import switch_on

MONDAY = dt.date(2026, 9, 7)
EXAMINED = dt.date(2026, 9, 28)


def proposal(person, days="APAPA", kind="yearly") -> Finding:
    diary(person, MONDAY, week_of(MONDAY, days))
    find(at=NOW)
    return Finding.objects.get(person=person, stage="reached", kind=kind)


@pytest.fixture
def found(cast):
    return proposal(cast.servant)


@pytest.fixture
def row(cast):
    return proposal(cast.servant, "AAAAAAAAAA", "in_a_row")


def page(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_person_reads_it_above_their_own_month_before_the_rung(cast, browser):
    diary(cast.servant, MONDAY, "APA")
    find(at=NOW)
    own = page(browser(cast.servant).get("/rekap/?bulan=2026-09"))
    assert "2 hari kerja tahun 2026 belum dijelaskan" in own and "Pada hari ke-3 atasan Anda wajib memanggil" in own
    for word in ("bolos", "mangkir", "pelanggar"):
        assert word not in own.lower()


def test_nothing_stands_above_the_month_of_who_has_explained_everything(cast, browser):
    diary(cast.servant, MONDAY, "PPP")
    find(at=NOW)
    assert "belum dijelaskan" not in page(browser(cast.servant).get("/rekap/"))


def test_the_person_sees_which_days_count_and_what_to_do(cast, found, browser):
    own = page(browser(cast.servant).get(f"/pembinaan/{found.pk}/"))
    assert "/rekap/2026-09-07/" in own and "tulis keberatan" in own and "Bicaralah dengan atasan" in own
    assert "Belum ada yang diputuskan" in own and "/langkah/" not in own


def test_a_day_under_objection_says_so(cast, found, browser):
    Objection.objects.create(person=cast.servant, day=MONDAY, words="Saya hadir", asked_at=NOW)
    assert "ada keberatan" in page(browser(cast.supervisor).get(f"/pembinaan/{found.pk}/"))


def test_a_day_that_was_explained_says_so(cast, browser):
    found = proposal(cast.servant, "APAPAPA")
    becomes(cast.servant, MONDAY, "L")
    find(at=NOW)
    assert "sudah ada keterangan" in page(browser(cast.supervisor).get(f"/pembinaan/{found.pk}/"))


def test_what_was_taken_back_is_off_the_list_and_says_so_itself(cast, found, browser):
    becomes(cast.servant, MONDAY, "L")
    find(at=NOW)
    assert f"/pembinaan/{found.pk}/" not in page(browser(cast.supervisor).get("/pembinaan/"))
    assert "Ditarik" in page(browser(cast.supervisor).get(f"/pembinaan/{found.pk}/"))


def test_superiors_read_what_the_law_asks_of_them(cast, found, browser):
    desk = page(browser(cast.supervisor).get("/pembinaan/"))
    assert "Sari Melati" in desk and "Teguran lisan" in desk and "bukan hukuman" in desk
    assert "PP 94/2021 Ps 26(1)" in desk and "PP 94/2021 Ps 28" in desk and "Belum dibaca atasan" in desk


def test_a_warning_stands_on_the_list_until_its_rung_is_reached(cast, browser):
    diary(cast.servant, MONDAY, "APA")
    find(at=NOW)
    desk = page(browser(cast.supervisor).get("/pembinaan/"))
    assert "1 hari kerja lagi" in desk
    near = Finding.objects.get()
    diary(cast.servant, MONDAY + dt.timedelta(days=7), "APA")
    find(at=NOW)
    assert f"/pembinaan/{near.pk}/" not in page(browser(cast.supervisor).get("/pembinaan/"))


def test_of_several_rungs_the_highest_stands_on_the_list(cast, browser):
    found = proposal(cast.servant, "AAA")
    diary(cast.servant, MONDAY + dt.timedelta(days=7), "APPPP")
    find(at=NOW)
    desk = page(browser(cast.supervisor).get("/pembinaan/"))
    assert "Teguran tertulis" in desk and f"/pembinaan/{found.pk}/" not in desk


def test_a_warning_of_a_contract_names_no_rung(cast, browser):
    person = make_person("Tanpa Jenjang", unit=cast.clinic, employment="PPPK")
    diary(person, MONDAY, "APA")
    find(at=NOW)
    own = page(browser(person).get(f"/pembinaan/{Finding.objects.get().pk}/"))
    assert "PP 49/2018" in own and "Teguran" not in own


@pytest.mark.parametrize(
    ("who", "status"),
    [("supervisor", 200), ("hr", 200), ("auditor", 200), ("servant", 403), ("operator", 403), ("executive", 403)],
)
def test_the_list_is_for_who_decides_or_oversees(cast, browser, who, status):
    assert browser(getattr(cast, who)).get("/pembinaan/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("servant", 200), ("supervisor", 200), ("hr", 200), ("auditor", 200), ("other_supervisor", 404),
                        ("operator", 404), ("executive", 404)],
)  # fmt: skip
def test_one_of_them_is_for_the_person_and_those_above(cast, found, browser, who, status):
    assert browser(getattr(cast, who)).get(f"/pembinaan/{found.pk}/").status_code == status


def test_nobody_finds_themselves_on_the_list(cast, browser):
    proposal(cast.supervisor)
    assert "Rahmat Belida" not in page(browser(cast.supervisor).get("/pembinaan/")).split("<main")[1]


def test_reading_it_is_recorded_with_the_time(cast, found, browser):
    for who in (cast.servant, cast.supervisor):
        browser(who).post(f"/pembinaan/{found.pk}/baca/")
    assert Reading.objects.count() == 2
    desk = page(browser(cast.hr).get("/pembinaan/"))
    assert "Dibaca pegawai" in desk and "Dibaca atasan" in desk


def test_who_only_oversees_marks_nothing_as_read(cast, found, browser):
    answer = browser(cast.hr).post(f"/pembinaan/{found.pk}/baca/", follow=True)
    assert "Tidak ada yang perlu Anda tandai" in page(answer) and not Reading.objects.exists()


def test_a_superior_records_a_call(cast, found, browser):
    typed = {"on": "2026-09-22", "document_number": "800/12/2026", "examination_on": "2026-09-28", "words": ""}
    answer = browser(cast.supervisor).post(f"/pembinaan/{found.pk}/langkah/call_1/", typed, follow=True)
    assert "800/12/2026" in page(answer) and "Langkah dicatat." in page(answer)
    assert Step.objects.get().recorded_by == cast.supervisor


def test_a_refusal_comes_back_on_the_form(cast, found, browser):
    typed = {"on": "2026-09-22", "document_number": "", "examination_on": "2026-09-28", "words": ""}
    answer = browser(cast.supervisor).post(f"/pembinaan/{found.pk}/langkah/call_1/", typed)
    assert answer.status_code == 422 and "Nomor surat belum ditulis" in answer.content.decode()


@pytest.mark.parametrize("who", ["servant", "auditor", "other_supervisor"])
def test_the_form_of_a_step_is_for_who_may_record_it(cast, found, browser, who):
    assert browser(getattr(cast, who)).get(f"/pembinaan/{found.pk}/langkah/call_1/").status_code == 404


def test_a_step_that_is_none_is_not_found(cast, found, browser):
    assert browser(cast.supervisor).get(f"/pembinaan/{found.pk}/langkah/pecat/").status_code == 404


@pytest.mark.parametrize("place", ["baca", "langkah/call_1"])
def test_nothing_is_changed_by_opening_an_address(cast, found, browser, place):
    browser(cast.supervisor).get(f"/pembinaan/{found.pk}/{place}/")
    assert not Reading.objects.exists() and not Step.objects.exists()


def test_hr_sees_whose_salary_it_concerns_and_how_far_it_has_come(cast, row, browser):
    listed = page(browser(cast.hr).get("/pembinaan/gaji/"))
    assert "Sari Melati" in listed and "2026-10" in listed and "belum ada langkah" in listed
    assert "belum diaktifkan BKPSDM dan Bagian Hukum" in listed  # what restores a salary is open


def test_the_file_has_the_same_and_no_formula(cast, row, browser):
    typed = {"on": "2026-09-22", "document_number": "=800", "words": ""}
    browser(cast.supervisor).post(f"/pembinaan/{row.pk}/langkah/salary_notified/", typed)
    sent = browser(cast.hr).get("/pembinaan/gaji/unduh/")
    lines = sent.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[0].startswith("NIP,Nama") and "'=800 (2026-09-22)" in lines[1]
    assert lines[1].startswith(cast.servant.nip)


def test_a_salary_that_was_stopped_stays_on_the_list_when_the_days_were_explained(cast, row, browser):
    for kind, actor in (("notified", cast.supervisor), ("verified", cast.hr), ("stopped", cast.hr)):
        typed = {"on": "2026-09-22", "document_number": "900/1", "words": "Benar", "month": "2026-10-01"}
        browser(actor).post(f"/pembinaan/{row.pk}/langkah/salary_{kind}/", typed)
    becomes(cast.servant, row.days[0], "L")
    find(at=NOW)
    assert "dihentikan; hari-harinya kini ada keterangan" in page(browser(cast.hr).get("/pembinaan/gaji/"))


@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "executive"])
@pytest.mark.parametrize("place", ["", "unduh/"])
def test_the_salary_list_is_for_hr_and_auditors(cast, browser, who, place):
    assert browser(getattr(cast, who)).get(f"/pembinaan/gaji/{place}").status_code == 403


@pytest.mark.parametrize("place", ["", "1/", "gaji/", "gaji/unduh/", "pola/", "pola/saya/"])
def test_who_is_not_signed_in_is_asked_to(client, db, place):
    answer = client.get(f"/pembinaan/{place}")
    assert answer.status_code == 302 and "/masuk/" in answer["Location"]


def test_the_list_asks_as_few_questions_of_many_people_as_of_few(cast, browser, django_assert_max_num_queries):
    for number in range(10):
        diary(make_person(f"Orang {number}", unit=cast.clinic), MONDAY, "APAPA")
    find(at=NOW)
    client = browser(cast.hr)
    client.get("/pembinaan/")
    with django_assert_max_num_queries(22):
        page(client.get("/pembinaan/"))


def rung(person, from_days) -> dict:
    """A proposal of a medium rung of the yearly ladder, as its finding freezes it."""
    return {
        "person": person, "kind": "yearly", "stage": "reached", "employment": "PNS", "from_days": from_days,
        "needed": from_days, "since": dt.date(2026, 1, 1), "number": 1, "days": [MONDAY], "records": [1],
        "level": "sedang", "sanction": "Hukuman disiplin sedang", "article": "Ps 10(2) huruf f (M)",
        "source": "PP 94/2021", "policy_hash": "0" * 64, "found_at": NOW,
    }  # fmt: skip


class TestWhoMayDecide:
    def test_a_proposal_says_who_has_the_authority_and_where_that_stands(self, cast, found, browser):
        seen = page(browser(cast.supervisor).get(f"/pembinaan/{found.pk}/"))
        for words in ("Kewenangan Bupati menghukum", "Kewenangan JPT Pratama menghukum", "PP 94/2021 Ps 17-19",
                      "Kewenangan Administrator menghukum", "Kewenangan Pengawas menghukum", "Kewenangan Plt dan Plh",
                      "Hari yang sudah dihukum tetap dihitung"):  # fmt: skip
            assert words in seen

    def test_the_person_is_not_told_who_may_sanction_them_and_a_warning_names_nobody(self, cast, found, browser):
        assert "Kewenangan" not in page(browser(cast.servant).get(f"/pembinaan/{found.pk}/"))
        near = Finding.objects.filter(person=cast.servant, stage="near").first()
        assert "Kewenangan" not in page(browser(cast.auditor).get(f"/pembinaan/{near.pk}/"))

    def test_a_medium_rung_says_that_both_readings_wait(self, cast, browser):
        medium = Finding.objects.create(**rung(cast.servant, 14))
        seen = page(browser(cast.supervisor).get(f"/pembinaan/{medium.pk}/"))
        assert seen.count("belum diaktifkan BKPSDM dan Bagian Hukum") == 2
        assert "Hukuman disiplin sedang (penundaan)" in seen

    @pytest.mark.parametrize(
        ("days", "words"),
        [(11, "Penundaan kenaikan gaji berkala"), (14, "Penundaan kenaikan pangkat"), (17, "Penurunan pangkat")],
    )
    def test_the_reading_that_is_switched_on_says_what_each_medium_rung_allows(self, cast, browser, days, words):
        switch_on("discipline.sanctions.medium_delay")
        medium = Finding.objects.create(**rung(cast.servant, days))
        assert words in page(browser(cast.supervisor).get(f"/pembinaan/{medium.pk}/"))
