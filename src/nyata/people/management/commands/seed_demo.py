"""`seed_demo --people N`: the demo world, in an empty database."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from nyata.people.demo.accounts import ROLES, open_accounts, write_accounts
from nyata.people.demo.world import LEAST_PEOPLE, MOST_PEOPLE, build
from nyata.people.models import Person

STEPS = {
    "units": "OPD and units",
    "people": "people",
    "posts": "posts",
    "sites": "sites",
    "rollout": "rollout",
    "law": "the law's activations",
}


class Command(BaseCommand):
    help = "Fill an empty database with the demo's regency: invented people, their units, sites and history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=1200, help=f"{LEAST_PEOPLE} to {MOST_PEOPLE}")
        parser.add_argument("--days", type=int, default=60, help="days of check-in history; 0 for none")
        parser.add_argument("--accounts", type=Path, default=None, help="where the list of accounts goes")
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo works in the demo only (NYATA_DEMO=1): it invents people.")
        people, path = options["people"], options["accounts"] or settings.NYATA_HOME / "accounts.json"
        if not LEAST_PEOPLE <= people <= MOST_PEOPLE:
            raise CommandError(f"--people must be from {LEAST_PEOPLE} to {MOST_PEOPLE}.")
        if Person.objects.exists():
            self._again(people, path)
            return
        now = timezone.now()
        today = options["on"] or timezone.localdate(now)
        world = self._build(people, today, now)
        write_accounts(path, open_accounts(world.roles))
        call_command("seed_allowance", on=options["on"], verbosity=options["verbosity"])
        call_command("seed_schedules", on=options["on"], verbosity=options["verbosity"])
        if options["days"]:
            call_command("seed_apel", days=options["days"], on=options["on"], verbosity=options["verbosity"])
            call_command("seed_history", days=options["days"], on=options["on"], verbosity=options["verbosity"])
            call_command("seed_leave", days=options["days"], on=options["on"], verbosity=options["verbosity"])
            call_command("seed_sources", on=options["on"], verbosity=options["verbosity"])
            call_command("seed_attendance", days=options["days"], on=options["on"], verbosity=options["verbosity"])
            call_command("seed_apel", closing=True, on=options["on"], verbosity=options["verbosity"])
            call_command("seed_discipline", days=options["days"], on=options["on"], verbosity=options["verbosity"])
            call_command("seed_audit", on=options["on"], verbosity=options["verbosity"])

    def _build(self, people: int, today: dt.date, now: dt.datetime) -> Any:
        console = Console(stderr=True)
        columns = (TextColumn("{task.description:<16}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("demo world", total=len(STEPS))

            def step(name: str) -> None:
                progress.update(task, description=STEPS[name], advance=1)

            world = build(people, today, now, step)
            progress.update(task, description=f"{people} people")
        return world

    def _again(self, people: int, path: Path) -> None:
        """The demo's own database is left as it is; the accounts get new passwords where their list is lost."""
        if Person.objects.exclude(nip__endswith="000").exists():
            raise CommandError("This database has people of its own. Give the demo an empty database.")
        there = Person.objects.count()
        if there < people:
            raise CommandError(f"The demo here has {there} people. For {people}, give it an empty database.")
        if path.exists():
            return
        found = {role.role: Person.objects.filter(name=role.name, unit__code=role.unit).first() for role in ROLES}
        roles = {role: person for role, person in found.items() if person is not None}
        if len(roles) < len(found):
            raise CommandError(
                "The demo's people were changed: restore accounts.json, or begin with an empty database."
            )
        write_accounts(path, open_accounts(roles))
