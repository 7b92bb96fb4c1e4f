"""`seed_attendance`: the day records of the demo's past days."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nyata.attendance.services.reckoning import JAKARTA, reckon_days
from nyata.people.models import DayChange


class Command(BaseCommand):
    help = "Reckon the past days of the demo: what each was, from its schedules, its check-ins and its leave."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=60)
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_attendance works in the demo only (NYATA_DEMO=1).")
        at = timezone.now()
        if options["on"]:
            at = dt.datetime.combine(options["on"], dt.time(8), JAKARTA)
        today = at.astimezone(JAKARTA).date()
        written = reckon_days(at=at, first=today - dt.timedelta(days=options["days"]), last=today)
        DayChange.objects.all().delete()  # what the seeding itself said had changed is in these records already
        if options["verbosity"]:
            self.stderr.write(f"{written.made} day records")
