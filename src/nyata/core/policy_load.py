"""Reads policy files, strictly: an unknown field, a missing source or a date out of order stops the program."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import yaml

from nyata.core.policy import Book
from nyata.core.policy_units import UNITS, WEEKDAYS, Wrong, texts
from nyata.core.policy_values import EXAMPLE, SWITCHED_OFF, Key, PolicyError, Value

STATUSES = ("A", "B", "C", "measured", "house", "uncalibrated", *sorted(SWITCHED_OFF), EXAMPLE)
Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCENARIOS = "scenarios"  # stories for legal officers, not values


def read_folder(folder: Path) -> Book:
    """The book of a folder. Raises PolicyError naming file, line and reason."""
    if not folder.is_dir():
        raise PolicyError(f"{folder}: there is no such folder")
    facts = _facts(folder / "facts.yaml")
    keys: dict[str, Key] = {}
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        if path.is_dir() or place.parts[0] == SCENARIOS or place == Path("facts.yaml"):
            continue
        if path.suffix != ".yaml" or len(place.parts) != 2:
            raise PolicyError(f"{place}: a policy file is named <area>/<name>.yaml")
        keys |= _Sheet(path, place, facts).keys()
    if not keys:
        raise PolicyError(f"{folder}: there is no policy file")
    return Book(keys, facts)


def _facts(path: Path) -> dict[str, tuple[str, ...]]:
    """What conditions may ask: facts.yaml, `fact: [answer, ...]`, and the weekday, which follows from the day."""
    found: dict[str, tuple[str, ...]] = {}
    if path.exists():
        sheet = _Sheet(path, Path(path.name), {})
        for name, node in sheet.fields(sheet.top):
            found[name] = sheet.read(node, texts(), name)
    return found | {"weekday": WEEKDAYS}


class _Sheet:
    """One file: a walk over its YAML nodes, which know their lines."""

    def __init__(self, path: Path, place: Path, facts: Mapping[str, tuple[str, ...]]) -> None:
        self.place = place
        self.known_facts = facts
        try:
            # The C parser reads the whole policy in a tenth of the time.
            self.loader = Loader(path.read_text(encoding="utf-8"))
            node = self.loader.get_single_node()
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or "unreadable"
            hint = "; words with a colon need quotes" if "mapping values" in problem else ""
            raise PolicyError(f"{place}:{mark.line + 1 if mark else 1}: not YAML: {problem}{hint}") from error
        if node is None:
            raise PolicyError(f"{place}:1: the file is empty")
        self.top: yaml.Node = node

    def wrong(self, node: yaml.Node, why: str) -> NoReturn:
        raise PolicyError(f"{self.place}:{node.start_mark.line + 1}: {why}")

    def fields(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        """Names and values of a mapping, each name once."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "must be fields with values")
        seen: set[str] = set()
        for name_node, value in node.value:
            name = str(name_node.value)
            if name in seen:
                self.wrong(name_node, f"{name} stands twice")
            if not name.isidentifier() or name != name.lower() or name.startswith("_") or name == "as_dict":
                self.wrong(name_node, f"{name} cannot be a name")
            seen.add(name)
            yield name, value

    def record(
        self, node: yaml.Node, required: set[str], optional: frozenset[str] = frozenset()
    ) -> dict[str, yaml.Node]:
        """A mapping with exactly these fields."""
        found = dict(self.fields(node))
        for name, value in found.items():
            if name not in required | optional:
                self.wrong(value, f"{name} is not a known field")
        if missing := required - found.keys():
            self.wrong(node, f"{' and '.join(sorted(missing))} missing")
        return found

    def plain(self, node: yaml.Node) -> Any:
        try:
            return self.loader.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError) as error:
            self.wrong(node, f"not a value: {error}")

    def read(self, node: yaml.Node, reader: Callable[[Any], Any], name: str) -> Any:
        try:
            return reader(self.plain(node))
        except Wrong as error:
            self.wrong(node, f"{name} {error}")

    def text(self, node: yaml.Node, name: str) -> str:
        value = self.plain(node)
        if not isinstance(value, str) or not value.strip():
            self.wrong(node, f"{name} must be words")
        return value.strip()

    def keys(self) -> dict[str, Key]:
        area, name = self.place.parts[0], self.place.stem
        return {(key := self.key(f"{area}.{name}.{short}", node)).name: key for short, node in self.fields(self.top)}

    def key(self, name: str, node: yaml.Node) -> Key:
        found = self.record(node, {"title", "description", "unit", "values"})
        unit = self.text(found["unit"], "unit")
        if unit not in UNITS:
            self.wrong(found["unit"], f"{unit} is not a unit")
        listed = found["values"]
        if not isinstance(listed, yaml.SequenceNode) or not listed.value:
            self.wrong(listed, "values must be a list of at least one")
        values: list[Value] = []
        for one in listed.value:
            value = self.value(name, unit, one)
            self.check_order(one, value, values)
            values.append(value)
        title, description = (self.text(found[field], field) for field in ("title", "description"))
        return Key(name, title, description, unit, tuple(values))

    def value(self, key: str, unit: str, node: yaml.Node) -> Value:
        found = self.record(node, {"from", "source", "status"}, frozenset({"value", "none", "until", "when"}))
        if ("value" in found) == ("none" in found):
            self.wrong(node, "value missing: a value, or none with the reason why there is none")
        status = self.plain(found["status"])
        if status not in STATUSES:
            self.wrong(found["status"], f"status must be one of {', '.join(STATUSES)}")
        start, until = self.day(found["from"], "from"), None
        if "until" in found:
            until = self.day(found["until"], "until")
            if until < start:
                self.wrong(found["until"], "until must not be before from")
        written = found.get("value")
        return Value(
            key=key,
            start=start,
            until=until,
            when=self.when(found["when"]) if "when" in found else (),
            value=None if written is None else self.read(written, UNITS[unit], f"a value in {unit}"),
            written=None if written is None else self.plain(written),
            none="" if written is not None else self.text(found["none"], "none"),
            unit=unit,
            source=self.text(found["source"], "source"),
            status=status,
        )

    def day(self, node: yaml.Node, name: str) -> date:
        found = self.plain(node)
        if type(found) is not date:
            self.wrong(node, f"{name} must be a day, such as 2026-01-01")
        return found

    def when(self, node: yaml.Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found: dict[str, tuple[str, ...]] = {}
        for fact, answers in self.fields(node):
            if fact not in self.known_facts:
                self.wrong(answers, f"{fact} is not a fact of facts.yaml")
            found[fact] = self.read(answers, texts(self.known_facts[fact]), fact)
        if not found:
            self.wrong(node, "when without a condition")
        return tuple(sorted((fact, tuple(sorted(answers))) for fact, answers in found.items()))

    def check_order(self, node: yaml.Node, value: Value, earlier: list[Value]) -> None:
        for other in earlier:
            is_over = other.until is not None and other.until < value.start
            if other.when == value.when and other.start >= value.start:
                self.wrong(node, "dates must ascend, each once")
            if other.when == value.when and other.until is not None and not is_over:
                self.wrong(node, f"dates overlap: the value from {other.start} runs until {other.until}")
            is_rival = other.when != value.when and len(other.when) == len(value.when)
            if is_rival and not is_over and _may_both_fit(other, value):
                self.wrong(node, "two conditions can hold at once, and neither is the more exact")


def _may_both_fit(one: Value, other: Value) -> bool:
    mine, theirs = dict(one.when), dict(other.when)
    return all(set(mine[fact]) & set(theirs[fact]) for fact in mine.keys() & theirs.keys())
