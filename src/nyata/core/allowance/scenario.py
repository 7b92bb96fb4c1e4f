"""Stories of allowances that a legal officer can read: days, an amount, a template, and what each step must come to.

`policy/scenarios/allowance/*.yaml` holds lists of them; docs/policy.md explains the fields. Read strictly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from nyata.core import stories
from nyata.core.allowance.reckoning import Day, reckon
from nyata.core.allowance.steps import Allowance, Code, Step, plain
from nyata.core.allowance.template import Template, template
from nyata.core.policy import SWITCHED_OFF, Activation, Book, PolicyError
from nyata.core.policy_units import LEAVES
from nyata.core.stories import StoryError

FOLDER = "allowance"
FIELDS = {"name", "story", "template", "employment", "week", "switched_on", "amount", "days", "expected"}
SAYS = {"late", "early", "no_in", "no_out", "absent", "leave", "duty", "apel_missed"}
EXPECTS = {"deduction", "pay", "steps", "unusable"}


@dataclass(frozen=True, slots=True)
class Story:
    """One scenario as read."""

    name: str
    words: str
    fields: Mapping[str, Any]
    place: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a story came to, and what differs from what is expected, in words. None: the template is not usable."""

    story: Story
    found: Allowance | None
    differences: Sequence[str] = ()


def read(path: Path) -> list[Story]:
    """The stories of a file. Raises StoryError naming file, story and reason."""
    return stories.read(path, _story)


def _story(written: dict[str, Any], file: str) -> Story:
    needed = FIELDS - {"employment", "week", "switched_on"}
    place = stories.place_of(written, file, known=FIELDS, needed=needed)
    days, expected = written["days"], written["expected"]
    if not isinstance(days, dict) or not days or not all(type(day) is date for day in days):
        raise StoryError(f"{place}: days must name days, such as 2026-01-19")
    if any(not isinstance(says, dict) or says.keys() - SAYS for says in days.values()):
        raise StoryError(f"{place}: what a day was must be among {', '.join(sorted(SAYS))}")
    if any(says.get("leave", LEAVES[0]) not in LEAVES for says in days.values()):
        raise StoryError(f"{place}: leave must be among {', '.join(LEAVES)}")
    if not isinstance(expected, dict) or not expected or expected.keys() - EXPECTS:
        raise StoryError(f"{place}: what is expected must be among {', '.join(sorted(EXPECTS))}")
    return Story(written["name"], str(written["story"]).strip(), written, place)


def evaluate(story: Story, book: Book) -> Told:
    """Work a story out by the policy of its last day. Raises StoryError, or PolicyError."""
    try:
        rules = _template(story.fields, book)
        days = [Day(day, **says) for day, says in story.fields["days"].items()]
        found = reckon(days, rules, story.fields["amount"]) if rules.is_usable else None
    except (KeyError, ValueError, TypeError) as error:
        raise StoryError(f"{story.place}: {type(error).__name__}: {error}") from error
    return Told(story, found, tuple(_differences(story.fields["expected"], found)))


def _template(fields: Mapping[str, Any], book: Book) -> Template:
    on = [
        Activation(value.id, since)
        for name, since in fields.get("switched_on", {}).items()
        for value in book.keys[name].values
        if value.status in SWITCHED_OFF
    ]
    week = fields.get("week", "five_day")
    policy = book.on(
        max(fields["days"]), activations=on, employment=fields.get("employment", "PNS"), week=week, season="normal"
    )
    return template(policy, book, fields["template"], week)


def _differences(expected: Mapping[str, Any], found: Allowance | None) -> Iterable[str]:
    if found is None or "unusable" in expected:
        if (found is None) != bool(expected.get("unusable")):
            yield "the template is not usable" if found is None else "the template is usable"
        return
    for name in ("deduction", "pay"):
        if name in expected and getattr(found, name) != expected[name]:
            yield f"{name} is {getattr(found, name)}, expected {expected[name]}"
    if "steps" in expected:
        came = {label(step): step.deduction for step in found.steps if step.deduction or step.code in SHOWN}
        wanted = {name: Decimal(str(number)) for name, number in expected["steps"].items()}
        for name in [*wanted, *(name for name in came if name not in wanted)]:
            if came.get(name) != wanted.get(name):
                was, should = (plain(one[name]) if name in one else "missing" for one in (came, wanted))
                yield f"step {name} is {was}, expected {should}"


# Steps that a story names even where they take nothing.
SHOWN = {Code.UNSTATED, Code.CONVERTED, Code.DUTY}


def label(step: Step) -> str:
    """How a story names a step: "late TL1", "absent", "cap"."""
    return f"{step.code.value} {step.arguments['band']}" if "band" in step.arguments else step.code.value


__all__ = ["FOLDER", "PolicyError", "Story", "StoryError", "Told", "evaluate", "label", "read"]
