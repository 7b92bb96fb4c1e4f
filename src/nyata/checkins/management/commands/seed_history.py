"""`seed_history --days 60`: check-ins of the demo's people, with the phones they were made by."""

import datetime as dt
import random
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nyata.checkins import demo_history as history
from nyata.checkins.demo_called import called_on
from nyata.checkins.demo_hours import hours_of
from nyata.checkins.demo_phones import bind_phones
from nyata.checkins.models import CheckIn
from nyata.rules.selectors import policy_on

COPY_CHECKINS = f"COPY checkins_checkin ({', '.join(history.CHECKIN_COLUMNS)}) FROM STDIN"
COPY_VERDICTS = f"COPY checkins_verdict ({', '.join(history.VERDICT_COLUMNS)}) FROM STDIN"
# Verdicts wait in memory until their check-ins are there.
DAYS_AT_ONCE = 10
LINES_AT_ONCE = 400  # about 200 kB; each write waits for the socket
NEXT_KEY = "SELECT setval(pg_get_serial_sequence('checkins_checkin', 'id'), %s)"


class Command(BaseCommand):
    help = "Give the demo's people a past: bound phones and check-ins on the days that ask for them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=60, help="how many days back")
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_history works in the demo only (NYATA_DEMO=1): it invents check-ins.")
        if CheckIn.objects.exists():
            return
        now = timezone.now()
        if options["on"]:
            now = dt.datetime.combine(options["on"], dt.time(12), history.JAKARTA)
        today = timezone.localdate(now)
        working = history.working_days(today, options["days"])
        days = [today - dt.timedelta(days=back) for back in range(options["days"], -1, -1)]
        columns = (TextColumn("{task.description:<16}"), BarColumn(), TimeElapsedColumn())
        with transaction.atomic(), Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("phones", total=len(days) + 1)
            workers = bind_phones(working, today, now)
            progress.update(task, advance=1, description="check-ins")
            count = self._write(days, set(working), workers, now, lambda: progress.update(task, advance=1))
            progress.update(task, description=f"{count} check-ins")

    def _write(self, days: list[dt.date], working: set[dt.date], workers: list, now: dt.datetime, step: Any) -> int:
        """Copies the history in, a day at a time; returns how many check-ins there are."""
        policy_hash = policy_on(days[-1]).hash  # of the files and all that is switched on, whatever the day
        writer = history.Writer(random.Random(history.SEED), 1)
        with connection.cursor() as cursor:
            # Foreign keys are checked after each piece, not all of a million at the end behind a finished bar.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for start in range(0, len(days), DAYS_AT_ONCE):
            verdicts: list[str] = []
            some_days = days[start : start + DAYS_AT_ONCE]
            hours = hours_of(some_days[0], some_days[-1], working)
            called = called_on(some_days[0], some_days[-1])
            with connection.connection.cursor() as cursor, cursor.copy(COPY_CHECKINS) as copy:
                for date in some_days:
                    midnight = dt.datetime.combine(date, dt.time(), history.JAKARTA)
                    day = history.Day(date, midnight, policy_hash, now)
                    made = writer.day(day, workers, hours.get(date, {}), called.get(date, {}))
                    # Sent as it is made: the server stores what it has while the next is thought up.
                    while some := list(islice(made, LINES_AT_ONCE)):
                        copy.write("".join(attempt for attempt, _judged in some))
                        verdicts += [judged for _attempt, judged in some]
                    step()
            with connection.connection.cursor() as cursor, cursor.copy(COPY_VERDICTS) as copy:
                copy.write("".join(verdicts))
        with connection.cursor() as cursor:
            cursor.execute(NEXT_KEY, [writer.next_id])
        return writer.next_id - 1
