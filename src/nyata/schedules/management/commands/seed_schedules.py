"""`seed_schedules`: calendars, shifts, patterns and rosters of the demo's people."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nyata.schedules.demo.world import build
from nyata.schedules.models import Shift


class Command(BaseCommand):
    help = "Give the demo's people their schedules; nothing where there are some already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_schedules works in the demo only (NYATA_DEMO=1): it invents hours.")
        if Shift.objects.exists():
            return
        now = timezone.now()
        build(options["on"] or timezone.localdate(now), now)
