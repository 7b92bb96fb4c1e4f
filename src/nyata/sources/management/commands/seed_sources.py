"""`seed_sources`: what other sources of the demo told, beside its check-ins."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from nyata.sources.demo.world import build
from nyata.sources.models import Machine


class Command(BaseCommand):
    help = "Give two units of the demo another source: a machine at a gate, and an app of an office."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_sources works in the demo only (NYATA_DEMO=1): it invents punches.")
        if Machine.objects.exists():
            return
        with transaction.atomic():
            count = build(options["on"] or timezone.localdate())
        if options["verbosity"]:
            self.stderr.write(f"{count} punches of other sources")
