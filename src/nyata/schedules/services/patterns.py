"""Cycles of shifts, and who follows which from when to when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, Unit
from nyata.people.selectors import Authority
from nyata.people.services import days
from nyata.schedules.models import Calendar, Pattern, PatternDay, PatternUse, Shift
from nyata.schedules.refusals import Code, Refused
from nyata.schedules.selectors.calendars import regency_calendar
from nyata.schedules.selectors.codes import serves
from nyata.schedules.selectors.overlaps import cycle_overlaps, overlapping
from nyata.schedules.services.guards import planner, require_day, require_person, require_unit

WHY = "pattern"
DAY = dt.timedelta(days=1)
LONGEST = 56


@dataclass(frozen=True, slots=True)
class Cycle:
    """A pattern as it is to be: the shift of each day from `anchor` on, None for a day of rest."""

    name: str
    unit: Unit | None
    anchor: dt.date
    shifts: tuple[Shift | None, ...]
    follows_calendar: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to follow a pattern (a person, or a unit and those below it), which calendar, from when to when."""

    pattern: Pattern
    who: Person | Unit
    first: dt.date
    last: dt.date | None = None
    calendar: Calendar | None = None  # None: the regency's


def define_pattern(*, actor: Person, cycle: Cycle, at: dt.datetime) -> Pattern:
    """A new pattern. It is never changed afterwards: what it asked of a past day stays readable.

    Raises Refused: not_yours, name_missing, name_taken, cycle_length, cycle_empty, shift_of_others, shifts_overlap.
    """
    require_unit(planner(actor, at), cycle.unit)
    name = cycle.name.strip()
    if not name:
        raise Refused(Code.NAME_MISSING)
    if not 1 <= len(cycle.shifts) <= LONGEST:
        raise Refused(Code.CYCLE_LENGTH)
    used = [shift for shift in cycle.shifts if shift is not None]
    if not used:
        raise Refused(Code.CYCLE_EMPTY)
    if not all(serves(shift.unit, cycle.unit) for shift in used):
        raise Refused(Code.SHIFT_OF_OTHERS)
    if cycle_overlaps([shift.pk if shift else None for shift in cycle.shifts]):
        raise Refused(Code.SHIFTS_OVERLAP)
    with transaction.atomic():
        fields = {"anchor": cycle.anchor, "follows_calendar": cycle.follows_calendar, "made_by": actor, "made_at": at}
        pattern, made = Pattern.objects.get_or_create(name=name, unit=cycle.unit, defaults=fields)
        if not made:
            raise Refused(Code.NAME_TAKEN)
        PatternDay.objects.bulk_create(
            PatternDay(pattern=pattern, position=place, shift=shift) for place, shift in enumerate(cycle.shifts)
        )
        content = {"action": "defined", "pattern": pattern.pk, "unit": pattern.unit_id, "actor": actor.pk}
        shifts = [shift.pk if shift else None for shift in cycle.shifts]
        ledger.append(Kind.PATTERN, {**content, "anchor": cycle.anchor.isoformat(), "shifts": shifts}, at=at)
    return pattern


def use_pattern(*, actor: Person, wanted: Wanted, at: dt.datetime) -> PatternUse:
    """Let a person or a unit follow a pattern from a day on. What they followed before ends the day before, and goes
    on after `last` where there is one.

    Raises Refused: not_yours, yourself, past_is_hrs, too_far, ends_before_start, pattern_of_others, use_later,
    shifts_overlap.
    """
    unit, person = _guard(planner(actor, at), wanted, timezone.localdate(at))
    with transaction.atomic():
        # Holding the row of who is meant makes two changes at one instant wait for each other.
        type(wanted.who)._default_manager.select_for_update().get(pk=wanted.who.pk)
        rest = _make_room(wanted, person, unit)
        calendar = wanted.calendar or regency_calendar()
        made = PatternUse.objects.create(
            person=person,
            unit=unit,
            pattern=wanted.pattern,
            calendar=calendar,
            valid_from=wanted.first,
            valid_to=wanted.last,
            recorded_by=actor,
            recorded_at=at,
        )
        if rest:
            rest.save(force_insert=True)
        _require_apart(made)
        days.changed(person=person, unit=unit, first=wanted.first, last=wanted.last, why=WHY, at=at)
        ledger.append(Kind.PATTERN, {"action": "used", **_facts(made, actor)}, at=at)
    return made


