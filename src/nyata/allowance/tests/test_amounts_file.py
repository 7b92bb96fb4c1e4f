"""Amounts from a file: a dry run that names every bad line, then all of it or nothing."""

import datetime as dt
import io

import openpyxl
import pytest

from nyata.allowance.models import AmountFile, AmountLine
from nyata.allowance.refusals import Code
from nyata.allowance.selectors.amounts import amounts_on
from nyata.allowance.services.amounts import EXAMPLE, apply_file, check_file
from nyata.allowance.tests.conftest import AT
from nyata.allowance.tests.factories import make_amount, refused
from nyata.people.refusals import Code as PeopleCode
from nyata.people.tests.asking import entries, says
from nyata.people.tests.asking import refused as refused_by_people

HEAD = "nip;kelas;besaran;mulai;nomor_dokumen\n"
SINCE = "2026-01-01;Perbup 5/2026"


def check(cast, text, actor=None):
    content = text if isinstance(text, bytes) else (HEAD + text).encode()
    return check_file(actor=actor or cast.hr, name="besaran.csv", content=content, at=AT)


def test_classes_people_in_them_and_amounts_of_ones_own(cast):
    lines = (
        f";7;2.500.000;{SINCE}\n"
        f"{cast.servant.nip};7;;01/02/2026;SK 821/17\n"
        f"{cast.supervisor.nip};;Rp 3.750.000,00;{SINCE} Lampiran II\n"
    )
    draft = check(cast, lines)
    assert draft.problems == [] and not AmountLine.objects.exists()
    assert apply_file(actor=cast.hr, draft=draft, at=AT) == 3
    found = amounts_on(dt.date(2026, 9, 30), None)
    assert found[cast.servant.pk] == (2_500_000, "7", "Perbup 5/2026")
    assert found[cast.supervisor.pk] == (3_750_000, "", "Perbup 5/2026 Lampiran II")
    assert amounts_on(dt.date(2026, 1, 31), [cast.servant.pk]) == {}
    draft.refresh_from_db()
    assert draft.rows == [] and draft.applied_at == AT
    (entry,) = entries("allowance_amounts")
    assert says(entry, sha256=draft.sha256, lines=3, actor=cast.hr.pk)


def test_a_spreadsheet_is_read_as_well(cast):
    book = openpyxl.Workbook()
    book.active.append(["NIP", "Kelas Jabatan", "Besaran TPP", "Berlaku mulai", "Nomor Dokumen"])
    book.active.append([None, 8, 2_750_000, dt.date(2026, 1, 1), "Perbup 5/2026"])
    book.active.append([cast.servant.nip, 8, None, dt.date(2026, 1, 1), "SK 1"])
    book.active.append([int(cast.servant.nip), None, 5, dt.date(2026, 1, 1), "SK 1"])
    file = io.BytesIO()
    book.save(file)
    draft = check(cast, file.getvalue())
    assert [code for _line, code, _cells in draft.problems] == ["nip_as_number"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"NIP;7;2500000;{SINCE}", Code.TWO_OF_THREE),
        (f"NIP;;;{SINCE}", Code.TWO_OF_THREE),
        (f"198503122010012007;;2500000;{SINCE}", Code.PERSON_UNKNOWN),
        (f"1,98503E+17;;2500000;{SINCE}", Code.NIP_AS_NUMBER),
        (f"NIP;;-5;{SINCE}", Code.AMOUNT_WRONG),
        (f"NIP;;2,5;{SINCE}", Code.AMOUNT_WRONG),
        (f"NIP;;1000000001;{SINCE}", Code.AMOUNT_WRONG),
        (f"NIP;;dua juta;{SINCE}", Code.AMOUNT_WRONG),
        (f";kelas tujuh belas;1000;{SINCE}", Code.CLASS_WRONG),
        (f"NIP;9;;{SINCE}", Code.CLASS_WITHOUT_AMOUNT),
        ("NIP;;2500000;;Perbup 5/2026", Code.DATE_MISSING),
        ("NIP;;2500000;kemarin;Perbup 5/2026", Code.DATE_UNREADABLE),
        ("NIP;;2500000;2026-01-01;", Code.DOCUMENT_MISSING),
        (f"NIP;;2500000;{SINCE}\nNIP;;2600000;{SINCE}", Code.LINE_TWICE),
        (f";7;2500000;{SINCE}\n;7;2600000;{SINCE}", Code.LINE_TWICE),
    ],
)
def test_a_line_that_cannot_be_taken_over_is_named_and_nothing_is_saved(cast, line, code):
    draft = check(cast, line.replace("NIP", cast.servant.nip) + f"\n{cast.supervisor.nip};;1000000;{SINCE}\n")
    assert [found for _line, found, _cells in draft.problems] == [code.value]
    with refused(Code.FILE_HAS_BAD_ROWS):
        apply_file(actor=cast.hr, draft=draft, at=AT)
    assert not AmountLine.objects.exists()
    assert len(code.sentence.split()) >= 5 and code.sentence.endswith(".")


def test_the_largest_amount_and_the_end_of_one_are_taken(cast):
    draft = check(cast, f"{cast.servant.nip};;1000000000;{SINCE}\n{cast.supervisor.nip};;0;{SINCE}\n")
    assert draft.problems == []


def test_a_class_that_is_on_record_need_not_stand_in_the_file(cast):
    make_amount(job_class="9", amount=3_000_000)
    assert check(cast, f"{cast.servant.nip};9;;{SINCE}\n").problems == []


def test_only_hr_brings_amounts_in(cast):
    draft = check(cast, f"{cast.servant.nip};;1000;{SINCE}\n")
    for actor in (cast.operator, cast.auditor, cast.supervisor):
        with refused(Code.NOT_HR):
            check(cast, f";7;1000;{SINCE}\n", actor=actor)
        with refused(Code.NOT_HR):
            apply_file(actor=actor, draft=draft, at=AT)


def test_a_checked_file_is_taken_over_once_and_within_the_day(cast):
    draft = check(cast, f"{cast.servant.nip};;1000;{SINCE}\n")
    with refused_by_people(PeopleCode.IMPORT_GONE):
        apply_file(actor=cast.hr, draft=draft, at=AT + dt.timedelta(days=1, seconds=1))
    apply_file(actor=cast.hr, draft=draft, at=AT)
    with refused_by_people(PeopleCode.IMPORT_APPLIED):
        apply_file(actor=cast.hr, draft=draft, at=AT)
    assert AmountFile.objects.count() == 1


def test_the_example_has_the_columns_that_are_asked_for(cast):
    draft = check(cast, EXAMPLE.encode())
    assert [code for _line, code, _cells in draft.problems] == ["person_unknown", "person_unknown"]


def test_a_file_without_its_columns_is_refused(cast):
    with refused_by_people(PeopleCode.COLUMNS_MISSING):
        check(cast, b"nama;gaji\nSari;1\n")
