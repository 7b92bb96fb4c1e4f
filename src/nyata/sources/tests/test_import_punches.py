"""`nyata import punches`: a broken line applies nothing, the same file again changes nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from nyata.sources.models import Punch

DAYS = "17 2026-02-02 07:20:00\n18 2026-02-02 16:05:00\n"


@pytest.fixture
def run(cast, machine, tmp_path, capsys):
    def act(text: str = DAYS, **options):
        path = tmp_path / "1_attlog.dat"
        path.write_text(text)
        options = {"officer": cast.hr.nip, "machine": machine.code.lower()} | options
        try:
            call_command("import", "punches", str(path), **options)
        finally:
            act.said = capsys.readouterr().out
        return json.loads(act.said) if options.get("as_json") else act.said

    return act


def test_a_file_is_taken_and_the_same_again_is_known(run):
    first, again = run(as_json=True), run(as_json=True)
    assert (first["applied"], first["unknown_numbers"], first["waiting"][0]) == (2, 2, {"number": "17", "punches": 1})
    assert (again["applied"], again["known"]) == (0, 2)
    assert run() == "1_attlog.dat: 2 punches, 0 new, 2 known already; 2 numbers are nobody's yet; 0 applied\n"


def test_a_dry_run_applies_nothing(run):
    answer = run(as_json=True, dry_run=True)
    assert (answer["added"], answer["applied"]) == (2, 0)
    assert not Punch.objects.exists()


def test_a_broken_line_applies_nothing_and_is_named(run):
    with pytest.raises(SystemExit) as end:
        run(DAYS + "19 besok pagi\n")
    assert end.value.code == 1
    assert "line 3: Tanggal atau jamnya tidak terbaca" in run.said
    assert "1 lines to be mended; nothing was applied" in run.said
    assert not Punch.objects.exists()


def test_refusals_say_what_to_do(run, cast):
    asked = (
        ({"machine": "TIADA"}, "--machine"),
        ({"officer": cast.servant.nip}, "operator"),
        ({"text": ""}, "tidak berisi absen"),
    )
    for options, word in asked:
        with pytest.raises(CommandError, match=word):
            run(**options)


def test_a_file_that_is_not_there_says_so(cast, machine, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import", "punches", str(tmp_path / "x"), officer=cast.hr.nip, machine=machine.code)
