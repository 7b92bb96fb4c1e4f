"""`nyata import punches FILE --machine CODE`: one file of a machine, whatever its length."""

from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nyata.people.models import Person
from nyata.sources.models import Machine
from nyata.sources.refusals import Code
from nyata.sources.services import Outcome, take

BLOCK = 1 << 20


def take_file(*, actor: Person, code: str | None, path: Path, dry_run: bool) -> dict[str, Any]:
    """What became of the file, as JSON has it. Raises CommandError, OSError and sources' Refused."""
    machine = Machine.objects.select_related("unit").filter(code=(code or "").strip().upper()).first()
    if machine is None:
        raise CommandError("No machine has the code of --machine. Look it up on the page of other sources")
    columns = (TextColumn("{task.description:<14}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with path.open("rb") as stream, Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        total = _lines(stream)
        task = progress.add_task("reading lines", total=total)

        def step(lines: int) -> None:
            progress.update(task, completed=lines)
            if lines + BLOCK // 200 > total:
                progress.update(task, description="writing")

        outcome = take(
            actor=actor, machine=machine, name=path.name, stream=stream, at=timezone.now(), dry_run=dry_run, step=step
        )
    return _answer(path.name, outcome, dry_run)


def _lines(stream: BinaryIO) -> int:
    """How many lines a file has; it stands at its beginning afterwards."""
    count = 1
    while block := stream.read(BLOCK):
        count += block.count(b"\n")
    stream.seek(0)
    return count


def _answer(name: str, outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    problems = [{"line": line, "code": code, "sentence": Code(code).sentence} for line, code, _ in outcome.problems]
    return {
        "file": name,
        "sha256": outcome.sha256,
        "found": outcome.found,
        "added": outcome.added,
        "known": outcome.known if not outcome.broken else 0,
        "applied": 0 if dry_run or outcome.broken else outcome.added,
        "first": outcome.first,
        "last": outcome.last,
        "broken": outcome.broken,
        "problems": problems,
        "unknown_numbers": outcome.waiting_numbers,
        "waiting": [{"number": number, "punches": count} for number, count in outcome.waiting],
    }


def say(answer: dict[str, Any]) -> str:
    """A file without a broken line in one line."""
    told = f"{answer['file']}: {answer['found']} punches, {answer['added']} new, {answer['known']} known already"
    if answer["unknown_numbers"]:
        told += f"; {answer['unknown_numbers']} numbers are nobody's yet"
    return f"{told}; {answer['applied']} applied"
