"""`seed_allowance`: invented amounts for the demo's people, each marked as such. Nobody has published OKI's."""

import datetime as dt
import random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nyata.allowance.models import AmountLine
from nyata.people.models import Person

DOCUMENT = "DEMO: angka rekaan, bukan dokumen"
# Invented: round steps between the classes, so that nobody takes them for real ones.
CLASSES = {str(number): 600_000 + 250_000 * number for number in range(5, 15)}
HEADS, SPECIALISTS, OTHERS = ("11", "12", "13"), ("8", "9", "10"), ("5", "6", "7")
# Employments of which everybody has an amount in the demo; part-time contracts have none, as in most regencies.
FULL_TIME = (Person.Employment.PNS, Person.Employment.CPNS, Person.Employment.PPPK)


class Command(BaseCommand):
    help = "Invent the demo's amounts of the allowance: job classes, who is in which, and a few amounts of one's own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_allowance works in the demo only (NYATA_DEMO=1).")
        now = timezone.now()
        today = options["on"] or timezone.localdate(now)
        since = dt.date(today.year - 1, 1, 1)
        lines = [*_classes(since, now), *_people(since, now)]
        AmountLine.objects.bulk_create(lines, batch_size=2000)
        if options["verbosity"]:
            self.stderr.write(f"{len(lines)} invented amounts")


def _classes(since: dt.date, now: dt.datetime) -> list[AmountLine]:
    return [
        AmountLine(job_class=name, amount=amount, valid_from=since, document_number=DOCUMENT, entered_at=now)
        for name, amount in CLASSES.items()
    ]


def _people(since: dt.date, now: dt.datetime) -> list[AmountLine]:
    """Everybody's class by their job; every fiftieth has an amount of their own, every hundredth none yet."""
    dice = random.Random(20260101)
    lines = []
    for place, person in enumerate(Person.objects.filter(employment__in=FULL_TIME).order_by("nip")):
        job_class = dice.choice(_range(person.job_title))
        own = 1_200_000 + 50_000 * dice.randrange(60)
        if place % 100 == 99:
            continue
        said: dict[str, Any] = {"amount": own} if place % 50 == 7 else {"job_class": job_class}
        lines.append(AmountLine(person=person, valid_from=since, document_number=DOCUMENT, entered_at=now, **said))
    return lines


def _range(job_title: str) -> tuple[str, ...]:
    if job_title.startswith(("Kepala", "Camat", "Lurah", "Sekretaris")):
        return HEADS
    return SPECIALISTS if job_title.startswith(("Guru", "Analis", "Perawat Ahli", "Apoteker", "Pranata")) else OTHERS
