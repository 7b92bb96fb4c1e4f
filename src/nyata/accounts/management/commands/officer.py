"""`nyata officer NIP --document NUMBER`: the first HR officer of a regency, with the password for their first day."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from nyata.accounts.services import issue_at_server, slip_until
from nyata.core.refusal import Refused
from nyata.people.services import FirstOfficer, appoint_at_server


def at_most(letters: int) -> Callable[[str], str]:
    """An argument as long as its column: what is longer is said before anything is asked of the database."""

    def read(text: str) -> str:
        if len(text.strip()) > letters:
            raise ArgumentTypeError(f"at most {letters} letters, not {len(text.strip())}")
        return text

    return read


class Command(BaseCommand):
    help = "Appoint an HR officer at the server while there are fewer than two; prints a first password once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("nip", metavar="NIP")
        parser.add_argument("--document", required=True, metavar="NUMBER", type=at_most(80), help="what appoints them")
        new = parser.add_argument_group("for somebody, or an OPD, that is not registered yet")
        new.add_argument("--name", default="", type=at_most(120), help="as on the document")
        new.add_argument("--unit", default="", metavar="CODE", type=at_most(20), help="the code of their OPD")
        new.add_argument("--unit-name", default="", metavar="NAME", type=at_most(160), help="opens it by this name")
        parser.add_argument("--json", action="store_true", dest="as_json", help='{"nip", "name", "password", "until"}')

    def handle(self, *args: Any, nip: str, **asked: Any) -> None:
        at = timezone.now()
        officer = FirstOfficer(nip, asked["document"], asked["name"], asked["unit"], asked["unit_name"])
        try:
            with transaction.atomic():
                person = appoint_at_server(officer=officer, at=at)
                # Whoever has a password of their own keeps it.
                slip = None if person.has_usable_password() else issue_at_server(person=person, at=at)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        until = timezone.localtime(slip_until(at))
        if asked["as_json"]:
            answer = {"nip": person.nip, "name": person.name, "password": slip}
            answer["until"] = until.isoformat() if slip else None
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(f"{person.name} is an HR officer from today.")
        self.stdout.write(
            f"First password, until {until:%d-%m-%Y %H:%M}: {slip}" if slip else "They keep their own password."
        )
