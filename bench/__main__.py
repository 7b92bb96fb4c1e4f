"""`python -m bench`: measure, print, write docs/measurements/bench.md.

Plain: a year of history, posts, judging, and a morning of two minutes at the true rate (`--full`: the whole morning,
12,000 people in ten minutes). Then months, recaps, requests approved at once, the working-time function, and the log.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import ground
from nyata.config.processes import ended_by_signals
from prove.machine import ROOT

if TYPE_CHECKING:
    from bench.world import Bound

PEOPLE, DAYS, MINUTES, SHORT_MINUTES = 12_000, 245, 10.0, 2.0
SECTIONS = ("post", "judge", "rush", "recap", "worktime", "allowance", "approvals", "ledger", "demo")
NEEDED = 45e9  # bytes: a year of 12,000 people, its write-ahead log, and the frames of the morning


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """What is to be measured."""
    parser = argparse.ArgumentParser(prog="bench", description="measure Nyata's speed on this machine")
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"how many have a phone ({PEOPLE})")
    parser.add_argument("--history-days", type=int, default=DAYS, help=f"working days of history ({DAYS}); 0: none")
    parser.add_argument("--minutes", type=float, default=MINUTES, help=f"of the whole morning ({MINUTES:g})")
    parser.add_argument("--full", action="store_true", help=f"the whole morning, not {SHORT_MINUTES:g} minutes of it")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each span of posts (10)")
    parser.add_argument("--bursts", type=int, default=240, help="that one worker judges (240)")
    parser.add_argument("--rate", type=float, default=10.0, help="arrivals a second for the verdict's delay (10)")
    parser.add_argument(
        "--only", default="post,judge,rush,recap,worktime,ledger", help=f"comma-separated, of {', '.join(SECTIONS)}"
    )
    parser.add_argument(
        "--pause", action="store_true", help="make the whole world, then wait for a line: measure on a quiet machine"
    )
    parser.add_argument("--report", type=Path, help="where the report goes (docs/measurements/bench.md)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")
    found = parser.parse_args(words)
    found.only = found.only.split(",")
    if unknown := set(found.only) - set(SECTIONS):
        parser.error(f"no section is called {', '.join(sorted(unknown))}")
    return found


def main(words: Sequence[str]) -> int:
    """0 when everything could be measured."""
    wanted = arguments(words)
    said = sys.stdout
    if wanted.json:
        sys.stdout = sys.stderr
    command = " ".join(["python -m bench", *words])
    found: dict[str, Any] = {}
    try:
        with ended_by_signals():
            measure(wanted, found)
    finally:  # a run that is broken off after half an hour has measured something
        from bench import report

        text = report.write(found, command, wanted.report or report.REPORT) if len(found) > 1 else ""
    print(json.dumps(found, indent=2) if wanted.json else text, file=said)
    return 0


def measure(wanted: argparse.Namespace, found: dict[str, Any]) -> None:
    """Everything wanted, in a world of its own that is gone afterwards; what is found goes into `found` at once."""
    if set(wanted.only) - {"demo", "worktime", "ledger"}:
        with ground.prepared() as place:
            if wanted.history_days > 60 and shutil.disk_usage(place.folder).free < NEEDED:
                raise SystemExit(f"bench: a year needs {NEEDED / 1e9:.0f} GB below {place.folder.parent}; set TMPDIR")
            _in_world(place, wanted, found)
    if "worktime" in wanted.only:
        # In which a core is a thread; its report is docs/measurements/worktime.md.
        found["worktime"] = _apart("worktime")
    if "ledger" in wanted.only:
        found["ledger"] = _apart("ledger")
    if "demo" in wanted.only:
        from prove import cold_start

        found["demo"] = list(cold_start.run())


def _apart(section: str) -> dict[str, Any]:
    """What a section measures in a process of its own."""
    words = [sys.executable, "-m", f"bench.{section}", "--json"]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    print(f"  {found}", flush=True)
    return found


def _in_world(place: ground.Ground, wanted: argparse.Namespace, found: dict[str, Any]) -> None:
    from django.utils import timezone

    from bench import history, post, world

    print(f"World: {wanted.people} people", flush=True)
    people = world.people_world(wanted.people, place.origin)
    found["world"] = {"people": len(people), "days": wanted.history_days}
    posts = post.Post(place, people, wanted.seconds, judged=min(post.Post.judged, len(people)))
    rows: list[dict[str, Any]] = []
    if "post" in wanted.only:
        found["post"] = rows
        found["statements"] = post.statements(people[0], posts.some_burst(), place)
        rows += [] if wanted.pause else posts.measure("empty")
    if wanted.history_days:
        print(f"History: {wanted.history_days} working days", flush=True)
        days = history.working_days(wanted.history_days, timezone.localdate())
        found["world"]["history"] = history.write(place.cluster.url(), people, days)
    if wanted.pause:
        print("The world is made. A line on standard input begins the measuring.", flush=True)
        sys.stdin.readline()
    if "post" in wanted.only:
        state = f"{wanted.history_days} days of history"
        rows += posts.measure(state) if wanted.history_days else []
        rows += posts.measure(f"{state}, workers running", workers=2)
    for name, figures in _sections(place, people, wanted):
        found[name] = figures
        print(f"  {figures}", flush=True)


def _sections(place: ground.Ground, people: "list[Bound]", wanted: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    """The figures of every part that is wanted and measured in the world once it is there, one after the other."""
    from bench import allowance, approvals, judge, recap, rush

    if "judge" in wanted.only:
        yield "judge", judge.through_worker(place, people, wanted.bursts)
        yield "arrivals", judge.at_rate(place, people, wanted.rate, min(30.0, wanted.bursts / wanted.rate))
    if "rush" in wanted.only:
        minutes = wanted.minutes if wanted.full else min(SHORT_MINUTES, wanted.minutes)
        share = people[: max(1, round(len(people) * minutes / wanted.minutes))]
        yield "rush", rush.rush(place, share, minutes)
    if "recap" in wanted.only:
        yield "recap", recap.measure(place, people)
    if "allowance" in wanted.only:
        yield "allowance", allowance.measure()
    if {"recap", "approvals"} & set(wanted.only):
        yield "approvals", approvals.measure()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
