"""Arrangements of a recap's columns, named and kept for everybody who recaps."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from nyata.attendance.columns import chosen
from nyata.attendance.models import RecapLayout
from nyata.attendance.refusals import Code, Refused
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.selectors import authority_of


@transaction.atomic
def save_layout(*, actor: Person, name: str, columns: Iterable[str], on: dt.date, at: dt.datetime) -> RecapLayout:
    """Keep an arrangement under its name; one of the same name is replaced.

    Raises Refused: not_hr, name_missing, no_columns.
    """
    if not authority_of(actor, on).is_hr:
        raise Refused(Code.NOT_HR)
    keys = [column.key for column in chosen(columns)]
    if not name.strip():
        raise Refused(Code.NAME_MISSING)
    if not keys:
        raise Refused(Code.NO_COLUMNS)
    made, _ = RecapLayout.objects.update_or_create(
        name=name.strip()[:60], defaults={"columns": keys, "made_by": actor, "made_at": at}
    )
    ledger.append(Kind.RECAP_LAYOUT, {"name": made.name, "columns": keys, "actor": actor.pk}, at=at)
    return made
