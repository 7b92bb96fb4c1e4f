"""`seed_discipline`: what the demo's absent days come to, told day by day, read by some, and a few first steps."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nyata.attendance.models import DayRecord
from nyata.attendance.services.reckoning import JAKARTA
from nyata.checkins.demo_cases import cases
from nyata.core.worktime.columns import Status
from nyata.discipline.models import Finding, Step
from nyata.discipline.selectors.teams import nearest
from nyata.discipline.services.finding import find
from nyata.discipline.services.reading import mark_read
from nyata.discipline.services.stepping import Done, record_step
from nyata.people.models import Person, Post
from nyata.people.selectors.authority import in_force

DAY = dt.timedelta(days=1)
Kind = Step.Kind


class Command(BaseCommand):
    help = "Tell the demo's people of their absent days as the nights would have, and record a few steps."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=60)
        parser.add_argument("--on", type=dt.date.fromisoformat, default=None, help="the day taken as today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_discipline works in the demo only (NYATA_DEMO=1).")
        if Finding.objects.exists():
            return
        now = timezone.now()
        if options["on"]:
            now = dt.datetime.combine(options["on"], dt.time(8), JAKARTA)
        told = sorted(cases())
        for day in _absent_days(told, timezone.localdate(now) - DAY):
            find(at=_night(day + DAY), people=told)
        find(at=now)
        for finding in Finding.objects.filter(person__in=told).select_related("person__unit").order_by("pk"):
            self._read(finding, now)
        for finding in Finding.objects.filter(kind=Finding.Kind.IN_A_ROW, stage=Finding.Stage.REACHED):
            self._salary(finding, now)
        if options["verbosity"]:
            self.stderr.write(f"{Finding.objects.count()} warnings and proposals")

    def _read(self, finding: Finding, now: dt.datetime) -> None:
        """Proposals are read by the superior on the next morning; warnings by the person, but for the newest."""
        morning = finding.found_at + dt.timedelta(hours=8)
        if morning > now - DAY:
            return
        if finding.stage == Finding.Stage.NEAR:
            mark_read(actor=finding.person, finding=finding, at=morning)
        else:
            for superior in _superiors(finding, morning):
                mark_read(actor=superior, finding=finding, at=morning)

    def _salary(self, finding: Finding, now: dt.datetime) -> None:
        """The superior told BKPSDM, which has verified it; the decision is still to come."""
        superiors, day = _superiors(finding, now), timezone.localdate(finding.found_at)
        officer = Person.objects.filter(posts__in=Post.objects.filter(in_force(day), role=Post.Role.HR)).first()
        if not superiors or officer is None or day + DAY * 3 > timezone.localdate(now):
            return
        number = f"800/{finding.pk % 900 + 100}/PKM/{day.year}"
        told = Done(Kind.SALARY_NOTIFIED, day + DAY, number)
        record_step(actor=superiors[0], finding=finding, done=told, at=finding.found_at + DAY)
        words = "Sesuai rekap; pegawai belum dapat dihubungi."
        seen = Done(Kind.SALARY_VERIFIED, day + DAY * 3, f"800/{finding.pk % 900 + 140}/BKPSDM/{day.year}", words)
        record_step(actor=officer, finding=finding, done=seen, at=finding.found_at + DAY * 3)


def _absent_days(people: list[int], before: dt.date) -> list[dt.date]:
    """The days after which a night has something new to say."""
    found = DayRecord.objects.filter(person__in=people, current=True, status=Status.ABSENT, day__lt=before)
    return list(found.order_by("day").values_list("day", flat=True).distinct())


def _night(day: dt.date) -> dt.datetime:
    """A quarter past one, when the night's job looks."""
    return dt.datetime.combine(day, dt.time(1, 15), JAKARTA)


def _superiors(finding: Finding, at: dt.datetime) -> list[Person]:
    holders = nearest([finding.person], timezone.localdate(at))[finding.person_id]
    return list(Person.objects.filter(pk__in=holders).order_by("pk"))
