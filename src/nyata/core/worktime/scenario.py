"""Stories that a legal officer can read: a person, a schedule, punches, leave, and what each day must turn out to be.

`policy/scenarios/*.yaml` holds lists of them; docs/policy.md explains the fields. Read strictly: a field or word that
is not known stops with file, story and reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from nyata.core import stories
from nyata.core.policy import SWITCHED_OFF, Activation, Book, Policy, PolicyError
from nyata.core.stories import StoryError
from nyata.core.worktime import law
from nyata.core.worktime.columns import Cover, Flag, Status, minute_of, moment_of
from nyata.core.worktime.planning import plan
from nyata.core.worktime.records import day_records
from nyata.core.worktime.story_tables import covers_of, moment, punches_of, schedule_of

FIELDS = {
    "name", "story", "employment", "schedule", "holidays", "ramadan", "switched_on",
    "punches", "leave", "roster", "as_of", "expected",
}  # fmt: skip
MINUTES = ("owed", "credited", "late", "early", "away", "beyond")
CLOCKS = {"start": "start", "end": "end", "in": "first_in", "out": "last_out"}


@dataclass(frozen=True, slots=True)
class Story:
    """One scenario as read: `tables` are made of it with `evaluate`."""

    name: str
    words: str
    fields: Mapping[str, Any]
    expected: Mapping[date, Mapping[str, Any]]
    place: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """First and last day that something is expected of."""
        return min(self.expected), max(self.expected)


@dataclass(frozen=True, slots=True)
class Told:
    """What a story came to: its days, and what differs from what is expected, in words."""

    story: Story
    days: Sequence[Mapping[str, Any]]
    differences: Sequence[str] = field(default_factory=tuple)


def read(path: Path) -> list[Story]:
    """The stories of a file. Raises StoryError naming file, story and reason."""
    return stories.read(path, _story)


def _story(written: dict[str, Any], file: str) -> Story:
    place = stories.place_of(written, file, known=FIELDS, needed={"name", "story", "schedule", "expected"})
    expected = written["expected"]
    if not isinstance(expected, dict) or not expected or not all(type(day) is date for day in expected):
        raise StoryError(f"{place}: expected must name days, such as 2026-01-19")
    for day, says in expected.items():
        known = {"status", "flags", "without", "cover", "late_band", "early_band", *MINUTES, *CLOCKS}
        if not isinstance(says, dict) or not says or says.keys() - known:
            raise StoryError(f"{place}: what is expected of {day} must be among {', '.join(sorted(known))}")
    return Story(written["name"], str(written["story"]).strip(), written, expected, place)


def evaluate(story: Story, book: Book) -> Told:
    """Work a story out by the policy. Raises StoryError, or PolicyError where the policy has no value for it."""
    try:
        days = _days(story, book)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        if isinstance(error, StoryError | PolicyError):
            raise
        raise StoryError(f"{story.place}: {type(error).__name__}: {error}") from error
    return Told(story, days, tuple(_differences(story, days)))


def _days(story: Story, book: Book) -> list[dict[str, Any]]:
    first, last = story.days
    fields = story.fields
    ramadan = _ramadan(fields.get("ramadan"))
    policy_of = _policy_of(book, fields.get("switched_on", {}))
    # A night shift of the day before may still run into the first day.
    terms, terms_of = law.terms(policy_of, first - timedelta(days=1), last + timedelta(days=1), ramadan)
    schedule = schedule_of(fields, terms_of, first, last, ramadan, policy_of)
    spans = plan(schedule, first - timedelta(days=1), last + timedelta(days=1))
    as_of = moment(fields["as_of"]) if "as_of" in fields else minute_of(last + timedelta(days=40))
    found = day_records(spans, punches_of(fields), covers_of(fields), terms, as_of=as_of)
    return [_told(row, policy_of) for row in found.to_dicts() if first <= row["day"] <= last]


def _policy_of(book: Book, switched_on: Mapping[str, date]) -> Callable[..., Policy]:
    """`switched_on`: key, or the beginning of keys, to the day since when it is in force."""
    on = [
        Activation(value.id, since)
        for start, since in switched_on.items()
        for name, key in book.keys.items()
        if name.startswith(start)
        for value in key.values
        if value.status in SWITCHED_OFF
    ]

    def policy_of(day: date, **facts: str) -> Policy:
        return book.on(day, activations=on, **facts)

    return policy_of


def _ramadan(written: Sequence[date] | None) -> set[date]:
    return set(law.days_between(written[0], written[1])) if written else set()


def _told(row: dict[str, Any], policy_of: law.PolicyOf) -> dict[str, Any]:
    """A day record in words and clock times."""
    rules = policy_of(row["day"])
    told: dict[str, Any] = {"day": row["day"], "status": Status(row["status"]).name.lower()}
    told["flags"] = sorted(str(flag.name).lower() for flag in Flag(row["flags"]))
    told["cover"] = Cover(row["cover"]).name.lower() if row["cover"] else None
    told |= {name: row[name] for name in MINUTES}
    told |= {name: _when(row[column], row["day"]) for name, column in CLOCKS.items()}
    for side in ("late", "early"):
        bands, number = law.in_force(rules, f"discipline.lateness.{side}_bands"), row[f"{side}_band"]
        told[f"{side}_band"] = bands[number - 1].code if bands and number else None
    return told


def _when(minute: int | None, day: date) -> str | None:
    """07.30, or +1 02.00 on the next day."""
    if minute is None:
        return None
    clock: datetime = moment_of(minute)
    later = (clock.date() - day).days
    return (f"{later:+d} " if later else "") + clock.strftime("%H.%M")


def _differences(story: Story, days: Sequence[Mapping[str, Any]]) -> list[str]:
    found = {day["day"]: day for day in days}
    said: list[str] = []
    for day, says in story.expected.items():
        was = found.get(day)
        if was is None:
            if says.get("status") != "none":
                said.append(f"{day}: there is no record")
            continue
        for name, wanted in says.items():
            if name == "flags":
                said += [f"{day}: {flag} is missing" for flag in wanted if flag not in was["flags"]]
            elif name == "without":
                said += [f"{day}: {flag} is there" for flag in wanted if flag in was["flags"]]
            elif was[name] != wanted:
                said.append(f"{day}: {name} is {was[name]}, expected {wanted}")
    return said
