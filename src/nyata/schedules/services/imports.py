"""Importing a roster or days off in two steps: a dry run that lists every bad line, then all of it or nothing."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nyata.people.models import Person
from nyata.people.selectors import Authority
from nyata.people.services.spreadsheets import Row, read
from nyata.schedules.models import RosterDay, RosterDraft
from nyata.schedules.refusals import Code, Refused
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

# A draft holds NIPs, so it does not lie about: an officer applies it within the day or uploads again.
KEPT = dt.timedelta(days=1)
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
    with transaction.atomic():
        waiting = RosterDraft.objects.filter(applied_at__isnull=True)
        waiting.filter(Q(officer=actor, kind=kind) | Q(made_at__lt=at - KEPT)).delete()
        return RosterDraft.objects.create(
            id=uuid.uuid4(),
            kind=kind,
            officer=actor,
            file_name=name[-160:],
            sha256=hashlib.sha256(content).hexdigest(),
            rows=[[row.line, row.cells] for row in rows],
            problems=[[one.line, one.code, one.cells] for one in found.problems],
            count=len(found.made),
            made_at=at,
        )


def apply_file(*, actor: Person, draft: RosterDraft, at: dt.datetime, step: Step = lambda _: None) -> int:
    """Take over every line of a checked file, or none; checked again, since the world may have changed.

    Returns how many days were set. Raises Refused: not_hr or not_yours, import_gone, import_applied,
    file_has_bad_rows.
    """
    authority = _guard(actor, draft.kind, at)
    with transaction.atomic():
        draft = RosterDraft.objects.select_for_update().get(pk=draft.pk)
        if draft.officer_id != actor.pk or draft.made_at < at - KEPT:
            raise Refused(Code.IMPORT_GONE)
        if draft.applied_at:
            raise Refused(Code.IMPORT_APPLIED)
        rows = [Row(line, cells) for line, cells in draft.rows]
        found = _check(draft.kind, rows, authority, at, step)
        if found.problems:
            raise Refused(Code.FILE_HAS_BAD_ROWS)
        step("writing")
        _write(draft.kind, found, actor, at)
        draft.applied_at, draft.rows, draft.count = at, [], len(found.made)
        draft.save(update_fields=["applied_at", "rows", "count"])
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
