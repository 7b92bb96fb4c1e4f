"""The recap: who stands in whose, what the days add up to, and the same numbers in every file."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from nyata.attendance.columns import SUMS, USUAL, chosen
from nyata.attendance.exports import letterhead, write
from nyata.attendance.models import RecapLayout
from nyata.attendance.period import period
from nyata.attendance.selectors.recap import BANDS, recap
from nyata.attendance.tests.factories import AT, make_record
from nyata.core.worktime.columns import Cover, Flag, Status
from nyata.people.models import Placement, RolloutDecision
from nyata.people.tests.factories import make_person, make_placement, make_stage, make_unit
from nyata.rules.tests.factories import switch_on

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2026, 9, 30)
LATE = {"late": 12, "late_band": 1, "flags": int(Flag.LATE), "credited": 438}


def day(number: int) -> dt.date:
    return FIRST.replace(day=number)


@pytest.fixture
def offices(db):
    health, roads = make_unit("Dinas Kesehatan", short_name="Dinkes"), make_unit("Dinas PUPR")
    for unit in (health, roads):
        make_stage(unit)
    return health, roads


@pytest.fixture
def sari(offices):
    return make_person("Sari <Melati> & Co", unit=offices[0])


def one(found, person):
    return found.people.filter(pl.col("person") == person.pk).row(0, named=True)


def codes(found, person):
    rows = found.days.filter(pl.col("person") == person.pk)
    return {of.day: code for of, code in zip(rows["day"], rows["code"], strict=True)}


def test_days_add_up_by_what_they_were(sari):
    make_record(sari, day(1))
    make_record(sari, day(2), **LATE)
    make_record(sari, day(3), status=Status.ABSENT)
    make_record(sari, day(4), status=Status.LEAVE, cover=Cover.ANNUAL, owed=0)
    make_record(sari, day(5), status=Status.OFF, owed=0)
    make_record(sari, day(7), status=Status.DUTY, cover=Cover.TRAVEL, credited=450)
    found = one(recap(FIRST, LAST), sari)
    assert {key: found[key] for key in ("asked", "present", "absent", "annual", "travel", "late_1", "late")} == {
        "asked": 5, "present": 2, "absent": 1, "annual": 1, "travel": 1, "late_1": 1, "late": 12,
    }  # fmt: skip
    assert (found["owed"], found["credited"]) == (1800, 450 + 438 + 450)


def test_each_day_has_its_code(sari):
    make_record(sari, day(1))
    make_record(sari, day(2), **LATE)
    make_record(sari, day(3), late=5, flags=int(Flag.LATE | Flag.NO_OUT), early_band=4)
    make_record(sari, day(4), status=Status.LEAVE, cover=Cover.SICK)
    make_record(sari, day(5), status=Status.OFF)
    make_record(sari, day(6), status=Status.HOLIDAY)
    make_record(sari, day(7), status=Status.UNPLANNED)
    make_record(sari, day(8), flags=int(Flag.RUNNING))
    make_record(sari, day(9), early=40, early_band=2, flags=int(Flag.EARLY))
    assert list(codes(recap(FIRST, LAST), sari).values()) == ["H", "TL1", "TL/TAP", "CS", "", "L", "–", "M", "PSW2"]


def test_who_moves_stands_in_both_offices_with_the_days_there(sari, offices):
    health, roads = offices
    Placement.objects.filter(person=sari).update(valid_to=day(14))
    make_placement(sari, unit=roads, valid_from=day(15))
    for number in range(1, 31):
        make_record(sari, day(number))
    there, here = recap(FIRST, LAST, opd=health), recap(FIRST, LAST, opd=roads)
    assert (one(there, sari)["present"], one(here, sari)["present"]) == (14, 16)
    assert max(codes(there, sari)) == 14 and min(codes(here, sari)) == 15
    both = recap(FIRST, LAST)
    assert both.people.height == 2 and both.totals()["present"] == 30


def test_who_moves_inside_an_office_stands_in_it_once(sari, offices):
    clinic = make_unit("Puskesmas Rawa Bening", parent=offices[0])
    Placement.objects.filter(person=sari).update(valid_to=day(14))
    make_placement(sari, unit=clinic, valid_from=day(15), employment="PNS")
    for number in range(1, 31):
        make_record(sari, day(number))
    found = one(recap(FIRST, LAST, opd=offices[0]), sari)
    assert (found["present"], found["unit"]) == (30, "Puskesmas Rawa Bening")
    assert one(recap(FIRST, LAST, opd=clinic), sari)["present"] == 16


def test_who_begins_and_who_retires_within_the_month_has_those_days_only(offices):
    begins = make_person("Baru", unit=offices[0], joined_on=day(10))
    retires = make_person("Purna", unit=offices[0], left_on=day(9))
    for number in range(1, 31):
        for person in (begins, retires):
            make_record(person, day(number))
    found = recap(FIRST, LAST)
    assert (one(found, begins)["present"], one(found, retires)["present"]) == (21, 9)


def test_who_has_no_record_yet_is_listed_all_the_same(sari):
    found = one(recap(FIRST, LAST), sari)
    assert (found["asked"], found["owed"]) == (0, 0)


def test_days_of_a_trial_are_counted_apart(sari, offices):
    make_stage(offices[0], RolloutDecision.Stage.TRIAL, valid_from=day(1))
    make_stage(offices[0], RolloutDecision.Stage.LIVE, valid_from=day(11))
    for number in range(1, 31):
        make_record(sari, day(number))
    assert one(recap(FIRST, LAST), sari)["trial"] == 10


def test_old_versions_are_not_counted(sari):
    record = make_record(sari, day(1), **LATE)
    record.current = False
    record.save()
    assert one(recap(FIRST, LAST), sari)["late"] == 0


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ((dt.date(2026, 9, 1),), (FIRST, LAST)),
        ((dt.date(2026, 9, 17), 26, 25), (dt.date(2026, 8, 26), dt.date(2026, 9, 25))),
        ((dt.date(2026, 1, 1), 26, 25), (dt.date(2025, 12, 26), dt.date(2026, 1, 25))),
        ((dt.date(2026, 2, 1), 1, 31), (dt.date(2026, 2, 1), dt.date(2026, 2, 28))),
        ((dt.date(2026, 3, 1), 31, 30), (dt.date(2026, 2, 28), dt.date(2026, 3, 30))),
        ((dt.date(2026, 9, 1), 5, 9), (dt.date(2026, 9, 5), dt.date(2026, 9, 9))),
    ],
)
def test_a_period_may_begin_in_the_month_before(asked, days):
    found = period(*asked)
    assert (found.first, found.last) == days


def test_a_period_from_the_26th_to_the_25th_counts_the_days_of_two_months(sari):
    for of in (dt.date(2026, 8, 25), dt.date(2026, 8, 26), dt.date(2026, 9, 25), dt.date(2026, 9, 26)):
        make_record(sari, of)
    days = period(FIRST, 26, 25)
    assert one(recap(days.first, days.last), sari)["present"] == 2


def test_statements_do_not_grow_with_people(offices):
    counts = []
    for size in (1, 40):
        for number in range(size):
            make_record(make_person(f"Orang {size} {number}", unit=offices[0]), day(1))
        with CaptureQueriesContext(connection) as queries:
            recap(FIRST, LAST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def crowd(offices):
    people = [make_person(f"=Orang {number}", unit=offices[number % 2]) for number in range(7)]
    for person in people:
        for number in range(1, 31):
            make_record(person, day(number), **(LATE if number % 5 == 0 else {}))
    return people


def written(form, **more):
    found = recap(FIRST, LAST, **more)
    file = io.BytesIO()
    write(form, found, chosen(USUAL), file, head=letterhead("Rekapitulasi", more.get("opd"), at=AT))
    file.seek(0)
    return found, file


def test_the_book_read_by_another_library_has_every_day_and_the_same_totals(crowd):
    found, file = written("xlsx")
    book = CalamineWorkbook.from_filelike(file)
    assert book.sheet_names == ["Rekap", "Per OPD", "Keterangan"]
    rows = book.get_sheet_by_name("Rekap").to_python()
    heads, body, total = rows[4], rows[6:-1], rows[-1]
    assert rows[2][0] == "September 2026" and len(body) == found.people.height == 7
    for key in ("present", "late", "late_1", "owed", "credited"):
        at = heads.index(chosen([key])[0].brief)
        hours = 60 if key in ("owed", "credited") else 1
        assert sum(row[at] for row in body) == pytest.approx(found.totals()[key] / hours, abs=0.05)
        assert total[at] == pytest.approx(found.totals()[key] / hours, abs=0.005)
    first_day = heads.index(1)
    assert body[0][first_day : first_day + 10] == ["H", "H", "H", "H", "TL1", "H", "H", "H", "H", "TL1"]
    by_opd = book.get_sheet_by_name("Per OPD").to_python()
    late = by_opd[0].index("mnt TL")
    assert sum(row[late] for row in by_opd[1:]) == found.totals()["late"]


def test_the_book_says_under_its_head_and_among_its_notes_which_tables_are_switched_off(crowd):
    said = [
        'Nilai "Jenjang keterlambatan (TL)" belum diaktifkan',
        'Nilai "Jenjang pulang sebelum waktunya (PSW)" belum diaktifkan',
    ]
    book = CalamineWorkbook.from_filelike(written("xlsx")[1])
    line = book.get_sheet_by_name("Rekap").to_python()[3][0]
    notes = [row[0] for row in book.get_sheet_by_name("Keterangan").to_python()[-2:]]
    assert all(words in line for words in said)
    assert all(note.startswith(words) for note, words in zip(notes, said, strict=True))
    switch_on(*BANDS)
    book = CalamineWorkbook.from_filelike(written("xlsx")[1])
    assert book.get_sheet_by_name("Rekap").to_python()[3][0] == ""
    assert not [row for row in book.get_sheet_by_name("Keterangan").to_python() if "diaktifkan" in str(row)]


def test_names_stand_in_the_book_as_they_are(sari, offices):
    make_record(sari, day(1))
    _, file = written("xlsx", opd=offices[0])
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_name("Rekap").to_python()
    assert (rows[1][0], rows[6][0], rows[6][1]) == ("Dinas Kesehatan", "Sari <Melati> & Co", sari.nip)


def test_no_name_becomes_a_formula_in_a_csv(crowd):
    _, file = written("csv")
    rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))
    assert len(rows) == 7 and all(row["name"].startswith("'=Orang") for row in rows)
    assert rows[0]["2026-09-05"] == "TL1" and rows[0]["late"] == "72"


def test_parquet_and_json_say_the_same_as_the_recap(crowd):
    found, file = written("parquet")
    assert pl.read_parquet(file)["late"].sum() == found.totals()["late"]
    _, file = written("json")
    read = json.load(file)
    assert sum(row["credited"] for row in read["people"]) == found.totals()["credited"]
    assert (read["first"], read["last"]) == ("2026-09-01", "2026-09-30")


def test_every_sum_has_a_column_of_its_own(crowd):
    assert len({column.key for column in SUMS}) == len(SUMS)
    assert set(recap(FIRST, LAST).totals()) == {column.key for column in SUMS}


def test_the_command_writes_the_file_and_says_what_is_in_it(crowd, offices, tmp_path: Path, capsys):
    file = tmp_path / "rekap.xlsx"
    call_command("recap", "--month=2026-09", "--opd=Dinkes", f"--output={file}", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["people"], said["totals"]["present"], said["bytes"]) == (4, 120, file.stat().st_size)
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_name("Rekap").to_python()
    assert rows[1][0] == "Dinas Kesehatan" and len(rows) == 6 + 4 + 1
    assert [path.name for path in tmp_path.iterdir()] == ["rekap.xlsx"]


def test_the_command_takes_a_saved_arrangement(crowd, cast_officer, tmp_path: Path, capsys):
    RecapLayout.objects.create(
        name="BPKAD", columns=["nip", "late", "absent"], made_by=cast_officer, made_at=dt.datetime.now(dt.UTC)
    )
    file = tmp_path / "rekap.csv"
    call_command("recap", "--month=2026-09", "--layout=bpkad", "--format=csv", f"--output={file}")
    assert file.read_text("utf-8-sig").splitlines()[0] == "opd_name,nip,late,absent"


@pytest.fixture
def cast_officer(offices):
    return make_person("Nurul Purun", unit=offices[0])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--opd=Tidak Ada"], "No unit is called so"),
        (["--layout=Tidak Ada"], "No arrangement is called"),
        (["--output=tidak-ada/rekap.xlsx"], "There is no folder"),
        (["--month=2019-01"], "Nobody was placed there"),
    ],
)
def test_the_command_says_what_it_cannot_do(crowd, words, why, tmp_path: Path):
    with pytest.raises(CommandError, match=why):
        call_command("recap", "--month=2026-09", f"--output={tmp_path}/rekap.xlsx", *words)
    assert not list(tmp_path.iterdir())
