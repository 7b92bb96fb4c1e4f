"""`nyata audit run --month 2026-10`, `nyata audit show [--month M]`, `nyata audit restore FILE`; each with --json."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nyata.attendance.management.commands.recap import month as month_word
from nyata.attendance.period import month_before
from nyata.audit.checks import CHECKS
from nyata.audit.models import Finding, Report
from nyata.audit.refusals import Refused
from nyata.audit.selectors.reports import Read, reports, with_state
from nyata.audit.services.running import run


class Command(BaseCommand):
    help = "The monthly audit: run it, read it, restore a backup and look at it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_subparsers(dest="asked", required=True, metavar="run|show|restore")
        for name, words in (("run", "audit a month that is over"), ("show", "what a report says")):
            one = asked.add_parser(name, help=words)
            one.add_argument("--month", type=month_word, metavar="2026-10", help="the month before this one")
            one.add_argument("--json", action="store_true", dest="as_json", help="the report as it was signed")
        one = asked.add_parser("restore", help="restore a backup into a database of its own, look at it, drop it")
        one.add_argument("file", type=Path, help="as pg_dump wrote it (custom, tar or plain)")
        one.add_argument("--server", default="", help="address of a database on another server that may make databases")
        one.add_argument("--json", action="store_true", dest="as_json", help="what was found as JSON")

    def handle(self, *args: Any, **asked: Any) -> None:
        try:
            {"run": self._run, "show": self._show, "restore": self._restore}[asked["asked"]](asked)
        except Refused as refused:
            raise CommandError(f"{refused.code}: {refused.sentence}") from refused

    def _run(self, asked: dict[str, Any]) -> None:
        now = timezone.now()
        columns = (TextColumn("{task.description:<16}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("audit", total=len(CHECKS) + 1)
            report = run(
                month=asked["month"] or month_before(timezone.localdate(now)), at=now, clock=timezone.now,
                step=lambda name: bar.update(task, description=name, advance=1),
            )  # fmt: skip
        self._say(report, asked["as_json"])

    def _show(self, asked: dict[str, Any]) -> None:
        found = reports().filter(month=asked["month"]) if asked["month"] else reports()
        newest = found.first()
        if newest is None:
            raise CommandError("There is no such report. Make one: nyata audit run --month 2026-10")
        self._say(newest, asked["as_json"])

    def _restore(self, asked: dict[str, Any]) -> None:
        from nyata.audit.services.restoring import restore

        found = restore(file=asked["file"], server=asked["server"], at=timezone.now())
        if asked["as_json"]:
            told = {"file": found.file_name, "sha256": found.sha256, "size": found.size, "leaves": found.leaves,
                    "rows": found.rows, "problems": found.problems, "seconds": round(found.seconds, 1)}  # fmt: skip
            self.stdout.write(json.dumps(told))
        else:
            rows = sum(found.rows.values())
            self.stdout.write(f"{found.file_name}: {rows} rows, {found.leaves} entries in {found.seconds:.1f} s")
            self.stdout.write("\n".join(found.problems) or "it holds")
        if found.problems:
            raise CommandError("The backup does not hold. Make a new one now, and restore that")

    def _say(self, report: Report, as_json: bool) -> None:
        if as_json:
            self.stdout.write(bytes(report.content).decode())
            return
        waiting = with_state(Finding.objects.all(), "waiting").count()
        self.stdout.write(f"{report.month:%Y-%m}, version {report.version}, SHA-256 {report.sha256}")
        for check in Read(report).checks:
            figures = ", ".join(f"{name} {value}" for name, value in check["figures"].items())
            self.stdout.write(
                f"{check['name']:<12} {len(check['findings']):>3} found, {check['seconds']:.1f} s: {figures}"
            )
            for found in check["findings"]:
                facts = ", ".join(f"{name} {value}" for name, value in found["facts"].items())
                self.stdout.write(f"             - {found['code']}: {facts}")
        self.stdout.write(f"{report.seconds:.1f} s in all; {waiting} findings wait")
