"""Is the person at one of their sites (docs/algorithms/place.md)? The office is a circle of 100 m."""

from datetime import timedelta

import pytest

from nyata.core.reasons import Reason
from nyata.core.tests.cases import LIMITS, OFFICE, PRESS, WALL_MS, fix, place
from nyata.core.verification.facts import Fence, PlaceFacts
from nyata.core.verification.place import judge_place, judge_place_hints, read_place
from nyata.core.verification.signals import Severity

CHROME = "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile"


def state(*fixes, **changes):
    finding = judge_place(place(*fixes, **changes), PRESS, LIMITS.place)
    return finding.reasons[0]


@pytest.mark.parametrize(
    "north, accuracy, found",
    [
        (0, 10, Reason.INSIDE_SITE),
        (100, 0, Reason.INSIDE_SITE),
        (115.9, 10, Reason.INSIDE_SITE),  # 16 m of credit
        (116.1, 10, Reason.OUTSIDE_SITE),
        (600, 10, Reason.OUTSIDE_SITE),
        (199.9, 100, Reason.INSIDE_SITE),  # the credit ends at 100 m
        (200.1, 100, Reason.PLACE_UNCLEAR),  # the doubt does not
        (259.9, 100, Reason.PLACE_UNCLEAR),
        (260.1, 100, Reason.OUTSIDE_SITE),
        (0, 200, Reason.INSIDE_SITE),
        (0, 200.1, Reason.PLACE_UNCLEAR),
        (600, 5000, Reason.PLACE_UNCLEAR),
        (0, 5000, Reason.PLACE_UNCLEAR),
        (8_101, 5000, Reason.OUTSIDE_SITE),
    ],
)
def test_distance_less_what_the_position_may_be_off(north, accuracy, found):
    assert state(fix(north, accuracy=accuracy)) is found


def test_the_most_exact_position_counts():
    assert state(fix(2000, accuracy=800), fix(20, accuracy=15)) is Reason.INSIDE_SITE
    assert state(fix(20, accuracy=80), fix(2000, accuracy=15)) is Reason.OUTSIDE_SITE


def test_of_equally_exact_positions_the_latest_counts():
    reading = read_place(place(fix(600, at_ms=0), fix(20, at_ms=900)), PRESS, LIMITS.place)
    assert reading.state is Reason.INSIDE_SITE
    assert read_place(place(fix(20, at_ms=0), fix(600, at_ms=900)), PRESS, LIMITS.place).state is Reason.OUTSIDE_SITE


def test_any_of_several_sites_will_do():
    far = Fence(2, {"type": "Point", "coordinates": [104.9, -3.3]}, 100.0)
    lon, lat = OFFICE.shape["coordinates"]
    yard = Fence(
        3,
        {"type": "Polygon", "coordinates": [[[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat]]]},
        None,
    )
    reading = read_place(place(fix(), fences=(far, OFFICE, yard)), PRESS, LIMITS.place)
    assert (reading.state, reading.fence.id) == (Reason.INSIDE_SITE, 1)
    assert state(fix(), fences=(far,)) is Reason.OUTSIDE_SITE


def test_the_signal_says_which_site_and_how_far():
    finding = judge_place(place(fix(600)), PRESS, LIMITS.place)
    payload = finding.signals[0].payload
    assert (payload["site"], payload["accuracy_m"], payload["credit_m"]) == (1, 10.0, 16.0)
    assert payload["outside_m"] == pytest.approx(500, abs=0.1)
    assert "latitude" not in payload


def test_without_a_position_the_person_is_told_to_allow_it():
    assert state() is Reason.NO_PLACE


def test_without_a_site_it_is_the_offices_to_mend():
    finding = judge_place(place(fix(), fences=()), PRESS, LIMITS.place)
    assert (finding.severity, finding.reasons[0]) == (Severity.LOOK, Reason.NO_SITE_ASSIGNED)


@pytest.mark.parametrize(
    "age_s, found", [(119, Reason.INSIDE_SITE), (120, Reason.INSIDE_SITE), (121, Reason.PLACE_OLD)]
)
def test_a_position_older_than_two_minutes_is_old(age_s, found):
    assert state(fix(time_ms=WALL_MS - age_s * 1000, at_ms=0)) is found


def test_a_position_of_the_future_is_as_strange_as_an_old_one():
    assert state(fix(time_ms=WALL_MS + 121_000, at_ms=0)) is Reason.PLACE_OLD


def test_an_old_position_beside_a_fresh_one_is_left_aside():
    old = fix(600, accuracy=3.0, time_ms=WALL_MS - 3_600_000)
    assert state(old, fix(20, accuracy=30)) is Reason.INSIDE_SITE


def test_a_wrong_phone_clock_does_not_age_a_position_with_satellite_time():
    fast = WALL_MS + 600_000
    assert judge_place(PlaceFacts((fix(),), (OFFICE,), fast), PRESS, LIMITS.place).severity is Severity.FINE
    with_phone_time = fix(time_ms=fast)
    assert judge_place(PlaceFacts((with_phone_time,), (OFFICE,), fast), PRESS, LIMITS.place).severity is Severity.FINE


@pytest.mark.parametrize(
    "fixes", [(fix(600),), (fix(0, accuracy=5000),), (), (fix(time_ms=0),)], ids=["out", "vague", "none", "old"]
)
def test_declared_field_duty_is_for_the_supervisor_to_see(fixes):
    finding = judge_place(place(*fixes, field_duty=True), PRESS, LIMITS.place)
    assert (finding.severity, finding.reasons[0]) == (Severity.LOOK, Reason.FIELD_DUTY_DECLARED)
    assert len(finding.reasons) == 2


def hints(*fixes, agent=CHROME):
    finding = judge_place_hints(fixes, agent, LIMITS.place)
    assert finding.severity is Severity.FINE
    return finding.signals[0].payload["hints"]


def test_equal_coordinates_and_constant_accuracy_are_honest():
    assert hints(*[fix(at_ms=n * 1000, accuracy=3.0) for n in range(5)]) == []


def test_the_joint_pattern_of_a_position_program_is_noted_and_its_parts_are_not():
    tool = {"accuracy": 3.0, "altitude": 3.0, "speed": 0.01, "heading": 1.0}
    assert hints(fix(**tool)) == ["mock_pattern"]
    for part in tool:
        assert hints(fix(**{part: tool[part]})) == []


def test_vertical_accuracy_is_odd_in_chrome_on_android_only():
    assert hints(fix(altitude_accuracy=4.0)) == ["altitude_accuracy"]
    assert hints(fix(altitude_accuracy=4.0), agent="Mozilla/5.0 (iPhone) Safari") == []


def test_a_jump_between_positions_is_noted_beyond_what_they_may_be_off():
    assert hints(fix(0, at_ms=0), fix(500, at_ms=2000)) == ["jump"]
    assert hints(fix(0, at_ms=0, accuracy=2000), fix(500, at_ms=2000)) == []
    assert hints(fix(0, at_ms=0), fix(100, at_ms=2000)) == []


def test_age_is_counted_from_when_a_position_arrived():
    late = fix(time_ms=WALL_MS - 100_000, at_ms=30_000)
    assert state(late) is Reason.PLACE_OLD
    assert read_place(place(late), PRESS + timedelta(hours=1), LIMITS.place) is Reason.PLACE_OLD
