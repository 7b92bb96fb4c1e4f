"""Policy as dated data: what loads, what is in force, and what stops the program."""

import copy
from datetime import date, timedelta

import pytest

from nyata.core import policy
from nyata.core.policy import Activation, NoValue, PolicyError

DAY = date(2026, 11, 23)
SOUND = """\
accept:
  title: Kemiripan
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
    return f"days:\n  title: Angka\n  description: A number.\n  unit: {unit}\n  values:\n{listed}\n"


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


def test_a_decision_has_a_last_day_and_can_be_followed_by_another(tmp_path):
    found = book(tmp_path, entries("from: 2026-01-01, value: 14, source: s, status: M"))
    name = "verification.face.days@2026-01-01"
    spans = [Activation(name, date(2026, 2, 1), date(2026, 2, 28)), Activation(name, date(2026, 4, 1))]

    def is_on(day):
        return found.on(day, activations=spans).standing("verification.face.days").value is not None

    days = [(1, 31), (2, 1), (2, 28), (3, 1), (3, 31), (4, 1)]
    assert [is_on(date(2026, *day)) for day in days] == [False, True, True, False, False, True]


def test_a_newer_value_that_is_off_waits_beside_the_older_one(tmp_path):
    text = entries(
        "from: 2026-01-01, value: 1, source: s, status: A", "from: 2026-02-01, value: 2, source: s, status: M"
    )
    standing = book(tmp_path, text).on(DAY).standing("verification.face.days")
    assert (standing.value.value, [one.value for one in standing.waiting], standing.is_off) == (1, [2], False)


def test_a_value_that_was_replaced_no_longer_waits(tmp_path):
    text = entries(
        "from: 2026-01-01, value: 1, source: s, status: open", "from: 2026-02-01, value: 2, source: s, status: A"
    )
    assert book(tmp_path, text).on(DAY).standing("verification.face.days").waiting == ()


def test_what_only_waits_is_off(tmp_path):
    standing = (
        book(tmp_path, entries("from: 2026-01-01, value: 1, source: s, status: open"))
        .on(DAY)
        .standing("verification.face.days")
    )
    assert standing.is_off and standing.value is None and standing.why == "is switched off"


# What ends, what there is not, what is only an example


@pytest.mark.parametrize("day, value", [(date(2026, 1, 1), 1), (date(2026, 3, 31), 1), (date(2026, 4, 1), None)])
def test_a_value_ends_with_its_last_day(tmp_path, day, value):
    text = entries("from: 2026-01-01, until: 2026-03-31, value: 1, source: s, status: A")
    found = book(tmp_path, text).on(day).standing("verification.face.days").value
    assert (found.value if found else None) == value


def test_what_a_value_replaced_does_not_come_back_when_it_ends(tmp_path):
    text = entries(
        "from: 2026-01-01, value: 1, source: s, status: A",
        "from: 2026-02-01, until: 2026-03-31, value: 2, source: s, status: A",
    )
    assert book(tmp_path, text).on(date(2026, 3, 31)).verification.face.days == 2
    with pytest.raises(NoValue, match="has no value on 2026-04-01"):
        _ = book(tmp_path, text).on(date(2026, 4, 1)).verification.face.days


def test_when_a_more_exact_value_ends_the_general_one_holds_again(tmp_path):
    text = entries(
        "from: 2026-01-01, value: 1, source: s, status: A",
        "from: 2026-01-01, until: 2026-03-31, when: {season: [ramadan]}, value: 2, source: s, status: A",
    )
    found = book(tmp_path, text)
    assert found.on(date(2026, 3, 31), season="ramadan").verification.face.days == 2
    assert found.on(date(2026, 4, 1), season="ramadan").verification.face.days == 1


def test_there_can_deliberately_be_no_value_and_the_reason_is_told(tmp_path):
    text = entries(
        "from: 2026-01-01, when: {season: [normal]}, value: 1, source: s, status: A",
        "from: 2026-01-01, when: {season: [ramadan]}, none: The contract says, source: s, status: B",
    )
    found = book(tmp_path, text)
    assert found.on(DAY, season="normal").verification.face.days == 1
    with pytest.raises(NoValue, match="has no value .*: The contract says") as caught:
        _ = found.on(DAY, season="ramadan").verification.face.days
    assert caught.value.standing.none.source == "s"
    assert not caught.value.standing.is_off


def test_that_there_is_no_value_holds_whatever_its_status_and_cannot_be_switched(tmp_path):
    text = entries("from: 2026-01-01, none: Not found, source: s, status: open")
    found = book(tmp_path, text)
    decided = Activation("verification.face.days@2026-01-01", since=DAY)
    assert found.on(DAY, activations=[decided]).standing("verification.face.days").none.none == "Not found"
    assert not found.values[decided.value].can_be_switched


def test_an_example_is_never_in_force_whoever_switches_it_on(tmp_path):
    found = book(tmp_path, entries("from: 2026-01-01, value: 1, source: s, status: example"))
    decided = Activation("verification.face.days@2026-01-01", since=DAY)
    today = found.on(DAY, activations=[decided])
    with pytest.raises(NoValue):
        _ = today.verification.face.days
    assert today.standing("verification.face.days").waiting == ()
    assert today.example("verification.face.days").value == 1


def test_only_an_example_is_shown_as_one(tmp_path):
    today = book(tmp_path).on(DAY)
    for key in ("verification.face.accept", "verification.face.nothing"):
        with pytest.raises(PolicyError, match="has no example"):
            today.example(key)


# The hash


def test_the_hash_covers_every_value_source_and_activation_but_not_the_layout(tmp_path):
    first = book(tmp_path)
    assert book(tmp_path, "# a remark\n" + SOUND.replace("0.54", "0.540")).hash == first.hash
    for old, new in (
        ("0.54", "0.53"),
        ("LFW", "LFW again"),
        ("2026-07-01", "2026-08-01"),
        ("same", "one"),
        ("Kemiripan", "Kesamaan"),
    ):
        assert book(tmp_path, SOUND.replace(old, new)).hash != first.hash
    assert book(tmp_path, facts="season: [normal]\n").hash != first.hash


def test_the_hash_of_a_day_covers_the_activations(tmp_path):
    found = book(tmp_path, entries("from: 2026-01-01, value: 14, source: s, status: M"))
    plain = found.on(DAY).hash
    assert plain == found.on(date(2026, 1, 1), season="normal").hash
    assert plain != found.on(DAY, activations=[Activation("verification.face.days@2026-01-01", DAY)]).hash
    assert len(plain) == 64


def test_what_two_offices_sign_covers_value_unit_end_source_and_conditions(tmp_path):
    def signed(text):
        return next(iter(book(tmp_path, text).values.values())).fingerprint

    one = "from: 2026-01-01, value: 1, source: s, status: M"
    prints = [
        signed(entries(one)),
        signed(entries(one.replace("1,", "2,"))),
        signed(entries(one, unit="minutes")),
        signed(entries(one.replace("value", "until: 2026-12-31, value"))),
        signed(entries(one.replace("source: s", "source: t"))),
        signed(entries(one.replace("value", "when: {season: [ramadan]}, value"))),
        signed(entries(one.replace("2026-01-01", "2026-01-02"))),
    ]
    assert len(set(prints)) == len(prints)
    # Found out meanwhile, the same value: what was signed stays signed.
    assert signed(entries(one.replace("status: M", "status: open"))) == prints[0]


def test_a_policy_can_be_copied(tmp_path):
    assert copy.copy(book(tmp_path).on(DAY)).verification.face.accept == 0.55


# What does not load


@pytest.mark.parametrize(
    "old, new, why",
    [
        ("      source: LFW\n", "", "face.yaml:6: source missing"),
        ("source: LFW", 'source: ""', "face.yaml:8: source must be words"),
        ("source: LFW", "source: 7", "face.yaml:8: source must be words"),
        ("      value: 0.54\n", "", "face.yaml:6: value missing"),
        ("      value: 0.54\n", "      value: 0.54\n      none: n\n", "face.yaml:6: value missing"),
        ("value: 0.54", 'none: ""', "face.yaml:7: none must be words"),
        ("  title: Kemiripan\n", "", "face.yaml:2: title missing"),
        ("      value: 0.54\n", "      until: 2025-12-31\n      value: 0.54\n", "face.yaml:7: until must not be"),
        ("      value: 0.54\n", "      until: June\n      value: 0.54\n", "face.yaml:7: until must be a day"),
        ("      value: 0.54\n", "      until: 2026-07-01\n      value: 0.54\n", "face.yaml:11: dates overlap"),
        ("source: LFW", "sorce: LFW", "face.yaml:8: sorce is not a known field"),
        ("  unit: cosine\n", "", "face.yaml:2: unit missing"),
        ("unit: cosine", "unit: angle", "face.yaml:4: angle is not a unit"),
        ("unit: cosine", "unit: time", "face.yaml:7: a value in time must be a time in quotes"),
        ("0.54", "1.54", "face.yaml:7: a value in cosine must be a number from -1 to 1"),
        ("0.54", "yes", "face.yaml:7: a value in cosine"),
        ("0.54", ".nan", "face.yaml:7: a value in cosine"),
        ("0.54", '"0.54"', "face.yaml:7: a value in cosine"),
        ("status: measured", "status: sure", "face.yaml:9: status must be one of"),
        ("2026-07-01", "2026-01-01", "face.yaml:10: dates must ascend, each once"),
        ("2026-07-01", "2025-07-01", "face.yaml:10: dates must ascend, each once"),
        ("2026-07-01", "July", "face.yaml:10: from must be a day"),
        ("2026-07-01", "2026-13-01", "face.yaml:10: not a value"),
        ("2026-07-01", "2026-07-01 10:00:00", "face.yaml:10: from must be a day"),
        ("status: measured\n    -", "status: measured\n      status: A\n    -", "face.yaml:10: status stands twice"),
        ("accept:", "Accept:", "face.yaml:1: Accept cannot be a name"),
        ("accept:", "as_dict:", "face.yaml:1: as_dict cannot be a name"),
        ("accept:", "accept: [", "face.yaml:"),
        (SOUND, "", "face.yaml:1: the file is empty"),
        (SOUND, "- x\n", "face.yaml:1: must be fields with values"),
        (SOUND, SOUND[: SOUND.index("values:")] + "values: []\n", "face.yaml:5: values must be a list"),
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


def test_two_conditions_may_follow_each_other(tmp_path):
    text = entries(
        "from: 2026-01-01, until: 2026-03-31, when: {season: [ramadan]}, value: 1, source: s, status: A",
        "from: 2026-04-01, when: {season: [ramadan, normal]}, value: 2, source: s, status: A",
    )
    assert book(tmp_path, text).on(DAY, season="ramadan").verification.face.days == 2
    with pytest.raises(PolicyError, match="neither is the more exact"):
        book(tmp_path, text.replace("2026-03-31", "2026-04-01"))


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
