"""What the policy says about apel: which sessions are held, and how long things wait."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from nyata.apel.kinds import Kind
from nyata.core.policy import Policy
from nyata.rules.selectors import policy_on, standing

HELD_IN_RAMADAN = {Kind.CEREMONY: "apel.sessions.ceremony_in_ramadan"}
HELD_ON_DAYS_OFF = {Kind.CEREMONY: "apel.sessions.ceremony_on_days_off"}
APEL_IN_RAMADAN, APEL_ON_DAYS_OFF = "working_time.calendar.apel", "apel.sessions.apel_on_days_off"


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things wait; `policy_hash` is of all that is in force."""

    opens_before: dt.timedelta
    closes_after: dt.timedelta
    reason_time: dt.timedelta
    sealed_after: dt.timedelta
    made_ahead: dt.timedelta
    looked_back: dt.timedelta
    policy_hash: str


def terms_on(day: dt.date) -> Terms:
    """The terms of a day."""
    return _terms(policy_on(day))


@lru_cache(maxsize=64)
def _terms(policy: Policy) -> Terms:
    rules = policy.apel.sessions
    return Terms(
        opens_before=rules.opens_before,
        closes_after=rules.closes_after,
        reason_time=rules.reason_time,
        sealed_after=rules.sealed_after,
        made_ahead=rules.made_ahead,
        looked_back=rules.looked_back,
        policy_hash=policy.hash,
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether a session is held on such a day, and by which document."""

    is_held: bool
    source: str


def rule_in_ramadan(kind: str, day: dt.date) -> Rule:
    """Whether sessions of a kind are held on a day in Ramadan. A rule that is off suspends nothing."""
    return _rule(HELD_IN_RAMADAN.get(Kind(kind), APEL_IN_RAMADAN), day, season="ramadan")


def rule_on_days_off(kind: str, day: dt.date) -> Rule:
    """Whether sessions of a kind are held on a day that the regency's calendar frees."""
    return _rule(HELD_ON_DAYS_OFF.get(Kind(kind), APEL_ON_DAYS_OFF), day)


def _rule(key: str, day: dt.date, **facts: str) -> Rule:
    found = standing(key, day, **facts).value
    return Rule(True, "") if found is None else Rule(bool(found.value), found.source)
