"""Mass correction: what was down, where, from when to when; one HR officer records it, another approves."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nyata.leave.models import Outage, OutageStep
from nyata.leave.refusals import Code, Refused
from nyata.leave.selectors.outages import uses_on
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind as Entry
from nyata.people.models import DayChange, Person, Site, Unit
from nyata.people.selectors import authority_of
from nyata.people.services.days import changed, changed_many

WHY = "outage"
LONGEST = dt.timedelta(days=7)
Act = OutageStep.Act


@dataclass(frozen=True, slots=True)
class Failing:
    """What was down. Of a site, or of a unit and all below it, or, with neither, of everybody."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    words: str
    site: Site | None = None
    unit: Unit | None = None
    document_number: str = ""


def _require_hr(actor: Person, at: dt.datetime) -> None:
    if not authority_of(actor, timezone.localdate(at)).is_hr:
        raise Refused(Code.NOT_HR)


@transaction.atomic
def record_outage(*, actor: Person, failing: Failing, at: dt.datetime) -> Outage:
    """Record it; nothing counts before a second officer agrees. Raises Refused: not_hr, words_missing, outage_dates."""
    _require_hr(actor, at)
    if not failing.words.strip():
        raise Refused(Code.WORDS_MISSING)
    length = failing.ends_at - failing.starts_at
    if not dt.timedelta(0) < length <= LONGEST or failing.starts_at > at:
        raise Refused(Code.OUTAGE_DATES)
    outage = Outage.objects.create(
        site=failing.site, unit=failing.unit, starts_at=failing.starts_at, ends_at=failing.ends_at,
        words=failing.words.strip()[:500], document_number=failing.document_number.strip()[:80],
        recorded_by=actor, recorded_at=at,
    )  # fmt: skip
    ledger.append(Entry.OUTAGE, {"event": "recorded", **_facts(outage), "actor": actor.pk}, at=at)
    return outage


@transaction.atomic
def decide_outage(*, actor: Person, outage: Outage, accept: bool, words: str = "", at: dt.datetime) -> None:
    """The second officer's word. Raises Refused: not_hr, second_person, closed, words_missing."""
    _require_hr(actor, at)
    current = Outage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    if current.recorded_by_id == actor.pk:
        raise Refused(Code.SECOND_PERSON)
    if current.steps.exists():
        raise Refused(Code.CLOSED)
    if not accept and not words.strip():
        raise Refused(Code.WORDS_MISSING)
    _step(current, actor, Act.APPROVED if accept else Act.DECLINED, words, at)


@transaction.atomic
def cancel_outage(*, actor: Person, outage: Outage, words: str, at: dt.datetime) -> None:
    """Take an approved one back. Raises Refused: not_hr, closed, words_missing."""
    _require_hr(actor, at)
    current = Outage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    acts = set(current.steps.values_list("act", flat=True))
    if Act.APPROVED not in acts or Act.CANCELLED in acts:
        raise Refused(Code.CLOSED)
    if not words.strip():
        raise Refused(Code.WORDS_MISSING)
    _step(current, actor, Act.CANCELLED, words, at)


def _step(outage: Outage, actor: Person, act: OutageStep.Act, words: str, at: dt.datetime) -> None:
    OutageStep.objects.create(outage=outage, act=act, actor=actor, words=words.strip()[:300], at=at)
    ledger.append(Entry.OUTAGE, {"event": act.value, **_facts(outage), "actor": actor.pk}, at=at)
    if act == Act.DECLINED:
        return
    first = timezone.localdate(outage.starts_at) - dt.timedelta(days=1)  # a night shift began the day before
    last = timezone.localdate(outage.ends_at)
    if outage.site_id is None:
        changed(first=first, last=last, why=WHY, at=at, unit=outage.unit)
        return
    uses = uses_on(outage.site_id, first, last).values_list("unit_id", "person_id").distinct()
    changed_many(
        DayChange(unit_id=unit, person_id=person, first=first, last=last, why=WHY, made_at=at) for unit, person in uses
    )


def _facts(outage: Outage) -> dict[str, object]:
    return {
        "outage": outage.pk,
        "site": outage.site_id,
        "unit": outage.unit_id,
        "from": outage.starts_at.isoformat(),
        "to": outage.ends_at.isoformat(),
    }
