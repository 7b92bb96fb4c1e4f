"""`nyata import people|roster|holidays|punches FILE --officer NIP [--dry-run]`: a file checked and applied whole."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nyata.core.refusal import Refused
from nyata.people import services as people
from nyata.people.models import ImportDraft, Person
from nyata.people.nip import clean
from nyata.people.refusals import Code as PeopleCode
from nyata.schedules import services as schedules
from nyata.schedules.models import RosterDraft
from nyata.schedules.refusals import Code as ScheduleCode
from nyata.sources.management import punches

# How many bad lines are printed; all of them stand in the answer of --json.
SHOWN = 50
STEPS = {"reading": "reading", "checking": "checking lines", "overlaps": "looking for overlaps", "writing": "writing"}
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file: how its dry run is made, how it is applied, and the codes of its problems."""

    check: Callable[[Person, str, bytes, Step], Any]
    apply: Callable[[Person, Any, Step], int]
    codes: type[PeopleCode] | type[ScheduleCode]


def _people(actor: Person, name: str, content: bytes, step: Step) -> ImportDraft:
    step("checking")
    kind = ImportDraft.Kind.PEOPLE
    return people.check_file(actor=actor, kind=kind, name=name, content=content, at=timezone.now())


def _apply_people(actor: Person, draft: ImportDraft, step: Step) -> int:
    step("writing")
    return people.apply_import(actor=actor, draft=draft, at=timezone.now())


def _schedules(kind: str) -> Callable[[Person, str, bytes, Step], RosterDraft]:
    def check(actor: Person, name: str, content: bytes, step: Step) -> RosterDraft:
        return schedules.check_file(actor=actor, kind=kind, name=name, content=content, at=timezone.now(), step=step)

    return check


def _apply_schedules(actor: Person, draft: RosterDraft, step: Step) -> int:
    return schedules.apply_file(actor=actor, draft=draft, at=timezone.now(), step=step)


SORTS = {
    "people": Sort(_people, _apply_people, PeopleCode),
    "roster": Sort(_schedules(RosterDraft.Kind.ROSTER), _apply_schedules, ScheduleCode),
    "holidays": Sort(_schedules(RosterDraft.Kind.HOLIDAYS), _apply_schedules, ScheduleCode),
}


# Not a draft of lines: a machine's file may have a million.
PUNCHES = "punches"


class Command(BaseCommand):
    help = "Take over a CSV or XLSX: every line of it, or none where one is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sort", choices=(*SORTS, PUNCHES))
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--officer", required=True, metavar="NIP", help="who answers for it, with their powers")
        parser.add_argument("--machine", metavar="CODE", help="whose file it is; for punches only")
        parser.add_argument("--dry-run", action="store_true", help="check only")
        parser.add_argument("--json", action="store_true", dest="as_json", help="the answer as JSON")

    def handle(self, *args: Any, **asked: Any) -> None:
        actor = Person.objects.filter(nip=clean(asked["officer"]), is_active=True).first()
        if actor is None:
            raise CommandError("Nobody active has the NIP of --officer. Look it up in the list of people")
        try:
            answer = self._answer(actor, asked)
        except OSError as error:
            raise CommandError(f"{asked['file']} cannot be read: {error.strerror}") from error
        except Refused as refused:
            raise CommandError(f"{asked['file']}: {refused.sentence}") from refused
        self._say(answer, asked["as_json"])
        if answer["problems"]:
            sys.exit(1)

    def _answer(self, actor: Person, asked: dict[str, Any]) -> dict[str, Any]:
        path, dry_run = asked["file"], asked["dry_run"]
        if asked["sort"] == PUNCHES:
            return punches.take_file(actor=actor, code=asked["machine"], path=path, dry_run=dry_run)
        return self._import(SORTS[asked["sort"]], actor, path.name, path.read_bytes(), dry_run)

    def _import(self, sort: Sort, actor: Person, name: str, content: bytes, dry_run: bool) -> dict[str, Any]:
        columns = (TextColumn("{task.description:<22}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("starting", total=len(STEPS) * (1 if dry_run else 2) - 1)

            def step(word: str) -> None:
                progress.update(task, description=STEPS[word], advance=1)

            draft = sort.check(actor, name, content, step)
            problems = [
                {"line": line, "code": code, "sentence": sort.codes(code).sentence} for line, code, _ in draft.problems
            ]
            answer = {"file": name, "found": draft.count, "problems": problems, "applied": 0}
            if dry_run or problems:
                # It holds NIPs, and nobody will come back for it.
                draft.delete()
                return answer
            return {**answer, "applied": sort.apply(actor, draft, step)}

    def _say(self, answer: dict[str, Any], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        problems = answer["problems"]
        for one in problems[:SHOWN]:
            self.stdout.write(f"line {one['line']}: {one['sentence']}")
        if len(problems) > SHOWN:
            self.stdout.write(f"... and {len(problems) - SHOWN} more; --json has them all")
        if problems:
            broken = answer.get("broken", len(problems))
            self.stdout.write(f"{answer['file']}: {broken} lines to be mended; nothing was applied")
        elif "added" in answer:
            self.stdout.write(punches.say(answer))
        elif answer["applied"]:
            self.stdout.write(f"{answer['file']}: {answer['applied']} applied")
        else:
            self.stdout.write(f"{answer['file']}: {answer['found']} ready; nothing was applied")
