"""Policy: the law and the thresholds as dated values, each with its source. A value without a source does not load.

`load("policy") -> Book`, `book.on(day, season="ramadan") -> Policy`, `policy.verification.face.accept -> 0.54`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from nyata.core.encoding import canonical
from nyata.core.policy_units import WEEKDAYS
from nyata.core.policy_values import EXAMPLE, SWITCHED_OFF, Activation, Key, NoValue, PolicyError, Standing, Value

__all__ = [
    "EXAMPLE",
    "SWITCHED_OFF",
    "WEEKDAYS",
    "Activation",
    "Book",
    "Key",
    "NoValue",
    "Policy",
    "PolicyError",
    "Standing",
    "Value",
    "load",
    "loaded",
]


@dataclass(frozen=True)
class Book:
    """The whole policy of all days. `facts`: what conditions may ask, each with the answers there are."""

    keys: Mapping[str, Key]
    facts: Mapping[str, tuple[str, ...]]

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Every value by its id."""
        return {one.id: one for key in self.keys.values() for one in key.values}

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the content: the same for the same law, however the files are laid out."""
        content = {
            key.name: {
                "title": key.title,
                "description": key.description,
                "unit": key.unit,
                "values": [[one.fingerprint, one.none, one.status] for one in key.values],
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
        for activation in activations:
            if activation.value not in self.values:
                raise PolicyError(f"{activation.value} is activated, but is not a value of the policy")
        return Policy(self, day, known, frozenset(activations))


class Policy:
    """The policy on one day. Attribute access by area, file and key: `policy.verification.face.accept`."""

    def __init__(self, book: Book, day: date, facts: Mapping[str, str], activations: frozenset[Activation]) -> None:
        self._book = book
        self._day = day
        self._facts = facts
        self._activations = activations
        self._active = {one.value for one in activations if one.covers(day)}

    def __getattr__(self, area: str) -> Any:
        if area.startswith("_"):
            raise AttributeError(area)
        return Section(self, area)

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the book and of every activation handed over: what a verdict keeps."""
        activated = sorted(
            [one.value, one.since.isoformat(), one.until.isoformat() if one.until else ""] for one in self._activations
        )
        return hashlib.sha256(canonical({"book": self._book.hash, "activations": activated})).hexdigest()

    def entry(self, key: str) -> Value:
        """The value of a key in force, with its source and status, for a page that explains it.

        The most exact condition wins, then the newest date. Raises PolicyError for an unknown key, and NoValue, which
        names key and day and says whether it is switched off.
        """
        standing = self.standing(key)
        if standing.value is None:
            reason = f": {standing.none.none}" if standing.none else ""
            raise NoValue(f"{key} {standing.why} on {self._day} for {dict(self._facts)}{reason}", standing)
        return standing.value

    def standing(self, key: str) -> Standing:
        """How a key stands: in force, switched off, or deliberately without a value. PolicyError for an unknown key."""
        found = self._book.keys.get(key)
        if found is None:
            raise PolicyError(f"{key} is not a key of the policy")
        begun = [one for one in found.values if one.start <= self._day and one.fits(self._facts)]
        # Dates ascend within the same conditions: the last usable one replaced those before it, even once it has ended.
        newest = {one.when: one for one in begun if self._is_usable(one)}
        best = max(filter(self._runs, newest.values()), key=lambda one: len(one.when), default=None)
        waiting = tuple(
            one
            for one in begun
            if one.can_be_switched
            and not self._is_usable(one)
            and self._runs(one)
            and (one.when not in newest or newest[one.when].start < one.start)
            and (best is None or len(one.when) >= len(best.when))
        )
        if best is not None and best.none:
            return Standing(found, None, waiting, best)
        return Standing(found, best, waiting, None)

    def example(self, key: str) -> Value:
        """Another regency's newest value of a key, never in force here: whoever shows it says so. PolicyError."""
        found = self._book.keys.get(key)
        examples = [one for one in found.values if one.status == EXAMPLE and one.start <= self._day] if found else []
        usable = [one for one in examples if one.fits(self._facts) and self._runs(one) and not one.none]
        if not usable:
            raise PolicyError(f"{key} has no example on {self._day} for {dict(self._facts)}")
        return max(usable, key=lambda one: (len(one.when), one.start))

    def _is_usable(self, one: Value) -> bool:
        if one.status == EXAMPLE:
            return False
        return not one.can_be_switched or one.id in self._active

    def _runs(self, one: Value) -> bool:
        return one.until is None or self._day <= one.until


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


@lru_cache(maxsize=4)
def loaded(folder: Path) -> Book:
    """The same, read once a process."""
    return load(folder)
