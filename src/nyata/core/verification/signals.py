"""What judging makes of facts: signals, which are kept, and findings, which add up to an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from nyata.core.reasons import Reason


class Outcome(StrEnum):
    """What became of an attempt (docs/algorithms/verification.md)."""

    ACCEPTED = "accepted"
    STEP_UP = "step_up"
    REVIEW = "review"
    ERROR = "error"
    REFUSED = "refused"
    DECLINED = "declined"  # a person looked at it in a review; judging itself never says this


class Severity(IntEnum):
    """How far a finding keeps an attempt from being accepted."""

    FINE = 0
    LOOK = 1  # counts for now; a person looks
    AGAIN = 2  # a new try can clear it


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing measured: `strength` 0..1 says how much it speaks against the attempt, 0 not at all.

    `kind` is also the family: signals of one kind are never independent of each other. Payloads are plain JSON and
    stay on the server. A signal is not a verdict, and a verdict is not a sanction.
    """

    kind: str
    strength: float
    payload: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """As a verdict stores it."""
        return {"kind": self.kind, "strength": round(self.strength, 3), "payload": dict(self.payload)}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    severity: Severity
    reasons: tuple[Reason, ...]
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome of an attempt with every reason (what stands in the way first) and every signal."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    signals: tuple[Signal, ...]
