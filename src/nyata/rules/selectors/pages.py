"""What the pages of the policy list: chapters, keys, and how each dated value stands on a day.

The policy is nobody's secret and names nobody; who may open the pages that name officers is the views' to ask.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from nyata.core.policy import EXAMPLE, Key, Value
from nyata.rules import agreement
from nyata.rules.models import RuleDecision
from nyata.rules.selectors.today import activations, book, is_of


class State(StrEnum):
    """How one dated value stands on a day."""

    ON = "on"
    OFF = "off"  # runs, and waits for two offices
    NONE = "none"  # deliberately no value
    EXAMPLE = "example"
    LATER = "later"
    PAST = "past"  # ended, or replaced by a newer one


@dataclass(frozen=True, slots=True)
class Told:
    """A dated value and its state. `switched`: the spans in which both offices have it on, open where None."""

    value: Value
    state: State
    switched: tuple[tuple[dt.date, dt.date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A key and those of its values that run on a day."""

    key: Key
    now: tuple[Told, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether one of them waits for two offices."""
        return any(one.state == State.OFF for one in self.now)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An area of the policy: how many keys it has, and how many of them wait."""

    area: str
    keys: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Signature:
    """What one office says of a value: its newest decision, and whether it says on for a day."""

    office: RuleDecision.Office
    newest: RuleDecision | None
    is_on: bool


def told(key: Key, day: dt.date) -> tuple[Told, ...]:
    """Every value of a key with its state on a day, as the file orders them."""
    spans: dict[str, list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    active: set[str] = set()
    for one in activations():
        spans[one.value].append((one.since, one.until))
        if one.covers(day):
            active.add(one.value)
    newest = {
        one.when: one
        for one in key.values
        if one.start <= day and one.status != EXAMPLE and (not one.can_be_switched or one.id in active)
    }
    return tuple(
        Told(
            one, _state(one, day, newest.get(one.when), active), tuple(sorted(spans[one.id], key=lambda span: span[0]))
        )
        for one in key.values
    )


def _state(value: Value, day: dt.date, newest: Value | None, active: set[str]) -> State:
    if value.start > day:
        return State.LATER
    if (value.until and value.until < day) or (newest and newest.start > value.start):
        return State.PAST
    if value.status == EXAMPLE:
        return State.EXAMPLE
    if value.none:
        return State.NONE
    return State.OFF if value.can_be_switched and value.id not in active else State.ON


def _line(key: Key, day: dt.date) -> Line:
    return Line(key, tuple(one for one in told(key, day) if one.state not in (State.LATER, State.PAST)))


def chapters(day: dt.date) -> list[Chapter]:
    """Every area, as the folders are named, in the order of their names."""
    keys: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for key in book().keys.values():
        area = key.name.split(".")[0]
        keys[area] += 1
        waiting[area] += _line(key, day).is_waiting
    return [Chapter(area, keys[area], waiting[area]) for area in sorted(keys)]


def find(day: dt.date, *, area: str = "", words: str = "", waiting: bool = False) -> list[Line]:
    """Keys with the values that run on a day: of an area, with words in title, key or source, or only those waiting."""
    wanted = words.casefold().split()
    found = []
    for key in book().keys.values():
        if area and not key.name.startswith(f"{area}."):
            continue
        text = " ".join([key.name, key.title, key.description, *(one.source for one in key.values)]).casefold()
        if not all(word in text for word in wanted):
            continue
        line = _line(key, day)
        if line.is_waiting or not waiting:
            found.append(line)
    return found


def signatures(key: Key, day: dt.date) -> tuple[dict[str, list[Signature]], list[RuleDecision]]:
    """What each office says of the values of a key that can be switched, by value id; and all decisions, newest first.

    One statement. Decisions on other words than the file has now are among the second only.
    """
    decisions = list(
        RuleDecision.objects.filter(value__startswith=f"{key.name}@").select_related("decided_by").order_by("pk")
    )
    found = {}
    for value in key.values:
        if value.can_be_switched:
            sound = [one for one in decisions if one.value == value.id and is_of(one, value)]
            found[value.id] = [_signature(sound, office, day) for office in RuleDecision.Office]
    return found, decisions[::-1]


def _signature(decisions: list[RuleDecision], office: RuleDecision.Office, day: dt.date) -> Signature:
    own = [one for one in decisions if one.office == office]
    return Signature(office, own[-1] if own else None, agreement.is_on(decisions, office, day))
