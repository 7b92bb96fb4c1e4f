"""`nyata password NIP`: a first password by whoever owns the machine, where no two officers are left to make it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from nyata.accounts.forms import tidy_nip
from nyata.accounts.refusals import Refused
from nyata.accounts.services import issue_at_server, slip_until
from nyata.people.models import Person


class Command(BaseCommand):
    help = "Make a first password for a person and print it once; the ledger says that it was made at the server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("nip", metavar="NIP")
        parser.add_argument("--json", action="store_true", dest="as_json", help='{"nip", "password", "until"}')

    def handle(self, *args: Any, nip: str, as_json: bool, **options: Any) -> None:
        at = timezone.now()
        person = Person.objects.filter(nip=tidy_nip(nip)).first()
        if person is None:
            raise CommandError("Nobody has this NIP. Look it up in the list of people")
        try:
            slip = issue_at_server(person=person, at=at)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        until = timezone.localtime(slip_until(at))
        if as_json:
            self.stdout.write(json.dumps({"nip": person.nip, "password": slip, "until": until.isoformat()}))
            return
        self.stdout.write(f"{slip}\nFor {person.name}, until {until:%d-%m-%Y %H:%M}; hand it over face to face.")
