"""An uploaded file between its dry run and its taking over. Every import keeps its lines and problems this way."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from django.db import transaction
from django.db.models import Q

from nyata.people.models import CheckedFile, Person
from nyata.people.refusals import Code, Refused
from nyata.people.services.spreadsheets import Row

# The lines hold NIPs, so they do not lie about: an officer takes them over within the day or uploads again.
KEPT = dt.timedelta(days=1)
Draft = TypeVar("Draft", bound=CheckedFile)


class Problem(Protocol):
    """Why a line cannot be taken over; `code` is one of the room's codes."""

    @property
    def line(self) -> int: ...
    @property
    def code(self) -> Any: ...
    @property
    def cells(self) -> dict[str, str]: ...


def keep(
    model: type[Draft],
    *,
    actor: Person,
    kind: str,
    name: str,
    content: bytes,
    rows: list[Row],
    problems: Iterable[Problem],
    count: int,
    at: dt.datetime,
) -> Draft:
    """Keep what a dry run read and what is wrong with it. Replaces the officer's last one of this kind."""
    with transaction.atomic():
        waiting = model._default_manager.filter(applied_at__isnull=True)
        waiting.filter(Q(officer=actor, kind=kind) | Q(made_at__lt=at - KEPT)).delete()
        return model._default_manager.create(
            id=uuid.uuid4(),
            kind=kind,
            officer=actor,
            file_name=name[-160:],
            sha256=hashlib.sha256(content).hexdigest(),
            rows=[[row.line, row.cells] for row in rows],
            problems=as_kept(problems),
            count=count,
            made_at=at,
        )


def as_kept(problems: Iterable[Problem]) -> list[list[Any]]:
    """[[line, code, {column: text}], ...]"""
    return [[one.line, str(one.code), one.cells] for one in problems]


def require_open(draft: CheckedFile, *, actor: Person, at: dt.datetime) -> list[Row]:
    """Its lines. Raises Refused: import_gone (of another officer, older than a day), import_applied."""
    if draft.officer_id != actor.pk or draft.made_at < at - KEPT:
        raise Refused(Code.IMPORT_GONE)
    if draft.applied_at:
        raise Refused(Code.IMPORT_APPLIED)
    return [Row(line, cells) for line, cells in draft.rows]


def close(draft: CheckedFile, *, count: int, at: dt.datetime) -> None:
    """Taken over: the count and the hash stay, the lines go."""
    draft.applied_at, draft.rows, draft.count = at, [], count
    draft.save(update_fields=["applied_at", "rows", "count"])
