"""Attempts and what was judged of them: whose one may see, the newest verdict, one's own history."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count, Q, QuerySet

from nyata.checkins.models import CheckIn, PhotoLook, Verdict
from nyata.people import selectors as people
from nyata.people.models import Person

JAKARTA = ZoneInfo("Asia/Jakarta")
_FORGOTTEN = """
SELECT c.id FROM checkins_checkin c
WHERE c.day >= %s AND c.received_at < %s
  AND NOT EXISTS (SELECT 1 FROM checkins_verdict v WHERE v.checkin_id = c.id)
  AND NOT EXISTS (
      SELECT 1 FROM procrastinate_jobs j
      WHERE j.status IN ('todo', 'doing') AND j.task_name = 'checkins.judge' AND (j.args->>'checkin')::bigint = c.id
  )
"""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One attempt of a person with what is in force of it. `verdict` is None while nothing was judged yet."""

    checkin: CheckIn
    verdict: Verdict | None

    @property
    def outcome(self) -> str | None:
        return self.verdict.outcome if self.verdict else None

    @property
    def counts_at(self) -> dt.datetime | None:
        """The time that counts, where it counts; before a verdict nothing does yet."""
        return self.verdict.counts_at if self.verdict else None


def day_of(moment: dt.datetime) -> dt.date:
    """The day in Asia/Jakarta on which a moment falls: what the law calls the day."""
    return moment.astimezone(JAKARTA).date()


def people_watched_by(actor: Person, on: dt.date) -> QuerySet[Person]:
    """Whose attempts the actor may see: their own, those of people below their supervising posts, all for HR and
    auditors. Operators and executives see nobody's: they register people and read figures.
    """
    authority = people.authority_of(actor, on)
    everybody = Person.objects.select_related("unit")
    if authority.is_hr or authority.is_auditor:
        return everybody
    found = Q(pk=actor.pk)
    for path in authority.supervises:
        found |= Q(unit__path__startswith=path)
    return everybody.filter(found)


def checkins_visible_to(actor: Person, on: dt.date) -> QuerySet[CheckIn]:
    """The attempts that the actor may open, newest first, with person and unit."""
    seen = people_watched_by(actor, on).values("pk")
    return (
        CheckIn.objects.filter(person__in=seen)
        .select_related("person__unit", "step_up_of")
        .order_by("-acted_at", "-id")
    )


def attempt_visible_to(actor: Person, public_id: uuid.UUID, on: dt.date) -> CheckIn:
    """One attempt. Raises CheckIn.DoesNotExist where there is none or it is not for the actor."""
    return checkins_visible_to(actor, on).get(public_id=public_id)


def latest_verdict(checkin: CheckIn) -> Verdict | None:
    """What is in force of an attempt: its newest verdict. One query."""
    return checkin.verdicts.order_by("-id").select_related("decided_by").first()


def newest_verdicts(verdicts: QuerySet[Verdict]) -> QuerySet[Verdict]:
    """Of each attempt among these verdicts the newest."""
    return verdicts.order_by("checkin_id", "-id").distinct("checkin_id")


def with_verdicts(checkins: Iterable[CheckIn]) -> list[HistoryEntry]:
    """These attempts with the newest verdict of each, in their order. Two queries."""
    rows = list(checkins)
    newest = newest_verdicts(Verdict.objects.filter(checkin__in=[row.pk for row in rows]))
    by_checkin = {verdict.checkin_id: verdict for verdict in newest}
    return [HistoryEntry(row, by_checkin.get(row.pk)) for row in rows]


def history(person: Person, month: dt.date) -> list[HistoryEntry]:
    """A person's own attempts of the month that `month` lies in, newest first. Two queries."""
    first = month.replace(day=1)
    after = (first + dt.timedelta(days=32)).replace(day=1)
    own = CheckIn.objects.filter(person=person, day__gte=first, day__lt=after).select_related("step_up_of")
    own = own.defer("payload", "proof", "step_up_of__payload", "step_up_of__proof")
    return with_verdicts(own.order_by("-acted_at", "-id"))


def steps_used(roots: Iterable[int]) -> dict[int, int]:
    """How many step-ups were made after each of these first attempts. One query."""
    made = CheckIn.objects.filter(step_up_of__in=set(roots)).values_list("step_up_of")
    return dict(made.annotate(times=Count("pk")))


def verdicts_of(checkin: CheckIn) -> list[Verdict]:
    """Everything that was judged of an attempt, oldest first, with who decided. One query."""
    return list(checkin.verdicts.order_by("id").select_related("decided_by"))


def looks_at(person: Person) -> list[PhotoLook]:
    """Who looked at this person's photographs, newest first: the person may always read this. One query."""
    looks = PhotoLook.objects.filter(checkin__person=person).select_related("actor", "checkin")
    return list(looks.order_by("-looked_at", "-id"))


def forgotten_attempts(now: dt.datetime, waited: dt.timedelta = dt.timedelta(minutes=5)) -> list[int]:
    """Attempts of the last days that nothing was judged of and no job waits for, after `waited`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGOTTEN, [day_of(now) - dt.timedelta(days=4), now - waited])
        return [row[0] for row in cursor.fetchall()]
