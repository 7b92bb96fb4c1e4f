"""Taking a file back: it was another machine's, or wrong. Nothing is deleted; its punches count no more."""

import datetime as dt

from django.db import transaction

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.services.closing import any_closed
from nyata.sources.models import FileTakenBack, Machine, PunchFile
from nyata.sources.refusals import Code, Refused
from nyata.sources.selectors.counting import counted_days
from nyata.sources.services.days import days_of_file_changed
from nyata.sources.services.guards import require_keeper, require_words


def take_back(*, actor: Person, file: PunchFile, words: str, at: dt.datetime) -> FileTakenBack:
    """The file's punches stay and count no more; its days are reckoned anew, and it may come again by any machine.

    Raises Refused: not_yours, reason_missing, taken_back_already, own_punches (nobody decides on themselves),
    days_locked.
    """
    require_keeper(actor, file.machine, at)
    reason = require_words(words, Code.REASON_MISSING)
    with transaction.atomic():
        # As taking does: what is new in a file is told by the files that stand.
        Machine.objects.select_for_update().get(pk=file.machine_id)
        if FileTakenBack.objects.filter(file=file).exists():
            raise Refused(Code.TAKEN_BACK_ALREADY)
        counted = counted_days(file)
        if any(person == actor.pk for person, _ in counted):
            raise Refused(Code.OWN_PUNCHES)
        if any_closed(counted):
            raise Refused(Code.DAYS_LOCKED)
        made = FileTakenBack.objects.create(file=file, words=reason[:300], taken_by=actor, taken_at=at)
        days_of_file_changed(file, at=at)
        content = {
            "machine": file.machine_id, "file": file.pk, "sha256": file.sha256, "punches": file.added,
            "actor": actor.pk,
        }  # fmt: skip
        ledger.append(Kind.PUNCH_FILE_TAKEN_BACK, content, at=at)
    return made
