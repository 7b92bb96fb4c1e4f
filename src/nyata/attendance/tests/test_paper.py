"""Recaps and months on paper: PDF/A by another library's check, the same numbers, no word that runs as a program."""

import datetime as dt
import hashlib
import io
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from pikepdf import pdfa

from nyata.attendance.columns import COLUMNS, USUAL, chosen
from nyata.attendance.exports import letterhead, write
from nyata.attendance.exports.recap_paper import fingerprint
from nyata.attendance.selectors.recap import BANDS, recap
from nyata.attendance.tests.factories import make_record
from nyata.core.worktime.columns import Cover, Flag, Status
from nyata.people.models import Placement, Post
from nyata.people.tests.factories import make_person, make_placement, make_post, make_stage, make_unit
from nyata.rules.tests.factories import switch_on

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
AT = dt.datetime(2026, 10, 1, 2, 0, tzinfo=dt.UTC)
# The check approves what it knows; these it does not look into, and says so.
NOT_LOOKED_INTO = (
    "CFF FDArray FontMatrix is not supported",
    "/CIDSet on a CIDFontType2 subset is not checked",
    "structured XMP property xmpMM:History is not checked",
    "expected 'B'",  # of 2a, which asks for all of 2b and more, it knows 2b only
)
EVIL = '#panic("x") *tebal* [kurung] \\ $x^2$ @rujuk <label> `kode` // = judul_ ~ "kutip" \u2026'


@pytest.fixture
def office(db):
    found = make_unit("Dinas Kesehatan", short_name="Dinkes")
    make_stage(found)
    return found


@pytest.fixture
def people(office):
    found = [make_person(f"Orang {number}", unit=office) for number in range(60)]
    for person in found:
        for number in range(1, 31):
            late = {"late": 12, "late_band": 1, "flags": int(Flag.LATE)} if number % 5 == 0 else {}
            make_record(person, FIRST.replace(day=number), **late)
    return found


def paper(office, keys=USUAL) -> bytes:
    file = io.BytesIO()
    head = letterhead("Rekapitulasi kehadiran pegawai", office, at=AT)
    write("pdf", recap(FIRST, LAST, opd=office), chosen(keys), file, head=head)
    return file.getvalue()


def words(content: bytes) -> str:
    """What a reader of PDF finds, its breaks of lines taken out."""
    pages = pypdfium2.PdfDocument(content)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_bounded() for page in pages))


def claims(content: bytes) -> tuple[str, str]:
    """Part and conformance that the file says it keeps to."""
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as found:
        return str(found["pdfaid:part"]), str(found["pdfaid:conformance"])


def faults(content: bytes) -> list[str]:
    """What another library's check of PDF/A-2b finds, without what it says it cannot look into.

    It knows no descriptions of schemas (allowed by ISO 19005-2, 6.6.2.3.3) nor the paged text schema, which is one of
    those that the XMP specification itself defines (6.6.2.3.1).
    """
    allowed = re.compile(r"6\.6\.2\.3\.1-1.*XMP (namespace|property) (xmpTPg|pdfa(Extension|Schema|Property))")
    found = [str(one) for one in pdfa.validate_written(io.BytesIO(content), "2b").findings]
    return [one for one in found if not allowed.search(one) and not any(gap in one for gap in NOT_LOOKED_INTO)]


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]


def test_a_recap_is_a_pdf_for_the_archive(people, office):
    content = paper(office)
    assert claims(content) == ("2", "B") and faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.is_encrypted and pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert "/DestOutputProfile" in pdf.Root.OutputIntents[0]
        described = [one.FontDescriptor for one in fonts(pdf) if "/FontDescriptor" in one]
        assert described and all("/FontFile2" in one or "/FontFile3" in one for one in described)


def test_the_check_that_is_used_finds_what_is_no_pdf_for_the_archive(office):
    with pikepdf.open(io.BytesIO(paper(office))) as pdf:
        del pdf.Root.OutputIntents
        broken = io.BytesIO()
        pdf.save(broken)
    assert faults(broken.getvalue())


def test_a_recap_has_its_letterhead_every_person_totals_legend_and_a_place_to_sign(people, office):
    head = make_person("dr. Ratna Purun", unit=office, job_title="Kepala Dinas Kesehatan")
    make_post(head, Post.Role.OPD_HEAD, unit=office)
    found = words(paper(office))
    for said in ("PEMERINTAH KABUPATEN OGAN KOMERING ILIR", "DINAS KESEHATAN", "Rekapitulasi kehadiran pegawai",
                 "September 2026", "Jumlah 61 orang", "TK tanpa keterangan", "Kayuagung, 1 Oktober 2026",
                 "Kepala Dinas Kesehatan", f"NIP {head.nip}", "Data per 1 Oktober 2026 pukul 09.00 WIB",
                 "Halaman 1 dari 2", "Halaman 2 dari 2"):  # fmt: skip
        assert said in found, said
    assert all(f"Orang {number} {person.nip}" in found for number, person in enumerate(people))
    totals = recap(FIRST, LAST, opd=office).totals()
    assert f" {totals['present']} " in found and f" {totals['late']} " in found


def test_a_recap_says_which_tables_are_switched_off(people, office):
    assert 'Nilai "Jenjang keterlambatan (TL)" belum diaktifkan BKPSDM dan Bagian Hukum' in words(paper(office))
    switch_on(*BANDS)
    assert "diaktifkan" not in words(paper(office))


