"""Auditing a month: every check is run, the report written, signed and kept, and what is new becomes a finding."""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction
from django.utils import timezone

from nyata.attendance.period import month_after
from nyata.attendance.services.reckoning import PROGRAM
from nyata.audit.checks import CHECKS
from nyata.audit.checks.shape import DAY, Found, Scope
from nyata.audit.models import Finding, Report, Step
from nyata.audit.refusals import Code, Refused
from nyata.audit.selectors.reports import newest_before, with_state
from nyata.audit.services.owners import Owners
from nyata.audit.services.signing import sign
from nyata.audit.writing import Looked, content, fingerprint
from nyata.ledger import services as ledger
from nyata.ledger.kinds import Kind
from nyata.people.models import Person
from nyata.people.selectors import authority_of

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('audit.running'))"


def run(
    *, month: dt.date, at: dt.datetime, clock: Callable[[], dt.datetime], actor: Person | None = None,
    step: Callable[[str], None] = lambda name: None,
) -> Report:  # fmt: skip
    """Audit a month (its first day) as it stands at `at`. `step` is told the name of each check before it runs.

    The checks only read and may take a minute; what they found is written in one short transaction afterwards.
    Raises Refused: not_auditor, month_not_over.
    """
    if actor is not None and not authority_of(actor, timezone.localdate(at)).is_auditor:
        raise Refused(Code.NOT_AUDITOR)
    first = month.replace(day=1)
    last = month_after(first) - DAY
    if last >= timezone.localdate(at):
        raise Refused(Code.MONTH_NOT_OVER)
    scope = Scope(first, last, at, clock, newest_before(first))
    began = time.perf_counter()
    looked = list(_looked(scope, step))
    return _keep(scope, looked, actor, time.perf_counter() - began)


def _looked(scope: Scope, step: Callable[[str], None]) -> Iterator[Looked]:
    for check in CHECKS:
        step(check.name)
        began = time.perf_counter()
        result = check.run(scope)
        yield Looked(check.name, result, time.perf_counter() - began)


@transaction.atomic
def _keep(scope: Scope, looked: list[Looked], actor: Person | None, seconds: float) -> Report:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    version = 1 + Report.objects.filter(month=scope.first).count()
    still_open = _still_open(scope)
    written = content(scope, looked, [_told(one) for one in still_open], version=version, program=PROGRAM)
    digest = fingerprint(written)
    note = sign(month=scope.first, version=version, sha256=digest, at=scope.at)
    report = Report.objects.create(
        month=scope.first, version=version, content=written, sha256=digest, note=note, program=PROGRAM, seconds=seconds,
        asked_by=actor, made_at=scope.at,
    )  # fmt: skip
    entry = {
        "report": report.pk, "month": f"{scope.first:%Y-%m}", "version": version, "sha256": digest,
        "actor": actor.pk if actor else None,
    }  # fmt: skip
    ledger.append(Kind.AUDIT_REPORT, entry, at=scope.at)
    known = {(one.check_name, one.key) for one in still_open}
    fresh = [(one.name, found) for one in looked for found in one.result.found if (one.name, found.key) not in known]
    _write(report, fresh, scope)
    return report


def _still_open(scope: Scope) -> list[Finding]:
    return list(with_state(Finding.objects.select_related("report").order_by("pk"), "waiting"))


def _told(one: Finding) -> dict[str, object]:
    return {"finding": one.pk, "check": one.check_name, "code": one.code, "key": one.key,
            "month": f"{one.report.month:%Y-%m}"}  # fmt: skip


def _write(report: Report, fresh: Iterable[tuple[str, Found]], scope: Scope) -> None:
    """New findings, each assigned: to the head of the unit that it is about, or to BKPSDM."""
    rows = [_finding(report, name, found) for name, found in fresh]
    before = Finding.objects.filter(key__in=[one.key for one in rows]).values_list("check_name", "key", "number")
    numbers: dict[tuple[str, str], int] = {}
    for name, key, number in before:
        numbers[name, key] = max(number, numbers.get((name, key), 0))
    for one in rows:
        one.number = 1 + numbers.get((one.check_name, one.key), 0)
    Finding.objects.bulk_create(rows)
    owners, due = Owners(timezone.localdate(scope.at)), _due(scope)
    steps = [
        Step(finding=one, kind=Step.Kind.ASSIGNED, owner_id=owners.of(one), due_on=due, at=scope.at) for one in rows
    ]
    Step.objects.bulk_create(steps)
    entries = [
        {"finding": step.finding_id, "check": step.finding.check_name, "code": step.finding.code,
         "key": step.finding.key, "owner": step.owner_id, "due": due.isoformat()}
        for step in steps
    ]  # fmt: skip
    ledger.append_many(Kind.AUDIT_FINDING, entries, at=scope.at)


def _due(scope: Scope) -> dt.date:
    within: dt.timedelta = scope.policy.audit.periodic.answer_within
    return timezone.localdate(scope.at) + within


def _finding(report: Report, name: str, found: Found) -> Finding:
    return Finding(
        report=report, check_name=name, code=found.code, key=found.key, number=1, weight=found.weight,
        facts=dict(found.facts), records=[list(record) for record in found.records], unit_id=found.unit,
        made_at=report.made_at,
    )  # fmt: skip
