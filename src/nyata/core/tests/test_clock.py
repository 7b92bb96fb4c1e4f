"""When a person acted, as far as it can be known (docs/algorithms/time.md)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyata.core.reasons import Reason
from nyata.core.tests.cases import LEAD, LIMITS, PRESS, WALL_MS, time
from nyata.core.verification.clock import TimeMark, acting_time, judge_time
from nyata.core.verification.signals import Severity

MINUTE = timedelta(minutes=1)
BACK_AT_0741 = PRESS + 13 * MINUTE
OFFLINE = {"live": False, "issued_at": PRESS - timedelta(hours=20), "lead": timedelta(0), "received_at": BACK_AT_0741}


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def test_a_live_press_counts_when_the_button_was_pressed():
    found = time()
    assert (found.acted_at, found.mark, found.clamped) == (PRESS, TimeMark.LIVE, False)
    assert found.earliest_at == PRESS - MINUTE
    assert judge_time(found, LIMITS.clock).reasons == (Reason.CLOCK_LIVE,)


def test_pressed_at_0728_with_the_server_down_and_sent_at_0741_counts_as_0728():
    found = time(**OFFLINE)
    assert (found.acted_at, found.mark) == (PRESS, TimeMark.ANCHORED)
    assert (found.earliest_at, found.received_at) == (PRESS - MINUTE, BACK_AT_0741)
    finding = judge_time(found, LIMITS.clock)
    assert (finding.severity, finding.reasons) == (Severity.FINE, (Reason.CLOCK_ANCHORED,))


@pytest.mark.parametrize(
    ("later", "severity"), [(timedelta(hours=12), Severity.FINE), (timedelta(hours=12, seconds=1), Severity.LOOK)]
)
def test_a_working_day_without_network_is_ordinary_and_what_came_from_before_is_looked_at(later, severity):
    """It counts meanwhile, at its own time: nobody is late by a slow network."""
    found = time(**OFFLINE | {"received_at": PRESS + later})
    finding = judge_time(found, LIMITS.clock)
    assert (found.acted_at, found.mark, finding.severity) == (PRESS, TimeMark.ANCHORED, severity)
    assert (Reason.SECOND_LOOK in finding.reasons) is (severity is Severity.LOOK)
    assert Reason.CLOCK_ANCHORED in finding.reasons


def test_a_live_press_cannot_lie_more_than_two_minutes_before_its_question():
    found = time(anchor_at=PRESS - timedelta(hours=2), elapsed_ms=0)
    assert found.earliest_at == found.acted_at == PRESS + timedelta(seconds=2) - LEAD
    assert found.clamped


def test_a_page_loaded_anew_falls_back_to_the_phones_clock_and_is_marked():
    found = time(**OFFLINE, elapsed_ms=None)
    assert (found.acted_at, found.mark) == (PRESS, TimeMark.UNPROVEN)


def test_an_elapsed_time_without_a_good_anchor_proves_nothing():
    found = time(**OFFLINE, anchor_at=None)
    assert (found.mark, found.earliest_at) == (TimeMark.UNPROVEN, PRESS - timedelta(hours=20))


@pytest.mark.parametrize("wall", [datetime(1970, 1, 2, tzinfo=UTC), PRESS - timedelta(days=1), PRESS - 2 * MINUTE])
def test_a_clock_set_back_beyond_the_anchor_proves_nothing_and_is_looked_at(wall):
    found = time(**OFFLINE, elapsed_ms=None, wall_ms=ms(wall))
    assert found.mark is TimeMark.UNPROVEN
    assert found.acted_at == found.earliest_at == PRESS - MINUTE
    assert judge_time(found, LIMITS.clock).reasons == (Reason.CLOCK_UNPROVEN,)
    assert judge_time(found, LIMITS.clock).severity is Severity.LOOK


def test_a_clock_set_back_inside_the_interval_counts_for_now_and_is_looked_at():
    arrived = PRESS + timedelta(hours=2)
    found = time(**OFFLINE | {"received_at": arrived}, elapsed_ms=None, wall_ms=WALL_MS)
    assert found.acted_at == PRESS
    assert judge_time(found, LIMITS.clock).severity is Severity.LOOK


def test_a_phone_clock_that_agrees_with_the_receipt_needs_no_look():
    found = time(**OFFLINE | {"received_at": PRESS + 5 * MINUTE}, elapsed_ms=None)
    assert judge_time(found, LIMITS.clock).severity is Severity.FINE
    found = time(**OFFLINE | {"received_at": PRESS + 5 * MINUTE + timedelta(milliseconds=1)}, elapsed_ms=None)
    assert judge_time(found, LIMITS.clock).severity is Severity.LOOK


def test_a_phone_clock_that_runs_ahead_counts_as_the_receipt():
    found = time(**OFFLINE, elapsed_ms=None, wall_ms=ms(BACK_AT_0741 + timedelta(hours=1)))
    assert (found.acted_at, found.clamped) == (BACK_AT_0741, True)
    assert judge_time(found, LIMITS.clock).severity is Severity.FINE


def test_a_live_press_with_a_fast_clock_is_not_late_by_the_networks_delay():
    found = time(elapsed_ms=None, wall_ms=ms(PRESS + timedelta(hours=1)), received_at=PRESS + MINUTE)
    assert found.acted_at == PRESS + timedelta(seconds=2)
    assert judge_time(found, LIMITS.clock).severity is Severity.FINE


def test_a_wrong_clock_takes_nothing_from_a_proven_press():
    assert time(wall_ms=ms(PRESS + timedelta(days=400))).acted_at == PRESS


@pytest.mark.parametrize("ahead_s, severity", [(60, Severity.FINE), (61, Severity.LOOK)])
def test_more_time_elapsed_than_passed_contradicts_and_is_looked_at(ahead_s, severity):
    elapsed = 14 * 60_000 + ahead_s * 1000
    found = time(**OFFLINE, elapsed_ms=elapsed)
    assert found.acted_at == BACK_AT_0741
    finding = judge_time(found, LIMITS.clock)
    assert finding.severity is severity
    assert (Reason.CLOCK_CONTRADICTS in finding.reasons) == (severity is Severity.LOOK)


def test_an_anchor_younger_than_the_receipt_cannot_empty_the_interval():
    found = time(anchor_at=PRESS + timedelta(hours=1))
    assert found.earliest_at == found.acted_at == found.received_at


START = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(0, 30 * 24 * 3_600_000).map(lambda after: START + timedelta(milliseconds=after))
maybe_elapsed = st.none() | st.integers(0, 40 * 24 * 3_600_000)
lead = st.integers(0, 600).map(lambda seconds: timedelta(seconds=seconds))
claims = {
    "elapsed_ms": maybe_elapsed,
    "wall_ms": st.integers(0, 4_102_444_800_000),
    "anchor_at": st.none() | moments,
    "issued_at": moments,
    "live": st.booleans(),
    "lead": lead,
}


@given(received_at=moments, **claims)
def test_the_time_that_counts_always_lies_in_the_interval(received_at, **claim):
    found = acting_time(received_at=received_at, **claim)
    assert found.earliest_at <= found.acted_at <= found.received_at == received_at
    assert found.claim_ahead >= timedelta(0)
    assert found.gap >= timedelta(0)


@given(received_at=moments, later=st.integers(0, 10**7), **claims)
def test_a_later_arrival_never_makes_anybody_late(received_at, later, **claim):
    """For every claim that can be true at the first arrival. (One that lies after it is worth the arrival itself.)"""
    before = acting_time(received_at=received_at, **claim)
    after = acting_time(received_at=received_at + timedelta(seconds=later), **claim)
    # A server whose clock lags behind its own anchor is no honest first arrival either.
    if not before.claim_ahead and before.earliest_at < received_at:
        assert after.acted_at <= before.acted_at


@given(received_at=moments, later=st.integers(0, 10**7), **claims)
def test_a_later_arrival_never_gains_more_than_the_claim(received_at, later, **claim):
    before = acting_time(received_at=received_at, **claim)
    after = acting_time(received_at=received_at + timedelta(seconds=later), **claim)
    assert after.acted_at <= max(before.acted_at, before.claimed_at, after.earliest_at)


@given(received_at=moments, earlier=st.integers(0, 10**10), **claims)
def test_setting_the_clock_back_never_gains_more_than_the_earliest_time(received_at, earlier, **claim):
    claim["elapsed_ms"] = None
    found = acting_time(received_at=received_at, **claim | {"wall_ms": max(claim["wall_ms"] - earlier, 0)})
    assert found.acted_at >= found.earliest_at
    if not claim["live"]:
        assert found.mark is TimeMark.UNPROVEN
