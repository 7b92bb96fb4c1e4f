"""`seed_audit`: the demo's audit of last month, left to a worker: the demo does not wait for it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from procrastinate.contrib.django import app

from nyata.attendance.period import month_before
from nyata.audit.models import Report


class Command(BaseCommand):
    help = "Let a worker audit the demo's month before this one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_audit works in the demo only (NYATA_DEMO=1).")
        if Report.objects.exists():
            return
        month = month_before(options["on"] or timezone.localdate())
        app.configure_task("audit.run", queue="attendance", queueing_lock=f"audit.{month}").defer(
            month=month.isoformat()
        )
