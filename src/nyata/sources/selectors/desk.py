"""What the pages of other sources show: machines and how they stand, numbers, files and their lines."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from nyata.sources.models import ClockOffset, Machine, Number, NumberUse, Punch, PunchFile
from nyata.sources.selectors.punches import STANDS, wall

WAITING = f"""
SELECT n.text, count(*), min(p.second), max(p.second) FROM sources_number n
JOIN sources_punch p ON p.number_id = n.id
LEFT JOIN sources_numberuse u ON u.number_id = n.id
    AND daterange(u.valid_from, u.valid_to, '[]') @> (DATE '1970-01-01' + (p.second / 86400)::int)
WHERE n.machine_id = %(machine)s AND u.id IS NULL AND {STANDS} GROUP BY n.text ORDER BY count(*) DESC, n.text
"""  # noqa: S608 - the one insertion is a constant


@dataclass(frozen=True, slots=True)
class Waiting:
    """A number that is nobody's on some days, how many punches wait under it, and from when to when."""

    number: str
    punches: int
    first: dt.date
    last: dt.date


def with_standing(machines: QuerySet[Machine]) -> QuerySet[Machine]:
    """Each machine with `punches`, `imported_at` of its newest file, `nobodys` (numbers never given) and `asked`.

    What was taken back is none of them.
    """
    files = PunchFile.objects.filter(machine=OuterRef("pk"), taken_back=None).order_by().values("machine")
    unused = Number.objects.filter(
        Exists(Punch.objects.filter(number=OuterRef("pk"), file__taken_back=None)), machine=OuterRef("pk")
    ).exclude(Exists(NumberUse.objects.filter(number=OuterRef("pk"))))
    asked = ClockOffset.objects.filter(machine=OuterRef("pk"), answer="").order_by().values("machine")

    def number(found: QuerySet[Any], sums: Any) -> Coalesce:
        return Coalesce(Subquery(found.annotate(n=sums).values("n")), 0, output_field=IntegerField())

    return machines.annotate(
        punches=number(files, Sum("added")),
        imported_at=Subquery(files.annotate(n=Max("imported_at")).values("n")),
        nobodys=number(unused.order_by().values("machine"), Count("*")),
        asked=number(asked, Count("*")),
    )


def waiting_numbers(machine: Machine) -> list[Waiting]:
    """Numbers that are nobody's on days on which they stand, the most punches first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"machine": machine.pk})
        return [
            Waiting(number, count, wall(first).date(), wall(last).date())
            for number, count, first, last in cursor.fetchall()
        ]


def files_of(machine: Machine) -> QuerySet[PunchFile]:
    """Its files, the newest first, each with its officer, profile, and whether it was taken back."""
    return machine.files.select_related("imported_by", "profile", "taken_back")


def leaned_on(file: PunchFile) -> QuerySet[PunchFile]:
    """Later files that found punches known on days of this one: what only it knew of theirs is to be imported again."""
    later = PunchFile.objects.filter(machine=file.machine_id, taken_back=None, pk__gt=file.pk)
    return later.filter(found__gt=F("added"), first__lte=file.last, last__gte=file.first)


def uses_of(machine: Machine) -> QuerySet[NumberUse]:
    """Whose its numbers are and were, with person and unit."""
    found = NumberUse.objects.filter(number__machine=machine).select_related("number", "person__unit", "recorded_by")
    return found.order_by("person__name", "-valid_from")


def lines_of(file: PunchFile) -> QuerySet[Punch]:
    """What a file brought, line by line."""
    return file.punches.select_related("number").order_by("line", "second")
