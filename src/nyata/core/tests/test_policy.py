"""Policy as dated data: what loads, what is in force, and what stops the program."""

import copy
from datetime import date, time, timedelta

import pytest

from nyata.core import policy
from nyata.core.policy import Activation, PolicyError
from nyata.core.tests.cases import BOOK

DAY = date(2026, 11, 23)
SOUND = """\
accept:
  description: Cosine of the same person.
  unit: cosine
  values:
    - from: 2026-01-01
      value: 0.54
      source: LFW
      status: measured
    - from: 2026-07-01
      value: 0.55
      source: Pilot
      status: measured
"""


def book(tmp_path, text=SOUND, facts="season: [normal, ramadan]\n"):
    (tmp_path / "verification").mkdir(exist_ok=True)
    (tmp_path / "verification" / "face.yaml").write_text(text)
    (tmp_path / "facts.yaml").write_text(facts)
    return policy.load(tmp_path)


def entries(*values, unit="count"):
    listed = "\n".join(f"    - {{{value}}}" for value in values)
    return f"days:\n  description: A number.\n  unit: {unit}\n  values:\n{listed}\n"


def refusal(tmp_path, text, facts="season: [normal, ramadan]\n"):
    with pytest.raises(PolicyError) as caught:
        book(tmp_path, text, facts)
    return str(caught.value)


# What is in force


@pytest.mark.parametrize(
    "day, value", [(date(2026, 1, 1), 0.54), (date(2026, 6, 30), 0.54), (date(2026, 7, 1), 0.55), (DAY, 0.55)]
)
def test_the_newest_value_not_after_the_day_is_in_force(tmp_path, day, value):
    assert book(tmp_path).on(day).verification.face.accept == value


def test_before_the_first_value_there_is_none_and_the_error_names_key_and_day(tmp_path):
    with pytest.raises(PolicyError, match=r"verification\.face\.accept has no value on 2025-12-31"):
        _ = book(tmp_path).on(date(2025, 12, 31)).verification.face.accept


@pytest.mark.parametrize("name", ["verification.face.acept", "verification.fase.accept", "verifikation.face.accept"])
def test_a_misspelled_key_is_an_error_that_names_it(tmp_path, name):
    area, sheet, key = name.split(".")
    with pytest.raises(PolicyError, match=name):
        getattr(getattr(getattr(book(tmp_path).on(DAY), area), sheet), key)


def test_a_value_tells_its_source_and_status(tmp_path):
    entry = book(tmp_path).on(DAY).entry("verification.face.accept")
    assert (entry.source, entry.status, entry.start, entry.unit) == ("Pilot", "measured", date(2026, 7, 1), "cosine")


def test_a_whole_file_can_be_asked_for(tmp_path):
    assert book(tmp_path).on(DAY).verification.face.as_dict() == {"accept": 0.55}
    with pytest.raises(PolicyError):
        book(tmp_path).on(DAY).verification.fase.as_dict()


def test_the_more_exact_condition_wins_then_the_newer_date(tmp_path):
    text = entries(
        "from: 2026-01-01, value: 1, source: s, status: A",
        "from: 2026-09-01, value: 2, source: s, status: A",
        "from: 2026-02-01, when: {season: [ramadan]}, value: 3, source: s, status: A",
        "from: 2026-02-01, when: {season: [ramadan], weekday: [fri]}, value: 4, source: s, status: A",
    )
    found = book(tmp_path, text)
    assert found.on(date(2026, 8, 31)).verification.face.days == 1
    assert found.on(DAY).verification.face.days == 2
    assert found.on(DAY, season="normal").verification.face.days == 2
    assert found.on(DAY, season="ramadan").verification.face.days == 3
    assert found.on(date(2026, 11, 27), season="ramadan").verification.face.days == 4


