"""Keeping the allowance of a locked period: versions beside each other, none of them ever edited."""

import datetime as dt
import hashlib
import json

from django.db import connection, transaction
from django.utils import timezone

from nyata.allowance.models import Calculation, CalculationRow
from nyata.allowance.refusals import Code, Refused
from nyata.allowance.selectors.kept import versions
from nyata.allowance.selectors.months import Line, month, totals
from nyata.allowance.selectors.templates import Rules, own_rules
from nyata.attendance.models import MonthLock
from nyata.attendance.selectors.locks import lock_of
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person, Unit
from nyata.people.selectors import authority_of

BATCH = 2000
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('allowance.keeping'))"


@transaction.atomic
def keep(*, actor: Person, unit: Unit, first: dt.date, last: dt.date, at: dt.datetime) -> Calculation:
    """Keep the calculation of a locked period of an OPD, by the region's own rules; an example is never kept.

    Raises Refused: not_hr, not_an_opd, not_locked, no_template, same_as_kept.
    """
    if not authority_of(actor, timezone.localdate(at)).is_hr:
        raise Refused(Code.NOT_HR)
    if unit.parent_id is not None:
        raise Refused(Code.NOT_AN_OPD)
    return _keep(actor, unit, first, last, at)


@transaction.atomic
def keep_locked(*, lock_id: int, at: dt.datetime) -> Calculation | None:
    """Keep what a lock has just closed, in the name of whoever locked it. None where there is nothing to keep: no rules
    are in force, it was opened again meanwhile, or nothing differs.
    """
    lock = MonthLock.objects.select_related("unit", "decided_by").get(pk=lock_id)
    try:
        with transaction.atomic():
            return _keep(lock.decided_by, lock.unit, lock.first, lock.last, at)
    except Refused:
        return None


def _keep(actor: Person, unit: Unit, first: dt.date, last: dt.date, at: dt.datetime) -> Calculation:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    lock = lock_of(unit, first, last)
    if lock is None:
        raise Refused(Code.NOT_LOCKED)
    rules = own_rules(last)
    if not rules.is_usable:
        raise Refused(Code.NO_TEMPLATE)
    lines = [line for line in month(first, last, rules, opd=unit) if line.found]
    rows = [_row(line) for line in lines]
    digest = _digest(rows)
    before = versions(unit, first, last)
    if before and before[0].digest == digest:
        raise Refused(Code.SAME_AS_KEPT)
    made = _write(lock, rules, lines, digest, actor, at, version=before[0].version + 1 if before else 1)
    for row in rows:
        row.calculation = made
    CalculationRow.objects.bulk_create(rows, batch_size=BATCH)
    return made


def _write(
    lock: MonthLock, rules: Rules, lines: list[Line], digest: str, actor: Person, at: dt.datetime, *, version: int
) -> Calculation:
    sums = totals(lines)
    made = Calculation.objects.create(
        unit=lock.unit, first=lock.first, last=lock.last, version=version, lock=lock, template=rules.name,
        policy_hash=rules.policy_hash, digest=digest, people=sums.people, amount=sums.amount, pay=sums.pay,
        kept_by=actor, kept_at=at,
    )  # fmt: skip
    content = {
        "calculation": made.pk, "unit": lock.unit_id, "first": lock.first.isoformat(), "last": lock.last.isoformat(),
        "version": version, "people": sums.people, "sha256": digest, "actor": actor.pk,
    }  # fmt: skip
    ledger.append(Kind.ALLOWANCE, content, at=at)
    return made


def _row(line: Line) -> CalculationRow:
    assert line.found is not None
    return CalculationRow(
        person_id=line.who.person, unit_name=line.who.unit, employment=line.who.employment, amount=line.found.amount,
        pay=line.found.pay, steps=[step.written() for step in line.found.steps],
    )  # fmt: skip


def _digest(rows: list[CalculationRow]) -> str:
    """SHA-256 (hex) of everybody's steps, whatever their order."""
    content = sorted([row.person_id, row.unit_name, row.employment, row.amount, row.pay, row.steps] for row in rows)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
