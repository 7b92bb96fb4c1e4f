"""What the counting finds, written down: a warning before each rung, a proposal on it; taken back when explained."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from nyata.attendance.selectors.absences import people_absent
from nyata.core.discipline import Found, Kind
from nyata.discipline.models import Finding, Withdrawal
from nyata.discipline.selectors.counting import DAY, Stand, first_counted, least, stands
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import Person
from nyata.rules.selectors import policy_on

# One search at a time: two would both find the same rung.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('discipline.finding'))"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many findings were written, and how many taken back."""

    made: int
    withdrawn: int


@transaction.atomic
def find(*, at: dt.datetime, people: Sequence[int] | None = None) -> Outcome:
    """Search the absent days of these people (None: everybody) until yesterday. Nothing is changed, only added.

    Each rung is found once for a person and a year, or a run of days; once more only after it was taken back.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    today = timezone.localdate(at)
    known = _known(today, people)
    absent = people_absent(first_counted(today), today - DAY, least=least(today), among=people)
    stood = stands(sorted(absent | set(known)), today)
    here = set(Person.objects.filter(pk__in=absent, is_active=True).values_list("pk", flat=True))
    withdrawn, holding = _take_back(known, stood, at)
    fresh = [
        _finding(person, stand, found, known.get(person, ()), today, at)
        for person, stand in stood.items()
        if person in here
        for found in stand.found(today)
        if not any(_same(one, found) for one in holding[person])
    ]
    Finding.objects.bulk_create(fresh)
    ledger.append_many(Entry.ABSENCE_FINDING, [_entry(one) for one in fresh], at=at)
    return Outcome(len(fresh), withdrawn)


def _known(today: dt.date, people: Sequence[int] | None) -> dict[int, list[Finding]]:
    """Everything found since the year before, those taken back too."""
    rows = Finding.objects.filter(since__gte=first_counted(today)).select_related("withdrawal").order_by("pk")
    if people is not None:
        rows = rows.filter(person__in=people)
    known: dict[int, list[Finding]] = defaultdict(list)
    for one in rows:
        known[one.person_id].append(one)
    return known


def _take_back(
    known: dict[int, list[Finding]], stood: dict[int, Stand], at: dt.datetime
) -> tuple[int, defaultdict[int, list[Finding]]]:
    """Take back what is no longer so; how many, and what holds by person."""
    gone: list[Withdrawal] = []
    holding: defaultdict[int, list[Finding]] = defaultdict(list)
    for person, rows in known.items():
        for one in rows:
            if hasattr(one, "withdrawal"):
                continue
            stand = stood.get(person)
            days = stand.counted.days_of(Kind(one.kind), one.since, one.days) if stand else ()
            if len(days) >= one.needed:
                holding[person].append(one)
            else:
                gone.append(Withdrawal(finding=one, days=list(days), at=at))
    Withdrawal.objects.bulk_create(gone)
    contents = [{"finding": one.finding_id, "days": [day.isoformat() for day in one.days]} for one in gone]
    ledger.append_many(Entry.ABSENCE_WITHDRAWN, contents, at=at)
    return len(gone), holding


def _same(known: Finding, found: Found) -> bool:
    """Whether this rung was found already: of the same year, or of a run that shares a day with this one."""
    if (known.kind, known.stage, known.from_days) != (found.kind, found.stage, found.from_days):
        return False
    if found.kind == Kind.IN_A_ROW:
        return bool({known.since, *known.days} & set(found.days))
    return known.since == found.since


def _finding(
    person: int, stand: Stand, found: Found, known: Iterable[Finding], today: dt.date, at: dt.datetime
) -> Finding:
    before = sum(
        (one.kind, one.stage, one.from_days, one.since) == (found.kind, found.stage, found.from_days, found.since)
        for one in known
    )
    rung = found.rung
    return Finding(
        person_id=person, kind=found.kind, stage=found.stage, employment=stand.employment, from_days=found.from_days,
        needed=found.needed, since=found.since, number=before + 1, days=list(found.days),
        records=[stand.records[day] for day in found.days], level=rung.level if rung else "",
        sanction=rung.sanction if rung else "", article=rung.article if rung else "",
        source=_source(stand, found, today), found_at=at,
        policy_hash=policy_on(today, employment=stand.employment).hash,
    )  # fmt: skip


def _source(stand: Stand, found: Found, today: dt.date) -> str:
    if stand.ladder is None:
        footing = policy_on(today, employment=stand.employment).standing("discipline.duty.contract_footing").value
        return footing.source if footing else ""
    return stand.ladder.consecutive_source if found.kind == Kind.IN_A_ROW else stand.ladder.source


def _entry(one: Finding) -> dict[str, object]:
    return {
        "finding": one.pk, "person": one.person_id, "stage": str(one.stage), "kind": str(one.kind),
        "rung": one.from_days, "records": one.records, "policy": one.policy_hash,
    }  # fmt: skip
