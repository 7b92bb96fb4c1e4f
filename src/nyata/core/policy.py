"""Policy: the law and the thresholds as dated values, each with its source. A value without a source does not load.

`load("policy") -> Book`, `book.on(day, season="ramadan") -> Policy`, `policy.verification.face.accept -> 0.54`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from nyata.core.encoding import canonical

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# M: from memory, open: not found out. Neither is used before an officer activates it.
SWITCHED_OFF = frozenset({"M", "open"})


class PolicyError(Exception):
    """A policy that does not load, or a value that is not there. The message names file and line, or key and day."""


@dataclass(frozen=True, slots=True)
class Value:
    """One dated value of a key.

    `when`: the facts it is for, each with the values that fit, sorted. `value` as the program uses it (durations as
    timedelta, hours as time, lists as tuples), `written` as it stands in the file.
    """

    key: str
    start: date
    when: tuple[tuple[str, tuple[str, ...]], ...]
    value: Any
    written: Any
    unit: str
    source: str
    status: str

    @property
    def id(self) -> str:
        """What an activation names: area.name.key@2026-01-01, with [fact=value] where it has conditions."""
        conditions = ",".join(f"{fact}={'|'.join(fits)}" for fact, fits in self.when)
        return f"{self.key}@{self.start}" + (f"[{conditions}]" if conditions else "")

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether every condition is met; a fact that is not known meets none."""
        return all(facts.get(fact) in fits for fact, fits in self.when)


@dataclass(frozen=True, slots=True, order=True)
class Activation:
    """An officer's decision that a value marked M or open is used from a day on. `value` is a `Value.id`."""

    value: str
    since: date


@dataclass(frozen=True)
class Key:
    """A key of the policy: what it means, its unit, and its values by date."""

    name: str
    description: str
    unit: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Book:
    """The whole policy of all days. `facts`: what conditions may ask, each with the answers there are."""

    keys: Mapping[str, Key]
    facts: Mapping[str, tuple[str, ...]]

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the content: the same for the same law, however the files are laid out."""
        content = {
            key.name: {
                "description": key.description,
                "unit": key.unit,
                "values": [[one.id, one.written, one.source, one.status] for one in key.values],
            }
            for key in self.keys.values()
        }
        facts = {name: list(answers) for name, answers in self.facts.items()}
        return hashlib.sha256(canonical({"facts": facts, "keys": content})).hexdigest()

    def on(self, day: date, *, activations: Collection[Activation] = (), **facts: str) -> Policy:
        """The policy in force on a day, for these facts (`weekday` follows from the day).

        Raises PolicyError for a fact or an answer that no condition could mean, and for an activation of nothing.
        """
        known = {"weekday": WEEKDAYS[day.weekday()]} | facts
        for fact, answer in known.items():
            if answer not in self.facts.get(fact, ()):
                raise PolicyError(f"{fact}={answer} is not among the facts of the policy")
        names = {one.id for key in self.keys.values() for one in key.values} if activations else set()
        for activation in activations:
            if activation.value not in names:
                raise PolicyError(f"{activation.value} is activated, but is not a value of the policy")
        return Policy(self, day, known, frozenset(activations))


class Policy:
    """The policy on one day. Attribute access by area, file and key: `policy.verification.face.accept`."""

    def __init__(self, book: Book, day: date, facts: Mapping[str, str], activations: frozenset[Activation]) -> None:
        self._book = book
        self._day = day
        self._facts = facts
        self._activations = activations
        self._active = {one.value for one in activations if one.since <= day}

    def __getattr__(self, area: str) -> Any:
        if area.startswith("_"):
            raise AttributeError(area)
        return Section(self, area)

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the book and of every activation handed over: what a verdict keeps."""
        activated = [[one.value, one.since.isoformat()] for one in sorted(self._activations)]
        return hashlib.sha256(canonical({"book": self._book.hash, "activations": activated})).hexdigest()

    def entry(self, key: str) -> Value:
        """The value of a key in force, with its source and status, for a page that explains it.

        The most exact condition wins, then the newest date. Raises PolicyError naming key and day.
        """
        found = self._book.keys.get(key)
        if found is None:
            raise PolicyError(f"{key} is not a key of the policy")
        in_force = [one for one in found.values if one.start <= self._day and one.fits(self._facts)]
        usable = [one for one in in_force if one.status not in SWITCHED_OFF or one.id in self._active]
        if not usable:
            why = "switched off" if in_force else "no value"
            raise PolicyError(f"{key} has {why} on {self._day} for {dict(self._facts)}")
        return max(usable, key=lambda one: (len(one.when), one.start))


class Section:
    """An area, or one file of it: the way to its values."""

    def __init__(self, policy: Policy, name: str) -> None:
        self._policy = policy
        self._name = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        key = f"{self._name}.{name}"
        return self._policy.entry(key).value if key.count(".") == 2 else Section(self._policy, key)

    def as_dict(self) -> dict[str, Any]:
        """Every value of one file, by key. Raises PolicyError where one has none, or where the file is unknown."""
        start = self._name + "."
        keys = [key for key in self._policy._book.keys if key.startswith(start)]
        if not keys or self._name.count(".") != 1:
            raise PolicyError(f"{self._name} is not a file of the policy")
        return {key.removeprefix(start): self._policy.entry(key).value for key in keys}


def load(folder: Path) -> Book:
    """Read policy/<area>/<name>.yaml. Raises PolicyError naming file, line and reason."""
    from nyata.core.policy_load import read_folder

    return read_folder(folder)
