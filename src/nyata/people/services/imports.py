"""Importing a file in two steps: a dry run that lists every bad line, then all of it or nothing."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import BaselineFigure, ImportDraft, Person
from nyata.people.refusals import Code, Refused
from nyata.people.services import baseline, checked_files, placing, roster
from nyata.people.services.guards import require_hr
from nyata.people.services.roster import Newcomer, Problem
from nyata.people.services.spreadsheets import Row, read

BATCH = 2000


def check_file(*, actor: Person, kind: str, name: str, content: bytes, at: dt.datetime) -> ImportDraft:
    """The dry run: read the file, find every problem, keep both for `apply_import`. Replaces the officer's last one.

    Raises Refused: not_hr, file_too_large, file_unreadable, file_empty, columns_missing.
    """
    require_hr(actor, at)
    sort = roster if kind == ImportDraft.Kind.PEOPLE else baseline
    rows = read(content, sort.COLUMNS, sort.REQUIRED)
    _, problems = _check(kind, rows, timezone.localdate(at))
    draft: ImportDraft = checked_files.keep(
        ImportDraft,
        actor=actor,
        kind=kind,
        name=name,
        content=content,
        rows=rows,
        problems=problems,
        count=len(rows),
        at=at,
    )
    return draft


def apply_import(*, actor: Person, draft: ImportDraft, at: dt.datetime) -> int:
    """Take over every line of a checked file, or none; checked again, since the world may have changed.

    Returns how many lines were taken over. The draft keeps its count and hash, and loses its lines.
    Raises Refused: not_hr, import_gone, import_applied, file_has_bad_rows.
    """
    require_hr(actor, at)
    with transaction.atomic():
        draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
        rows = checked_files.require_open(draft, actor=actor, at=at)
        found, problems = _check(draft.kind, rows, timezone.localdate(at))
        if problems:
            raise Refused(Code.FILE_HAS_BAD_ROWS)
        _save(found, actor, at)
        checked_files.close(draft, count=len(found), at=at)
        kind = Kind.IMPORT if draft.kind == ImportDraft.Kind.PEOPLE else Kind.BASELINE
        content = {"kind_of_file": draft.kind, "sha256": draft.sha256, "lines": len(found), "actor": actor.pk}
        ledger.append(kind, content, at=at)
    return len(found)


def recheck(*, actor: Person, draft: ImportDraft, at: dt.datetime) -> ImportDraft:
    """The dry run once more over the kept lines, after the world has changed.

    Raises Refused: not_hr, import_gone, import_applied.
    """
    require_hr(actor, at)
    rows = checked_files.require_open(draft, actor=actor, at=at)
    _, problems = _check(draft.kind, rows, timezone.localdate(at))
    draft.problems = checked_files.as_kept(problems)
    draft.save(update_fields=["problems"])
    return draft


def _check(kind: str, rows: list[Row], on: dt.date) -> tuple[list[Newcomer] | list[BaselineFigure], list[Problem]]:
    if kind == ImportDraft.Kind.PEOPLE:
        return roster.check(rows, on=on, demo=settings.DEMO)
    return baseline.check(rows, on=on)


def _save(found: list[Newcomer] | list[BaselineFigure], actor: Person, at: dt.datetime) -> None:
    newcomers = [row for row in found if isinstance(row, Newcomer)]
    for newcomer in newcomers:
        # No password yet: each gets a random one on paper, never one that could be guessed.
        newcomer.person.password = make_password(None)
    Person.objects.bulk_create([newcomer.person for newcomer in newcomers], batch_size=BATCH)
    placed = ((newcomer.person, newcomer.weekly_minutes) for newcomer in newcomers)
    placing.begin_many(placed, actor=actor, today=timezone.localdate(at), at=at)
    figures = [row for row in found if isinstance(row, BaselineFigure)]
    for figure in figures:
        figure.imported_by, figure.imported_at = actor, at
    BaselineFigure.objects.bulk_create(figures, batch_size=BATCH)
