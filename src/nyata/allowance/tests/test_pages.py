"""The pages of the allowance: who may open them, what they say, and that an example never looks like the real thing."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from nyata.allowance.models import AmountLine
from nyata.allowance.services.keeping import keep
from nyata.allowance.tests.conftest import AT, FIRST, LAST
from nyata.allowance.tests.factories import lock_september, make_amount
from nyata.attendance.tests.factories import make_record
from nyata.core.worktime.columns import Flag, Status
from nyata.people.tests.factories import make_person

SEPTEMBER = "?bulan=2026-09"
EXAMPLE = f"{SEPTEMBER}&contoh=tulang_bawang"
MARK = "contoh, belum berlaku di OKI"


@pytest.fixture
def september(cast, clock):
    """Sari was late on the first and is not known on the second; HR looks in October."""
    clock(AT)
    make_amount(cast.servant, job_class="7")
    make_amount(job_class="7", amount=4_000_000, document="Perbup 5/2026")
    make_record(cast.servant, FIRST, late=12, flags=int(Flag.LATE))
    make_record(cast.servant, FIRST.replace(day=2), status=Status.ABSENT)


def test_without_rules_in_force_the_page_says_so_and_calculates_nothing(cast, september, browser):
    for person, address in (
        (cast.servant, "/tpp/"), (cast.hr, "/tpp/opd/"), (cast.hr, f"/tpp/opd/{cast.health.pk}/"),
        (cast.hr, f"/tpp/orang/{cast.servant.pk}/"),
    ):  # fmt: skip
        answer = browser(person).get(address + SEPTEMBER)
        assert "Belum ada aturan TPP OKI yang berlaku" in answer.content.decode()
        assert "Rp" not in answer.content.decode()


def test_an_example_is_marked_wherever_it_is_shown(cast, september, browser):
    hr = browser(cast.hr)
    for address in ("/tpp/opd/", f"/tpp/opd/{cast.health.pk}/", f"/tpp/orang/{cast.servant.pk}/"):
        words = hr.get(address + EXAMPLE).content.decode()
        assert MARK in words and "Contoh Tulang Bawang" in words
    own = browser(cast.servant).get("/tpp/" + EXAMPLE).content.decode()
    assert MARK in own and "Hasil hitungan contoh" in own and "Dibayarkan" not in own


def test_every_step_is_told_with_its_days_and_its_source(cast, september, browser):
    words = browser(cast.servant).get("/tpp/" + EXAMPLE).content.decode()
    for said in (
        "Rp4.000.000", "Perbup 5/2026", "Komponen disiplin", "40 % dari Rp4.000.000 adalah Rp1.600.000",
        "Terlambat, TL1", "1 hari × 0,5 % dari komponen disiplin Rp1.600.000", "−Rp8.000", "−Rp24.000", "Rp3.968.000",
        'href="/rekap/2026-09-01/"', "kode terbuka aplikasinya", "40 %, yaitu Rp1.600.000; tidak terlampaui",
    ):  # fmt: skip
        assert said in words, said


def test_minutes_made_into_days_are_never_called_absence(cast, september, browser):
    make_record(cast.servant, FIRST.replace(day=3), late=450, flags=int(Flag.LATE))
    ngawi = f"/tpp/{SEPTEMBER}&contoh=ngawi"
    both = browser(cast.servant).get(ngawi).content.decode()
    assert (
        "Tanpa keterangan, dan hari dari menit" in both and "462 menit bersama, tiap 450 menit sehari: 1 hari" in both
    )
    make_amount(cast.supervisor, 3_000_000)
    make_record(cast.supervisor, FIRST, late=450, flags=int(Flag.LATE))
    alone = browser(cast.supervisor).get(ngawi).content.decode()
    assert "Hari dari menit" in alone and "Tanpa keterangan" not in alone


def test_a_day_whose_cost_is_not_stated_takes_nothing_and_is_named(cast, september, browser):
    make_record(cast.servant, FIRST.replace(day=3), flags=int(Flag.NO_IN))
    words = browser(cast.servant).get("/tpp/" + EXAMPLE).content.decode()
    assert "Tidak memotong: besarnya tidak disebut" in words and 'href="/rekap/2026-09-03/"' in words


def test_officers_open_the_steps_of_a_row_and_the_days_of_a_step(cast, september, browser):
    words = browser(cast.hr).get(f"/tpp/opd/{cast.health.pk}/{EXAMPLE}").content.decode()
    assert f'href="/rekap/orang/{cast.servant.pk}/2026-09-01/"' in words
    assert "1 dari 3 orang dihitung" in words and "belum ada besaran" in words and cast.servant.nip not in words
    found = browser(cast.hr).get(f"/tpp/opd/{cast.health.pk}/{EXAMPLE}&q=rahmat").content.decode()
    assert "Rahmat Belida" in found and "Sari Melati" not in found


def test_who_has_no_amount_is_told_whom_to_ask(cast, september, browser):
    words = browser(cast.supervisor).get("/tpp/" + EXAMPLE).content.decode()
    assert "Belum ada besaran TPP untuk bulan ini" in words and "tanyakan kepada BKPSDM" in words


def test_a_perbup_in_force_needs_no_example(cast, september, enacted, browser):
    words = browser(cast.servant).get("/tpp/" + SEPTEMBER).content.decode()
    assert "Perbup Uji 1/2026 Ps 12" in words and "Rp3.860.000" in words and "Dibayarkan" in words
    assert "belum berlaku" not in words.replace("Yang berlaku", "")


def test_a_running_month_is_provisional(cast, september, enacted, browser):
    assert "hitungannya sementara" in browser(cast.servant).get("/tpp/?bulan=2026-10").content.decode()
    assert "hitungannya sementara" not in browser(cast.servant).get("/tpp/" + SEPTEMBER).content.decode()


@pytest.mark.parametrize("who", ["servant", "supervisor", "operator", "executive"])
def test_only_hr_and_auditors_read_the_allowance_of_others(cast, september, browser, who):
    client = browser(getattr(cast, who))
    for address in ("opd/", f"opd/{cast.health.pk}/", f"orang/{cast.servant.pk}/", "besaran/", "besaran/unggah/",
                    "unduh/?unit=semua", f"opd/{cast.health.pk}/versi/"):  # fmt: skip
        assert client.get(f"/tpp/{address}").status_code == 403
    assert client.post(f"/tpp/opd/{cast.health.pk}/simpan/").status_code == 403


def test_an_auditor_reads_but_keeps_and_imports_nothing(cast, september, enacted, browser):
    auditor = browser(cast.auditor)
    assert auditor.get("/tpp/besaran/").status_code == 200
    assert auditor.get("/tpp/besaran/unggah/").status_code == 403
    lock_september(cast, cast.health)
    assert "Simpan versi baru" not in auditor.get(f"/tpp/opd/{cast.health.pk}/{SEPTEMBER}").content.decode()
    answer = auditor.post(f"/tpp/opd/{cast.health.pk}/simpan/{SEPTEMBER}", follow=True)
    assert "hanya dapat dilakukan petugas BKPSDM" in answer.content.decode()


def test_what_is_not_there_is_not_found(cast, september, browser):
    hr = browser(cast.hr)
    for address in (f"opd/{cast.clinic.pk}/", "opd/999999/", "orang/999999/", f"opd/{cast.health.pk}/versi/",
                    f"unduh/{EXAMPLE}", f"unduh/{EXAMPLE}&unit=semua&format=pdf", f"unduh/{SEPTEMBER}&unit=semua",
                    "besaran/berkas/00000000-0000-0000-0000-000000000000/"):  # fmt: skip
        assert hr.get(f"/tpp/{address}").status_code == 404, address


def test_a_kept_month_shows_what_was_kept_and_versions_beside_each_other(cast, september, enacted, browser):
    hr = browser(cast.hr)
    lock_september(cast, cast.health)
    address = f"/tpp/opd/{cast.health.pk}/"
    answer = hr.post(f"{address}simpan/{SEPTEMBER}", follow=True)
    assert "Hitungan TPP disimpan" in answer.content.decode()
    again = hr.post(f"{address}simpan/{SEPTEMBER}", follow=True)
    assert "sama dengan yang sudah disimpan" in again.content.decode()
    make_amount(cast.supervisor, 5_000_000)  # entered after the month was kept
    assert "1 dari 1 orang dihitung" in hr.get(address + SEPTEMBER).content.decode()
    own = browser(cast.servant).get("/tpp/" + SEPTEMBER).content.decode()
    assert "versi 1 yang disimpan" in own
    words = hr.get(f"{address}versi/{SEPTEMBER}").content.decode()
    assert "1 orang berbeda" in words and "Rahmat Belida" in words and "Rp5.000.000" in words
    same = hr.get(f"{address}versi/{SEPTEMBER}&dari_versi=1&ke_versi=1").content.decode()
    assert "Keduanya sama" in same


def test_an_example_is_worked_out_anew_even_where_the_month_is_kept(cast, september, enacted, browser):
    lock_september(cast, cast.health)
    keep(actor=cast.hr, unit=cast.health, first=FIRST, last=LAST, at=AT)
    words = browser(cast.servant).get("/tpp/" + EXAMPLE).content.decode()
    assert "Rp3.968.000" in words and "versi 1" not in words


@pytest.mark.parametrize("unit", ["one", "semua"])
def test_the_book_has_every_step_and_says_on_every_row_that_it_is_an_example(cast, september, browser, unit):
    unit = cast.health.pk if unit == "one" else unit
    answer = browser(cast.hr).get(f"/tpp/unduh/{EXAMPLE}&format=xlsx&unit={unit}")
    assert "tpp-contoh-" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["TPP", "Langkah"]
    people, steps = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert MARK in people[2][0] and MARK in steps[2][0]
    assert all(MARK in row[-1] for row in [*people[5:-1], *steps[5:]])
    (sari,) = [row for row in people if row[3] == "Sari Melati"]
    assert sari[2] == cast.servant.nip and sari[6:10] == ["7", 4_000_000, 32_000, 3_968_000]
    assert people[-1][7:10] == [4_000_000, 32_000, 3_968_000]
    assert [row[5] for row in steps[5:]] == [0, 0, 8000, 24000, 0]
    assert sum(row[5] for row in steps[5:]) == 32_000


def test_a_csv_marks_every_row_and_makes_no_formula_of_a_name(cast, september, browser):
    make_amount(make_person("=Orang", unit=cast.clinic), 1_000_000)
    answer = browser(cast.hr).get(f"/tpp/unduh/{EXAMPLE}&format=csv&unit={cast.health.pk}")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert all(MARK in row["Keterangan"] for row in rows)
    assert {row["Nama"] for row in rows} == {"'=Orang", "Sari Melati", "Rahmat Belida", "Dewi Anyaman"}
    assert [row["Potongan sebulan"] for row in rows if row["Nama"] == "Sari Melati"][0] == "32000"


def test_a_file_in_force_is_not_marked(cast, september, enacted, browser):
    answer = browser(cast.hr).get(f"/tpp/unduh/{SEPTEMBER}&format=csv&unit=semua")
    assert MARK not in answer.content.decode() and "contoh" not in answer["Content-Disposition"]


def test_amounts_are_imported_in_three_steps(cast, clock, browser):
    clock(AT)
    hr = browser(cast.hr)
    assert hr.get("/tpp/besaran/contoh/").content.startswith("\ufeffnip;kelas".encode())
    text = (
        "nip;kelas;besaran;mulai;nomor_dokumen\n"
        f"{cast.servant.nip};;2500000;2026-01-01;SK 1\n{cast.servant.nip};;x;2026-01-01;SK 1\n"
    )
    answer = hr.post("/tpp/besaran/unggah/", {"file": SimpleUploadedFile("b.csv", text.encode())}, follow=True)
    words = answer.content.decode()
    assert "1 baris perlu diperbaiki" in words and "rupiah bulat sebulan" in words and cast.servant.nip not in words
    good = "\n".join(text.splitlines()[:2])
    answer = hr.post("/tpp/besaran/unggah/", {"file": SimpleUploadedFile("b.csv", good.encode())}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert "1 baris siap disimpan" in answer.content.decode() and not AmountLine.objects.exists()
    assert "Semua baris sudah disimpan" in hr.post(f"{address}terapkan/", follow=True).content.decode()
    listed = hr.get("/tpp/besaran/?q=sari").content.decode()
    assert "Rp2.500.000" in listed and "SK 1" in listed
    assert "Belum ada besaran" in hr.get("/tpp/besaran/?q=siapa").content.decode()
    assert browser(cast.auditor).get(address).status_code == 403


def test_another_officers_file_is_not_found(cast, clock, browser):
    from nyata.people.models import Post
    from nyata.people.tests.factories import make_post

    clock(AT)
    other = make_person("Petugas Lain", unit=cast.bkpsdm)
    make_post(other, Post.Role.HR)
    text = f"nip;kelas;besaran;mulai;nomor_dokumen\n{cast.servant.nip};;2500000;2026-01-01;SK 1\n"
    answer = browser(cast.hr).post("/tpp/besaran/unggah/", {"file": SimpleUploadedFile("b.csv", text.encode())})
    assert browser(cast.hr).get(answer["Location"]).status_code == 200
    assert browser(other).get(answer["Location"]).status_code == 404


def test_a_file_that_cannot_be_read_says_why(cast, clock, browser):
    clock(AT)
    answer = browser(cast.hr).post("/tpp/besaran/unggah/", {"file": SimpleUploadedFile("b.csv", b"a;b\n1;2\n")})
    assert answer.status_code == 422 and not AmountLine.objects.exists()


def test_statements_of_a_page_do_not_grow_with_people(cast, september, browser):
    client, counts = browser(cast.hr), []
    for size in (1, 30):
        for number in range(size):
            person = make_person(f"Orang {size} {number}", unit=cast.clinic)
            make_amount(person, 1_000_000)
            make_record(person, FIRST, late=5)
        client.get("/tpp/opd/")  # what a process remembers for some seconds is known now
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/tpp/opd/{cast.health.pk}/{EXAMPLE}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_large_office_comes_page_by_page_and_its_totals_come_after_and_are_of_everybody(cast, september, browser):
    for number in range(60):
        make_amount(make_person(f"Orang {number:02}", unit=cast.health), 1_000_000)
    hr, address = browser(cast.hr), f"/tpp/opd/{cast.health.pk}/"
    first, second = (hr.get(f"{address}{EXAMPLE}&hal={number}").content.decode() for number in (1, 2))
    shown = [
        {f"Orang {number:02}" for number in range(60) if f"Orang {number:02}" in words} for words in (first, second)
    ]
    assert len(shown[0] | shown[1]) == 60 and not shown[0] & shown[1]
    found = hr.get(f"{address}{EXAMPLE}&q=sari").content.decode()
    later = f'hx-get="{address}jumlah/{EXAMPLE.replace("&", "&amp;")}"'
    assert all(later in words and "Jumlah OPD ini" not in words for words in (first, second, found))
    assert "Rp3.968.000" in found and "Orang 01" not in found
    sums = hr.get(f"{address}jumlah/{EXAMPLE}").content.decode()
    assert "61 dari 63 orang dihitung" in sums and "Rp64.000.000" in sums and "Rp63.968.000" in sums


def test_totals_are_for_readers_and_of_rules_that_there_are(cast, september, browser):
    address = f"/tpp/opd/{cast.health.pk}/jumlah/"
    assert browser(cast.servant).get(address + EXAMPLE).status_code == 403
    assert browser(cast.hr).get(address + SEPTEMBER).status_code == 404
    assert browser(cast.hr).get(f"/tpp/opd/{cast.clinic.pk}/jumlah/{EXAMPLE}").status_code == 404


def test_a_period_across_two_months_is_worked_out_too(cast, september, browser):
    make_record(cast.servant, dt.date(2026, 8, 26), late=31, flags=int(Flag.LATE))
    words = browser(cast.servant).get(f"/tpp/{EXAMPLE}&dari=26&sampai=25").content.decode()
    assert "Terlambat, TL2" in words and "26 Agustus 2026 – 25 September 2026" in words
