"""`nyata policy`: what the law says on a day, from the files alone where no database answers."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from nyata.config.commands import policy as command
from nyata.config.commands.policy import Switched
from nyata.config.home import PROJECT
from nyata.core import policy
from nyata.core.policy import Activation
from nyata.rules.tests.factories import switch_on

BOOK = policy.load(PROJECT / "policy")
NORM = "working_time.week.norm"
BANDS = "discipline.lateness.late_bands"
KEYS = {
    "key", "title", "description", "day", "facts", "value", "unit", "source", "status", "id", "why", "waiting",
    "history", "activations_read", "unread",
}  # fmt: skip


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the policy that a test may spoil."""
    folder = tmp_path / "policy"
    shutil.copytree(PROJECT / "policy", folder)
    monkeypatch.setenv("NYATA_POLICY", str(folder))
    return folder


def test_a_value_is_explained_with_unit_source_status_and_history(nyata):
    said = nyata("policy", "explain", NORM, "--on", "2026-11-23", "--employment", "PNS")
    assert said.code == 0
    for words in (
        "Jam kerja seminggu",
        "2250 (minutes/week)",
        "Perpres 21/2023 Ps 4(1)",
        "status  A",
        "season=ramadan",
    ):
        assert words in said.out


def test_as_json_it_has_its_keys(nyata):
    asked = ["--on", "2023-04-12", "--employment", "PPPK", "--season", "ramadan", "--json"]
    said = json.loads(nyata("policy", "explain", NORM, *asked).out)
    assert set(said) == KEYS
    assert (said["value"], said["unit"], said["status"], said["day"]) == (1950, "minutes/week", "A", "2023-04-12")
    assert said["facts"] == {"employment": "PPPK", "season": "ramadan"}
    assert [one["from"] for one in said["history"]] == ["2023-04-12", "2023-04-12", "2025-01-13"]


def test_without_a_database_it_is_said_that_activations_were_not_read(nyata):
    said = nyata("policy", "explain", BANDS)
    assert said.code == 0
    assert "is switched off" in said.out
    assert "was not read: the environment names no database" in said.out
    assert json.loads(nyata("policy", "explain", BANDS, "--json").out)["activations_read"] is False


def test_a_database_that_does_not_answer_is_named(nyata, free_port, monkeypatch):
    for name in ("NYATA_SECRET_KEY", "NYATA_WRAPPING_KEY", "NYATA_RECEIPT_KEY", "NYATA_LOG_KEY", "NYATA_ORIGIN"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nyata@127.0.0.1:{free_port}/nyata")
    assert "does not answer" in nyata("policy", "explain", BANDS).out


@pytest.mark.django_db
def test_where_the_database_answers_what_is_switched_on_is_read(nyata, monkeypatch):
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    for name in ("NYATA_SECRET_KEY", "NYATA_WRAPPING_KEY", "NYATA_RECEIPT_KEY", "NYATA_LOG_KEY", "NYATA_ORIGIN"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("DATABASE_URL", address)
    switch_on(BANDS, since=date(2026, 1, 1))
    said = json.loads(nyata("policy", "explain", BANDS, "--on", "2026-01-01", "--json").out)
    assert said["activations_read"] and said["value"][0]["code"] == "TL1"
    assert said["history"][0]["switched_on"] == [["2026-01-01", None]]
    assert json.loads(nyata("policy", "explain", BANDS, "--on", "2025-12-31", "--json").out)["why"] == "is switched off"
    checks = {one["name"]: one for one in json.loads(nyata("policy", "check", "--json").out)["checks"]}
    assert checks["decisions"]["status"] == "ok"


def test_that_there_is_no_value_is_explained_too(nyata):
    said = nyata("policy", "explain", NORM, "--employment", "PPPK_PW")
    assert said.code == 0
    assert "has no value: Jam kerja PPPK Paruh Waktu" in said.out
    assert "its values depend on: --employment --season" in nyata("policy", "explain", NORM).out


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("working_time.week.nrm",), "Meant: working_time.week.norm"),
        (("zzz",), "See policy/"),
        ((NORM, "--employment", "THL"), "employment=THL is not among the facts"),
    ],
)
def test_what_is_not_there_is_one_line(nyata, words, sentence):
    said = nyata("policy", "explain", *words)
    assert said.code == 2
    assert said.is_one_clear_line
    assert sentence in said.err


