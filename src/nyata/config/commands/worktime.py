"""`nyata worktime evaluate FILE...`: what the working-time law makes of a story, by the policy files alone."""

import argparse
import json
from pathlib import Path
from typing import Any

from nyata.config import prepare
from nyata.config.failures import Failure


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `worktime`."""
    parser = commands.add_parser("worktime", help="what a day asked, what it was, and why")
    inner = parser.add_subparsers(dest="worktime_command", required=True)
    evaluate = inner.add_parser("evaluate", help="work stories out; exit 1 where one differs from what it expects")
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE", help="stories as in policy/scenarios")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    evaluate.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0: every story comes out as told. 1: one differs. Raises Failure where a story or the policy cannot be read."""
    from nyata.core.policy import PolicyError
    from nyata.core.stories import StoryError
    from nyata.core.worktime import scenario

    book = prepare.require_policy()
    try:
        told = [scenario.evaluate(story, book) for path in arguments.files for story in scenario.read(path)]
    except (StoryError, PolicyError) as error:
        raise Failure(str(error), "docs/policy.md explains the fields of a story.", 2) from error
    different = sum(bool(one.differences) for one in told)
    if arguments.json:
        print(json.dumps({"stories": [_plain(one) for one in told], "different": different}, default=str))
    else:
        for one in told:
            _print(one)
        print(f"{len(told)} stories, {different} different")
    return int(different > 0)


def _plain(told: Any) -> dict[str, Any]:
    return {"name": told.story.name, "days": list(told.days), "differences": list(told.differences)}


def _print(told: Any) -> None:
    print(f"{'x' if told.differences else '.'} {told.story.name}")
    for day in told.days:
        facts = [f"{name} {value}" for name, value in day.items() if name not in ("day", "status") and value]
        print(f"    {day['day']} {day['status']}: {', '.join(str(fact) for fact in facts)}")
    for difference in told.differences:
        print(f"  ! {difference}")
