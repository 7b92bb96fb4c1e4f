"""Importing a roster or days off in two steps: a dry run that lists every bad line, then all of it or nothing."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from nyata.people.models import Person
from nyata.people.refusals import Code as FileCode
from nyata.people.refusals import Refused
from nyata.people.selectors import Authority
from nyata.people.services import checked_files
from nyata.people.services.spreadsheets import Row, read
from nyata.schedules.models import RosterDay, RosterDraft
from nyata.schedules.refusals import Code
from nyata.schedules.services.calendars import record_days
from nyata.schedules.services.guards import planner, require_hr
from nyata.schedules.services.reading import (
    HOLIDAY_COLUMNS,
    ROSTER_COLUMNS,
    Found,
    Problem,
    read_holidays,
    read_roster,
)
from nyata.schedules.services.rosters import clashes, write

SOURCE = "impor"
Kind = RosterDraft.Kind
Step = Callable[[str], None]


def check_file(
    *, actor: Person, kind: str, name: str, content: bytes, at: dt.datetime, step: Step = lambda _: None
) -> RosterDraft:
    """The dry run: read the file, find every problem, keep both for `apply_file`. Replaces the officer's last one.

    `step` is told what is being done. Raises Refused: not_hr or not_yours; the file's own refusals are those of
    `people.services.spreadsheets.read`.
    """
    authority = _guard(actor, kind, at)
    step("reading")
    columns, required = (ROSTER_COLUMNS, ("nip",)) if kind == Kind.ROSTER else (HOLIDAY_COLUMNS, ("day", "kind"))
    rows = read(content, columns, required)
    found = _check(kind, rows, authority, at, step)
    draft: RosterDraft = checked_files.keep(
        RosterDraft,
        actor=actor,
        kind=kind,
        name=name,
        content=content,
        rows=rows,
        problems=found.problems,
        count=len(found.made),
        at=at,
    )
    return draft


def apply_file(*, actor: Person, draft: RosterDraft, at: dt.datetime, step: Step = lambda _: None) -> int:
    """Take over every line of a checked file, or none; checked again, since the world may have changed.

    Returns how many days were set. Raises Refused: not_hr or not_yours, import_gone, import_applied,
    file_has_bad_rows.
    """
    authority = _guard(actor, draft.kind, at)
    with transaction.atomic():
        draft = RosterDraft.objects.select_for_update().get(pk=draft.pk)
        rows = checked_files.require_open(draft, actor=actor, at=at)
        found = _check(draft.kind, rows, authority, at, step)
        if found.problems:
            raise Refused(FileCode.FILE_HAS_BAD_ROWS)
        step("writing")
        _write(draft.kind, found, actor, at)
        checked_files.close(draft, count=len(found.made), at=at)
    return len(found.made)


def _guard(actor: Person, kind: str, at: dt.datetime) -> Authority:
    if kind == Kind.HOLIDAYS:
        require_hr(actor, at)
    return planner(actor, at)


def _check(kind: str, rows: list[Row], authority: Authority, at: dt.datetime, step: Step) -> Found:
    step("checking")
    if kind == Kind.HOLIDAYS:
        return read_holidays(rows)
    found = read_roster(rows, authority=authority, today=timezone.localdate(at))
    step("overlaps")
    return Found(found.made, found.problems + _clashes(found, rows))


def _clashes(found: Found, rows: list[Row]) -> list[Problem]:
    """Lines whose shifts would run into another."""
    if not found.made:
        return []
    clash = set(clashes([wish for _, wish in found.made]))
    lines = {line for line, wish in found.made if (wish.person.pk, wish.day) in clash}
    return [Problem(row.line, Code.SHIFTS_OVERLAP.value, row.cells) for row in rows if row.line in lines]


def _write(kind: str, found: Found, actor: Person, at: dt.datetime) -> None:
    made = [one for _, one in found.made]
    if kind == Kind.HOLIDAYS:
        record_days(actor=actor, orders=made, source=SOURCE, at=at)
    else:
        write(actor=actor, wishes=made, source=RosterDay.Source.IMPORT, at=at)
