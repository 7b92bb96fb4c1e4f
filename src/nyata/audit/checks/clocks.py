"""Clocks: of machines whose offset was granted, of phones by the anchors, of the program and of the database."""

import datetime as dt
from collections.abc import Iterator

from django.db import connection
from django.db.models import Count

from nyata.audit.checks.peers import units_named
from nyata.audit.checks.shape import Found, Result, Scope, Weight
from nyata.checkins.models import CheckIn
from nyata.sources.models import ClockOffset

NAME = "clocks"
Mark = CheckIn.TimeMark


def run(scope: Scope) -> Result:
    """Offsets that touch the month, how the times of its check-ins are known, and both servers' clocks now."""
    rules = scope.policy.audit.periodic
    offsets = list(
        ClockOffset.objects.filter(answer=ClockOffset.Answer.GRANTED, first__lte=scope.last, last__gte=scope.first)
        .select_related("machine")
        .order_by("pk")
    )
    marks = _marks(scope)
    apart = clocks_apart(scope)
    figures = {
        "offsets": len(offsets), "offset_seconds_most": max((abs(one.seconds) for one in offsets), default=0),
        **{f"times_{mark}": sum(counts[mark] for counts in marks.values()) for mark in Mark.values},
        "milliseconds_apart": round(apart.total_seconds() * 1000),
    }  # fmt: skip
    unproven = {opd: (counts[Mark.UNPROVEN], sum(counts.values())) for opd, counts in marks.items()}
    found = [*_large(offsets, rules.clock_offset_most), *units_named(scope, unproven, "unproven_opd")]
    if apart > rules.clocks_apart:
        facts = {"seconds": round(apart.total_seconds(), 3)}
        found.append(Found("clocks_apart", f"apart:{scope.first:%Y-%m}", Weight.GRAVE, facts))
    return Result(figures, found)


def clocks_apart(scope: Scope) -> dt.timedelta:
    """How far the clocks of the program and the database are certainly apart at this moment; zero when they agree."""
    before = scope.clock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    return max(before - theirs, theirs - scope.clock(), dt.timedelta())


def _marks(scope: Scope) -> dict[int, dict[str, int]]:
    """By OPD how many times of the month are known in which way. One query."""
    rows = CheckIn.objects.filter(day__range=(scope.first, scope.last)).order_by()
    found: dict[int, dict[str, int]] = {}
    for path, mark, count in rows.values_list("person__unit__path", "time_mark").annotate(Count("pk")):
        found.setdefault(scope.opd_of(path).pk, dict.fromkeys(Mark.values, 0))[mark] += count
    return found


def _large(offsets: list[ClockOffset], most: dt.timedelta) -> Iterator[Found]:
    for one in offsets:
        if abs(one.seconds) > most.total_seconds():
            facts = {
                "machine": one.machine.name, "seconds": abs(one.seconds), "first": one.first.isoformat(),
                "last": one.last.isoformat(),
            }  # fmt: skip
            records = [("machine", one.machine_id)]
            yield Found("offset_large", f"offset:{one.pk}", Weight.ASK, facts, records, one.machine.unit_id)