def test_a_day_that_is_none_is_told(nyata, capfd):
    with pytest.raises(SystemExit):
        nyata("policy", "explain", NORM, "--on", "23-11-2026")
    assert "is no day" in capfd.readouterr().err


def test_what_is_switched_on_stands_in_the_history():
    (value,) = BOOK.keys[BANDS].values
    spans = [Activation(value.id, date(2026, 2, 1), date(2026, 2, 28)), Activation(value.id, date(2026, 6, 1))]
    switched = Switched(frozenset(spans))
    day = date(2026, 11, 23)
    found = command.explanation(BOOK, BOOK.on(day, activations=spans), BANDS, day, {}, switched)
    assert found["value"] == value.written and found["activations_read"]
    assert found["history"][0]["switched_on"] == [["2026-02-01", "2026-02-28"], ["2026-06-01", None]]
    assert "switched on from 2026-02-01 to 2026-02-28, from 2026-06-01" in "\n".join(command.lines(found))


def test_check_counts_what_there_is(nyata):
    said = nyata("policy", "check", "--json")
    assert said.code == 0
    checks = {one["name"]: one for one in json.loads(said.out)["checks"]}
    assert checks["values"]["status"] == "ok"
    assert checks["decisions"]["status"] == "warn"
    count = len(policy.load(PROJECT / "policy").keys)
    assert f"{count} keys" in nyata("policy", "check").out


def test_check_tells_what_was_signed_for_other_words():
    (finding,) = command.look_at_decisions(BOOK, Switched(void=("a.b.c@2026-01-01",)))
    assert finding.status == "warn" and "a.b.c@2026-01-01" in finding.detail
    (finding,) = command.look_at_decisions(BOOK, Switched(frozenset([Activation("a.b.c@2026-01-01", date.min)])))
    assert (finding.status, finding.detail[-1]) == ("ok", "1")


# A value without its source


@pytest.mark.parametrize(
    "words",
    [("demo",), ("serve",), ("worker",), ("policy", "check"), ("policy", "explain", NORM), ("check",)],
    ids=" ".join,
)  # fmt: skip
def test_a_value_without_a_source_stops_the_start_with_file_and_line(nyata, law, free_port, monkeypatch, words):
    file = law / "working_time/week.yaml"
    text = file.read_text()
    source = next(line for line in text.splitlines() if "source:" in line)
    file.write_text(text.replace(source + "\n", "", 1))
    if words == ("serve",):
        for name in (
            "NYATA_SECRET_KEY",
            "NYATA_WRAPPING_KEY",
            "NYATA_RECEIPT_KEY",
            "NYATA_LOG_KEY",
            "NYATA_ORIGIN",
            "DATABASE_URL",
        ):
            monkeypatch.setenv(name, "x")
    said = nyata(*words, *(("--port", free_port) if words[0] in ("demo", "serve") else ()))
    assert said.code == 1
    assert "working_time/week.yaml:7: source missing" in (said.out if words == ("check",) else said.err)
    assert "Traceback" not in said.out + said.err
    if words != ("check",):
        assert said.is_one_clear_line


@pytest.mark.parametrize(
    "old, new, why",
    [
        ("from: 2025-01-13", "from: 2025-13-01", "not a value"),
        ("unit: minutes/week", "unit: minutes/month", "minutes/month is not a unit"),
        ("value: 1950", "value: 195000", "a value in minutes/week must be"),
        ("season: [ramadan]", "season: [puasa]", "among normal, ramadan"),
        ("status: A", "status: yakin", "status must be one of"),
        ("      value: 2250", "      value: 2250\n      worth: 1", "worth is not a known field"),
        ("      value: 2250", "      value: [2250", "not YAML"),
    ],
)
def test_every_other_fault_too(nyata, law, old, new, why):
    file = law / "working_time/week.yaml"
    file.write_text(file.read_text().replace(old, new, 1))
    said = nyata("policy", "check")
    assert said.code == 1
    assert said.is_one_clear_line
    assert "working_time/week.yaml:" in said.err and why in said.err
