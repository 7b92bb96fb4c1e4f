"""Whose time counts once a step-up is passed, and what the phone offers next."""

from datetime import timedelta

import pytest

from nyata.core.reasons import Reason
from nyata.core.tests.cases import PRESS
from nyata.core.verification import Attempt, Outcome, next_step, time_that_counts

WINDOW = timedelta(minutes=15)
PASSED = PRESS + timedelta(minutes=4)


def test_a_step_up_that_succeeds_makes_nobody_late():
    first = Attempt(PRESS, [Reason.FACE_UNSURE])
    second = Attempt(PRESS + timedelta(minutes=2), [Reason.MOVES_UNREAD])
    assert time_that_counts(PASSED, [second, first], WINDOW) == PRESS


def test_without_earlier_attempts_its_own_time_counts():
    assert time_that_counts(PASSED, [], WINDOW) == PASSED


def test_an_attempt_from_home_does_not_lend_its_time():
    home = Attempt(PRESS, [Reason.OUTSIDE_SITE])
    at_the_gate = Attempt(PRESS + timedelta(minutes=3), [Reason.FACE_UNSURE, Reason.INSIDE_SITE])
    assert time_that_counts(PASSED, [home], WINDOW) == PASSED
    assert time_that_counts(PASSED, [home, at_the_gate], WINDOW) == PRESS + timedelta(minutes=3)


@pytest.mark.parametrize("reason", [Reason.PLACE_UNCLEAR, Reason.NO_PLACE, Reason.PLACE_OLD, "place_unclear"])
def test_a_place_that_was_not_known_is_given_the_benefit_of_the_doubt(reason):
    assert time_that_counts(PASSED, [Attempt(PRESS, [reason])], WINDOW) == PRESS


def test_an_attempt_longer_ago_than_the_window_stands_by_itself():
    late = PRESS + WINDOW
    assert time_that_counts(late, [Attempt(PRESS, [])], WINDOW) == PRESS
    later = late + timedelta(milliseconds=1)
    assert time_that_counts(later, [Attempt(PRESS, [])], WINDOW) == later


def test_a_step_up_never_counts_later_than_it_was_made():
    assert time_that_counts(PASSED, [Attempt(PASSED + timedelta(minutes=1), [])], WINDOW) == PASSED


@pytest.mark.parametrize(
    "outcome, reasons, offered",
    [
        (None, [], "wait"),
        (Outcome.ERROR, [], "wait"),
        (Outcome.ACCEPTED, [Reason.FACE_MATCHES], None),
        (Outcome.STEP_UP, [Reason.MOVES_UNREAD], "retry"),
        (Outcome.STEP_UP, [Reason.PLACE_UNCLEAR], "retry"),
        (Outcome.STEP_UP, ["outside_site"], "field_duty"),
        (Outcome.REVIEW, [Reason.FACE_DIFFERS], "witness"),
        (Outcome.REVIEW, [Reason.NO_TEMPLATE], "witness"),
        (Outcome.REVIEW, [Reason.CLOCK_UNPROVEN], "wait"),
        (Outcome.REVIEW, [Reason.FIELD_DUTY_DECLARED, Reason.FACE_UNSURE], "wait"),
        (Outcome.REFUSED, [], None),
    ],
)
def test_the_phone_offers_the_next_step(outcome, reasons, offered):
    assert next_step(outcome, reasons) == offered
