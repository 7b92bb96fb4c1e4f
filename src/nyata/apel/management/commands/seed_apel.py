"""`seed_apel`: the demo's apel; first the sessions, and with --closing, once there are check-ins, their lists."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nyata.apel import demo
from nyata.apel.models import Session
from nyata.apel.services.making import JAKARTA


class Command(BaseCommand):
    help = "Give the demo apel: series and sessions, and with --closing the lists of those that were."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=60, help="how many days back")
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")
        parser.add_argument("--closing", action="store_true", help="close the lists that are due")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_apel works in the demo only (NYATA_DEMO=1).")
        now = timezone.now()
        if options["on"]:
            now = dt.datetime.combine(options["on"], dt.time(12), JAKARTA)
        if options["closing"]:
            made = f"{demo.close_lists(now)} lists of apel"
        elif Session.objects.exists():
            return
        else:
            made = f"{demo.plan_sessions(timezone.localdate(now), now, options['days'])} sessions of apel"
        if options["verbosity"]:
            self.stderr.write(made)
