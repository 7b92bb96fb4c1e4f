"""The register of people as a file: who may take it, what stands in it, and that it can be imported again."""

import csv
import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from nyata.ledger.models import Opening
from nyata.people.models import ImportDraft, Person, Placement
from nyata.people.refusals import Code, Refused
from nyata.people.selectors.desk import PeopleFilter
from nyata.people.services.exports import HEADINGS, export_people
from nyata.people.services.imports import apply_import, check_file
from nyata.people.tests.asking import signed_in
from nyata.people.tests.factories import Cast, cast, make_person

AT = dt.datetime(2026, 1, 19, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def people(db) -> Cast:
    return cast()


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def exported(actor, form="csv", **wanted) -> bytes:
    return export_people(actor=actor, wanted=PeopleFilter(**wanted), form=form, at=AT)


def test_an_officer_of_hr_takes_everybody_with_whole_numbers(people):
    found = lines(exported(people.hr))
    assert {one["nip"] for one in found} == set(Person.objects.values_list("nip", flat=True))
    assert tuple(found[0]) == HEADINGS


def test_an_operator_takes_only_their_own_units(people):
    names = {one["nama"] for one in lines(exported(people.operator))}
    assert people.servant.name in names and people.other_supervisor.name not in names and people.hr.name not in names


@pytest.mark.parametrize("who", ["servant", "supervisor", "auditor", "executive"])
def test_nobody_else_takes_any(people, who, client):
    with pytest.raises(Refused) as refused:
        exported(getattr(people, who))
    assert refused.value.code == Code.NOT_AN_OFFICER
    signed_in(client, getattr(people, who))
    assert client.post("/pegawai/ekspor/", {"bentuk": "csv"}).status_code == 403
    assert not Opening.objects.filter(kind="people_export").exists()


def test_a_file_of_nobody_is_not_made(people):
    with pytest.raises(Refused) as refused:
        exported(people.hr, words="tidak ada")
    assert refused.value.code == Code.NOBODY_FOUND


def test_who_took_what_is_on_record(people):
    exported(people.operator, unit=people.clinic)
    said = json.loads(bytes(Opening.objects.get(kind="people_export").content))
    assert (said["actor"], said["unit"], said["form"]) == (people.operator.pk, people.clinic.pk, "csv")
    assert said["people"] == Person.objects.filter(unit=people.clinic).count()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_imported_again_without_a_change(people, form):
    make_person("Ani = Rawa, S.Pd.", unit=people.clinic, joined_on=dt.date(2020, 3, 1), job_title="=1+1")
    part = make_person("Paruh", unit=people.clinic, employment="PPPK_PW")
    Placement.objects.filter(person=part).update(weekly_minutes=1200)
    content = exported(people.hr, form)
    made = check_file(actor=people.hr, kind=ImportDraft.Kind.PEOPLE, name=f"p.{form}", content=content, at=AT)
    assert made.problems == []
    before = list(Person.objects.order_by("pk").values())
    assert apply_import(actor=people.hr, draft=made, at=AT) == 0
    assert list(Person.objects.order_by("pk").values()) == before


def test_a_line_that_says_otherwise_than_the_register_is_refused_as_before(people):
    text = exported(people.hr).decode("utf-8-sig").replace(people.servant.name, "Nama Lain")
    made = check_file(actor=people.hr, kind="people", name="p.csv", content=text.encode(), at=AT)
    assert [code for _line, code, _cells in made.problems] == [Code.NIP_TAKEN]


def test_who_left_is_not_taken_for_registered(people):
    content = exported(people.hr)
    Person.objects.filter(pk=people.servant.pk).update(is_active=False)
    made = check_file(actor=people.hr, kind="people", name="p.csv", content=content, at=AT)
    assert [code for _line, code, _cells in made.problems] == [Code.NIP_TAKEN]
    assert people.servant.nip not in exported(people.hr).decode()


def test_no_cell_becomes_a_formula_or_loses_its_digits(people):
    make_person("=Orang", unit=people.clinic)
    assert "'=Orang" in {one["nama"] for one in lines(exported(people.hr))}
    rows = CalamineWorkbook.from_filelike(io.BytesIO(exported(people.hr, "xlsx"))).get_sheet_by_index(0).to_python()
    assert all(isinstance(row[0], str) and len(row[0]) == 18 for row in rows[1:])
    assert "=Orang" in {row[1] for row in rows}


def test_the_page_gives_the_list_as_it_is_narrowed(people, client):
    signed_in(client, people.hr)
    answer = client.post(f"/pegawai/ekspor/?unit={people.clinic.pk}", {"bentuk": "csv"})
    assert answer["Content-Disposition"].endswith('.csv"')
    assert {one["kode_unit"] for one in lines(answer.content)} == {people.clinic.code}
    assert client.post("/pegawai/ekspor/", {"bentuk": "exe"}).status_code == 404
    assert client.get("/pegawai/ekspor/").status_code == 405
    # The buttons are part of the list, which is loaded anew when it is narrowed.
    page = client.get(f"/pegawai/?unit={people.clinic.pk}&hal=1").content.decode()
    assert f'action="/pegawai/ekspor/?unit={people.clinic.pk}"' in page.split('id="daftar"')[1]
    nobody = client.post("/pegawai/ekspor/?q=tidakada", {"bentuk": "csv"}, follow=True)
    assert "Tidak ada pegawai yang cocok" in nobody.content.decode()


def test_the_command_finds_nothing_to_change(people, tmp_path, capsys):
    file = tmp_path / "pegawai.csv"
    file.write_bytes(exported(people.hr))
    call_command("import", "people", str(file), f"--officer={people.hr.nip}", "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["problems"] == []
