"""`nyata recap --month 2026-09 --format xlsx -o FILE`: the month records of an OPD, or of all, as a file."""

import datetime as dt
import json
import os
import tempfile
import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nyata.attendance.columns import USUAL, chosen
from nyata.attendance.exports import MEDIA, letterhead, write
from nyata.attendance.models import RecapLayout
from nyata.attendance.period import Period, period
from nyata.attendance.selectors.recap import Recap, recap
from nyata.attendance.services.reckoning import reckon_days
from nyata.people.models import Unit


def month(word: str) -> dt.date:
    """2026-09 as the first of that month. Raises ArgumentTypeError."""
    try:
        return dt.date.fromisoformat(f"{word}-01")
    except ValueError as error:
        raise ArgumentTypeError(f"{word!r} is not a month such as 2026-09") from error


class Command(BaseCommand):
    help = "Write the recap of a month: people by days with codes, and what they add up to."
    # They read every page and form, which costs more time and memory than most recaps; the servers ask them.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", type=month, required=True, metavar="2026-09")
        parser.add_argument("--from", type=int, default=1, dest="from_day", metavar="DAY", help="first day (1)")
        parser.add_argument("--to", type=int, dest="to_day", metavar="DAY", help="last day (the month's)")
        parser.add_argument("--opd", default="", help="code, short name or name of an OPD or unit (all)")
        parser.add_argument("--layout", default="", help="name of a saved arrangement of columns (the usual one)")
        parser.add_argument("--format", choices=tuple(MEDIA), default="xlsx", dest="form")
        parser.add_argument(
            "-o", "--output", required=True, type=Path, metavar="FILE", help="for a PDF of each OPD: a folder"
        )
        parser.add_argument("--reckon", action="store_true", help="compute every day of the period anew before")
        parser.add_argument("--json", action="store_true", dest="as_json", help="say what was written as JSON")

    def handle(self, *args: Any, **asked: Any) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as self.bar:
            found = self._write(asked, time.monotonic())
        self.stdout.write(found)

    def _write(self, asked: dict[str, Any], began: float) -> str:
        days = period(asked["month"], asked["from_day"], asked["to_day"])
        unit = _unit(asked["opd"])
        layout = _layout(asked["layout"])
        if asked["reckon"]:
            self._begin("reckoning", 1)
            reckon_days(at=timezone.now(), first=days.first, last=days.last, step=self._advance)
        self._begin("reading")
        found = recap(days.first, days.last, opd=unit)
        if not found.people.height:
            raise CommandError("Nobody was placed there in these days. Look at --opd and --month")
        self._begin(f"writing {found.people.height} people")
        if asked["form"] == "pdf" and unit is None:
            size = self._papers(asked["output"], days, layout)
        else:
            size = _write(asked["output"], asked["form"], found, layout, unit)
        return _report(asked, days, found, size, time.monotonic() - began)

    def _papers(self, folder: Path, days: Period, columns: list[Any]) -> int:
        """A paper for each OPD, as one head signs each. Returns their bytes."""
        if not folder.is_dir():
            raise CommandError(f"A PDF is of one OPD: give --opd, or as -o a folder, which {folder} is not")
        size, opds = 0, list(Unit.objects.filter(parent__isnull=True).order_by("code"))
        self._begin("papers", 1)
        for opd in opds:
            self._advance(1 / len(opds))
            found = recap(days.first, days.last, opd=opd)
            if found.people.height:
                size += _write(folder / f"rekap-{opd.code}-{days.first:%Y%m%d}.pdf", "pdf", found, columns, opd)
        return size

    def _begin(self, words: str, total: float | None = None) -> None:
        """The bar of the next piece of work, which takes the place of the last; without a total it only moves."""
        for task in self.bar.task_ids:
            self.bar.remove_task(task)
        self.bar.add_task(words, total=total)

    def _advance(self, share: float) -> None:
        self.bar.advance(self.bar.task_ids[-1], share)


def _report(asked: dict[str, Any], days: Period, found: Recap, size: int, seconds: float) -> str:
    if asked["as_json"]:
        output = {
            "file": str(asked["output"]), "format": asked["form"], "bytes": size, "seconds": round(seconds, 2),
            "first": days.first.isoformat(), "last": days.last.isoformat(), "people": found.people.height,
            "days": found.days.height, "totals": found.totals(),
        }  # fmt: skip
        return json.dumps(output)
    return (
        f"{asked['output']}: {found.people.height} people, {found.days.height} days from {days.first} to "
        f"{days.last}, {size / 1e6:.1f} MB in {seconds:.1f} s"
    )


def _unit(words: str) -> Unit | None:
    if not words:
        return None
    found = list(Unit.objects.filter(Q(code=words) | Q(short_name__iexact=words) | Q(name__iexact=words))[:2])
    if len(found) != 1:
        why = "Several units are called so" if found else "No unit is called so"
        raise CommandError(f"{why}: {words}. Give the code of the unit")
    return found[0]


def _layout(name: str) -> list[Any]:
    if not name:
        return chosen(USUAL)
    saved = RecapLayout.objects.filter(name__iexact=name).first()
    if saved is None:
        known = ", ".join(RecapLayout.objects.order_by("name").values_list("name", flat=True)) or "none are saved"
        raise CommandError(f"No arrangement is called {name!r}. Known: {known}")
    return chosen(saved.columns)


def _write(path: Path, form: str, found: Recap, columns: list[Any], unit: Unit | None) -> int:
    """Beside the place first, so that a run that is broken off leaves no half file."""
    folder = path.parent
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}. Make it, or give another -o")
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".recap-", delete=False) as file:
        try:
            head = letterhead(_("Rekapitulasi kehadiran pegawai"), unit, at=timezone.now())
            write(form, found, columns, file, head=head)  # type: ignore[arg-type]
            file.close()
            os.chmod(file.name, 0o640)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
    return path.stat().st_size