def test_who_acts_as_head_signs_and_the_place_stays_open_where_nobody_leads(people, office):
    assert "Kepala ....." in words(paper(office))
    acting = make_person("Budi Rawa", unit=office, job_title="Sekretaris")
    make_post(make_person("Ratna Purun", unit=office), Post.Role.OPD_HEAD, unit=office)
    make_post(acting, Post.Role.OPD_HEAD, unit=office, standing=Post.Standing.PLT)
    found = words(paper(office))
    assert "Plt. Kepala Dinas Kesehatan" in found and f"NIP {acting.nip}" in found


def test_the_fingerprint_is_that_of_the_json_file(people, office):
    file, found = io.BytesIO(), recap(FIRST, LAST, opd=office)
    write("json", found, chosen(USUAL), file, head=letterhead("", office, at=AT))
    assert fingerprint(found, chosen(USUAL)) == hashlib.sha256(file.getvalue()).hexdigest()
    assert hashlib.sha256(file.getvalue()).hexdigest() in words(paper(office))


def test_the_same_recap_gives_the_same_bytes(people, office):
    assert paper(office) == paper(office)


def test_no_word_of_a_person_or_an_office_runs_as_a_program(office):
    evil = make_unit(EVIL[:100], parent=office)
    person = make_person(EVIL, unit=evil, job_title=EVIL)
    make_post(person, Post.Role.SUPERVISOR, unit=evil)
    make_record(person, FIRST)
    content = paper(evil, ("name", "job_title", "days", "unit"))
    assert faults(content) == []
    assert EVIL[:12] in words(content) and "NIP" in words(content)


@pytest.mark.parametrize("keys", [("late",), ("days",), ("name",), tuple(COLUMNS)])
def test_every_arrangement_of_columns_fits_on_paper(office, keys):
    make_record(make_person("Orang", unit=office), FIRST)
    content = paper(office, keys)
    assert faults(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert float(pdf.pages[0].MediaBox[2]) in (pytest.approx(1190.55, abs=1), pytest.approx(841.89, abs=1))


def test_an_office_without_people_has_a_paper_too(office):
    assert "Jumlah 0 orang" in words(paper(office))


def test_the_command_writes_a_paper_of_one_office_or_one_of_each(people, office, tmp_path: Path):
    make_stage(make_unit("Dinas Tanpa Orang"))
    roads = make_unit("Dinas PUPR")
    make_person("Rudi Tanjung", unit=roads)
    call_command("recap", "--month=2026-09", "--format=pdf", "--opd=Dinkes", f"--output={tmp_path}/satu.pdf")
    assert "Jumlah 60 orang" in words((tmp_path / "satu.pdf").read_bytes())
    each = tmp_path / "semua"
    each.mkdir()
    call_command("recap", "--month=2026-09", "--format=pdf", f"--output={each}")
    assert sorted(path.name for path in each.iterdir()) == sorted(
        f"rekap-{one.code}-20260901.pdf" for one in (office, roads)
    )


def test_the_command_says_where_papers_of_all_offices_go(people, tmp_path: Path):
    with pytest.raises(CommandError, match="give --opd, or as -o a folder"):
        call_command("recap", "--month=2026-09", "--format=pdf", f"--output={tmp_path}/rekap.pdf")


def test_a_paper_of_all_offices_is_not_made_in_a_browser(cast, browser):
    answer = browser(cast.hr).get("/rekap/opd/unduh/?format=pdf&unit=semua&bulan=2026-09", follow=True)
    assert "PDF dibuat untuk satu OPD" in answer.content.decode()
    one = browser(cast.hr).get(f"/rekap/opd/unduh/?format=pdf&unit={cast.health.pk}&bulan=2026-09")
    assert one["Content-Type"] == "application/pdf" and faults(one.content) == []
    assert one["Content-Disposition"].endswith('-20260901-20260930.pdf"')


def month(client, address="/rekap/cetak/") -> bytes:
    answer = client.get(f"{address}?bulan=2026-09")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return answer.content


def test_a_month_is_printed_with_its_reasons_for_screen_readers_too(cast, browser):
    make_record(cast.servant, FIRST, late=12, flags=int(Flag.LATE), first_in=None, last_out=None)
    make_record(cast.servant, FIRST.replace(day=2), status=Status.LEAVE, cover=Cover.ANNUAL, owed=0)
    content = month(browser(cast.servant))
    assert claims(content) == ("2", "A") and faults(content) == []
    found = words(content)
    for said in ("Catatan kehadiran pegawai", cast.servant.name, cast.servant.nip, "Terlambat 12 menit.",
                 "Cuti tahunan", "Belum ada catatan.", "Jam terhitung", "Halaman 1 dari"):  # fmt: skip
        assert said in found, said
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root


@pytest.mark.parametrize(("who", "status"), [("supervisor", 200), ("operator", 200), ("hr", 200), ("auditor", 200),
                                             ("other_supervisor", 404), ("executive", 404)])  # fmt: skip
def test_a_month_is_printed_by_who_reads_it_on_the_screen(cast, browser, who, status):
    address = f"/rekap/orang/{cast.servant.pk}/cetak/?bulan=2026-09"
    assert browser(getattr(cast, who)).get(address).status_code == status


def test_of_who_moved_each_office_prints_the_days_there(cast, browser):
    Placement.objects.filter(person=cast.servant).update(valid_to=FIRST.replace(day=14))
    make_placement(cast.servant, unit=cast.roads, valid_from=FIRST.replace(day=15))
    make_record(cast.servant, FIRST, late=12, flags=int(Flag.LATE))
    make_record(cast.servant, FIRST.replace(day=20), late=33, flags=int(Flag.LATE))
    there = words(month(browser(cast.supervisor), f"/rekap/orang/{cast.servant.pk}/cetak/"))
    assert "12 menit" in there and "33 menit" not in there
