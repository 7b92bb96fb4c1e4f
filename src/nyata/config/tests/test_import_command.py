"""`nyata import`: a broken line applies nothing."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nyata.people.models import ImportDraft, Person
from nyata.people.tests.factories import Cast, cast, next_nip
from nyata.schedules.models import CalendarDay, RosterDay, RosterDraft
from nyata.schedules.tests.factories import make_shift


@pytest.fixture
def five(db) -> Cast:
    return cast()


@pytest.fixture
def run(five, tmp_path, capsys):
    def act(sort: str, *lines: str, officer: str | None = None, **options) -> dict:
        path = tmp_path / "berkas.csv"
        path.write_text("\n".join(lines))
        try:
            call_command("import", sort, str(path), officer=officer or five.hr.nip, as_json=True, **options)
        finally:
            said = capsys.readouterr().out
        return json.loads(said)

    return act


def test_a_roster_is_applied_whole(run, five):
    make_shift((7, 14), code="P")
    answer = run("roster", "nip;bulan;20;21", f"{five.servant.nip};2026-01;P;L")
    assert (answer["applied"], answer["problems"]) == (2, [])
    assert RosterDay.objects.count() == 2


def test_a_dry_run_applies_nothing_and_keeps_no_numbers(run, five):
    make_shift((7, 14), code="P")
    answer = run("roster", "nip;bulan;20", f"{five.servant.nip};2026-01;P", dry_run=True)
    assert (answer["found"], answer["applied"]) == (1, 0)
    assert not RosterDay.objects.exists()
    assert not RosterDraft.objects.exists()


def test_a_broken_line_applies_nothing_and_is_named(five, tmp_path, capsys):
    make_shift((7, 14), code="P")
    path = tmp_path / "jadwal.csv"
    path.write_text(f"nip;bulan;20\n{five.servant.nip};2026-01;P\n{five.supervisor.nip};2026-01;XYZ\n")
    with pytest.raises(SystemExit) as end:
        call_command("import", "roster", str(path), officer=five.hr.nip)
    said = capsys.readouterr().out
    assert end.value.code == 1
    assert "line 3: Kode dinas tidak ada" in said
    assert "nothing was applied" in said
    assert not RosterDay.objects.exists()
    assert not RosterDraft.objects.exists()


def test_days_off_and_people_are_imported_likewise(run, five):
    line = "2026-10-11;Hari jadi;libur setempat;SE 1"
    assert run("holidays", "tanggal;nama;jenis;dokumen", line)["applied"] == 1
    assert CalendarDay.objects.get().name == "Hari jadi"
    nip = next_nip()
    assert run("people", "nip;nama;status;kode_unit", f"{nip};Wulan Embun;PNS;{five.roads.code}")["applied"] == 1
    assert Person.objects.get(nip=nip).placements.count() == 1
    assert not ImportDraft.objects.filter(applied_at=None).exists()


def test_the_officer_needs_the_power_for_it(run, five):
    with pytest.raises(CommandError, match="BKPSDM"):
        run("holidays", "tanggal;nama;jenis;dokumen", "x", officer=five.operator.nip)
    with pytest.raises(CommandError, match="--officer"):
        run("roster", "nip;bulan", officer="123")


def test_a_file_that_cannot_be_read_says_so(five, tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import", "roster", str(tmp_path / "tiada.csv"), officer=five.hr.nip)
