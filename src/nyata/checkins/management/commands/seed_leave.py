"""`seed_leave --days 60`: what became of the days on which the demo's people did not come."""

import datetime as dt
from collections import defaultdict
from typing import Any

import polars as pl
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from nyata.checkins.demo_cases import cases, unexplained
from nyata.checkins.demo_history import working_days
from nyata.core.worktime.columns import Kind, moment_of
from nyata.core.worktime.planning import plan
from nyata.leave import demo
from nyata.leave.models import Request
from nyata.leave.timing import JAKARTA
from nyata.schedules.selectors import schedule_of

DAY = dt.timedelta(days=1)
MOST_HAVE_COME = 9  # o'clock: before it, who has not come is not away yet
_CAME = "SELECT person_id, day, purpose FROM checkins_checkin WHERE day >= %s GROUP BY person_id, day, purpose"


class Command(BaseCommand):
    help = "Give the demo's people requests: leave and illness where they did not come, some still undecided."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=60, help="how many days back")
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_leave works in the demo only (NYATA_DEMO=1): it invents requests.")
        if Request.objects.exists():
            return
        now = timezone.now()
        if options["on"]:
            now = dt.datetime.combine(options["on"], dt.time(12), JAKARTA)
        today = timezone.localdate(now)
        first = today - DAY * options["days"]
        demo.build(_pasts(first, today, now), today, now)


def _pasts(first: dt.date, today: dt.date, now: dt.datetime) -> dict[int, demo.Past]:
    """What each person's days asked for, and which of them show nothing."""
    last = today + DAY * demo.AHEAD
    begun = today if timezone.localtime(now).hour >= MOST_HAVE_COME else today - DAY
    spans = plan(schedule_of(None, first, last), first, last).filter(pl.col("kind") == Kind.WORK.value)
    ends = spans.group_by("person", "day", maintain_order=True).agg(pl.col("end").max())
    came: dict[int, set[dt.date]] = defaultdict(set)
    went: dict[int, set[dt.date]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_CAME, [first])
        for person, day, purpose in cursor.fetchall():
            (came if purpose == "in" else went)[person].add(day)
    told, working = cases(), working_days(today, (today - first).days)
    found = {}
    for (person,), days in ends.group_by("person", maintain_order=True):
        rows = days.select("day", "end").rows()
        pk = int(str(person))
        # Of what nobody has explained nothing was asked.
        kept_back = unexplained(pk, told[pk], working, today) if pk in told else set()
        work = [day for day, _ in rows if day not in kept_back]
        if not came[pk]:
            continue  # a unit that has not begun: no absence follows from it
        absent = frozenset(day for day in work if day <= begun and day not in came[pk] and day not in went[pk])
        forgotten = {
            day: moment_of(end).replace(tzinfo=JAKARTA)
            for day, end in rows
            if day < today and day in came[pk] and day not in went[pk]
            and moment_of(end).date() == day
        }  # fmt: skip
        found[pk] = demo.Past(work, absent, forgotten, today in came[pk])
    return found
