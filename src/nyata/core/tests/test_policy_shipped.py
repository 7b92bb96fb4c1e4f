"""The policy as it ships: what is in force, what is off, what there is not, and why."""

from datetime import date, time, timedelta

import pytest

from nyata.core.policy import PolicyError
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
