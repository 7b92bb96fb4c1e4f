"""Attempts for the browser tests of the board, as rows: `python -m tests.browser.board_world NIP OUTCOME`."""

import sys

from nyata.config import prepare


def main() -> int:
    """One attempt of the person with that NIP, now, with a verdict of that outcome."""
    prepare.load_django()
    from django.utils import timezone

    from nyata.boards.tests.factories import make_attempt
    from nyata.people.models import Person

    nip, outcome = sys.argv[1:]
    make_attempt(Person.objects.get(nip=nip), timezone.now(), outcome, reasons=("face_unsure",))
    return 0


if __name__ == "__main__":
    sys.exit(main())
