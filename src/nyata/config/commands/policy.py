"""`nyata policy explain KEY` and `nyata policy check`: what the law says on a day, and whether all of it is sound.

Both read the files; what two offices switched on is added where a database answers, and it is said where none does.
"""

import argparse
import datetime as dt
import difflib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nyata.config import database, environment, prepare
from nyata.config.commands.check import say
from nyata.config.diagnosis import Finding
from nyata.config.failures import Failure
from nyata.config.home import policy_folder
from nyata.core.policy import Activation, Book, Policy, PolicyError, Value
from nyata.core.policy_load import SCENARIOS


@dataclass(frozen=True)
class Switched:
    """What two offices decided; `unread` says why the database was not asked, or is empty."""

    activations: frozenset[Activation] = frozenset()
    void: tuple[str, ...] = ()  # values whose words differ from what was signed, or that are gone
    unread: str = ""


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `policy`."""
    parser = commands.add_parser("policy", help="the dated values of the law, and where they come from")
    steps = parser.add_subparsers(required=True, metavar="STEP")
    one = steps.add_parser("explain", help="a value on a day: unit, source, status, history")
    one.add_argument("key", metavar="KEY", help="such as working_time.week.norm")
    one.add_argument("--on", type=_day, metavar="DATE", help="2026-11-23; today when left out")
    for fact in ("employment", "season", "week"):
        one.add_argument(f"--{fact}", help="as policy/facts.yaml lists them")
    one.set_defaults(run=explain)
    all_of_it = steps.add_parser("check", help="load everything, and look at what was decided")
    all_of_it.set_defaults(run=check)
    for step in (one, all_of_it):
        step.add_argument("--json", action="store_true", help="one JSON object")


def explain(arguments: argparse.Namespace) -> int:
    """One key on a day. A key that is not there is a Failure that names the nearest ones."""
    book = prepare.require_policy()
    if arguments.key not in book.keys:
        near = ", ".join(difflib.get_close_matches(arguments.key, book.keys, 3, 0.5))
        raise Failure(f"{arguments.key} is not a key of the policy", f"Meant: {near}?" if near else "See policy/.", 2)
    day = arguments.on or dt.datetime.now(ZoneInfo("Asia/Jakarta")).date()
    facts = {fact: given for fact in ("employment", "season", "week") if (given := getattr(arguments, fact))}
    switched = read()
    try:
        policy = book.on(day, activations=switched.activations, **facts)
    except PolicyError as error:
        raise Failure(str(error), "policy/facts.yaml lists what can be asked.", 2) from error
    found = explanation(book, policy, arguments.key, day, facts, switched)
    print(json.dumps(found, ensure_ascii=False) if arguments.json else "\n".join(lines(found)))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Everything, one line a subject; leaves with 1 when one is bad."""
    book = prepare.require_policy()
    switched = read()
    return say([finding for look in CHECKS for finding in look(book, switched)], arguments.json)


def read() -> Switched:
    """What is switched on, from the database of this environment or of the demo here; it need not be there."""
    try:
        with environment.borrowed():
            database.connect(os.environ["DATABASE_URL"]).close()
            prepare.load_django()
            prepare.require_migrated()
            from nyata.rules import selectors

            void = tuple(sorted({decision.value for decision in selectors.decisions_on_other_words()}))
            return Switched(selectors.read_activations(), void)
    except Failure as failure:
        return Switched(unread="the environment names no database" if failure.code == 2 else failure.what)


def explanation(
    book: Book, policy: Policy, key: str, day: dt.date, facts: dict[str, str], switched: Switched
) -> dict[str, Any]:
    """What --json prints: the value in force (or why there is none) and every value of the key, oldest first."""
    standing, found = policy.standing(key), book.keys[key]
    value = standing.value or standing.none
    return {
        "key": key,
        "title": found.title,
        "description": found.description,
        "day": day.isoformat(),
        "facts": facts,
        "value": standing.value.written if standing.value else None,
        "unit": found.unit,
        "source": value.source if value else None,
        "status": value.status if value else None,
        "id": value.id if value else None,
        "why": standing.why + (f": {standing.none.none}" if standing.none else ""),
        "waiting": [one.id for one in standing.waiting],
        "history": [_past(one, switched) for one in found.values],
        "activations_read": not switched.unread,
        "unread": switched.unread,
    }