@pytest.mark.parametrize("facts", [{"season": "lebaran"}, {"seasn": "normal"}, {"weekday": "friday"}])
def test_a_fact_that_no_condition_could_mean_is_an_error(tmp_path, facts):
    with pytest.raises(PolicyError):
        book(tmp_path).on(DAY, **facts)


# What is switched off


@pytest.mark.parametrize("status", ["M", "open"])
def test_what_is_from_memory_or_open_is_switched_off_until_an_officer_activates_it(tmp_path, status):
    text = entries(f"from: 2026-01-01, value: 14, source: PP 79/2021, status: {status}")
    found = book(tmp_path, text)
    with pytest.raises(PolicyError, match="switched off"):
        _ = found.on(DAY).verification.face.days
    decided = Activation("verification.face.days@2026-01-01", since=DAY)
    assert found.on(DAY, activations=[decided]).verification.face.days == 14
    with pytest.raises(PolicyError, match="switched off"):
        _ = found.on(DAY - timedelta(days=1), activations=[decided]).verification.face.days


def test_an_older_verified_value_stays_in_force_beside_one_switched_off(tmp_path):
    text = entries(
        "from: 2026-01-01, value: 1, source: s, status: A", "from: 2026-02-01, value: 2, source: s, status: M"
    )
    assert book(tmp_path, text).on(DAY).verification.face.days == 1


def test_an_activation_of_nothing_is_an_error(tmp_path):
    with pytest.raises(PolicyError):
        book(tmp_path).on(DAY, activations=[Activation("verification.face.accept@2020-01-01", DAY)])


# The hash


def test_the_hash_covers_every_value_source_and_activation_but_not_the_layout(tmp_path):
    first = book(tmp_path)
    assert book(tmp_path, "# a remark\n" + SOUND.replace("0.54", "0.540")).hash == first.hash
    for old, new in (("0.54", "0.53"), ("LFW", "LFW again"), ("2026-07-01", "2026-08-01"), ("same", "one")):
        assert book(tmp_path, SOUND.replace(old, new)).hash != first.hash
    assert book(tmp_path, facts="season: [normal]\n").hash != first.hash


def test_the_hash_of_a_day_covers_the_activations(tmp_path):
    found = book(tmp_path, entries("from: 2026-01-01, value: 14, source: s, status: M"))
    plain = found.on(DAY).hash
    assert plain == found.on(date(2026, 1, 1), season="normal").hash
    assert plain != found.on(DAY, activations=[Activation("verification.face.days@2026-01-01", DAY)]).hash
    assert len(plain) == 64


def test_a_policy_can_be_copied(tmp_path):
    assert copy.copy(book(tmp_path).on(DAY)).verification.face.accept == 0.55


# What does not load


