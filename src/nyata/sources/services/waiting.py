"""An uploaded file between its dry run and its taking over. Its bytes are kept for a day at most."""

import datetime as dt
import io
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nyata.people.models import Person
from nyata.people.services.checked_files import KEPT
from nyata.people.services.spreadsheets import MOST_BYTES
from nyata.sources.models import Machine, WaitingFile
from nyata.sources.refusals import Code, Refused
from nyata.sources.services.taking import Outcome, take


def check(*, actor: Person, machine: Machine, name: str, content: bytes, at: dt.datetime) -> WaitingFile:
    """The dry run; replaces what the officer left waiting. Raises Refused: file_too_large, and as `take` does."""
    if len(content) > MOST_BYTES:
        raise Refused(Code.FILE_TOO_LARGE)
    outcome = take(actor=actor, machine=machine, name=name, stream=io.BytesIO(content), at=at, dry_run=True)
    with transaction.atomic():
        WaitingFile.objects.filter(Q(officer=actor) | Q(made_at__lt=at - KEPT)).delete()
        return WaitingFile.objects.create(
            machine=machine, officer=actor, file_name=name[-160:], content=content, outcome=outcome.plain(), made_at=at
        )


def apply(*, actor: Person, waiting: UUID, at: dt.datetime) -> Outcome:
    """Take a checked file over; looked at again, since profile and world may have changed.

    Raises Refused: file_gone, file_has_bad_lines, and as `take` does.
    """
    with transaction.atomic():
        found = WaitingFile.objects.select_for_update().filter(pk=waiting, officer=actor, made_at__gte=at - KEPT)
        file = found.first()
        if file is None:
            raise Refused(Code.FILE_GONE)
        content = io.BytesIO(file.content)
        outcome = take(actor=actor, machine=file.machine, name=file.file_name, stream=content, at=at)
        if outcome.broken:
            raise Refused(Code.FILE_HAS_BAD_LINES)
        file.delete()
    return outcome
