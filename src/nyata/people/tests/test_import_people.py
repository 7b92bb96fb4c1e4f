import datetime as dt
import io
import tracemalloc
import zipfile

import openpyxl
import pytest

from nyata.people import services
from nyata.people.models import ImportDraft, Person
from nyata.people.refusals import Code
from nyata.people.services.spreadsheets import MOST_LINES
from nyata.people.tests.asking import entries, refused, says
from nyata.people.tests.factories import make_unit, next_nip

HEAD = "nip;nama;status;kode_unit;jabatan;mulai"
DAY = dt.timedelta(days=1)


@pytest.fixture
def unit(five):
    return make_unit("Bidang Impor", parent=five.health, code="IMP-1")


@pytest.fixture
def check(five, unit, now):
    def act(*lines: str, head: str = HEAD, content: bytes | None = None, actor=None, at=now) -> ImportDraft:
        return services.check_file(
            actor=actor or five.hr,
            kind="people",
            name="pegawai.csv",
            content=content if content is not None else "\n".join([head, *lines]).encode(),
            at=at,
        )

    return act


def line(nip: str | None = None, name="Wulan Embun", status="PNS", unit="IMP-1", job="Arsiparis", day="") -> str:
    return f"{nip or next_nip()};{name};{status};{unit};{job};{day}"


def codes(draft: ImportDraft) -> list[tuple[int, str]]:
    return [(number, code) for number, code, _cells in draft.problems]


def book(*rows: tuple) -> bytes:
    made = openpyxl.Workbook()
    for row in (("NIP", "Nama Lengkap", "Status Kepegawaian", "Kode Unit"), *rows):
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_dry_run_saves_nobody(check):
    before = Person.objects.count()
    draft = check(line(), line())
    assert (draft.count, draft.problems, Person.objects.count()) == (2, [], before)


def test_a_checked_file_is_applied_whole(check, five, unit, now):
    draft = check(line("198503122010012000", "Wulan  Embun ", "pns", "imp-1", "Arsiparis", "19/01/2010"))
    assert services.apply_import(actor=five.hr, draft=draft, at=now) == 1
    person = Person.objects.get(nip="198503122010012000")
    assert (person.name, person.unit, person.joined_on) == ("Wulan Embun", unit, dt.date(2010, 1, 19))
    assert not person.has_usable_password()
    draft.refresh_from_db()
    assert draft.rows == []
    [entry] = entries("import")
    assert says(entry, lines=1, sha256=draft.sha256, actor=five.hr.pk)
    with refused(Code.IMPORT_APPLIED):
        services.apply_import(actor=five.hr, draft=draft, at=now)


def test_every_bad_line_is_named_by_its_number_and_reason(check, five):
    closed = make_unit(is_active=False, code="TUTUP")
    twice = next_nip()
    bad = {
        line("123"): Code.NIP_SHAPE,
        line(" "): Code.NIP_MISSING,
        line("198513122010012000"): Code.NIP_BIRTH_DATE,
        line("198503121990012000"): Code.NIP_APPOINTMENT,
        line("1,98503E+17"): Code.NIP_AS_NUMBER,
        line("1.98503122010012E+17"): Code.NIP_AS_NUMBER,
        line(five.servant.nip): Code.NIP_TAKEN,
        line(twice): Code.NIP_TWICE,
        line(f"{twice[:8]} {twice[8:]}", "Orang Lain"): Code.NIP_TWICE,
        line(name=""): Code.NAME_MISSING,
        line(name="A" * 121): Code.NAME_TOO_LONG,
        line(status="Honorer"): Code.EMPLOYMENT_UNKNOWN,
        line(status="PPPK"): Code.EMPLOYMENT_MISMATCH,
        line(unit="TIDAK-ADA"): Code.UNIT_UNKNOWN,
        line(unit=closed.code): Code.UNIT_INACTIVE,
        line(job="J" * 121): Code.JOB_TOO_LONG,
        line(day="31/02/2020"): Code.DATE_UNREADABLE,
        line(day="kemarin"): Code.DATE_UNREADABLE,
        line(day="2026-01-20"): Code.JOINED_IN_FUTURE,
    }
    draft = check(line(), *bad)
    assert codes(draft) == [(number, code) for number, code in enumerate(bad.values(), start=3)]


def test_one_bad_line_keeps_all_others_out(check, five, now):
    draft = check(line(), line("123"))
    before = Person.objects.count()
    with refused(Code.FILE_HAS_BAD_ROWS):
        services.apply_import(actor=five.hr, draft=draft, at=now)
    assert Person.objects.count() == before