@pytest.mark.parametrize(
    "old, new, why",
    [
        ("      source: LFW\n", "", "face.yaml:5: source missing"),
        ("source: LFW", 'source: ""', "face.yaml:7: source must be words"),
        ("source: LFW", "source: 7", "face.yaml:7: source must be words"),
        ("      value: 0.54\n", "", "face.yaml:5: value missing"),
        ("source: LFW", "sorce: LFW", "face.yaml:7: sorce is not a known field"),
        ("  unit: cosine\n", "", "face.yaml:2: unit missing"),
        ("unit: cosine", "unit: angle", "face.yaml:3: angle is not a unit"),
        ("unit: cosine", "unit: time", "face.yaml:6: a value in time must be a time in quotes"),
        ("0.54", "1.54", "face.yaml:6: a value in cosine must be a number from -1 to 1"),
        ("0.54", "yes", "face.yaml:6: a value in cosine"),
        ("0.54", ".nan", "face.yaml:6: a value in cosine"),
        ("0.54", '"0.54"', "face.yaml:6: a value in cosine"),
        ("status: measured", "status: sure", "face.yaml:8: status must be one of"),
        ("2026-07-01", "2026-01-01", "face.yaml:9: dates must ascend, each once"),
        ("2026-07-01", "2025-07-01", "face.yaml:9: dates must ascend, each once"),
        ("2026-07-01", "July", "face.yaml:9: from must be a day"),
        ("2026-07-01", "2026-13-01", "face.yaml:9: not a value"),
        ("2026-07-01", "2026-07-01 10:00:00", "face.yaml:9: from must be a day"),
        ("status: measured\n    -", "status: measured\n      status: A\n    -", "face.yaml:9: status stands twice"),
        ("accept:", "Accept:", "face.yaml:1: Accept cannot be a name"),
        ("accept:", "as_dict:", "face.yaml:1: as_dict cannot be a name"),
        ("accept:", "accept: [", "face.yaml:"),
        (SOUND, "", "face.yaml:1: the file is empty"),
        (SOUND, "- x\n", "face.yaml:1: must be fields with values"),
        (SOUND, "accept:\n  description: d\n  unit: count\n  values: []\n", "face.yaml:4: values must be a list"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line(tmp_path, old, new, why):
    assert why in refusal(tmp_path, SOUND.replace(old, new, 1))


@pytest.mark.parametrize(
    "when, why",
    [
        ("{season: [lebaran]}", "season must be a list of different words among normal, ramadan"),
        ("{seasn: [normal]}", "seasn is not a fact of facts.yaml"),
        ("{season: ramadan}", "season must be a list of words"),
        ("{season: [ramadan, ramadan]}", "season must be a list of different words"),
        ("{}", "when without a condition"),
        ("[ramadan]", "must be fields with values"),
    ],
)
def test_a_condition_nobody_can_meet_is_named(tmp_path, when, why):
    text = entries(f"from: 2026-01-01, when: {when}, value: 1, source: s, status: A")
    assert why in refusal(tmp_path, text)


def test_two_conditions_that_could_both_hold_are_refused(tmp_path):
    season, friday = "season: [ramadan]", "weekday: [fri]"
    text = entries(
        *[f"from: 2026-01-01, when: {{{when}}}, value: 1, source: s, status: A" for when in (season, friday)]
    )
    assert "neither is the more exact" in refusal(tmp_path, text)


def test_conditions_that_exclude_each_other_are_accepted(tmp_path):
    days = ("mon, tue", "wed")
    text = entries(
        *[
            f"from: 2026-01-01, when: {{weekday: [{day}]}}, value: {n}, source: s, status: A"
            for n, day in enumerate(days)
        ]
    )
    assert book(tmp_path, text).on(date(2026, 11, 25)).verification.face.days == 1


@pytest.mark.parametrize(
    "place", ["face.yaml", "verification/deep/face.yaml", "verification/face.yml", "verification/notes.txt"]
)
def test_a_file_that_would_be_overlooked_stops_the_program(tmp_path, place):
    book(tmp_path)
    stray = tmp_path / place
    stray.parent.mkdir(exist_ok=True)
    stray.write_text(SOUND)
    with pytest.raises(PolicyError, match="a policy file is named"):
        policy.load(tmp_path)


def test_stories_for_legal_officers_are_no_values(tmp_path):
    book(tmp_path)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "late.yaml").write_text("name: A story\n")
    assert len(policy.load(tmp_path).keys) == 1


def test_no_folder_and_an_empty_folder_are_errors(tmp_path):
    with pytest.raises(PolicyError, match="no such folder"):
        policy.load(tmp_path / "nowhere")
    with pytest.raises(PolicyError, match="no policy file"):
        policy.load(tmp_path)


@pytest.mark.parametrize(
    "unit, written, read",
    [
        ("time", '"07.30"', time(7, 30)),
        ("seconds", "90", timedelta(seconds=90)),
        ("minutes", "60", timedelta(hours=1)),
        ("hours", "72", timedelta(days=3)),
        ("days", "0.5", timedelta(hours=12)),
        ("count", "3", 3),
        ("share", "1", 1.0),
        ("weekdays", "[mon, fri]", ("mon", "fri")),
        ("words", "[obs]", ("obs",)),
    ],
)
def test_a_unit_gives_a_value_its_type(tmp_path, unit, written, read):
    text = entries(f"from: 2026-01-01, value: {written}, source: s, status: A", unit=unit)
    value = book(tmp_path, text).on(DAY).verification.face.days
    assert value == read and type(value) is type(read)


@pytest.mark.parametrize(
    "unit, written",
    [
        ("time", "07.30"),
        ("time", '"25.00"'),
        ("time", '"7.30"'),
        ("time", '"07:30"'),
        ("time", '"ab.cd"'),
        ("seconds", "-1"),
        ("seconds", '"90"'),
        ("count", "3.0"),
        ("count", "-1"),
        ("count", "true"),
        ("share", "1.01"),
        ("metres", "[1]"),
        ("weekdays", "[monday]"),
        ("weekdays", "[]"),
        ("words", "obs"),
        ("words", "[obs, obs]"),
        ("words", "[1]"),
    ],
)
def test_a_value_that_does_not_fit_its_unit_does_not_load(tmp_path, unit, written):
    text = entries(f"from: 2026-01-01, value: {written}, source: s, status: A", unit=unit)
    assert f"face.yaml:5: a value in {unit} must be" in refusal(tmp_path, text)


# The policy as it ships


def test_every_value_that_is_needed_now_is_in_force():
    today = BOOK.on(DAY)
    for key, found in BOOK.keys.items():
        assert today.entry(key).source and found.description.endswith("."), key


def test_photographs_are_kept_at_least_as_long_as_people_can_object():
    kept = BOOK.on(DAY).privacy.retention
    assert kept.frames >= kept.objections
    assert kept.frame_memory > kept.frames


def test_the_thresholds_of_a_face_leave_room_for_doubt():
    face = BOOK.on(DAY).verification.face
    assert (face.unsure, face.accept) == (0.45, 0.54)
    assert BOOK.on(DAY).enrolment.search.threshold > face.accept


def test_the_search_threshold_says_what_it_rests_on():
    entry = BOOK.on(DAY).entry("enrolment.search.threshold")
    assert entry.status in ("uncalibrated", "measured")


@pytest.mark.parametrize(
    "day, season, start, end",
    [
        (date(2026, 11, 23), "normal", time(7, 30), time(16)),
        (date(2026, 11, 27), "normal", time(7, 30), time(16, 30)),
        (date(2027, 2, 15), "ramadan", time(8), time(15)),
        (date(2027, 2, 19), "ramadan", time(8), time(15, 30)),
        (date(2023, 4, 12), "normal", time(7, 30), time(16)),
    ],
)
def test_the_standard_hours_of_perpres_21_2023(day, season, start, end):
    standard = BOOK.on(day, season=season).working_time.standard
    assert (standard.start, standard.end) == (start, end)
    assert standard.working_days == ("mon", "tue", "wed", "thu", "fri")


def test_before_12_april_2023_there_are_no_standard_hours():
    with pytest.raises(PolicyError):
        _ = BOOK.on(date(2023, 4, 11)).working_time.standard.start


@pytest.mark.parametrize("season, minutes", [("normal", 37 * 60 + 30), ("ramadan", 32 * 60 + 30)])
def test_the_standard_hours_add_up_to_the_week_of_the_law(season, minutes):
    """Perpres 21/2023 Ps 4(1) and 4(2), net of the breaks of 4(5) and 4(6)."""
    breaks = {"normal": (60, 90), "ramadan": (30, 60)}[season]
    worked = 0
    for offset in range(5):
        standard = BOOK.on(date(2026, 11, 23) + timedelta(days=offset), season=season).working_time.standard
        span = (standard.end.hour - standard.start.hour) * 60 + standard.end.minute - standard.start.minute
        worked += span - breaks[offset == 4]
    assert worked == minutes