def _past(value: Value, switched: Switched) -> dict[str, Any]:
    spans = sorted((one.since, one.until or dt.date.max) for one in switched.activations if one.value == value.id)
    return {
        "id": value.id,
        "from": value.start.isoformat(),
        "until": value.until.isoformat() if value.until else None,
        "when": {fact: list(fits) for fact, fits in value.when},
        "value": value.written,
        "none": value.none,
        "source": value.source,
        "status": value.status,
        "off_until_switched_on": value.can_be_switched,
        "switched_on": [
            [first.isoformat(), None if last == dt.date.max else last.isoformat()] for first, last in spans
        ],
    }


def lines(found: dict[str, Any]) -> list[str]:
    """The same for a reader."""
    facts = ", ".join(f"{fact}={given}" for fact, given in found["facts"].items())
    text = [f"{found['key']}: {found['title']}", f"  {found['description']}", ""]
    text.append(f"On {found['day']}{f' for {facts}' if facts else ''}:")
    if found["why"]:
        text.append(f"  {found['why']}")
        asked = {fact for one in found["history"] for fact in one["when"]} - found["facts"].keys() - {"weekday"}
        if asked:
            text.append(f"  its values depend on: {' '.join(f'--{fact}' for fact in sorted(asked))}")
    else:
        text.append(f"  value   {_plain(found['value'])} ({found['unit']})")
    if found["source"]:
        text += [f"  source  {found['source']}", f"  status  {found['status']}"]
    text += ["", "History:"]
    for one in found["history"]:
        until = f" to {one['until']}" if one["until"] else ""
        when = "".join(f" {fact}={'|'.join(fits)}" for fact, fits in one["when"].items())
        text.append(f"  from {one['from']}{until}{when}: {one['none'] or _plain(one['value'])}")
        text.append(f"    {one['status']}, {one['source']}")
        if one["off_until_switched_on"]:
            spans = [f"from {first}{f' to {last}' if last else ''}" for first, last in one["switched_on"]]
            text.append(f"    switched on {', '.join(spans)}" if spans else "    off until two offices switch it on")
    if found["unread"]:
        text += ["", f"What two offices switched on was not read: {found['unread']}."]
    return text


def _plain(written: Any) -> str:
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)


def look_at_values(book: Book, switched: Switched) -> list[Finding]:
    """How many there are, and how many are off. That they load at all is already known here."""
    values = book.values.values()
    off, examples = sum(one.can_be_switched for one in values), sum(one.status == "example" for one in values)
    detail = f"{len(book.keys)} keys with {len(values)} values; {off} off until switched on, {examples} only examples"
    return [Finding("values", "ok", detail)]


def look_at_decisions(book: Book, switched: Switched) -> list[Finding]:
    """Whether what two offices signed is still what the files say."""
    if switched.unread:
        return [Finding("decisions", "warn", f"not read: {switched.unread}", "Run it where the database answers.")]
    if switched.void:
        first, more = ", ".join(switched.void[:3]), len(switched.void) - 3
        rest = f" and {more} more" if more > 0 else ""
        detail = f"signed for other words than the files have now, so off: {first}{rest}"
        return [Finding("decisions", "warn", detail, "BKPSDM and Bagian Hukum read and decide anew.")]
    count = len({one.value for one in switched.activations})
    return [Finding("decisions", "ok", f"switched on by both offices: {count}")]


def look_at_stories(book: Book, switched: Switched) -> list[Finding]:
    """Whether every story of policy/scenarios comes out as it is told there. One finding for each that does not."""
    from nyata.core.allowance import scenario as allowances
    from nyata.core.worktime import scenario as days

    folder = policy_folder() / SCENARIOS
    return [*_tell("stories", folder, days, book), *_tell("allowances", folder / allowances.FOLDER, allowances, book)]


def _tell(subject: str, folder: Path, scenario: Any, book: Book) -> list[Finding]:
    """The stories of one folder, by the module that reads and evaluates them."""
    from nyata.core.stories import StoryError

    found: list[Finding] = []
    count = 0
    for path in sorted(folder.glob("*.yaml")):
        try:
            told = [scenario.evaluate(story, book) for story in scenario.read(path)]
        except (StoryError, PolicyError) as error:
            found.append(Finding(subject, "bad", str(error), "docs/policy.md explains the fields of a story."))
            continue
        count += len(told)
        for one in told:
            if one.differences:
                detail = f"{one.story.place}: {'; '.join(one.differences)}"
                found.append(Finding(subject, "bad", detail, "Mend the value, or what the story expects."))
    return found or [Finding(subject, "ok", f"{count} stories come out as they are told")]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day; write 2026-11-23") from error


# What `nyata policy check` looks at, in order; each takes the book and what is switched on.
CHECKS: tuple[Callable[[Book, Switched], list[Finding]], ...] = (look_at_values, look_at_decisions, look_at_stories)