def test_what_became_wrong_since_the_dry_run_keeps_the_file_out(check, five, unit, now):
    draft = check(line())
    unit.is_active = False
    unit.save()
    with refused(Code.FILE_HAS_BAD_ROWS):
        services.apply_import(actor=five.hr, draft=draft, at=now)
    assert codes(services.recheck(actor=five.hr, draft=draft, at=now)) == [(2, Code.UNIT_INACTIVE)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings_that_excel_writes_are_read(check, separator, encoding):
    lines = "\r\n".join([HEAD, line(name="Zulfà Embun")]).replace(";", separator)
    draft = check(content=lines.encode(encoding))
    assert draft.problems == []
    assert draft.rows[0][1]["name"] == "Zulfà Embun"


def test_a_spreadsheet_is_read_whose_numbers_are_text(check):
    nip = next_nip()
    draft = check(content=book((nip, "Wulan Embun", "PPPK Paruh Waktu", "IMP-1")))
    assert (draft.problems, draft.rows[0][1]["nip"]) == ([], nip)


@pytest.mark.parametrize("cell", [198503122010012007, 1.98503122010012e17])
def test_a_nip_that_excel_kept_as_a_number_is_explained(check, cell):
    draft = check(content=book((cell, "Wulan Embun", "PNS", "IMP-1")))
    assert codes(draft) == [(2, Code.NIP_AS_NUMBER)]
    assert "Teks" in Code.NIP_AS_NUMBER.sentence


def test_lines_are_numbered_as_the_spreadsheet_shows_them(check):
    draft = check(line(), "", line("123"))
    assert codes(draft) == [(4, Code.NIP_SHAPE)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.FILE_EMPTY),
        (HEAD.encode(), Code.FILE_EMPTY),
        (b"nip;nama\n1;2\n", Code.COLUMNS_MISSING),
        (b"PK\x03\x04 not a workbook", Code.FILE_UNREADABLE),
        (b"\x00\x01\x02\x00", Code.FILE_UNREADABLE),
        (b"x" * 10_000_001, Code.FILE_TOO_LARGE),
        (f"{HEAD}\n".encode() + b"1;2;3;4;5;6\n" * 20_001, Code.FILE_TOO_LARGE),
    ],
    ids=["empty", "head only", "columns", "zip", "binary", "large", "long"],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(check, content, code):
    with refused(code):
        check(content=content)
    assert not ImportDraft.objects.exists()


def test_a_zip_that_is_no_workbook_is_refused(check):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with refused(Code.FILE_UNREADABLE):
        check(content=file.getvalue())


def with_part(name: str, body: bytes) -> bytes:
    """A good workbook in which one part was exchanged, packed as small as zip packs."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book((next_nip(), "Wulan Embun", "PNS", "IMP-1")))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.namelist():
            if part != name:
                bad.writestr(part, good.read(part))
        bad.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "size"),
    [("xl/sharedStrings.xml", 10_000_001), ("xl/styles.xml", 2_000_001), ("xl/worksheets/sheet1.xml", 29_999_999)],
)
def test_a_small_file_that_unpacks_into_far_more_than_a_roster_is_refused_before_it_is_opened(check, part, size):
    content = with_part(part, bytes(size))
    assert len(content) < 100_000
    tracemalloc.start()
    try:
        with refused(Code.FILE_SWELLS, "berkas baru"):
            check(content=content)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_a_part_that_says_less_than_it_holds_is_not_read_beyond_its_word(check):
    content = bytearray(with_part("xl/styles.xml", b" " * 3_000_000))
    told = (3_000_000).to_bytes(4, "little")
    assert content.count(told) == 2  # in the part's head and in the directory
    with refused(Code.FILE_UNREADABLE):
        check(content=bytes(content.replace(told, (500).to_bytes(4, "little"))))


def test_a_spreadsheet_of_a_million_empty_lines_ends_early(check):
    rows = f"<row r='{2 * MOST_LINES}'><c t='inlineStr'><is><t>x</t></is></c></row>"
    sheet = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
    with refused(Code.FILE_TOO_LARGE):
        check(content=with_part("xl/worksheets/sheet1.xml", f"{sheet}{rows}</sheetData></worksheet>".encode()))


def test_only_an_hr_officer_imports_and_only_their_own_draft(check, five, now):
    with refused(Code.NOT_HR):
        check(line(), actor=five.operator)
    draft = check(line())
    with refused(Code.NOT_HR):
        services.apply_import(actor=five.auditor, draft=draft, at=now)
    draft.officer = five.operator
    draft.save()
    with refused(Code.IMPORT_GONE):
        services.apply_import(actor=five.hr, draft=draft, at=now)


def test_a_draft_is_applied_within_a_day_and_cleared_afterwards(check, five, now):
    draft = check(line())
    with refused(Code.IMPORT_GONE):
        services.apply_import(actor=five.hr, draft=draft, at=now + DAY + dt.timedelta(seconds=1))
    again = check(line(), at=now + 2 * DAY)
    assert list(ImportDraft.objects.all()) == [again]


def test_twelve_thousand_lines_take_a_few_questions(check, five, now, django_assert_max_num_queries):
    lines = []
    for number in range(12_000):
        born = dt.date(1965, 1, 1) + DAY * (number % 12_000)
        lines.append(line(f"{born:%Y%m%d}2025211000", status="PPPK"))
    draft = check(*lines)
    with django_assert_max_num_queries(30):
        assert services.apply_import(actor=five.hr, draft=draft, at=now) == 12_000
