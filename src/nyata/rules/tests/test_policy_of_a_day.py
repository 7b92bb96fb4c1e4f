"""The one door to the policy: the same object while nothing is decided, and nothing older than a few seconds."""

import datetime as dt

import pytest

from nyata.core.policy import PolicyError
from nyata.people.selectors import authority_of
from nyata.rules import selectors
from nyata.rules.models import RuleDecision
from nyata.rules.selectors import today
from nyata.rules.services import decide
from nyata.rules.tests.conftest import KEY, NOW, TODAY
from nyata.rules.tests.factories import switch_on


@pytest.fixture
def clock(monkeypatch):
    """The seconds that the process counts."""
    now = [1000.0]
    monkeypatch.setattr("nyata.rules.selectors.today.time.monotonic", lambda: now[0])
    selectors.forget()
    return now


def test_the_policy_of_a_day_asks_the_database_once_in_a_few_seconds(db, clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = selectors.policy_on(TODAY)
        assert selectors.policy_on(TODAY) is first
        assert selectors.policy_on(TODAY - dt.timedelta(days=1), employment="PNS") is not first
    clock[0] += selectors.FRESH - 0.1
    with django_assert_num_queries(0):
        selectors.policy_on(TODAY)
    clock[0] += 0.1
    with django_assert_num_queries(1):
        assert selectors.policy_on(TODAY) is first  # nothing was decided: the same policy


def test_a_decision_of_another_process_is_known_within_seconds(offices, clock):
    assert selectors.is_off(KEY, TODAY)
    offices.both()
    # As if decided elsewhere: this process is not told.
    today._known.activations, today._known.read_at = frozenset(), clock[0]
    assert selectors.is_off(KEY, TODAY)
    clock[0] += selectors.FRESH
    assert not selectors.is_off(KEY, TODAY)


def test_a_decision_of_this_process_is_known_at_once(offices, clock, django_capture_on_commit_callbacks):
    assert selectors.is_off(KEY, TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        decide(officer=authority_of(offices.five.hr, TODAY), order=offices.order("hr"), at=NOW)
        decide(officer=authority_of(offices.legal, TODAY), order=offices.order("legal"), at=NOW)
        assert selectors.is_off(KEY, TODAY)  # nobody relies on what may yet be rolled back
    assert not selectors.is_off(KEY, TODAY)


def test_facts_are_asked_as_the_book_asks_them(db):
    week = selectors.policy_on(TODAY, employment="PNS", season="ramadan").working_time.week
    assert week.norm == dt.timedelta(minutes=1950)
    with pytest.raises(PolicyError, match="employment=THL"):
        selectors.policy_on(TODAY, employment="THL")
    with pytest.raises(PolicyError, match="not a key"):
        selectors.is_off("discipline.lateness.nothing", TODAY)


def test_what_deliberately_has_no_value_is_not_off(db):
    assert not selectors.is_off("working_time.week.norm", TODAY, employment="PPPK_PW")
    found = selectors.standing("working_time.week.norm", TODAY, employment="PPPK_PW")
    assert "PPK" in found.none.none


def test_everything_can_be_switched_on_for_a_test(db):
    switch_on(KEY, "discipline.absence.late_to_absence")
    rules = selectors.policy_on(TODAY)
    assert rules.discipline.absence.late_to_absence is True
    assert selectors.policy_on(dt.date(2025, 12, 31)).discipline.absence.late_to_absence is False
    assert [band.code for band in rules.discipline.lateness.late_bands] == ["TL1", "TL2", "TL3", "TL4"]
    assert RuleDecision.objects.count() == 4
