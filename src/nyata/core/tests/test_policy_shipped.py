"""The policy as it ships: what is in force, what is off, what there is not, and why."""

from datetime import date, time, timedelta

import pytest

from nyata.core.policy import Activation, NoValue, PolicyError
from nyata.core.tests.cases import BOOK

DAY = date(2026, 11, 23)


def test_every_key_is_named_in_two_languages():
    for key, found in BOOK.keys.items():
        assert found.description.endswith(".") and found.title == found.title.strip() != "", key
        assert not found.title.endswith("."), key


def test_every_value_that_checking_in_needs_is_in_force():
    today = BOOK.on(DAY)
    for key in BOOK.keys:
        if key.startswith(("accounts.", "enrolment.", "privacy.", "verification.", "working_time.standard.")):
            assert today.entry(key).source, key


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


# The working-time law


def on(day=DAY, *, switched=(), **facts):
    """The policy of a day with every value of these keys switched on that can be."""
    values = [one for key in switched for one in BOOK.keys[key].values if one.can_be_switched]
    return BOOK.on(day, activations=[Activation(one.id, one.start) for one in values], **facts)


@pytest.mark.parametrize("employment", ["PNS", "CPNS", "PPPK"])
@pytest.mark.parametrize("season, hours", [("normal", 37.5), ("ramadan", 32.5)])
def test_the_week_of_the_law_holds_for_full_time_employment(employment, season, hours):
    """Perpres 21/2023 Ps 4(1), 4(2)."""
    assert on(employment=employment, season=season).working_time.week.norm == timedelta(hours=hours)


@pytest.mark.parametrize("season", ["normal", "ramadan"])
def test_part_time_contracts_have_no_week_by_default_and_the_policy_says_why(season):
    """KepmenPANRB 16/2025 diktum ke-14."""
    policy = on(employment="PPPK_PW", season=season)
    with pytest.raises(NoValue, match="perjanjian kerja"):
        _ = policy.working_time.week.norm
    assert policy.standing("working_time.week.norm").none.source == "KepmenPANRB 16/2025 diktum ke-14"


def test_nobodys_week_is_nobodys():
    assert on(season="normal").standing("working_time.week.norm").value is None


SIX_DAY = ("working_time.six_day.start", "working_time.six_day.end")


@pytest.mark.parametrize("week", ["standard", "six_day"])
@pytest.mark.parametrize("season, minutes", [("normal", 2250), ("ramadan", 1950)])
def test_the_hours_and_breaks_of_a_week_add_up_to_its_norm(week, season, minutes):
    worked = timedelta()
    for offset in range(7):
        day = date(2026, 11, 23) + timedelta(days=offset)
        policy = on(day, switched=SIX_DAY, season=season)
        hours = getattr(policy.working_time, week)
        if ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[offset] in hours.working_days:
            at_work = timedelta(hours=hours.end.hour - hours.start.hour, minutes=hours.end.minute - hours.start.minute)
            worked += at_work - policy.working_time.breaks.length
    assert worked == timedelta(minutes=minutes)


def test_the_normal_hours_of_six_days_are_off_and_those_of_ramadan_are_known():
    for key in SIX_DAY:
        assert on(season="normal").standing(key).is_off
        assert on(season="ramadan").standing(key).value.status == "B"


def test_windows_between_days():
    windows = on().working_time.windows
    assert (windows.before_start, windows.after_end, windows.machine_gap) == (
        timedelta(minutes=120), timedelta(minutes=360), timedelta(minutes=30),
    )  # fmt: skip


def test_flexible_work_has_a_history():
    assert on(date(2025, 4, 20)).working_time.flexible.kinds == ("tempat", "waktu")
    assert "rumah" in on(date(2025, 4, 21)).working_time.flexible.kinds
    assert on().working_time.flexible.owes_week is True


def test_collective_leave_is_not_taken_from_annual_leave():
    for employment in ("PNS", "CPNS", "PPPK"):
        assert on(employment=employment).working_time.calendar.collective_leave_deducted is False
    assert on(employment="PPPK_PW").standing("working_time.calendar.collective_leave_deducted").is_off


def test_there_is_no_apel_in_ramadan():
    assert on(season="normal").working_time.calendar.apel is True
    assert on(season="ramadan").working_time.calendar.apel is False


# Discipline

BANDS = tuple(f"discipline.lateness.{name}" for name in ("late_bands", "early_bands", "no_record_band"))


def test_bands_of_lateness_are_off_until_a_document_of_oki_is_named():
    for key in BANDS:
        assert on().standing(key).is_off


def test_bands_are_half_open_so_that_no_minute_is_left_out():
    """A printed table that says "61 to <91" and ">91" leaves out the 91st minute."""
    lateness = on(switched=BANDS).discipline.lateness
    for bands, code in ((lateness.late_bands, "TL"), (lateness.early_bands, "PSW")):
        assert [(band.from_minutes, band.code, band.percent) for band in bands] == [
            (1, f"{code}1", None), (31, f"{code}2", None), (61, f"{code}3", None), (91, f"{code}4", None),
        ]  # fmt: skip
        assert 1 <= lateness.no_record_band <= len(bands)
    assert lateness.no_record_band == 4


