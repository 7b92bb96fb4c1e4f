"""What a policy is made of: keys, their dated values, who switched what on, and how a key stands on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nyata.core.encoding import canonical

# M: from memory, open: not found out. Neither is used before BKPSDM and Bagian Hukum both switch it on.
SWITCHED_OFF = frozenset({"M", "open"})
# Another regency's rule, for comparison. Nothing and nobody can switch it on.
EXAMPLE = "example"


class PolicyError(Exception):
    """A policy that does not load, or a value that is not there. The message names file and line, or key and day."""


class NoValue(PolicyError):
    """A key has no value in force. `standing` tells why, and what waits switched off."""

    def __init__(self, message: str, standing: Standing) -> None:
        super().__init__(message)
        self.standing = standing


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of a key.

    `until`: its last day, None where the next value ends it. `when`: the facts it is for, each with the values that
    fit, sorted. `value` as the program uses it (durations as timedelta, hours as time, lists as tuples), `written` as
    it stands in the file. `none`: why there is deliberately no value; `value` and `written` are then None.
    """

    key: str
    start: date
    until: date | None
    when: tuple[tuple[str, tuple[str, ...]], ...]
    value: Any
    written: Any
    none: str
    unit: str
    source: str
    status: str

    @property
    def id(self) -> str:
        """What an activation names: area.name.key@2026-01-01, with [fact=value] where it has conditions."""
        conditions = ",".join(f"{fact}={'|'.join(fits)}" for fact, fits in self.when)
        return f"{self.key}@{self.start}" + (f"[{conditions}]" if conditions else "")

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of what two offices sign: another value, unit, end or source needs new signatures."""
        until = self.until.isoformat() if self.until else None
        return hashlib.sha256(canonical([self.id, self.written, self.unit, until, self.source])).hexdigest()

    @property
    def can_be_switched(self) -> bool:
        """Whether it is off until it is switched on. What is verified is always on, an example never."""
        return self.status in SWITCHED_OFF and not self.none

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether every condition is met; a fact that is not known meets none."""
        return all(facts.get(fact) in fits for fact, fits in self.when)


@dataclass(frozen=True, slots=True)
class Activation:
    """A decision that a value marked M or open is used from a day on, to a last day. `value` is a `Value.id`."""

    value: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the value is switched on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Key:
    """A key of the policy: its Indonesian title, what it means in English, its unit, its values by date."""

    name: str
    title: str
    description: str
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Standing:
    """How a key stands on a day.

    `value`: the one in force, or None. `waiting`: the values that would be in force if they were switched on.
    `none`: the value that says why there is deliberately none.
    """

    key: Key
    value: Value | None
    waiting: tuple[Value, ...]
    none: Value | None

    @property
    def is_off(self) -> bool:
        """Whether a switched-off value is all that there is."""
        return self.value is None and bool(self.waiting)

    @property
    def why(self) -> str:
        """Why there is no value, as the end of a sentence about the key; empty where there is one."""
        if self.value:
            return ""
        return "is switched off" if self.waiting else "has no value"