def end_use(*, actor: Person, use: PatternUse, last: dt.date, at: dt.datetime) -> PatternUse | None:
    """End a use after `last`; one that would begin later is taken back (None). What stands above it holds again.

    Raises Refused: not_yours, yourself, past_is_hrs, use_ended.
    """
    authority = planner(actor, at)
    who = use.person or use.unit
    _require_who(authority, who)
    require_day(authority, last + DAY, timezone.localdate(at))
    if use.valid_to and use.valid_to <= last:
        raise Refused(Code.USE_ENDED)
    with transaction.atomic():
        first, end = max(use.valid_from, last + DAY), use.valid_to
        content = {"action": "ended", **_facts(use, actor), "to": last.isoformat()}
        ledger.append(Kind.PATTERN, content, at=at)
        days.changed(person=use.person, unit=use.unit, first=first, last=end, why=WHY, at=at)
        if use.valid_from > last:
            use.delete()
            return None
        use.valid_to = last
        use.save(update_fields=["valid_to"])
    return use


def _guard(authority: Authority, wanted: Wanted, today: dt.date) -> tuple[Unit | None, Person | None]:
    """The unit, or the person, that may follow the pattern from that day."""
    _require_who(authority, wanted.who)
    require_day(authority, wanted.first, today)
    if wanted.last and wanted.last < wanted.first:
        raise Refused(Code.ENDS_BEFORE_START)
    place = wanted.who.unit if isinstance(wanted.who, Person) else wanted.who
    if not serves(wanted.pattern.unit, place):
        raise Refused(Code.PATTERN_OF_OTHERS)
    return (None, wanted.who) if isinstance(wanted.who, Person) else (wanted.who, None)


def _require_who(authority: Authority, who: Person | Unit | None) -> None:
    if isinstance(who, Person):
        require_person(authority, who)
    else:
        require_unit(authority, who)


def _make_room(wanted: Wanted, person: Person | None, unit: Unit | None) -> PatternUse | None:
    """End what holds on the first day; return, unsaved, what goes on of it after the last."""
    own = PatternUse.objects.filter(person=person, unit=unit)
    until = Q(valid_from__lte=wanted.last) if wanted.last else Q()
    if own.filter(until, valid_from__gt=wanted.first).exists():
        raise Refused(Code.USE_LATER)
    former = own.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=wanted.first), valid_from__lte=wanted.first).first()
    if former is None:
        return None
    end = former.valid_to
    if former.valid_from < wanted.first:
        former.valid_to = wanted.first - DAY
        former.save(update_fields=["valid_to"])
    else:
        PatternUse.objects.filter(pk=former.pk).delete()
    if wanted.last is None or (end and end <= wanted.last):
        return None
    former.pk, former.valid_from, former.valid_to = None, wanted.last + DAY, end
    former._state.adding = True
    return former


def _require_apart(use: PatternUse) -> None:
    """Where one pattern follows another, a night may reach into the next morning."""
    if use.person_id:
        people = [use.person_id]
    else:
        path = use.unit.path if use.unit else None
        below = Person.objects.filter(is_active=True, unit__path__startswith=path or "-")
        people = list(below.values_list("pk", flat=True))
    seams = [use.valid_from] + ([use.valid_to + DAY] if use.valid_to else [])
    if any(overlapping(people, seam - DAY, seam) for seam in seams):
        raise Refused(Code.SHIFTS_OVERLAP)


def _facts(use: PatternUse, actor: Person) -> dict[str, object]:
    return {
        "use": use.pk,
        "pattern": use.pattern_id,
        "calendar": use.calendar_id,
        "person": use.person_id,
        "unit": use.unit_id,
        "from": use.valid_from.isoformat(),
        "to": use.valid_to.isoformat() if use.valid_to else None,
        "actor": actor.pk,
    }


def shifts_of(pattern: Pattern) -> Sequence[Shift | None]:
    """The shifts of a pattern in their order. One query."""
    return [day.shift for day in pattern.days.select_related("shift")]