@pytest.mark.parametrize("employment", ["PNS", "CPNS"])
def test_the_ladder_of_pp_94_2021_is_for_pns(employment):
    absence = on(employment=employment).discipline.absence
    assert [rung.from_days for rung in absence.ladder] == [3, 4, 7, 11, 14, 17, 21, 25, 28]
    assert [rung.level for rung in absence.ladder] == ["ringan"] * 3 + ["sedang"] * 3 + ["berat"] * 3
    assert all(rung.article.startswith("Ps ") for rung in absence.ladder)
    (rung,) = absence.consecutive_ladder
    assert (rung.from_days, rung.level) == (10, "berat")
    assert absence.period == "calendar_year"
    assert len(absence.salary_stop_steps) == 3


@pytest.mark.parametrize("employment", ["PPPK", "PPPK_PW"])
@pytest.mark.parametrize("key", ["ladder", "consecutive_ladder", "period"])
def test_pppk_have_no_ladder_before_the_ppk_sets_one(employment, key):
    """PP 49/2018 Ps 52."""
    standing = on(employment=employment).standing(f"discipline.absence.{key}")
    assert not standing.is_off and "PPK" in standing.none.none
    assert standing.none.source == "PP 49/2018 Ps 52(1)-(2)"


def test_minutes_become_no_days_unless_a_document_says_so():
    assert on().discipline.absence.late_to_absence is False
    assert on(switched=["discipline.absence.late_to_absence"]).discipline.absence.late_to_absence is True
    (waiting,) = on().standing("discipline.absence.late_to_absence").waiting
    assert waiting.written is True


def test_which_medium_sanctions_apply_is_for_bkpsdm_to_say():
    for name in ("medium_cut", "medium_delay"):
        assert on(employment="PNS").standing(f"discipline.sanctions.{name}").is_off
        sanctions = getattr(on(employment="PNS", switched=[f"discipline.sanctions.{name}"]).discipline.sanctions, name)
        assert len(sanctions) == sum(rung.level == "sedang" for rung in on(employment="PNS").discipline.absence.ladder)


# Allowance

REGIONS = ("kementan", "kemenkeu", "ngawi", "ogan_ilir", "tebo", "tulang_bawang")


def test_other_regions_are_examples_that_nothing_switches_on():
    found = {key.split(".")[1] for key in BOOK.keys if key.startswith("allowance.")}
    assert found == {*REGIONS, "oki"}
    for key in BOOK.keys:
        if key.startswith("allowance.") and not key.startswith("allowance.oki."):
            assert BOOK.keys[key].title.startswith("Contoh "), key
            assert {one.status for one in BOOK.keys[key].values} == {"example"}, key
            policy = on(switched=[key], week="five_day")
            with pytest.raises(NoValue):
                policy.entry(key)
            assert not policy.standing(key).is_off


def test_each_region_says_what_a_month_can_lose_or_that_its_source_does_not_say():
    for region in REGIONS:
        (value,) = BOOK.keys[f"allowance.{region}.monthly_cap"].values
        assert (value.value is None) == bool(value.none)


def test_the_same_event_costs_half_a_percent_or_a_fifth_by_its_base():
    """Tulang Bawang: 0.5 % of the discipline component is 0.2 % of the total."""
    example = on().example
    (first, *_) = example("allowance.tulang_bawang.late_bands").value
    share = example("allowance.tulang_bawang.discipline_share").value
    assert example("allowance.tulang_bawang.late_base").value == "discipline_component"
    assert first.percent * share / 100 == pytest.approx(0.2)


def test_nothing_is_known_of_oki_itself_and_the_policy_says_so():
    for key in ("late_bands", "early_bands", "absent_day", "base", "monthly_cap"):
        standing = on().standing(f"allowance.oki.{key}")
        assert standing.value is None and not standing.is_off and "belum" in standing.none.none


# Leave


@pytest.mark.parametrize(
    "key, value",
    [
        ("annual.days", 12), ("annual.min_service", 1), ("annual.carry_over_one", 18), ("annual.carry_over_two", 24),
        ("sick.government_doctor_from", 15), ("sick.max_months", 12), ("sick.extension_months", 6),
        ("maternity.months", 3), ("maternity.later_children", ("long",)), ("important.months", 1), ("long.months", 3),
        ("long.min_service", 5), ("long.uses_annual", True), ("unpaid.years", 3), ("unpaid.counts_as_service", False),
    ],
)  # fmt: skip
def test_the_leave_of_pns(key, value):
    assert on(employment="PNS").entry(f"leave.{key}").value == value


def test_pppk_have_four_types_of_leave():
    assert on(employment="PPPK").leave.types.open == ("annual", "sick", "maternity", "collective")
    for key in ("important.months", "long.months", "unpaid.years"):
        assert "PPPK" in on(employment="PPPK").standing(f"leave.{key}").none.none
    assert on(employment="PPPK").leave.annual.first_year_days == 6


def test_two_readings_of_the_longest_sick_leave_of_pppk_wait_for_a_decision():
    for key in ("leave.sick.max_months", "leave.sick.max_days"):
        assert on(employment="PPPK").standing(key).is_off
        assert on(employment="PPPK", switched=[key]).entry(key).status == "open"


def test_of_part_time_employment_nothing_is_taken_for_granted():
    for key in BOOK.keys:
        if key.startswith("leave.") and key != "leave.types.acting" and not key.startswith("leave.approval."):
            assert on(employment="PPPK_PW").standing(key).value is None, key
