"""The policy of a day: the files, and what two offices switched on.

Activations are read with one statement at most every FRESH seconds in a process, and anew after a decision made in it:
a decision reaches every process within that time, and a check-in pays for it once in a few seconds, not each time.
"""

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nyata.core import policy
from nyata.core.policy import Activation, Book, Policy, Standing, Value
from nyata.rules import agreement
from nyata.rules.models import RuleDecision

FRESH = 3.0  # seconds


@dataclass(slots=True)
class _Known:
    """What this process read last, and when (monotonic seconds)."""

    activations: frozenset[Activation] = frozenset()
    read_at: float = float("-inf")


_known = _Known()


def book() -> Book:
    """Every key and value of the files, loaded once a process."""
    return policy.loaded(settings.POLICY_DIR)


def policy_on(day: dt.date, **facts: str) -> Policy:
    """The policy in force on a day for these facts (employment, season, week), with what is switched on.

    The same object as long as nothing was decided. Raises PolicyError for a fact that no condition could mean.
    """
    return _policy(settings.POLICY_DIR, activations(), day, tuple(sorted(facts.items())))


@lru_cache(maxsize=4096)
def _policy(folder: Path, switched: frozenset[Activation], day: dt.date, facts: tuple[tuple[str, str], ...]) -> Policy:
    return policy.loaded(folder).on(day, activations=switched, **dict(facts))


def standing(key: str, day: dt.date, **facts: str) -> Standing:
    """How a key stands on a day: in force, off, or deliberately without a value. PolicyError for an unknown key."""
    return policy_on(day, **facts).standing(key)


def is_off(key: str, day: dt.date, **facts: str) -> bool:
    """Whether the only values of a key for that day wait to be switched on: a page that would use it says so."""
    return standing(key, day, **facts).is_off


def activations() -> frozenset[Activation]:
    """What both offices switched on, for all days; at most FRESH seconds old."""
    now = time.monotonic()
    if now - _known.read_at >= FRESH:
        _known.activations = read_activations()
        _known.read_at = now
    return _known.activations


def forget() -> None:
    """Read anew next time. Called after every decision."""
    _known.read_at = float("-inf")


def read_activations() -> frozenset[Activation]:
    """What both offices switched on, read now. One statement.

    A decision counts only for the value that was signed: once its words in the file differ, or it may no longer be
    switched, the value is off again.
    """
    by_value: dict[str, list[RuleDecision]] = defaultdict(list)
    for decision in RuleDecision.objects.order_by("pk"):
        if is_of(decision, book().values.get(decision.value)):
            by_value[decision.value].append(decision)
    return frozenset(
        Activation(value, since, until)
        for value, decisions in by_value.items()
        for since, until in agreement.spans(decisions)
    )


def is_of(decision: RuleDecision, value: Value | None) -> bool:
    """Whether a decision still speaks of this very value."""
    return value is not None and value.can_be_switched and decision.fingerprint == value.fingerprint


def decisions_on(value: Value) -> list[RuleDecision]:
    """The decisions that speak of this very value, oldest first, with who decided. One statement."""
    found = RuleDecision.objects.filter(value=value.id, fingerprint=value.fingerprint)
    return list(found.select_related("decided_by").order_by("pk"))


def decisions_on_other_words() -> list[RuleDecision]:
    """Decisions that no longer count, since their value is gone, verified meanwhile, or written otherwise."""
    found = RuleDecision.objects.order_by("pk")
    return [decision for decision in found if not is_of(decision, book().values.get(decision.value))]
