"""Shifts and their dated hours: HR officers define them, for everybody or for one unit."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nyata.core.worktime.columns import DAY_MINUTES
from nyata.core.worktime.law import Part
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, Unit
from nyata.people.services import days
from nyata.schedules.models import Shift, ShiftHours
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors.codes import PATTERN_CODE, REST_CODES
from nyata.schedules.services.guards import AHEAD, require_hr

WHY = "shift"
MOST_PARTS, MOST_SLACK = 4, 240


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a shift from `valid_from` on: the law's (`standard`), on call, or parts of its own."""

    valid_from: dt.date
    standard: str = ""
    parts: tuple[Part, ...] = ()
    ramadan_parts: tuple[Part, ...] | None = None
    slack: int = 0
    weekly: bool = False
    on_call: bool = False
    document_number: str = ""


def define_shift(*, actor: Person, code: str, name: str, unit: Unit | None, hours: Hours, at: dt.datetime) -> Shift:
    """A new shift of a unit, or of everybody (None).

    Raises Refused: not_hr, code_wrong, code_taken, name_missing, and those of the hours: parts_missing, parts_wrong,
    parts_beside_standard, slack_wrong, too_far.
    """
    require_hr(actor, at)
    code = code.strip().upper()
    if not re.fullmatch(r"[A-Z0-9]{1,6}", code) or code in (*REST_CODES, PATTERN_CODE):
        raise Refused(Code.CODE_WRONG)
    if not name.strip():
        raise Refused(Code.NAME_MISSING)
    _require_sound(hours, timezone.localdate(at))
    with transaction.atomic():
        shift, made = Shift.objects.get_or_create(code=code, unit=unit, defaults={"name": name.strip()})
        if not made:
            raise Refused(Code.CODE_TAKEN)
        _record(actor, shift, hours, "defined", at)
    return shift


def change_hours(*, actor: Person, shift: Shift, hours: Hours, at: dt.datetime) -> ShiftHours:
    """Other hours of a shift from a day on; what was asked before that day stays.

    Raises Refused: not_hr, document_missing, and those of the hours as in `define_shift`.
    """
    require_hr(actor, at)
    if not hours.document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    _require_sound(hours, timezone.localdate(at))
    with transaction.atomic():
        made = _record(actor, shift, hours, "changed", at)
        # Whoever is rostered with it may be anywhere: a shift of everybody touches everybody.
        days.changed(first=hours.valid_from, last=None, why=WHY, at=at, unit=shift.unit)
    return made


def _record(actor: Person, shift: Shift, hours: Hours, action: str, at: dt.datetime) -> ShiftHours:
    written = {
        "standard": hours.standard,
        "parts": _written(hours.parts),
        "ramadan_parts": None if hours.ramadan_parts is None else _written(hours.ramadan_parts),
        "slack": hours.slack,
        "weekly": hours.weekly,
        "on_call": hours.on_call,
        "document_number": hours.document_number.strip(),
    }
    made = ShiftHours.objects.create(
        shift=shift, valid_from=hours.valid_from, decided_by=actor, decided_at=at, **written
    )
    content = {"action": action, "shift": shift.pk, "code": shift.code, "unit": shift.unit_id, "actor": actor.pk}
    ledger.append(Kind.SHIFT, {**content, "since": hours.valid_from.isoformat(), "hours": written}, at=at)
    return made


def _written(parts: Sequence[Part]) -> list[list[int]]:
    return [[part.start, part.end, part.rest_from, part.rest_to] for part in parts]


def _require_sound(hours: Hours, today: dt.date) -> None:
    if hours.valid_from > today + AHEAD:
        raise Refused(Code.TOO_FAR)
    if not 0 <= hours.slack <= MOST_SLACK:
        raise Refused(Code.SLACK_WRONG)
    if hours.standard or hours.on_call:
        if hours.parts or hours.ramadan_parts or (hours.standard and hours.on_call):
            raise Refused(Code.PARTS_BESIDE_STANDARD)
        return
    if not hours.parts:
        raise Refused(Code.PARTS_MISSING)
    require_parts(hours.parts)
    if hours.ramadan_parts is not None:
        require_parts(hours.ramadan_parts)


def require_parts(parts: Sequence[Part]) -> None:
    """Raise Refused(parts_wrong): parts follow one another, begin on their day, last a day at most, rest inside."""
    until = 0
    for part in parts:
        rests = part.rest_from != part.rest_to
        inside = part.start <= part.rest_from < part.rest_to <= part.end and part.rest_to - part.rest_from < (
            part.end - part.start
        )
        if not (until <= part.start < part.end and (not rests or inside)):
            raise Refused(Code.PARTS_WRONG)
        until = part.end
    starts_today = all(part.start < DAY_MINUTES for part in parts)
    if len(parts) > MOST_PARTS or not starts_today or parts[-1].end - parts[0].start > DAY_MINUTES:
        raise Refused(Code.PARTS_WRONG)
