"""Days off, the regency's and others'; the confirmed days of Ramadan."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import DayChange, Person, Unit
from nyata.people.services import days
from nyata.schedules.models import Calendar, CalendarDay, PatternUse, Ramadan
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors.almanac import LIBRARY, national_days, proposed_ramadan
from nyata.schedules.selectors.calendars import regency_calendar
from nyata.schedules.services.guards import require_hr

WHY_DAY, WHY_RAMADAN = "calendar", "ramadan"
BY_HAND = "keputusan"
# The crescent is seen within a day or so of the computed one; further off is a slip of the pen.
FAR = dt.timedelta(days=3)
LENGTHS = (29, 30)


@dataclass(frozen=True, slots=True)
class DayOrder:
    """A decision on one date as its document words it. Of kind `working` it makes the day one of work again."""

    calendar: Calendar
    day: dt.date
    kind: str
    name: str
    document_number: str


def open_calendar(*, actor: Person, name: str, kind: str, unit: Unit | None, at: dt.datetime) -> Calendar:
    """A calendar that begins with the regency's days. Raises Refused: not_hr, name_missing, name_taken."""
    require_hr(actor, at)
    if not name.strip():
        raise Refused(Code.NAME_MISSING)
    with transaction.atomic():
        calendar, made = Calendar.objects.get_or_create(name=name.strip(), defaults={"kind": kind, "unit": unit})
        if not made:
            raise Refused(Code.NAME_TAKEN)
        content = {"action": "opened", "calendar": calendar.pk, "kind": kind, "actor": actor.pk}
        ledger.append(Kind.CALENDAR, {**content, "unit": unit.pk if unit else None}, at=at)
    return calendar


def declare_day(*, actor: Person, order: DayOrder, at: dt.datetime) -> CalendarDay:
    """Decide on one date. Also on one that has passed: whoever was absent on it is asked anew.

    Raises Refused: not_hr, name_missing, document_missing.
    """
    require_hr(actor, at)
    if not order.name.strip():
        raise Refused(Code.NAME_MISSING)
    if not order.document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    with transaction.atomic():
        [made] = record_days(actor=actor, orders=[order], source=BY_HAND, at=at)
    return made


def copy_national_days(*, actor: Person, year: int, at: dt.datetime) -> int:
    """Take over the national holidays and collective leave of a year, where nothing is decided for a date yet.

    Returns how many dates were added. Raises Refused: not_hr, year_unknown.
    """
    require_hr(actor, at)
    if abs(year - timezone.localdate(at).year) > 1:
        raise Refused(Code.YEAR_UNKNOWN)
    calendar = regency_calendar()
    with transaction.atomic():
        Calendar.objects.select_for_update().get(pk=calendar.pk)
        decided = set(CalendarDay.objects.filter(calendar=calendar, day__year=year).values_list("day", flat=True))
        orders = [
            DayOrder(calendar, one.day, CalendarDay.Kind.COLLECTIVE if one.is_collective else "national", one.name, "")
            for one in national_days(year)
            if one.day not in decided
        ]
        record_days(actor=actor, orders=orders, source=LIBRARY, at=at)
    return len(orders)


def record_days(*, actor: Person | None, orders: list[DayOrder], source: str, at: dt.datetime) -> list[CalendarDay]:
    """Write decisions in the caller's transaction: the rows, the log, and the days that are to be reckoned again."""
    rows = [
        CalendarDay(
            calendar=order.calendar,
            day=order.day,
            off=order.kind != CalendarDay.Kind.WORKING,
            kind=order.kind,
            name=order.name.strip(),
            document_number=order.document_number.strip(),
            source=source,
            decided_by=actor,
            decided_at=at,
        )
        for order in orders
    ]
    made = CalendarDay.objects.bulk_create(rows, batch_size=1000)
    for row in made:
        ledger.append(Kind.CALENDAR, {"action": "day", **_facts(row)}, at=at)
    days.changed_many(_touched(made, at))
    return made


def _touched(rows: list[CalendarDay], at: dt.datetime) -> list[DayChange]:
    """One change for each date: of everybody, or of whoever uses the calendar."""
    changes: list[DayChange] = []
    users: dict[int, list[PatternUse]] = {}
    for row in rows:
        told = {"first": row.day, "last": row.day, "why": WHY_DAY, "made_at": at}
        if row.calendar.kind == Calendar.Kind.REGENCY:
            changes.append(DayChange(**told))
            continue
        if row.calendar_id not in users:
            users[row.calendar_id] = list(row.calendar.uses.all())
        who = {(use.person_id, use.unit_id) for use in users[row.calendar_id] if use.valid_from <= row.day}
        changes += [DayChange(person_id=person, unit_id=unit, **told) for person, unit in sorted(who, key=str)]
    return changes


def confirm_ramadan(
    *, actor: Person, hijri_year: int, first: dt.date, last: dt.date, document_number: str, at: dt.datetime
) -> Ramadan:
    """Confirm the first and last day of a Ramadan; what the library computes is only proposed.

    Raises Refused: not_hr, document_missing, ramadan_length, year_unknown, ramadan_far.
    """
    require_hr(actor, at)
    if not document_number.strip():
        raise Refused(Code.DOCUMENT_MISSING)
    if (last - first).days + 1 not in LENGTHS:
        raise Refused(Code.RAMADAN_LENGTH)
    proposed = proposed_ramadan(hijri_year)
    if proposed is None:
        raise Refused(Code.YEAR_UNKNOWN)
    if abs(first - proposed.first) > FAR:
        raise Refused(Code.RAMADAN_FAR)
    with transaction.atomic():
        former = Ramadan.objects.filter(hijri_year=hijri_year).order_by("-pk").first()
        made = Ramadan.objects.create(
            hijri_year=hijri_year,
            first=first,
            last=last,
            document_number=document_number.strip(),
            decided_by=actor,
            decided_at=at,
        )
        begin, end = (min(first, former.first), max(last, former.last)) if former else (first, last)
        days.changed(first=begin, last=end, why=WHY_RAMADAN, at=at)
        content = {"year": hijri_year, "from": first.isoformat(), "to": last.isoformat(), "actor": actor.pk}
        ledger.append(Kind.RAMADAN, {**content, "document": made.document_number}, at=at)
    return made


def _facts(row: CalendarDay) -> dict[str, object]:
    return {
        "row": row.pk,
        "calendar": row.calendar_id,
        "day": row.day.isoformat(),
        "kind": row.kind,
        "name": row.name,
        "document": row.document_number,
        "source": row.source,
        "actor": row.decided_by_id,
    }
